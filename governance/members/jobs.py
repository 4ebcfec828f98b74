"""What the register does by itself: forgetting files that nobody confirmed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from governance.actor import platform
from governance.members import service as members
from governance.platform.db import Transaction
from governance.platform.jobs.runner import Handler

_ACTOR = platform("members")


async def forget_import(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
    await members.forget_import(tx, _ACTOR, payload["import"], now)


HANDLERS: Mapping[str, Handler] = {members.FORGET: forget_import}
