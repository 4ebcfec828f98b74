"""Before the opening: key-holders take their seats and make their key, the keeper of the codes brings the list.

Whatever they bring is kept as it came, after every check that a router of messages can make (BAL-10). A committee's
steps follow one another: certificates, commitments, dealings, shares; nobody sees a dealing before all are committed.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, func, select

from ballots import (
    Invalid,
    Unsupported,
    group,
    hex_hash,
    read_credentials,
    read_trustees,
    require_members,
    write_credentials,
    write_trustees,
)
from ballots.ceremony import check_certificate, check_dealing, check_share, gather, route
from governance.actor import Actor, Role
from governance.audit import service as audit
from governance.platform.db import Transaction, View
from governance.votes.model import CodesBy
from governance.votes.model.refusals import (
    AlreadyGiven,
    CredentialsDiffer,
    MaterialInvalid,
    ModeOne,
    NoSeat,
    NotYourTurn,
    SecondPersonNeeded,
    TwoParts,
)
from governance.votes.records import (
    CredentialListRecord,
    CredentialRecord,
    MessageRecord,
    SeatRecord,
    VoteRecord,
)
from governance.votes.service.reading import find_preparing


class Step(StrEnum):
    """What each key-holder hands over. A committee's steps need those before them from everybody."""

    KEY = "key"  # where every key-holder is needed, it is the only step
    CERTIFICATE = "certificate"
    COMMITMENT = "commitment"
    DEALING = "dealing"
    SHARE = "share"


ALONE = (Step.KEY,)
COMMITTEE = (Step.CERTIFICATE, Step.COMMITMENT, Step.DEALING, Step.SHARE)


@dataclass(frozen=True, slots=True)
class Messages:
    """What the key-holders have handed over so far: by step, the bytes by the key-holder's number."""

    size: int
    steps: tuple[Step, ...]
    given: dict[Step, dict[int, bytes]] = field(default_factory=dict)

    def of(self, step: Step) -> dict[int, bytes]:
        return self.given.get(step, {})

    def whole(self, step: Step) -> list[bytes] | None:
        """In the order of the members; None while somebody's is missing."""
        found = self.of(step)
        return [found[owner] for owner in range(1, self.size + 1)] if len(found) == self.size else None

    @property
    def stage(self) -> Step | None:
        """The first step that somebody has still to make."""
        return next((step for step in self.steps if self.whole(step) is None), None)

    def steps_before(self, step: Step) -> tuple[Step, ...]:
        return self.steps[: self.steps.index(step)]


def is_committee(vote: VoteRecord) -> bool:
    return vote.needed < vote.size


async def messages(view: View, vote: VoteRecord) -> Messages:
    rows = select(MessageRecord).where(MessageRecord.vote == vote.id, MessageRecord.round == vote.round)
    found = Messages(vote.size, COMMITTEE if is_committee(vote) else ALONE)
    for one in await view.scalars(rows.order_by(MessageRecord.owner)):
        found.given.setdefault(Step(one.step), {})[one.owner] = one.content
    return found


async def letter(view: View, vote: VoteRecord, owner: int) -> bytes | None:
    """What member ``owner`` needs of all dealings, once they are in (``vinput``)."""
    found = await messages(view, vote)
    certificates, dealings = found.whole(Step.CERTIFICATE), found.whole(Step.DEALING)
    if certificates is None or dealings is None:
        return None
    letters = await asyncio.to_thread(route, group(vote.group), certificates, dealings)
    return letters[owner - 1]


async def published_trustees(view: View, vote: VoteRecord) -> bytes | None:
    """All key-holders as the archive has them; None while one of them has something to bring."""
    found = await messages(view, vote)
    if not is_committee(vote):
        keys = found.whole(Step.KEY)
        return None if keys is None else write_trustees(keys)
    certificates, dealings, shares = (found.whole(step) for step in (Step.CERTIFICATE, Step.DEALING, Step.SHARE))
    if certificates is None or dealings is None or shares is None:
        return None
    committee = await asyncio.to_thread(gather, group(vote.group), certificates, dealings, shares)
    return write_trustees([], [committee])


async def seat_of(view: View, vote_id: str, holder: str) -> int | None:
    """The number of this person among the key-holders; the lowest, where the platform holds several."""
    seats = select(SeatRecord.owner).where(SeatRecord.vote == vote_id, SeatRecord.holder == holder)
    owner: int | None = await view.scalar(seats.order_by(SeatRecord.owner).limit(1))
    return owner


async def free_seat(view: View, vote: VoteRecord) -> int | None:
    taken = await view.scalar(select(func.count()).select_from(SeatRecord).where(SeatRecord.vote == vote.id))
    return taken + 1 if taken < vote.size else None


async def register_key(tx: Transaction, actor: Actor, vote_id: str, content: bytes, now: datetime) -> int:
    """Take in one key-holder's public key with its proof; answers the number the key-holder has in the archive."""
    return await hand_over(tx, actor, vote_id, now, step=Step.KEY, content=content)


async def hand_over(tx: Transaction, actor: Actor, vote_id: str, now: datetime, *, step: Step, content: bytes) -> int:
    """Take in what a key-holder made for one step, and answer their number; the same bytes twice are one message.

    Raises:
        NotYourTurn: somebody has still to make a step before this one, or this vote has no such step.
        MaterialInvalid: it does not hold; ``reason`` is the code of `ballots`.
    """
    vote = await find_preparing(tx, actor, vote_id)
    found = await messages(tx, vote)
    owner = await seat_of(tx, vote_id, actor.reference)
    if owner is not None and (given := found.of(step).get(owner)) is not None:
        if given == content:
            return owner
        raise AlreadyGiven(vote=vote_id, part=step, owner=owner)
    if step not in found.steps or any(found.whole(before) is None for before in found.steps_before(step)):
        raise NotYourTurn(vote=vote_id, step=step)
    owner = await _seated(tx, actor, vote)
    try:
        await asyncio.to_thread(_check, vote, found, owner, step, content)
    except (Invalid, Unsupported) as error:
        raise _material(step, error) from error
    tx.add(MessageRecord(vote=vote_id, round=vote.round, step=step, owner=owner, content=content))
    await audit.note(tx, actor, f"vote.{step}-registered", vote_id, now, owner=owner, round=vote.round)
    return owner


def _check(vote: VoteRecord, found: Messages, owner: int, step: Step, content: bytes) -> None:
    in_group = group(vote.group)
    if step is Step.KEY:
        keys = [*found.of(Step.KEY).values(), content]
        read_trustees(in_group, write_trustees(keys))
        return
    if step is Step.CERTIFICATE:
        check_certificate(in_group, content, size=vote.size, threshold=vote.needed, index=owner)
        return
    certificates = found.whole(Step.CERTIFICATE) or []
    if step is Step.COMMITMENT:
        _require_commitment(content)
    elif step is Step.DEALING:
        check_dealing(in_group, certificates, owner, content, found.of(Step.COMMITMENT)[owner].decode())
    else:
        check_share(in_group, certificates, found.whole(Step.DEALING) or [], owner, content)


def _require_commitment(content: bytes) -> None:
    if len(content) != 43 or not content.isascii():
        raise Invalid("threshold-commitment", "a commitment is a hash of 43 characters")


async def begin_anew(tx: Transaction, actor: Actor, vote_id: str, now: datetime) -> VoteRecord:
    """Set the keys so far aside, before the opening: a key-holder has dropped out, or lost file and words.

    What was handed over stays kept, and all seats are free again. Two people must ask for it (PERM-7).
    """
    vote = await find_preparing(tx, actor, vote_id)
    if vote.anew_asked_by is None:
        vote.anew_asked_by = actor.reference
        await audit.note(tx, actor, "vote.anew-asked", vote_id, now)
        return vote
    if vote.anew_asked_by == actor.reference:
        raise SecondPersonNeeded(vote=vote_id)
    vote.anew_asked_by = None
    vote.round += 1
    await tx.execute(delete(SeatRecord).where(SeatRecord.vote == vote_id))
    await audit.note(tx, actor, "vote.keys-begun-anew", vote_id, now, round=vote.round)
    return vote


async def register_credentials(tx: Transaction, actor: Actor, vote_id: str, content: bytes, now: datetime) -> None:
    """Take in the public list from the keeper of the codes: one credential for each line of the roll."""
    vote = await find_preparing(tx, actor, vote_id)
    given = await tx.get(CredentialListRecord, vote_id)
    if given is not None:
        kept = select(CredentialListRecord.content).where(CredentialListRecord.vote == vote_id)
        if given.holder == actor.reference and await tx.scalar(kept) == content:
            return
        raise AlreadyGiven(vote=vote_id, part="credentials")
    if vote.codes_by is CodesBy.SERVER and actor.account is not None:
        raise AlreadyGiven(vote=vote_id, part="credentials")
    _require_no_operator(actor, vote)
    _require_one_part(actor, await tx.scalars(select(SeatRecord.holder).where(SeatRecord.vote == vote_id)))
    publics = await _read_list(vote.group, content)
    if len(publics) != vote.roll_count:
        raise CredentialsDiffer(vote=vote_id, roll=vote.roll_count, credentials=len(publics))
    tx.add(CredentialListRecord(vote=vote_id, holder=actor.reference, content=content))
    await tx.flush()
    tx.add_all(CredentialRecord(vote=vote_id, public=public) for public in publics)
    await audit.note(tx, actor, "vote.credentials-registered", vote_id, now, count=len(publics), list=hex_hash(content))


async def _seated(tx: Transaction, actor: Actor, vote: VoteRecord) -> int:
    """The seat of the one who acts; first come, first seated where nobody was named.

    Whoever was named is looked at too: a seat may be older than the part that rules its holder out.
    """
    _require_no_operator(actor, vote)
    keeper = await tx.scalar(select(CredentialListRecord.holder).where(CredentialListRecord.vote == vote.id))
    _require_one_part(actor, [keeper])
    owner = await seat_of(tx, vote.id, actor.reference)
    if owner is not None:
        return owner
    owner = await free_seat(tx, vote)
    if owner is None:
        raise NoSeat(vote=vote.id)
    tx.add(SeatRecord(vote=vote.id, owner=owner, holder=actor.reference))
    await tx.flush()
    return owner


def _require_one_part(actor: Actor, holders: Iterable[str | None]) -> None:
    """One person, one part (MODE-1). The platform itself holds several only where one machine holds them all."""
    if actor.account is not None and actor.reference in holders:
        raise TwoParts


def _require_no_operator(actor: Actor, vote: VoteRecord) -> None:
    """Whoever runs the server holds no part of a ballot that binds (MODE-1)."""
    if vote.binding and actor.has(Role.OPERATOR):
        raise ModeOne(vote=vote.id, because="operator")


async def _read_list(group_name: str, content: bytes) -> Sequence[str]:
    in_group = group(group_name)
    try:
        publics = tuple(read_credentials(content))
        await asyncio.to_thread(require_members, in_group, publics)
        if write_credentials(in_group, publics) != content:
            raise Invalid("credentials-shape", "the list is sorted and, one vote for each member, names no weights")
    except Invalid as error:
        raise _material("credentials", error) from error
    return publics


def _material(part: str, error: Invalid | Unsupported) -> MaterialInvalid:
    return MaterialInvalid(part=part, reason=error.code if isinstance(error, Invalid) else "unsupported")
