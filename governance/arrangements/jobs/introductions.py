"""What happens to assistants by itself: who was not taken is forgotten, and who leaves is gone on the day."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from governance.actor import platform
from governance.arrangements.service import departing, introductions
from governance.platform.db import Transaction
from governance.platform.jobs.runner import Handler

_ACTOR = platform("arrangements")


async def forget(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:  # noqa: ARG001 (every handler's)
    await introductions.remove_due(tx, _ACTOR, now)


async def leave(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
    await departing.leave(tx, _ACTOR, payload["assistant"], now)


async def forget_checks(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
    await departing.forget(tx, _ACTOR, payload["assistant"], now)


HANDLERS: Mapping[str, Handler] = {
    introductions.FORGET_CANDIDATES: forget,
    departing.LEAVES: leave,
    departing.FORGET: forget_checks,
}
