"""From the incoming table into the box, a heap of ballots at a time: one verification, one transaction, one commit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, select

from ballots import CheckedBallot, Election, Entry, Head, Invalid, ballot_entry, read_election
from ballots.ballot import ReadBallot, check_proofs, credential_of, read_ballot
from governance.errors import CoopError, NotFound
from governance.platform.db import Transaction, View
from governance.platform.keys import Keys
from governance.votes.model import CHECKPOINT_EVERY, Receipt, State
from governance.votes.model.refusals import Closed, ForeignBallot, NotOpen, TamperedBallot
from governance.votes.records import BallotRecord, IncomingRecord, PartRecord, TagRecord, VoteRecord
from governance.votes.service import record
from governance.votes.service.checkpointing import promise_soon, sign_and_note
from governance.votes.service.reading import ended_at
from governance.votes.service.tags import cast_with, pairs_of, struck_tags

MOST_AT_ONCE = 900
"""Values in one question to the database: SQLite has a limit on them."""

Verdict = CheckedBallot | Invalid
Answer = Receipt | CoopError


def verdicts(election: bytes, raws: Sequence[bytes]) -> list[Verdict]:
    """Everything that costs exponentiations, of all at once; only where one fails is each asked alone.

    Whose credential each ballot names was looked up before.
    """
    read = read_election(election)
    found: list[ReadBallot | Invalid] = []
    for raw in raws:
        try:
            found.append(read_ballot(read, (credential_of(read, raw),), raw))
        except Invalid as error:
            found.append(error)
    readable = [ballot for ballot in found if not isinstance(ballot, Invalid)]
    try:
        proved = iter(check_proofs(read, readable))
    except Invalid:
        return [ballot if isinstance(ballot, Invalid) else _alone(read, ballot) for ballot in found]
    return [ballot if isinstance(ballot, Invalid) else next(proved) for ballot in found]


def _alone(election: Election, ballot: ReadBallot) -> Verdict:
    try:
        return check_proofs(election, [ballot])[0]
    except Invalid as error:
        return error


async def place(tx: Transaction, keys: Keys, vote_id: str, found: Mapping[str, Verdict]) -> dict[str, Answer]:
    """Bring ballots, by their hashes, into the box or to a refusal. Whoever comes second finds the first one's work."""
    vote = await shared(tx, vote_id)
    await record.wait_for(tx, vote_id)
    box = await _look_in(tx, keys, vote, found)
    answers: dict[str, Answer] = {}
    before = box.head.height
    for hash_, verdict in found.items():
        answers[hash_] = await _answer(tx, keys, box, hash_, verdict)
    await box.write_down(tx)
    if box.head.height > before:
        latest = max(row.received_at for row in box.waiting.values())
        await promise_soon(tx, vote_id, before, box.head.height, latest)
    await tx.execute(delete(IncomingRecord).where(IncomingRecord.vote == vote_id, IncomingRecord.hash.in_(found)))
    return answers


async def shared(tx: Transaction, vote_id: str) -> VoteRecord:
    """The vote with FOR SHARE: many may cast at once, and none while it is being closed (DB-4)."""
    held = select(VoteRecord).where(VoteRecord.id == vote_id).with_for_update(read=True)
    vote: VoteRecord | None = await tx.scalar(held.execution_options(populate_existing=True))
    if vote is None:
        raise NotFound(vote=vote_id)
    return vote


def require_in_time(vote: VoteRecord, ended: datetime | None, received_at: datetime) -> None:
    if vote.state in (State.DRAFT, State.ROLLED, State.VOID):
        raise NotOpen(vote=vote.id, state=vote.state, opens_at=vote.opens_at)
    if vote.state is not State.OPEN or (ended is not None and received_at >= ended):
        raise Closed(vote=vote.id, closed_at=ended, received_at=received_at)


def refused(vote: VoteRecord, error: Invalid) -> CoopError:
    if error.code == "wrong-election":
        return ForeignBallot(vote=vote.id)
    return TamperedBallot(vote=vote.id, reason=error.code)


@dataclass(slots=True)
class _Box:
    """What a heap must know of the box, read at once, and kept up while its ballots go in one after the other."""

    vote: VoteRecord
    ended: datetime | None
    head: Head
    waiting: dict[str, IncomingRecord]
    placed: dict[str, BallotRecord]
    pairs: list[TagRecord]
    parts: dict[str, str]
    struck: set[str]
    entries: list[Entry] = field(default_factory=list)

    async def write_down(self, tx: Transaction) -> None:
        await record.append_all(tx, self.vote.id, self.entries, "Ballot")
        self.entries = []


async def _look_in(tx: Transaction, keys: Keys, vote: VoteRecord, found: Mapping[str, Verdict]) -> _Box:
    checked = [verdict for verdict in found.values() if isinstance(verdict, CheckedBallot)]
    waiting = await tx.scalars(
        select(IncomingRecord).where(IncomingRecord.vote == vote.id, IncomingRecord.hash.in_(found))
    )
    arrived = {row.hash: row for row in waiting}
    tags = {tag for row in arrived.values() for tag in row.tags}
    placed = await tx.scalars(select(BallotRecord).where(BallotRecord.vote == vote.id, BallotRecord.hash.in_(found)))
    return _Box(
        vote=vote,
        ended=await ended_at(tx, vote),
        head=await record.head(tx, vote.id) or Head("", -1),
        waiting=arrived,
        placed={row.hash: row for row in placed},
        pairs=await pairs_of(tx, vote, tags, [one.credential for one in checked]),
        parts=await _known_parts(tx, vote, checked),
        struck=await struck_tags(tx, keys, vote.id),
    )


async def _known_parts(view: View, vote: VoteRecord, checked: Sequence[CheckedBallot]) -> dict[str, str]:
    parts = sorted({part.hex() for ballot in checked for part in ballot.parts})
    known: dict[str, str] = {}
    for start in range(0, len(parts), MOST_AT_ONCE):
        some = PartRecord.part.in_(parts[start : start + MOST_AT_ONCE])
        rows = await view.scalars(select(PartRecord).where(PartRecord.vote == vote.id, some))
        known |= {row.part: row.credential for row in rows}
    return known


async def _answer(tx: Transaction, keys: Keys, box: _Box, hash_: str, verdict: Verdict) -> Answer:
    if (done := box.placed.get(hash_)) is not None:
        return record.signed_receipt(keys, box.vote, done)
    if (incoming := box.waiting.get(hash_)) is None:
        return TamperedBallot(vote=box.vote.id, reason="refused-before")
    try:
        ballot = _put_in(tx, box, incoming, verdict)
    except CoopError as refusal:
        return refusal
    if ballot.sequence % CHECKPOINT_EVERY == 0:
        await box.write_down(tx)
        await sign_and_note(tx, keys, box.vote, incoming.received_at)
    return record.signed_receipt(keys, box.vote, ballot)


def _put_in(tx: Transaction, box: _Box, incoming: IncomingRecord, verdict: Verdict) -> BallotRecord:
    """Everything that may be refused comes first: nothing here can be undone without the rest of the heap."""
    vote = box.vote
    require_in_time(vote, box.ended, incoming.received_at)
    if isinstance(verdict, Invalid):
        raise refused(vote, verdict)
    credential = verdict.credential
    tag = cast_with(vote, incoming.tags, box.pairs, box.struck, credential)
    ballot = _lay(tx, box, verdict, only=None if vote.revote else credential)
    pair = next((pair for pair in box.pairs if pair.tag == tag), None)
    if pair is not None:
        pair.told = False
        return ballot
    box.pairs.append(TagRecord(vote=vote.id, tag=tag, credential=credential))
    tx.add(box.pairs[-1])
    return ballot


def _lay(tx: Transaction, box: _Box, checked: CheckedBallot, *, only: str | None) -> BallotRecord:
    """On top of the box. Two credentials that share a ciphertext would spoil the whole archive (BAL-3)."""
    vote, credential = box.vote, checked.credential
    parts = {part.hex() for part in checked.parts}
    if any(box.parts.get(part, credential) != credential for part in parts):
        raise TamperedBallot(vote=vote.id, reason="ballot-copied")
    entry = ballot_entry(checked.raw, box.head)
    ballot = BallotRecord(vote=vote.id, sequence=entry.height, hash=checked.hash, credential=credential, only=only)
    new = sorted(parts - box.parts.keys())
    tx.add_all(PartRecord(vote=vote.id, part=part, credential=credential) for part in new)
    tx.add(ballot)
    box.parts |= dict.fromkeys(new, credential)
    box.placed[checked.hash] = ballot
    box.entries.append(entry)
    box.head = entry.head
    return ballot


async def place_last(tx: Transaction, keys: Keys, vote: VoteRecord, checked: CheckedBallot, at: datetime) -> Receipt:
    """The last ballot of a credential whose voter was struck off (BAL-16), even where each may cast only once."""
    await record.wait_for(tx, vote.id)
    box = await _look_in(tx, keys, vote, {checked.hash: checked})
    before = box.head.height
    ballot = _lay(tx, box, checked, only=None)
    for pair in box.pairs:
        pair.told = False
    await box.write_down(tx)
    if ballot.sequence % CHECKPOINT_EVERY == 0:
        await sign_and_note(tx, keys, vote, at)
    await promise_soon(tx, vote.id, before, box.head.height, at)
    return record.signed_receipt(keys, vote, ballot)
