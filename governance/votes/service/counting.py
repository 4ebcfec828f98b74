"""After the seal: adding up under encryption, opening the sum with the key-holders.

Each step adds unchangeable records, so a count that stops goes on where it stopped, with the same bytes (OPS-2).
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from ballots import (
    Election,
    Entry,
    Head,
    Invalid,
    Trustees,
    check_decryption,
    combine,
    combine_shares,
    compute_result,
    decryption_entry,
    hex_hash,
    read_election,
    read_tally,
    read_trustees,
    result_entry,
    tally_entry,
    tally_texts,
    write_tally,
)
from ballots.tally import EncryptedTally, Factors
from governance.actor import Actor
from governance.audit import service as audit
from governance.platform.crashpoints import crashpoint
from governance.platform.db import Transaction, View
from governance.votes.model import (
    AlreadyGiven,
    MaterialInvalid,
    NotYours,
    State,
    WrongState,
)
from governance.votes.records import BallotRecord, BoardRecord, DecryptionRecord, KeyRecord, VoteRecord
from governance.votes.service import record
from governance.votes.service.reading import find

AT_ONCE = 64
"""Ballots in memory at a time."""

Choices = list[list[tuple[str, str]]]


async def add_up(tx: Transaction, actor: Actor, vote_id: str, now: datetime) -> None:
    """Publish the encrypted sums of the ballots that count: the last one of each credential.

    A vote that was set aside after its seal is left as it is.
    """
    if (await find(tx, actor, vote_id, lock=True)).state is State.VOID:
        return
    vote = await _sealed(tx, actor, vote_id)
    if await record.last_type(tx, vote_id) != "EndBallots":
        return
    election = read_election(_published(vote))
    heaps = []
    counted = 0
    async for heap in _counted_ballots(tx, vote_id):
        heaps.append(await asyncio.to_thread(_sum, election, heap))
        counted += len(heap)
    tally = write_tally(election, combine(election, heaps))
    crashpoint("tally.before_commit")
    await _append(tx, vote_id, "EncryptedTally", lambda head: tally_entry(tally, counted, counted, head))
    await audit.note(tx, actor, "vote.added-up", vote_id, now, ballots=counted, tally=hex_hash(tally))


async def add_partial_decryption(
    tx: Transaction, actor: Actor, vote_id: str, content: bytes, now: datetime, *, owner: int | None = None
) -> VoteRecord:
    """Take in one key-holder's part of the opening; with the last that is needed the result is computed.

    ``owner`` may be left out by whoever holds one key only. A part that does not verify is refused and changes nothing.
    """
    vote = await _sealed(tx, actor, vote_id)
    key = await _own_key(tx, actor, vote_id, owner)
    given = await tx.get(DecryptionRecord, (vote_id, key.owner))
    if given is not None:
        if given.hash == hex_hash(content):
            return vote
        raise AlreadyGiven(vote=vote_id, part="decryption", owner=key.owner)
    if vote.state is not State.CLOSED:
        raise WrongState(vote=vote_id, state=vote.state)
    sums = await _sums(tx, vote)
    try:
        await asyncio.to_thread(sums.factors, key.owner, content)
    except Invalid as error:
        raise MaterialInvalid(vote=vote_id, part="decryption", reason=error.code) from error
    await _append(tx, vote_id, "PartialDecryption", lambda head: decryption_entry(content, key.owner, head))
    tx.add(DecryptionRecord(vote=vote_id, owner=key.owner, hash=hex_hash(content)))
    await audit.note(tx, actor, "vote.partly-decrypted", vote_id, now, owner=key.owner)
    crashpoint("decrypt.before_commit")
    await _open_when_complete(tx, actor, vote, sums, now)
    return vote


@dataclass(frozen=True, slots=True)
class _Sums:
    """The encrypted sums as published, and everything needed to open them."""

    election: Election
    trustees: Trustees
    tally: EncryptedTally
    ballots: int

    def factors(self, owner: int, content: bytes) -> Factors:
        return check_decryption(self.election, self.trustees.each[owner - 1], self.tally, content)

    def result(self, decryptions: Mapping[int, bytes]) -> bytes:
        shares = {owner: self.factors(owner, content) for owner, content in decryptions.items()}
        together = combine_shares(self.trustees, shares)
        return compute_result(self.election, self.tally, together, self.ballots)


async def _sums(view: View, vote: VoteRecord) -> _Sums:
    published = await record.data(view, vote.id, "EncryptedTally")
    if not published:
        raise WrongState(vote=vote.id, state=vote.state)
    election = read_election(_published(vote))
    _, trustees, *_ = await record.data(view, vote.id, "Setup")
    tally, sized = published
    return _Sums(
        election,
        read_trustees(election.group, trustees),
        read_tally(election, tally),
        json.loads(sized)["num_tallied"],
    )


async def _open_when_complete(tx: Transaction, actor: Actor, vote: VoteRecord, sums: _Sums, now: datetime) -> None:
    given = await record.data(tx, vote.id, "PartialDecryption")
    owners = [json.loads(owned)["owner"] for owned in given[1::2]]
    if sums.trustees.missing(owners) is not None:
        return
    result = await asyncio.to_thread(sums.result, dict(zip(owners, given[::2], strict=True)))
    await _append(tx, vote.id, "Result", lambda head: result_entry(result, head))
    vote.result = named(json.loads(result)["result"][0])
    vote.state = State.TALLIED
    await audit.note(tx, actor, "vote.tallied", vote.id, now, result=hex_hash(result))


async def _own_key(tx: Transaction, actor: Actor, vote_id: str, owner: int | None) -> KeyRecord:
    own = select(KeyRecord).where(KeyRecord.vote == vote_id, KeyRecord.holder == actor.reference)
    keys = list(await tx.scalars(own if owner is None else own.where(KeyRecord.owner == owner)))
    if len(keys) != 1:
        raise NotYours(vote=vote_id, owner=owner)
    key: KeyRecord = keys[0]
    return key


async def _append(tx: Transaction, vote_id: str, kind: str, make: Callable[[Head], Entry]) -> None:
    await record.wait_for(tx, vote_id)
    head = await record.head(tx, vote_id)
    if head is None:
        raise ValueError("a sealed vote has a board")
    await record.append(tx, vote_id, make(head), kind)


def named(numbers: Sequence[int]) -> dict[str, int]:
    """The blank vote comes first in the protocol's results."""
    blank, yes, no = numbers
    return {"yes": yes, "no": no, "blank": blank}


async def _sealed(tx: Transaction, actor: Actor, vote_id: str) -> VoteRecord:
    vote = await find(tx, actor, vote_id, lock=True)
    if vote.state not in (State.CLOSED, State.TALLIED, State.DECLARED):
        raise WrongState(vote=vote_id, state=vote.state)
    return vote


def _published(vote: VoteRecord) -> bytes:
    if vote.election is None:
        raise WrongState(vote=vote.id, state=vote.state)
    return vote.election


async def _counted_ballots(view: View, vote_id: str) -> AsyncIterator[list[Choices]]:
    """The choices on the ballots that count, a few at a time. Every ballot was checked when it came in."""
    last = select(func.max(BallotRecord.sequence)).where(BallotRecord.vote == vote_id).group_by(BallotRecord.credential)
    ballots = (
        select(BoardRecord.content)
        .join(BallotRecord, (BallotRecord.vote == BoardRecord.vote) & (BallotRecord.hash == BoardRecord.hash))
        .where(BallotRecord.vote == vote_id, BallotRecord.sequence.in_(last))
        .order_by(BallotRecord.sequence)
    )
    heap: list[Choices] = []
    async for raw in view.stream(ballots):
        heap.append(_choices(raw))
        if len(heap) == AT_ONCE:
            yield heap
            heap = []
    if heap:
        yield heap


def _choices(raw: bytes) -> Choices:
    return [
        [(choice["alpha"], choice["beta"]) for choice in answer["choices"]] for answer in json.loads(raw)["answers"]
    ]


def _sum(election: Election, heap: Sequence[Choices]) -> Choices:
    return tally_texts(election.group, combine(election, heap))
