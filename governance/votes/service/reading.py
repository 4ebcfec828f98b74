"""Looking at a vote: what it is, who may cast, what lies in the box, what it came to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from ballots import Invalid, b64_of, hex_of
from governance.actor import Actor, platform
from governance.errors import NotFound
from governance.meetings import service as meetings
from governance.platform.db import View
from governance.platform.keys import Keys
from governance.votes.model import (
    KEY_HOLDERS,
    Outcome,
    Receipt,
    RollLine,
    State,
    known_to,
    read_short_code,
    short_code,
)
from governance.votes.records import (
    BallotRecord,
    BoardRecord,
    CheckpointRecord,
    CredentialListRecord,
    DecryptionRecord,
    KeyRecord,
    RollRecord,
    VoteRecord,
)
from governance.votes.service import record

CLERK = platform("votes")

OPENINGS = ("PartialDecryption", "Result")
"""The last events of a record: from all partial decryptions together anybody computes the result."""


@dataclass(frozen=True, slots=True)
class Box:
    """The box as its last checkpoint has it: ``size`` ballots, and the signed ``note`` about them.

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

    @property
    def are_complete(self) -> bool:
        return len(self.keys) == KEY_HOLDERS and self.credentials


async def find(view: View, actor: Actor, vote_id: str, *, lock: bool = False) -> VoteRecord:
    """The vote, or one answer for "not there" and "not for you" (PERM-2)."""
    vote = await view.get(VoteRecord, vote_id, lock=lock)
    if vote is None or not known_to(actor, vote.state):
        raise NotFound(vote=vote_id)
    return vote


async def every(view: View, actor: Actor) -> Sequence[VoteRecord]:
    """All votes that ``actor`` may know of, the newest first."""
    votes = await view.scalars(select(VoteRecord).order_by(VoteRecord.prepared_at.desc(), VoteRecord.id))
    return [vote for vote in votes if known_to(actor, vote.state)]


async def ended_at(view: View, vote: VoteRecord) -> datetime | None:
    """From this instant on nothing is taken in: the end that was fixed, or that of the meeting (P-152).

    A meeting closes some time before the box is sealed; a ballot that arrives in between comes too late all the same.
    """
    ended = vote.closed_at or vote.closes_at
    if ended is not None or vote.meeting is None:
        return ended
    return (await meetings.find(view, CLERK, vote.meeting)).closed_at


async def right_of(view: View, vote_id: str, member: str | None) -> RollLine | None:
    """The member's line on the roll."""
    line = None if member is None else await view.get(RollRecord, (vote_id, member))
    return None if line is None else RollLine(line.member, line.class_)


async def roll(view: View, actor: Actor, vote_id: str) -> tuple[RollLine, ...]:
    """The whole roll, for whoever reconciles it with its published hash."""
    await find(view, actor, vote_id)
    lines = select(RollRecord).where(RollRecord.vote == vote_id).order_by(RollRecord.member)
    return tuple(RollLine(line.member, line.class_) for line in await view.scalars(lines))


async def parts(view: View, vote_id: str) -> Parts:
    keys = await view.scalars(select(KeyRecord.owner).where(KeyRecord.vote == vote_id).order_by(KeyRecord.owner))
    opened = select(DecryptionRecord.owner).where(DecryptionRecord.vote == vote_id).order_by(DecryptionRecord.owner)
    return Parts(
        tuple(keys),
        await view.get(CredentialListRecord, vote_id) is not None,
        tuple(await view.scalars(opened)),
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


async def archive(view: View, actor: Actor, vote_id: str) -> bytes:
    """The public record so far, as a ``.bel`` file; it only ever grows.

    Before the declaration it ends with the encrypted sums: what key-holders open is nobody's to know until it was
    checked as a whole, and never when the vote was set aside. Only the platform itself reads further.
    """
    vote = await find(view, actor, vote_id)
    if vote.opened_at is None:
        raise NotFound(vote=vote_id)
    if actor.is_platform or vote.state is State.DECLARED:
        return await record.file(view, vote)
    return await record.file(view, vote, without=OPENINGS)


async def last_event(view: View, actor: Actor, vote_id: str) -> str | None:
    """The fingerprint of the last event in the public record as `archive` gives it out; None before the opening."""
    vote = await find(view, actor, vote_id)
    hidden = () if vote.state is State.DECLARED else OPENINGS
    events = select(BoardRecord.hash).where(BoardRecord.vote == vote_id, BoardRecord.height.is_not(None))
    last: str | None = await view.scalar(
        events.where(BoardRecord.type.not_in(hidden)).order_by(BoardRecord.height.desc()).limit(1)
    )
    return None if last is None else b64_of(last)


async def tally_to_decrypt(view: View, actor: Actor, vote_id: str) -> bytes:
    """The encrypted sums, once they are published. A key-holder recomputes them from the archive first (BAL-9)."""
    await find(view, actor, vote_id)
    published = await record.data(view, vote_id, "EncryptedTally")
    if not published:
        raise NotFound(vote=vote_id)
    return published[0]


async def box(view: View, keys: Keys, actor: Actor, vote_id: str) -> Box | None:
    vote = await find(view, actor, vote_id)
    rows = select(CheckpointRecord).where(CheckpointRecord.vote == vote_id).order_by(CheckpointRecord.place.desc())
    last: CheckpointRecord | None = await view.scalar(rows.limit(1))
    if last is None:
        return None
    key = str(await record.checkpoint_key(view, keys, vote))
    return Box(last.size, last.head, last.note, key, record.public_key(keys, record.CHECKPOINTS))


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
    """What a declared vote came to. Before the declaration there is no result, for nobody."""
    if vote.state is not State.DECLARED or vote.result is None:
        return None
    return Outcome(roll=vote.roll_count, **vote.result)


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
