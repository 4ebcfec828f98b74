"""What happens to funds by itself: shares that fall due, promises that are over, and trials that end."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from governance.actor import platform
from governance.funds.service import committing, pilots, settling
from governance.platform.db import Transaction
from governance.platform.jobs.runner import Handler

_ACTOR = platform("funds")


async def end_pilot(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
    await pilots.end(tx, _ACTOR, payload["fund"], now)


async def settle(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
    """Prepare what fell due, and come back tomorrow as long as the fund is open."""
    await settling.settle(tx, _ACTOR, payload["fund"], now)
    await settling.promise(tx, _ACTOR, payload["fund"], now)


async def end_promise(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
    await committing.end(tx, _ACTOR, payload["commitment"], now)


HANDLERS: Mapping[str, Handler] = {committing.ENDS: end_promise, pilots.ENDS: end_pilot, settling.FALLS_DUE: settle}
