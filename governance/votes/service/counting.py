"""After the seal: adding up under encryption, heap by heap.

Each step adds unchangeable records, so a count that stops goes on where it stopped, with the same bytes (OPS-2).
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from ballots import Election, combine, hex_hash, read_election, tally_entry, tally_texts, write_tally
from ballots.ballot import read_ballot
from governance.actor import Actor
from governance.audit import service as audit
from governance.platform.crashpoints import crashpoint
from governance.platform.db import Transaction, View
from governance.votes.model import State
from governance.votes.model.refusals import WrongState
from governance.votes.records import BallotRecord, BoardRecord, HeapRecord, VoteRecord
from governance.votes.service import record
from governance.votes.service.reading import find

AT_ONCE = 64
"""Ballots in memory at a time."""


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` ballots that count were added up."""

    done: int
    total: int


async def add_up(
    tx: Transaction, actor: Actor, vote_id: str, now: datetime, *, heaps: int | None = None
) -> Progress | None:
    """Publish the encrypted sums of the ballots that count: the last one of each credential.

    With ``heaps`` it stops after so many and answers how far it has come, so that the database is not held for long;
    called again, it goes on. None: the sums are published. A vote that was set aside is left as it is.
    """
    if (await find(tx, actor, vote_id, lock=True)).state is State.VOID:
        return None
    vote = await sealed(tx, actor, vote_id)
    if await record.last_type(tx, vote_id) != "EndBallots":
        return None
    election = read_election(published(vote))
    while heaps is None or heaps > 0:
        heap = await _next_heap(tx, vote_id)
        if not heap:
            await _publish(tx, actor, vote, election, now)
            return None
        sums = await asyncio.to_thread(_sums, election, heap)
        tx.add(HeapRecord(vote=vote_id, until=heap[-1].sequence, ballots=len(heap), sums=sums))
        await tx.flush()
        heaps = None if heaps is None else heaps - 1
    return await progress(tx, vote)


async def progress(view: View, vote: VoteRecord) -> Progress:
    done = await view.scalar(select(func.coalesce(func.sum(HeapRecord.ballots), 0)).where(HeapRecord.vote == vote.id))
    people = select(func.count(func.distinct(BallotRecord.credential))).where(BallotRecord.vote == vote.id)
    return Progress(int(done), int(await view.scalar(people)))


async def sealed(tx: Transaction, actor: Actor, vote_id: str) -> VoteRecord:
    """The vote, locked, once nothing is added to its box any more."""
    vote = await find(tx, actor, vote_id, lock=True)
    if vote.state not in (State.CLOSED, State.TALLIED, State.DECLARED):
        raise WrongState(vote=vote_id, state=vote.state)
    return vote


def published(vote: VoteRecord) -> bytes:
    if vote.election is None:
        raise WrongState(vote=vote.id, state=vote.state)
    return vote.election


async def _publish(tx: Transaction, actor: Actor, vote: VoteRecord, election: Election, now: datetime) -> None:
    rows = select(HeapRecord).where(HeapRecord.vote == vote.id).order_by(HeapRecord.until)
    heaps = list(await tx.scalars(rows))
    counted = sum(heap.ballots for heap in heaps)
    together = await asyncio.to_thread(combine, election, [_as_texts(heap.sums) for heap in heaps])
    tally = await asyncio.to_thread(write_tally, election, together)
    vote.counted = counted
    crashpoint("tally.before_commit")
    await record.append_next(tx, vote.id, "EncryptedTally", lambda head: tally_entry(tally, counted, counted, head))
    await audit.note(tx, actor, "vote.added-up", vote.id, now, ballots=counted, tally=hex_hash(tally))


@dataclass(frozen=True, slots=True)
class _Ballot:
    sequence: int
    credential: str
    raw: bytes


async def _next_heap(view: View, vote_id: str) -> list[_Ballot]:
    """The next ballots that count, in the order of the box. Every one of them was checked when it came in."""
    done = select(func.coalesce(func.max(HeapRecord.until), -1)).where(HeapRecord.vote == vote_id).scalar_subquery()
    last = select(func.max(BallotRecord.sequence)).where(BallotRecord.vote == vote_id).group_by(BallotRecord.credential)
    rows = (
        select(BallotRecord.sequence, BallotRecord.credential, BoardRecord.content)
        .join(BoardRecord, (BallotRecord.vote == BoardRecord.vote) & (BallotRecord.hash == BoardRecord.hash))
        .where(BallotRecord.vote == vote_id, BallotRecord.sequence > done, BallotRecord.sequence.in_(last))
        .order_by(BallotRecord.sequence)
        .limit(AT_ONCE)
    )
    return [_Ballot(*row) for row in (await view.execute(rows)).all()]


def _sums(election: Election, heap: Sequence[_Ballot]) -> list[list[tuple[str, str]]]:
    ballots = (read_ballot(election, (one.credential,), one.raw) for one in heap)
    tally = combine(election, [[answer.choices for answer in ballot.answers] for ballot in ballots])
    return [list(row) for row in tally_texts(election.group, tally)]


def _as_texts(stored: Sequence[Sequence[Sequence[str]]]) -> list[list[tuple[str, str]]]:
    return [[(alpha, beta) for alpha, beta in row] for row in stored]
