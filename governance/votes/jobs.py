"""What a vote leaves for later: a checkpoint each hour, its seal, destroying the key of its tags, adding up."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from governance.actor import platform
from governance.platform.db import Transaction
from governance.platform.jobs.queue import enqueue
from governance.platform.jobs.runner import Handler
from governance.platform.keys import Keys
from governance.votes import service as votes
from governance.votes.service.tags import tag_key

CLERK = platform("votes")
HEAPS_AT_ONCE = 8


def handlers(keys: Keys) -> Mapping[str, Handler]:
    """Handlers by kind of job; sealing signs, so they are made for the keys of one organisation."""

    async def seal(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
        await votes.close_on_time(tx, keys, CLERK, payload["vote"], now)

    async def checkpoint(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
        await votes.checkpoint_on_time(tx, keys, CLERK, payload["vote"], now)

    async def destroy_tag_key(_tx: Transaction, payload: Mapping[str, Any], _now: datetime) -> None:
        keys.destroy(tag_key(payload["vote"]))

    return {
        "seal-vote": seal,
        votes.CHECKPOINT_DUE: checkpoint,
        "destroy-tag-key": destroy_tag_key,
        "add-up-votes": add_up,
    }


async def add_up(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
    """Some heaps at a time, so that others can write in between."""
    if await votes.add_up(tx, CLERK, payload["vote"], now, heaps=HEAPS_AT_ONCE) is not None:
        enqueue(tx, "add-up-votes", dict(payload), due_at=now)
