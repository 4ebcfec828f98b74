"""What lies in the box as everybody may see it: never further than its last hourly checkpoint, and without times."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from ballots import b64_of
from governance.actor import Actor
from governance.platform.db import View
from governance.votes.model import State, short_code
from governance.votes.model.proof import Facts
from governance.votes.records import (
    BallotRecord,
    BoardRecord,
    CredentialRecord,
    DecryptionRecord,
    VoteRecord,
)
from governance.votes.service import record
from governance.votes.service.reading import Found, find, last_checkpoint

AT_ONCE = 100
"""Codes on one page of the list."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The box at its last hourly checkpoint: ``size`` ballots, replaced ones included, by ``people`` people."""

    at: datetime
    size: int
    people: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the list of codes, counted from 1."""

    number: int
    last: int
    ballots: tuple[Found, ...]


async def contents(view: View, vote: VoteRecord) -> Contents | None:
    """Nothing before the opening; from then on the figures stand still from one hour to the next (SEC-5)."""
    last = await last_checkpoint(view, vote.id, hourly=True)
    if last is None:
        return None
    people = select(func.count(func.distinct(BallotRecord.credential)))
    counted = await view.scalar(people.where(BallotRecord.vote == vote.id, BallotRecord.sequence <= last.size))
    return Contents(last.at, last.size, int(counted or 0))


async def sheet(view: View, actor: Actor, vote_id: str, number: int) -> Sheet:
    """The codes of the box in its order, a hundred at a time; a page that is not there is the last one."""
    found = await contents(view, await find(view, actor, vote_id))
    size = 0 if found is None else found.size
    last = max(1, -(-size // AT_ONCE))
    number = min(number, last)
    return Sheet(number, last, await _codes(view, vote_id, (number - 1) * AT_ONCE, min(number * AT_ONCE, size)))


async def codes(view: View, actor: Actor, vote_id: str) -> Sequence[Found]:
    """All codes, for the file."""
    found = await contents(view, await find(view, actor, vote_id))
    return await _codes(view, vote_id, 0, 0 if found is None else found.size)


async def sums_are_published(view: View, vote: VoteRecord) -> bool:
    """Were the locked votes added up? Only a sealed box ever is."""
    sealed = vote.state in (State.CLOSED, State.TALLIED, State.DECLARED)
    return sealed and bool(await record.data(view, vote.id, "EncryptedTally"))


async def _codes(view: View, vote_id: str, after: int, until: int) -> tuple[Found, ...]:
    last = (
        select(BallotRecord.credential, func.max(BallotRecord.sequence).label("counts"))
        .where(BallotRecord.vote == vote_id, BallotRecord.sequence <= until)
        .group_by(BallotRecord.credential)
        .subquery()
    )
    rows = (
        select(BallotRecord.hash, BallotRecord.sequence, last.c.counts)
        .join(last, BallotRecord.credential == last.c.credential)
        .where(BallotRecord.vote == vote_id, BallotRecord.sequence > after, BallotRecord.sequence <= until)
        .order_by(BallotRecord.sequence)
    )
    return tuple(
        Found(b64_of(hash_), short_code(hash_), sequence, counts != sequence)
        for hash_, sequence, counts in (await view.execute(rows)).all()
    )


async def facts(view: View, vote: VoteRecord) -> Facts:
    """What the tables say now about a vote's box and its count."""
    in_the_box = select(func.count(), func.count(func.distinct(BallotRecord.credential)))
    ballots, people = (await view.execute(in_the_box.where(BallotRecord.vote == vote.id))).one()
    listed = select(func.count()).select_from(CredentialRecord).where(CredentialRecord.vote == vote.id)
    opened = select(func.count()).select_from(DecryptionRecord).where(DecryptionRecord.vote == vote.id)
    at_the_seal = select(BoardRecord.hash).where(
        BoardRecord.vote == vote.id, BoardRecord.height == (vote.sealed_count or 0)
    )
    return Facts(
        state=vote.state,
        roll=vote.roll_count,
        credentials=int(await view.scalar(listed)),
        sealed_count=vote.sealed_count,
        in_the_box=int(ballots),
        people=int(people),
        head_stands=await view.scalar(at_the_seal) == vote.sealed_head,
        openings=int(await view.scalar(opened)),
        needed=vote.needed,
        took_part=vote.counted if vote.state is State.DECLARED else None,
    )
