"""From questions to an open vote: freezing the roll, publishing what is asked, letting ballots in."""

import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy import select

from ballots import GROUPS, combined_key, group, identifier, read_trustees, setup_entry, write_election
from constitution import Finding
from governance.actor import Actor
from governance.audit import service as audit
from governance.errors import Invalid as InvalidForm
from governance.platform.db import Transaction
from governance.platform.ids import new_id
from governance.platform.jobs.queue import enqueue
from governance.platform.keys import Keys
from governance.platform.texts import Texts
from governance.rulebook import service as rulebook
from governance.votes.model import (
    EVERYBODY,
    GRACE,
    KEY_HOLDERS,
    PURPOSES_ON_ONE_MACHINE,
    CodesBy,
    Fallback,
    Mode,
    State,
    Voter,
    needs_warning,
    obstacle_of,
    roll_hash,
    roll_of,
)
from governance.votes.model.asking import Question, both, problems, yes_or_no
from governance.votes.model.by_hand import by_hands
from governance.votes.model.refusals import (
    CredentialsMissing,
    KeysMissing,
    ModeOne,
    RollEmpty,
    TooEarly,
    TooFull,
    TooLateToOpen,
)
from governance.votes.records import CredentialListRecord, RollRecord, SeatRecord, VoteRecord
from governance.votes.service import record
from governance.votes.service.ceremony import published_trustees
from governance.votes.service.checkpointing import CHECKPOINT_AFTER, CHECKPOINT_DUE, sign
from governance.votes.service.extending import promise_watch
from governance.votes.service.nightly import promise_night
from governance.votes.service.openly import begin
from governance.votes.service.reading import find_preparing, parts

DEFAULT_GROUP = "BELENIOS-2048"
"""A packaged verifier of other people checks its archives."""

SHUFFLED_GROUP = "RFC-3526-2048"
"""The same for rankings and grades, which the other one does not hold."""

ROOM_NEEDED = 1 << 30
"""Bytes free on the disk before a vote is opened (DB-8)."""


def usual_group(questions: Sequence[Question]) -> str:
    return SHUFFLED_GROUP if any(question.is_shuffled for question in questions) else DEFAULT_GROUP


async def prepare(
    tx: Transaction,
    actor: Actor,
    *,
    question: Texts,
    roll: Iterable[Voter],
    opens_at: datetime,
    now: datetime,
    questions: Sequence[Question] = (),
    mode: Mode = Mode.VERIFIABLE,
    binding: bool = True,
    closes_at: datetime | None = None,
    open_by: datetime | None = None,
    revote: bool = True,
    revote_finding: Finding | None = None,
    smallest_cell: int = 0,
    fallback: Fallback = Fallback.LAPSE,
    group: str | None = None,
    size: int = KEY_HOLDERS,
    needed: int = KEY_HOLDERS,
    seats: Sequence[str] = (),
    codes_by: CodesBy = CodesBy.HOLDER,
    on_paper: bool = False,
    meeting: str | None = None,
    record_date: date | None = None,
    joint: str | None = None,
    classes: Collection[str] | None = None,
    electorate: str = EVERYBODY,
    rerun_of: str | None = None,
    proxies: Mapping[str, str] = MappingProxyType({}),
) -> VoteRecord:
    """Put ``questions`` to one roll, which is frozen here and published as its count and its hash (BAL-7).

    ``question`` is the title; alone, it is the one question, of yes and no. Without ``closes_at`` the vote ends when
    ``meeting`` closes, or when the platform closes it. ``revote_finding`` is the rule behind ``revote``; with fewer on
    the roll than ``smallest_cell`` the vote carries a warning (V-22). ``seats`` names the key-holders by their
    references; without it the first who come are they. ``proxies`` says by the giver's id who casts in their place.

    Raises:
        InvalidForm: a question nobody could answer, an unknown group, key-holders that cannot be.
    """
    asked = tuple(questions) or (yes_or_no(question),)
    lines = roll_of(roll, proxies)
    if not lines:
        raise RollEmpty
    vote = VoteRecord(
        id=new_id(),
        title=question.to_json(),
        questions=[one.to_json() for one in asked],
        mode=mode,
        binding=binding,
        group=group or usual_group(asked),
        uuid=identifier(),
        revote=revote and mode is not Mode.SIMPLE,
        revote_finding=None if revote_finding is None else revote_finding.to_dict(),
        prepared_at=now,
        opens_at=opens_at,
        open_by=open_by,
        closes_at=closes_at,
        smallest_cell=smallest_cell,
        fallback=fallback,
        size=size,
        needed=needed,
        codes_by=codes_by,
        on_paper=on_paper,
        meeting=meeting,
        record_date=record_date,
        joint=joint,
        classes=None if classes is None else sorted(classes),
        electorate=electorate,
        rerun_of=rerun_of,
    )
    _require_sound(vote, asked, seats)
    tx.add(vote)
    await tx.flush()
    tx.add_all(
        RollRecord(vote=vote.id, version=1, member=line.member, class_=line.class_, holder=line.holder)
        for line in lines
    )
    tx.add_all(SeatRecord(vote=vote.id, owner=owner, holder=holder) for owner, holder in enumerate(seats, 1))
    await tx.flush()
    vote.roll_count = len(lines)
    vote.roll_hash = roll_hash(lines)
    vote.small = needs_warning(len(lines), smallest_cell)
    vote.state = State.ROLLED
    said = {"roll": vote.roll_hash, "count": len(lines), "group": vote.group, "mode": str(mode)}
    await audit.note(tx, actor, "vote.prepared", vote.id, now, **said)
    return vote


def _require_sound(vote: VoteRecord, asked: Sequence[Question], seats: Sequence[str]) -> None:
    errors = {
        f"questions.{place}.{field}": code for place, one in enumerate(asked) for field, code in problems(one).items()
    }
    if vote.group not in GROUPS or (vote.group == DEFAULT_GROUP and any(one.is_shuffled for one in asked)):
        errors["group"] = "unknown"
    if not 1 <= vote.needed <= vote.size or len(seats) not in (0, vote.size) or len(set(seats)) != len(seats):
        errors["needed"] = "impossible"
    if vote.mode is Mode.SIMPLE and vote.binding:
        errors["mode"] = "binding"
    if vote.mode is Mode.HANDS and not all(by_hands(one) for one in asked):
        errors["mode"] = "not-by-hands"
    if errors:
        raise InvalidForm(errors)


async def reschedule(
    tx: Transaction,
    actor: Actor,
    vote_id: str,
    now: datetime,
    *,
    opens_at: datetime,
    open_by: datetime | None,
    closes_at: datetime | None,
) -> VoteRecord:
    """Other times for a vote that is prepared and not yet open, because its meeting has another date."""
    vote = await find_preparing(tx, actor, vote_id)
    vote.opens_at, vote.open_by, vote.closes_at = opens_at, open_by, closes_at
    times = {"opens_at": opens_at, "open_by": open_by, "closes_at": closes_at}
    written = {name: None if at is None else at.isoformat() for name, at in times.items()}
    await audit.note(tx, actor, "vote.rescheduled", vote_id, now, **written)
    return vote


async def open_vote(
    tx: Transaction, keys: Keys, actor: Actor, vote_id: str, now: datetime, *, one_machine: bool = False
) -> VoteRecord:
    """Publish what is asked and let ballots in. From here on nothing about the vote can change.

    In a rehearsal and in the demonstration ``one_machine`` may hold every part, and every page of the vote says so.

    Raises:
        ModeOne: a secret ballot that binds, with its parts in too few hands.
        TooFull: the disk may not hold what comes (DB-8).
    """
    vote = await find_preparing(tx, actor, vote_id)
    organisation = await rulebook.organisation(tx)
    is_play = organisation.purpose in PURPOSES_ON_ONE_MACHINE
    if now < vote.opens_at:
        raise TooEarly(vote=vote_id, opens_at=vote.opens_at, now=now)
    if vote.open_by is not None and now > vote.open_by:
        raise TooLateToOpen(vote=vote_id, open_by=vote.open_by, now=now)
    _require_room(keys)
    promise_watch(tx, vote, now)
    if vote.mode is not Mode.VERIFIABLE:
        return await begin(tx, actor, vote, now)
    ours = await _keys_are_ours(tx, vote_id)
    if not is_play:
        _require_many_hands(vote, ours=ours)
    brought = await parts(tx, vote_id)
    trustees = await published_trustees(tx, vote)
    if trustees is None:
        raise KeysMissing(vote=vote_id, given=len(brought.keys), needed=vote.size)
    if not brought.credentials:
        raise CredentialsMissing(vote=vote_id)
    credentials: bytes = await tx.scalar(
        select(CredentialListRecord.content).where(CredentialListRecord.vote == vote_id)
    )
    vote.election = _election(vote, organisation.name_en, organisation.name_cy, trustees)
    vote.one_machine = is_play and (one_machine or ours)
    vote.opened_at = now
    vote.state = State.OPEN
    await record.append(tx, vote_id, setup_entry(vote.election, trustees, credentials), "Setup")
    checkpoint = await sign(tx, keys, vote, now)
    if vote.closes_at is not None:
        enqueue(tx, "seal-vote", {"vote": vote_id}, due_at=vote.closes_at + GRACE, once=f"seal-vote:{vote_id}")
    enqueue(tx, CHECKPOINT_DUE, {"vote": vote_id}, due_at=now + CHECKPOINT_AFTER)
    promise_night(tx, vote, now)
    await audit.note(tx, actor, "vote.opened", vote_id, now, head=checkpoint.head, roll=vote.roll_hash)
    return vote


def _require_room(keys: Keys) -> None:
    """The key folder lies beside the database. Where that is elsewhere, this disk still takes logs and keys."""
    free = shutil.disk_usage(keys.folder).free
    if free < ROOM_NEEDED:
        raise TooFull(free=free, needed=ROOM_NEEDED)


def _require_many_hands(vote: VoteRecord, *, ours: bool) -> None:
    """At least two of at least three people open the count together, and one of them can be spared (MODE-1).

    An advisory ballot may do with less: its page says so.
    """
    if not vote.binding:
        return
    because = "operator" if ours else obstacle_of(vote.size, vote.needed)
    if because is not None:
        raise ModeOne(vote=vote.id, because=because, size=vote.size, needed=vote.needed)


async def _keys_are_ours(tx: Transaction, vote_id: str) -> bool:
    """Did the platform itself bring keys, as it does in a rehearsal?"""
    holders = await tx.scalars(select(SeatRecord.holder).where(SeatRecord.vote == vote_id))
    return any(not holder.startswith("account:") for holder in holders)


def _election(vote: VoteRecord, name_en: str, name_cy: str, trustees: bytes) -> bytes:
    """The questions stand in both languages in the one file that every ballot is bound to."""
    in_group = group(vote.group)
    return write_election(
        uuid=vote.uuid,
        name=both(Texts(en=name_en, cy=name_cy)),
        description="",
        group=vote.group,
        public_key=combined_key(in_group, read_trustees(in_group, trustees)),
        questions=[question.encoded() for question in vote.asked],
    )
