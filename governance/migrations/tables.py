"""Every table of every slice, in one place: importing this module makes the metadata complete."""

from governance.audit import records as audit
from governance.papers import records as papers
from governance.platform.jobs import queue as jobs

__all__ = ["audit", "jobs", "papers"]
