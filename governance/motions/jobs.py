"""What follows for motions when a meeting ends, and when a vote is declared or set aside."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from governance.actor import platform
from governance.meetings import service as meetings
from governance.motions import rule_changes
from governance.motions import service as motions
from governance.motions.confirming import LAPSES
from governance.platform.db import Transaction
from governance.platform.jobs.runner import Handler
from governance.platform.keys import Keys
from governance.rulebook import service as rulebook
from governance.votes import service as votes

CLERK = platform("motions")


def handlers(keys: Keys) -> Mapping[str, Handler]:
    async def meeting_closed(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
        await votes.end_with_meeting(tx, keys, CLERK, payload["meeting"], now)
        await motions.meeting_closed(tx, CLERK, payload["meeting"], now)

    return {
        "meeting-closed": meeting_closed,
        "vote-declared": vote_declared,
        "vote-voided": vote_voided,
        meetings.ITEM_REMOVED: item_removed,
        rulebook.IN_FORCE: rules_in_force,
        meetings.MEETING_MOVED: meeting_moved,
        LAPSES: motion_lapses,
    }


async def meeting_moved(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
    await votes.follow_meeting(tx, CLERK, payload["meeting"], now)


async def vote_declared(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
    await motions.vote_declared(tx, CLERK, payload["vote"], now)


async def vote_voided(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
    await motions.vote_voided(tx, CLERK, payload["vote"], now)


async def rules_in_force(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
    await rule_changes.tell_members(tx, payload["version"], now)


async def motion_lapses(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
    await motions.lapse(tx, CLERK, payload["motion"], now)


async def item_removed(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
    await motions.item_removed(tx, CLERK, payload["subject"], now)
