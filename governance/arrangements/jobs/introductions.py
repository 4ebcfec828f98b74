"""What happens to introductions by itself: whoever was not taken is forgotten after six months."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from governance.actor import platform
from governance.arrangements.service import introductions
from governance.platform.db import Transaction
from governance.platform.jobs.runner import Handler

_ACTOR = platform("arrangements")


async def forget(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:  # noqa: ARG001 (every handler's)
    await introductions.remove_due(tx, _ACTOR, now)


HANDLERS: Mapping[str, Handler] = {"introduction-forget": forget}
