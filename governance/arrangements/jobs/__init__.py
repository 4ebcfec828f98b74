"""What happens to support by itself."""

from collections.abc import Mapping

from governance.arrangements.jobs import introductions, keeping
from governance.platform.jobs.runner import Handler

HANDLERS: Mapping[str, Handler] = {**introductions.HANDLERS, **keeping.HANDLERS}
