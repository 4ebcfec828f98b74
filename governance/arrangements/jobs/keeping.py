"""What happens to arrangements by themselves: another employer, the end, and being removed when nothing keeps them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from governance.actor import platform
from governance.arrangements.service import keeping, moving, starting
from governance.platform.db import Transaction
from governance.platform.jobs.runner import Handler

_ACTOR = platform("arrangements")


async def end(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
    await starting.close(tx, _ACTOR, payload["arrangement"], now)


async def move(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
    await moving.move(tx, _ACTOR, payload["arrangement"], now)


async def forget(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
    await keeping.remove_due(tx, _ACTOR, now)
    await keeping.promise(tx, payload["arrangement"], now)


HANDLERS: Mapping[str, Handler] = {starting.ENDS: end, moving.MOVES: move, keeping.FORGET: forget}
