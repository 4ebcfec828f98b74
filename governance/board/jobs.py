"""What happens to offices by itself: days that come, members who leave, accounts that open."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from governance.actor import platform
from governance.board import service as board
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction
from governance.platform.jobs.runner import Handler

_ACTOR = platform("board")


async def settle(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
    await board.settle(tx, _ACTOR, payload["member"], now)


async def end_all(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
    member = await members.find(tx, _ACTOR, payload["member"])
    on = member.ceased_on or legal_day(now)
    await board.end_all(tx, _ACTOR, member.id, on=on, reason="ceased-member", now=now)


HANDLERS: Mapping[str, Handler] = {"office-day": settle, "account-opened": settle, "member-ceased": end_all}
