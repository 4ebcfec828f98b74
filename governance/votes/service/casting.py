"""Putting a ballot in the box: kept before it is checked, checked beside the event loop, receipted after the commit.

A ballot is noted on the board and nowhere else: an entry in the audit log would set its instant beside the acts of
people (AUD-5, SEC-3). The log gets every checkpoint instead, and so commits to the ballots before it.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from ballots import LARGEST_BALLOT, Invalid, hex_hash, read_election
from ballots.ballot import credential_of
from ballots.spread import chunks
from governance.actor import Actor
from governance.errors import CoopError, NotFound, Unavailable
from governance.platform import underway
from governance.platform.crashpoints import crashpoint
from governance.platform.db import Database, Transaction, View
from governance.platform.db.heaps import AT_ONCE
from governance.platform.keys import Keys
from governance.votes.model import Receipt, known_to
from governance.votes.model.refusals import NotOnTheRoll, NotOpen, TamperedBallot, WrongCredential
from governance.votes.records import BallotRecord, CredentialRecord, IncomingRecord, VoteRecord
from governance.votes.service import record
from governance.votes.service.placing import place, refused, require_in_time, shared, verdicts
from governance.votes.service.reading import ended_at, rights_of
from governance.votes.service.tags import require_right, tags_of

MOST_WAITING = 2_000
"""Ballots in the incoming table of one vote; beyond it a sender is asked to come back (WEB-9).

Everybody may come in the last minute, and whoever is sent away then comes back too late (DB-6).
"""

COME_BACK_AFTER = 5


async def cast(
    database: Database, keys: Keys, actor: Actor, vote_id: str, raw: bytes, *, received_at: datetime
) -> Receipt:
    """Put ``raw`` in the box, or the receipt it already has: the same bytes are one ballot for ever (IDEM-1).

    ``received_at`` is when the last byte arrived, read before anything was queued (DB-6). An answer, yes or no, is
    given only after it was committed; whoever gets none sends the same bytes again. Those who come together share
    their transactions, one to keep what they sent and one to place it.
    """
    crashpoint("cast.before_incoming")
    arrived = _Arrived(actor, raw, received_at)
    with underway.since(received_at):
        kept = await database.heaps["receive"].join(vote_id, arrived, partial(_receive, database, keys, vote_id))
    if isinstance(kept, bytes):
        crashpoint("cast.after_incoming")
        kept = await database.heaps["place"].join(vote_id, raw, partial(_place, database, keys, vote_id, kept))
    # A refusal is raised only now: raised inside, it would undo the removal of the ballot from the incoming table.
    if isinstance(kept, CoopError):
        raise kept
    return kept


async def settle_left_over(database: Database, keys: Keys) -> int:
    """Bring every ballot that a crash left in the incoming table to its end; answers how many there were."""
    async with database.reading() as view:
        rows = select(IncomingRecord.vote, IncomingRecord.content).order_by(IncomingRecord.vote, IncomingRecord.hash)
        waiting = (await view.execute(rows)).all()
    for vote_id, heap in groupby(waiting, key=itemgetter(0)):
        async with database.reading() as view:
            vote = await view.get(VoteRecord, vote_id)
        if vote is not None and vote.election is not None:
            for some in chunks((content for _, content in heap), AT_ONCE):
                await _place(database, keys, vote_id, vote.election, some)
    return len(waiting)


async def settle_within(tx: Transaction, keys: Keys, vote: VoteRecord) -> int:
    """The same inside the transaction that closes the vote and holds its lock, so that nothing arrives meanwhile."""
    waiting = list(await tx.scalars(select(IncomingRecord.content).where(IncomingRecord.vote == vote.id)))
    for some in chunks(waiting, AT_ONCE):
        found = await asyncio.to_thread(verdicts, _published(vote), some)
        await place(tx, keys, vote.id, dict(zip(map(hex_hash, some), found, strict=True)))
    return len(waiting)


@dataclass(frozen=True, slots=True)
class _Arrived:
    """A ballot as it came, and who sent it."""

    actor: Actor
    raw: bytes
    received_at: datetime

    @property
    def hash(self) -> str:
        return hex_hash(self.raw)


async def _receive(
    database: Database, keys: Keys, vote_id: str, arrived: Sequence[_Arrived]
) -> list[Receipt | CoopError | bytes]:
    """Keep the ballots, after every check that is cheap; answers what each must be verified against."""
    async with database.writing() as tx:
        vote = await shared(tx, vote_id)
        entrance = _Entrance(vote, await ended_at(tx, vote), await _room(tx, vote_id))
        answers = [await _received(tx, keys, entrance, one) for one in arrived]
        await _keep(tx, entrance.kept)
    return answers


@dataclass(slots=True)
class _Entrance:
    """Where the ballots of one heap come in; ``room`` is for how many more."""

    vote: VoteRecord
    ended: datetime | None
    room: int
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)


async def _received(tx: Transaction, keys: Keys, entrance: _Entrance, one: _Arrived) -> Receipt | CoopError | bytes:
    vote = entrance.vote
    try:
        if not known_to(one.actor, vote.state):
            raise NotFound(vote=vote.id)
        if (done := await _in_the_box(tx, vote.id, one.hash)) is not None:
            return record.signed_receipt(keys, vote, done)
        rights = await rights_of(tx, vote.id, one.actor.member)
        if not rights:
            raise NotOnTheRoll(vote=vote.id)
        require_in_time(vote, entrance.ended, one.received_at)
        credential = await _listed_credential(tx, vote, one.raw)
        tags = tags_of(keys, vote.id, rights)
        await require_right(tx, keys, vote, tags, credential)
        if len(entrance.kept) >= entrance.room:
            raise Unavailable(vote=vote.id, retry_after=COME_BACK_AFTER)
    except CoopError as refusal:
        return refusal
    entrance.kept[one.hash] = {
        "vote": vote.id,
        "hash": one.hash,
        "tags": tags,
        "content": one.raw,
        "received_at": one.received_at,
    }
    return _published(vote)


async def _room(tx: Transaction, vote_id: str) -> int:
    waiting = await tx.scalar(select(func.count()).select_from(IncomingRecord).where(IncomingRecord.vote == vote_id))
    return MOST_WAITING - int(waiting)


async def _keep(tx: Transaction, kept: Mapping[str, dict[str, Any]]) -> None:
    """The same bytes may come twice at once, to two processes: the first stay. Sorted, no two wait for each other."""
    if kept:
        insert = (postgresql if tx.dialect == "postgresql" else sqlite).insert(IncomingRecord)
        await tx.execute(insert.values([kept[hash_] for hash_ in sorted(kept)]).on_conflict_do_nothing())


async def _place(
    database: Database, keys: Keys, vote_id: str, election: bytes, raws: Sequence[bytes]
) -> list[Receipt | CoopError]:
    """The verdicts are found beside the event loop and outside any transaction."""
    found = await asyncio.to_thread(verdicts, election, raws)
    crashpoint("cast.after_verify")
    hashes = [hex_hash(raw) for raw in raws]
    async with database.writing() as tx:
        answers = await place(tx, keys, vote_id, dict(zip(hashes, found, strict=True)))
        crashpoint("cast.before_commit")
    crashpoint("cast.after_commit")
    return [answers[hash_] for hash_ in hashes]


def _published(vote: VoteRecord) -> bytes:
    if vote.election is None:
        raise NotOpen(vote=vote.id)
    return vote.election


async def _in_the_box(view: View, vote_id: str, hash_: str) -> BallotRecord | None:
    found: BallotRecord | None = await view.scalar(
        select(BallotRecord).where(BallotRecord.vote == vote_id, BallotRecord.hash == hash_)
    )
    return found


async def _listed_credential(tx: Transaction, vote: VoteRecord, raw: bytes) -> str:
    if len(raw) > LARGEST_BALLOT:
        raise TamperedBallot(vote=vote.id, reason="too-large")
    try:
        credential = credential_of(read_election(_published(vote)), raw)
    except Invalid as error:
        raise refused(vote, error) from error
    if await tx.get(CredentialRecord, (vote.id, credential)) is None:
        raise WrongCredential(vote=vote.id)
    return credential
