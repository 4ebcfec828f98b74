"""Looking at a vote: what it is, who may cast, what lies in the box, what it came to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select

from ballots import Invalid, b64_of, hex_of
from governance.actor import Actor
from governance.errors import NotFound
from governance.meetings import service as meetings
from governance.platform.db import Transaction, View
from governance.platform.keys import Keys
from governance.votes.model import (
    CLERK,
    OPEN_MODES,
    Outcome,
    Receipt,
    RollLine,
    State,
    known_to,
    read_short_code,
    short_code,
)
from governance.votes.model.asking import Kind
from governance.votes.model.refusals import WrongState
from governance.votes.model.tally import NO_PAPERS, Tally, tallied
from governance.votes.records import (
    BallotRecord,
    BoardRecord,
    CheckpointRecord,
    CredentialListRecord,
    DecryptionRecord,
    MessageRecord,
    RollRecord,
    VoteRecord,
)
from governance.votes.service import record


@dataclass(frozen=True, slots=True)
class Box:
    """The box as its last hourly checkpoint has it: ``size`` ballots, and the signed ``note`` about them.

    ``key`` is what the note is verified with, ``public_key`` the same as PEM.
    """

    size: int
    head: str
    note: str
    key: str
    public_key: str


@dataclass(frozen=True, slots=True)
class Found:
    """A ballot in the box. ``replaced``: a later one with the same credential counts in its place."""

    tracker: str
    short_code: str
    sequence: int
    replaced: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """What the people around a vote have brought so far; the numbers are those of key-holders."""

    keys: tuple[int, ...]
    credentials: bool
    decryptions: tuple[int, ...]
    size: int

    @property
    def are_complete(self) -> bool:
        return len(self.keys) == self.size and self.credentials


async def find(view: View, actor: Actor, vote_id: str, *, lock: bool = False) -> VoteRecord:
    """The vote, or one answer for "not there" and "not for you" (PERM-2)."""
    vote = await view.get(VoteRecord, vote_id, lock=lock)
    if vote is None or not known_to(actor, vote.state):
        raise NotFound(vote=vote_id)
    return vote


async def find_preparing(tx: Transaction, actor: Actor, vote_id: str) -> VoteRecord:
    """The same, locked, for acts between the freezing of the roll and the opening."""
    vote = await find(tx, actor, vote_id, lock=True)
    if vote.state is not State.ROLLED:
        raise WrongState(vote=vote_id, state=vote.state)
    return vote


async def every(view: View, actor: Actor) -> Sequence[VoteRecord]:
    """All votes that ``actor`` may know of, the newest first."""
    votes = await view.scalars(select(VoteRecord).order_by(VoteRecord.prepared_at.desc(), VoteRecord.id))
    return [vote for vote in votes if known_to(actor, vote.state)]


async def latest(view: View, actor: Actor, now: datetime, limit: int) -> Sequence[VoteRecord]:
    """Those that ``actor`` may know of, whose box is sealed and that bind, the latest first."""
    sealed = (State.CLOSED, State.TALLIED, State.DECLARED)
    statement = select(VoteRecord).where(
        VoteRecord.state.in_(sealed), VoteRecord.binding, VoteRecord.opens_at <= now, VoteRecord.mode.not_in(OPEN_MODES)
    )
    found = await view.scalars(statement.order_by(VoteRecord.opens_at.desc(), VoteRecord.id).limit(limit))
    return [vote for vote in found if known_to(actor, vote.state)]


async def ended_at(view: View, vote: VoteRecord) -> datetime | None:
    """From this instant on nothing is taken in: the end that was fixed, or that of the meeting (P-152).

    A meeting closes some time before the box is sealed; a ballot that arrives in between comes too late all the same.
    """
    ended = vote.closed_at or vote.closes_at
    if ended is not None or vote.meeting is None:
        return ended
    return (await meetings.find(view, CLERK, vote.meeting)).closed_at


async def right_of(view: View, vote_id: str, member: str | None) -> RollLine | None:
    """The line of the roll for which this member casts: the member's own, or the first that somebody lent them."""
    rights = await rights_of(view, vote_id, member)
    return next((line for line in rights if line.member == member), next(iter(rights), None))


async def rights_of(view: View, vote_id: str, member: str | None) -> tuple[RollLine, ...]:
    """Every line for which this member casts: their own unless they lent it, and those that were lent to them."""
    if member is None:
        return ()
    own = or_(RollRecord.holder == member, and_(RollRecord.member == member, RollRecord.holder.is_(None)))
    return await _lines(view, _current_roll(vote_id).where(own))


async def roll(view: View, actor: Actor, vote_id: str, *, version: int | None = None) -> tuple[RollLine, ...]:
    """The whole roll, or an earlier version of it, for whoever reconciles it with its published hash."""
    await find(view, actor, vote_id)
    if version is None:
        return await _lines(view, _current_roll(vote_id))
    return await _lines(view, select(RollRecord).where(RollRecord.vote == vote_id, RollRecord.version == version))


def _current_roll(vote_id: str) -> Select[RollRecord]:
    current = select(VoteRecord.roll_version).where(VoteRecord.id == vote_id).scalar_subquery()
    return select(RollRecord).where(RollRecord.vote == vote_id, RollRecord.version == current)


async def _lines(view: View, lines: Select[RollRecord]) -> tuple[RollLine, ...]:
    found = await view.scalars(lines.order_by(RollRecord.member))
    return tuple(RollLine(line.member, line.class_, line.holder) for line in found)


async def parts(view: View, vote_id: str) -> Parts:
    vote = await view.get(VoteRecord, vote_id)
    if vote is None:
        raise NotFound(vote=vote_id)
    last = "share" if vote.needed < vote.size else "key"
    handed = select(MessageRecord.owner).where(
        MessageRecord.vote == vote_id, MessageRecord.round == vote.round, MessageRecord.step == last
    )
    keys = await view.scalars(handed.order_by(MessageRecord.owner))
    opened = select(DecryptionRecord.owner).where(DecryptionRecord.vote == vote_id).order_by(DecryptionRecord.owner)
    return Parts(
        tuple(keys),
        await view.get(CredentialListRecord, vote_id) is not None,
        tuple(await view.scalars(opened)),
        vote.size,
    )


async def election(view: View, actor: Actor, vote_id: str) -> bytes:
    """``election.json`` as published: what a ballot is made for."""
    vote = await find(view, actor, vote_id)
    if vote.election is None:
        raise NotFound(vote=vote_id)
    return vote.election


async def trustees(view: View, vote: VoteRecord) -> str:
    """The key-holders' keys as published; empty before the opening. The setup names them after the election."""
    setup = select(BoardRecord.content).where(BoardRecord.vote == vote.id, BoardRecord.type == "Setup")
    published: bytes | None = await view.scalar(setup.order_by(BoardRecord.place).offset(1).limit(1))
    return "" if published is None else published.decode()


async def credential_list(view: View, actor: Actor, vote_id: str) -> bytes:
    """``public_creds.json`` as published with the opening."""
    vote = await find(view, actor, vote_id)
    if vote.opened_at is None:
        raise NotFound(vote=vote_id)
    content = select(CredentialListRecord.content).where(CredentialListRecord.vote == vote_id)
    listed: bytes = await view.scalar(content)
    return listed


async def tally_to_decrypt(view: View, actor: Actor, vote_id: str) -> bytes:
    """The encrypted sums, once they are published. A key-holder recomputes them from the archive first (BAL-9)."""
    await find(view, actor, vote_id)
    published = await record.data(view, vote_id, "EncryptedTally")
    if not published:
        raise NotFound(vote=vote_id)
    return published[0]


async def box(view: View, keys: Keys, actor: Actor, vote_id: str) -> Box | None:
    vote = await find(view, actor, vote_id)
    last = await last_checkpoint(view, vote_id, hourly=True)
    if last is None:
        return None
    key = str(await record.checkpoint_key(view, keys, vote))
    return Box(last.size, last.head, last.note, key, record.public_key(keys, record.CHECKPOINTS))


async def last_checkpoint(view: View, vote_id: str, *, hourly: bool = False) -> CheckpointRecord | None:
    """The newest of all, or the newest whose figures members see; None before the opening."""
    rows = select(CheckpointRecord).where(CheckpointRecord.vote == vote_id)
    rows = rows.where(CheckpointRecord.hourly) if hourly else rows
    last: CheckpointRecord | None = await view.scalar(rows.order_by(CheckpointRecord.place.desc()).limit(1))
    return last


async def find_ballot(view: View, actor: Actor, vote_id: str, typed: str) -> tuple[Found, ...]:
    """The ballots with this tracker or short code: none, one, or, once in a very long time, several."""
    await find(view, actor, vote_id)
    start = _start_of_hash(typed.strip())
    if start is None:
        return ()
    rows = select(BallotRecord).where(BallotRecord.vote == vote_id, BallotRecord.hash.startswith(start))
    return tuple([await _found(view, ballot) for ballot in await view.scalars(rows.order_by(BallotRecord.sequence))])


async def receipt(view: View, keys: Keys, actor: Actor, vote_id: str, tracker: str) -> Receipt:
    """The receipt again, for whoever knows the tracker. It names nobody and tells nothing of the content."""
    vote = await find(view, actor, vote_id)
    try:
        hash_ = hex_of(tracker)
    except Invalid as error:
        raise NotFound(vote=vote_id) from error
    ballot = await view.scalar(select(BallotRecord).where(BallotRecord.vote == vote_id, BallotRecord.hash == hash_))
    if ballot is None:
        raise NotFound(vote=vote_id)
    return record.signed_receipt(keys, vote, ballot)


def receipt_key(keys: Keys) -> str:
    """The public key (PEM) of every receipt; a booth holds it before it sends a ballot."""
    return record.public_key(keys, record.RECEIPTS)


def outcome(vote: VoteRecord) -> Outcome | None:
    """What a declared vote on one question of yes and no came to, papers included.

    Before the declaration there is no result, for nobody; for other questions ``tallies`` has it.
    """
    found = tallies(vote)
    if found is None or len(found) != 1 or found[0].question.kind is not Kind.YES_NO:
        return None
    yes, no = found[0].numbers
    return Outcome(yes=yes, no=no, blank=found[0].blank, roll=vote.roll_count)


def tallies(vote: VoteRecord) -> tuple[Tally, ...] | None:
    """What each question of a declared vote came to; None before the declaration, for everybody."""
    if vote.state is not State.DECLARED or vote.result is None:
        return None
    return tallied(vote.asked, vote.result, vote.counted or 0, vote.paper or NO_PAPERS)


def _start_of_hash(typed: str) -> str | None:
    try:
        return hex_of(typed)
    except Invalid:
        return read_short_code(typed)


async def _found(view: View, ballot: BallotRecord) -> Found:
    same = select(func.max(BallotRecord.sequence)).where(
        BallotRecord.vote == ballot.vote, BallotRecord.credential == ballot.credential
    )
    last = await view.scalar(same)
    return Found(b64_of(ballot.hash), short_code(ballot.hash), ballot.sequence, last != ballot.sequence)
