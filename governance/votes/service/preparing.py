"""From a question to an open ballot: freezing the roll, taking in keys and credentials, publishing the election."""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select

from ballots import (
    GROUPS,
    Homomorphic,
    Invalid,
    Unsupported,
    combined_key,
    group,
    identifier,
    read_credentials,
    read_trustees,
    require_members,
    setup_entry,
    write_credentials,
    write_election,
    write_trustees,
)
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
    ANSWERS,
    KEY_HOLDERS,
    PURPOSES_ON_ONE_MACHINE,
    YES_NO,
    AlreadyGiven,
    CredentialsDiffer,
    CredentialsMissing,
    KeysMissing,
    MaterialInvalid,
    ModeOne,
    RollEmpty,
    State,
    TooEarly,
    TooLateToOpen,
    TwoParts,
    Voter,
    WrongState,
    needs_warning,
    roll_hash,
    roll_of,
)
from governance.votes.records import CredentialListRecord, CredentialRecord, KeyRecord, RollRecord, VoteRecord
from governance.votes.service import record
from governance.votes.service.checkpointing import CHECKPOINT_AFTER, CHECKPOINT_DUE
from governance.votes.service.reading import find, parts

DEFAULT_GROUP = "BELENIOS-2048"
"""A packaged verifier of other people checks its archives."""

GRACE = timedelta(seconds=5)
"""A ballot whose last byte came before the end may still be on its way to the incoming table (DB-6)."""


async def prepare(
    tx: Transaction,
    actor: Actor,
    *,
    question: Texts,
    roll: Iterable[Voter],
    opens_at: datetime,
    now: datetime,
    closes_at: datetime | None = None,
    open_by: datetime | None = None,
    revote: bool = True,
    revote_finding: Finding | None = None,
    smallest_cell: int = 0,
    group: str = DEFAULT_GROUP,
    kind: str = YES_NO,
    meeting: str | None = None,
) -> VoteRecord:
    """Put one question to one roll, which is frozen here and published as its count and its hash (BAL-7).

    Without ``closes_at`` the vote ends when ``meeting`` closes, or when the platform closes it. ``revote_finding`` is
    the rule behind ``revote``; with fewer on the roll than ``smallest_cell`` the vote carries a warning (V-22).
    """
    if kind != YES_NO or group not in GROUPS:
        raise InvalidForm({"kind" if kind != YES_NO else "group": "unknown"})
    lines = roll_of(roll)
    if not lines:
        raise RollEmpty
    vote = VoteRecord(
        id=new_id(),
        kind=kind,
        question=question.to_json(),
        group=group,
        uuid=identifier(),
        revote=revote,
        revote_finding=None if revote_finding is None else revote_finding.to_dict(),
        prepared_at=now,
        opens_at=opens_at,
        open_by=open_by,
        closes_at=closes_at,
        meeting=meeting,
    )
    tx.add(vote)
    await tx.flush()
    tx.add_all(RollRecord(vote=vote.id, member=line.member, class_=line.class_) for line in lines)
    await tx.flush()
    vote.roll_count = len(lines)
    vote.roll_hash = roll_hash(lines)
    vote.small = needs_warning(len(lines), smallest_cell)
    vote.state = State.ROLLED
    await audit.note(tx, actor, "vote.prepared", vote.id, now, roll=vote.roll_hash, count=len(lines), group=group)
    return vote


async def reschedule(
    tx: Transaction,
    actor: Actor,
    vote_id: str,
    now: datetime,
    *,
    opens_at: datetime,
    open_by: datetime,
    closes_at: datetime | None,
) -> VoteRecord:
    """Other times for a vote that is prepared and not yet open, because its meeting has another date."""
    vote = await _still_preparing(tx, actor, vote_id)
    vote.opens_at, vote.open_by, vote.closes_at = opens_at, open_by, closes_at
    times = {"opens_at": opens_at, "open_by": open_by, "closes_at": closes_at}
    written = {name: None if at is None else at.isoformat() for name, at in times.items()}
    await audit.note(tx, actor, "vote.rescheduled", vote_id, now, **written)
    return vote


async def register_key(tx: Transaction, actor: Actor, vote_id: str, content: bytes, now: datetime) -> int:
    """Take in one key-holder's public key with its proof; answers the number the key-holder has in the archive."""
    vote = await _still_preparing(tx, actor, vote_id)
    rows = select(KeyRecord).where(KeyRecord.vote == vote_id).order_by(KeyRecord.owner)
    held: list[KeyRecord] = list(await tx.scalars(rows))
    for key in held:
        if key.content == content and key.holder == actor.reference:
            return key.owner
    if len(held) == KEY_HOLDERS:
        raise AlreadyGiven(vote=vote_id, part="key")
    credential_holder = await tx.scalar(select(CredentialListRecord.holder).where(CredentialListRecord.vote == vote_id))
    _require_one_part(actor, [credential_holder, *(key.holder for key in held)])
    try:
        read_trustees(group(vote.group), write_trustees([*(key.content for key in held), content]))
    except (Invalid, Unsupported) as error:
        raise _material("key", error) from error
    owner = len(held) + 1
    tx.add(KeyRecord(vote=vote_id, owner=owner, holder=actor.reference, content=content))
    await audit.note(tx, actor, "vote.key-registered", vote_id, now, owner=owner)
    return owner


async def register_credentials(tx: Transaction, actor: Actor, vote_id: str, content: bytes, now: datetime) -> None:
    """Take in the public list from the credential holder: one credential for each line of the roll."""
    vote = await _still_preparing(tx, actor, vote_id)
    given = await tx.get(CredentialListRecord, vote_id)
    if given is not None:
        kept = select(CredentialListRecord.content).where(CredentialListRecord.vote == vote_id)
        if given.holder == actor.reference and await tx.scalar(kept) == content:
            return
        raise AlreadyGiven(vote=vote_id, part="credentials")
    _require_one_part(actor, await tx.scalars(select(KeyRecord.holder).where(KeyRecord.vote == vote_id)))
    publics = await _read_list(vote.group, content)
    if len(publics) != vote.roll_count:
        raise CredentialsDiffer(vote=vote_id, roll=vote.roll_count, credentials=len(publics))
    tx.add(CredentialListRecord(vote=vote_id, holder=actor.reference, content=content))
    await tx.flush()
    tx.add_all(CredentialRecord(vote=vote_id, public=public) for public in publics)
    await audit.note(tx, actor, "vote.credentials-registered", vote_id, now, count=len(publics))


async def open_vote(tx: Transaction, keys: Keys, actor: Actor, vote_id: str, now: datetime) -> VoteRecord:
    """Publish the election and let ballots in. From here on nothing about the election can change.

    Raises:
        ModeOne: a ballot that counts, while key-holders have no machines of their own to hold their keys on.
    """
    vote = await _still_preparing(tx, actor, vote_id)
    organisation = await rulebook.organisation(tx)
    if organisation.purpose not in PURPOSES_ON_ONE_MACHINE:
        raise ModeOne(vote=vote_id, purpose=organisation.purpose)
    if now < vote.opens_at:
        raise TooEarly(vote=vote_id, opens_at=vote.opens_at, now=now)
    if vote.open_by is not None and now > vote.open_by:
        raise TooLateToOpen(vote=vote_id, open_by=vote.open_by, now=now)
    brought = await parts(tx, vote_id)
    if len(brought.keys) < KEY_HOLDERS:
        raise KeysMissing(vote=vote_id, given=len(brought.keys), needed=KEY_HOLDERS)
    if not brought.credentials:
        raise CredentialsMissing(vote=vote_id)
    trustees = write_trustees(
        list(await tx.scalars(select(KeyRecord.content).where(KeyRecord.vote == vote_id).order_by(KeyRecord.owner)))
    )
    credentials: bytes = await tx.scalar(
        select(CredentialListRecord.content).where(CredentialListRecord.vote == vote_id)
    )
    vote.election = _election(vote, organisation.name_en, organisation.name_cy, trustees)
    vote.one_machine = True
    vote.opened_at = now
    vote.state = State.OPEN
    await record.append(tx, vote_id, setup_entry(vote.election, trustees, credentials), "Setup")
    checkpoint = await record.sign_checkpoint(tx, keys, vote, now)
    if vote.closes_at is not None:
        enqueue(tx, "seal-vote", {"vote": vote_id}, due_at=vote.closes_at + GRACE, once=f"seal-vote:{vote_id}")
    enqueue(tx, CHECKPOINT_DUE, {"vote": vote_id}, due_at=now + CHECKPOINT_AFTER)
    await audit.note(tx, actor, "vote.opened", vote_id, now, head=checkpoint.head, roll=vote.roll_hash)
    return vote


async def _still_preparing(tx: Transaction, actor: Actor, vote_id: str) -> VoteRecord:
    vote = await find(tx, actor, vote_id, lock=True)
    if vote.state is not State.ROLLED:
        raise WrongState(vote=vote_id, state=vote.state)
    return vote


def _require_one_part(actor: Actor, holders: Iterable[str | None]) -> None:
    """One person, one part (MODE-1). The platform itself holds several only where one machine holds them all."""
    if actor.account is not None and actor.reference in holders:
        raise TwoParts


async def _read_list(group_name: str, content: bytes) -> tuple[str, ...]:
    try:
        listed = read_credentials(content)
        publics = tuple(listed)
        await asyncio.to_thread(require_members, group(group_name), publics)
        if write_credentials(group(group_name), publics) != content:
            raise Invalid("credentials-shape", "the list is sorted and, one vote for each member, names no weights")
    except Invalid as error:
        raise _material("credentials", error) from error
    return publics


def _material(part: str, error: Invalid | Unsupported) -> MaterialInvalid:
    return MaterialInvalid(part=part, reason=error.code if isinstance(error, Invalid) else "unsupported")


def _election(vote: VoteRecord, name_en: str, name_cy: str, trustees: bytes) -> bytes:
    """The question stands in both languages in the one file that every ballot is bound to."""
    asked = Texts.from_json(vote.question)
    in_group = group(vote.group)
    return write_election(
        uuid=vote.uuid,
        name=_both(name_en, name_cy),
        description="",
        group=vote.group,
        public_key=combined_key(in_group, read_trustees(in_group, trustees)),
        questions=[Homomorphic(text=_both(asked.en, asked.cy), answers=ANSWERS, blank=True)],
    )


def _both(english: str, welsh: str) -> str:
    return " / ".join(dict.fromkeys(text.strip() for text in (english, welsh) if text.strip()))
