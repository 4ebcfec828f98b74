"""Members hear that their ballot was cast or changed: at night, all at once, no tracker, no time (BAL-6, BAL-7)."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select

from governance.platform.db import Transaction, View
from governance.platform.jobs.queue import enqueue
from governance.platform.keys import Keys
from governance.votes.model import CLERK, RollLine, State
from governance.votes.model.messages import About, are_enough_to_tell, next_night
from governance.votes.records import TagRecord, VoteRecord
from governance.votes.service.letters import Said, find_letter, lent_by, promise, reached_by_mail
from governance.votes.service.reading import find, roll
from governance.votes.service.tags import tag_key, tag_of

NIGHT_DUE = "tell-of-ballots"
SEAL_DUE = "tell-of-the-seal"


def promise_night(tx: Transaction, vote: VoteRecord, now: datetime) -> None:
    """From the opening on, each night as long as the vote is open."""
    enqueue(tx, NIGHT_DUE, {"vote": vote.id}, due_at=next_night(now))


async def tell_of_ballots(tx: Transaction, keys: Keys, vote_id: str, now: datetime) -> None:
    """Write to everybody whose ballot came or changed since they heard of it last, if they are enough."""
    vote = await find(tx, CLERK, vote_id, lock=True)
    if vote.state is not State.OPEN:
        return
    tags = select(TagRecord).where(TagRecord.vote == vote_id, TagRecord.told.is_(False))
    untold = {tag.tag: tag for tag in await tx.scalars(tags)}
    if are_enough_to_tell(len(untold), vote.smallest_cell):
        for line in await _lines(tx, keys, vote, untold):
            await promise(tx, vote_id, About.CAST, line.caster, now, right=line.member)
        for tag in untold.values():
            tag.told = True
    promise_night(tx, vote, now)


async def promise_last_words(tx: Transaction, keys: Keys, vote: VoteRecord, now: datetime) -> None:
    """While it can still be told, before the tags go at the seal: with whose codes a ballot was cast (BAL-7)."""
    used = set(await tx.scalars(select(TagRecord.tag).where(TagRecord.vote == vote.id)))
    cast = [line.member for line in await _lines(tx, keys, vote, used)]
    enqueue(tx, SEAL_DUE, {"vote": vote.id, "cast": cast}, due_at=now)


async def tell_of_the_seal(tx: Transaction, vote_id: str, cast: Sequence[str], now: datetime) -> None:
    """Write to everybody on the roll whether a ballot was cast with their code: whoever stayed away would see one."""
    used = set(cast)
    for line in await roll(tx, CLERK, vote_id):
        about = About.WAS_CAST if line.member in used else About.WAS_NOT_CAST
        await promise(tx, vote_id, about, line.caster, now, right=line.member)


async def said_of_a_ballot(tx: Transaction, letter_id: str) -> Said | None:
    letter = await find_letter(tx, letter_id)
    reader = None if letter is None else await reached_by_mail(tx, letter.reader)
    if letter is None or reader is None:
        return None
    vote = await find(tx, CLERK, letter.vote)
    right_of = await lent_by(tx, letter)
    return Said(reader, {"vote": vote.id, "title": vote.titled, "right_of": right_of, "revote": vote.revote})


async def _lines(view: View, keys: Keys, vote: VoteRecord, tags: Collection[str]) -> list[RollLine]:
    """The lines of the roll whose tags are among these, in the order of the roll: no order of ballots is kept."""
    if not tags or not keys.holds(tag_key(vote.id)):
        return []
    return [line for line in await roll(view, CLERK, vote.id) if tag_of(keys, vote.id, line.member) in tags]
