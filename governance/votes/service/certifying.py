"""The last acts at the count desk: examining the record beside everybody's writing, then declaring in a moment."""

from datetime import datetime

from governance.actor import Actor
from governance.audit import service as audit
from governance.platform.db import Database, View
from governance.votes.model import Mode
from governance.votes.model.refusals import ArchiveInvalid
from governance.votes.records import VoteRecord
from governance.votes.service.declaring import Examined, declare, examine
from governance.votes.service.reading import find

EXAMINED = "vote.examined"


async def certify(database: Database, actor: Actor, vote_id: str, now: datetime, *, name: str = "") -> VoteRecord:
    """Declare what was examined just before: whoever writes meanwhile does not wait for the examination.

    Raises:
        what `examine` and `declare` do
    """
    async with database.reading() as view:
        vote = await find(view, actor, vote_id)
        examined = await examine(view, actor, vote_id) if vote.mode is Mode.VERIFIABLE and vote.result else None
    async with database.writing() as tx:
        return await declare(tx, actor, vote_id, now, examined=examined, certified_by=name)


async def count_again(database: Database, actor: Actor, vote_id: str, now: datetime) -> Examined:
    """Examine the whole record anew, before or after the declaration. It changes nothing; the log keeps what was found.

    Raises:
        ArchiveInvalid: it does not hold (any more).
    """
    try:
        async with database.reading() as view:
            examined = await examine(view, actor, vote_id)
    except ArchiveInvalid as refusal:
        await _note(database, actor, vote_id, str(refusal.facts["reason"]), now)
        raise
    await _note(database, actor, vote_id, "holds", now)
    return examined


async def last_examined(view: View, vote_id: str) -> tuple[datetime, str] | None:
    """When the record was last counted again, and what was found: "holds", or the reason why not."""
    entries = [entry for entry in await audit.entries(view, about=[vote_id]) if entry.action == EXAMINED]
    if not entries:
        return None
    details = await audit.details(view, entries[-1].seq) or {}
    return entries[-1].at, str(details.get("outcome", ""))


async def _note(database: Database, actor: Actor, vote_id: str, outcome: str, now: datetime) -> None:
    async with database.writing() as tx:
        await audit.note(tx, actor, EXAMINED, vote_id, now, outcome=outcome)
