"""The register of interests: directors declare and end their own, members read it (S-53)."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from governance.actor import Actor, Role
from governance.audit import service as audit
from governance.board.model import interests as model
from governance.board.model.interests import Declaration
from governance.board.model.offices import Office
from governance.board.records.interests import InterestEndRecord, InterestRecord
from governance.board.service import offices
from governance.errors import Invalid, NotFound
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id


async def declare(
    tx: Transaction, actor: Actor, said: Declaration, now: datetime, *, director: str | None = None
) -> InterestRecord:
    """A director declares an interest; the secretary may write it down for a ``director`` who asks.

    Raises:
        NotADirector: neither the actor nor the one who asked is on the board today.
    """
    errors = said.errors(await members.rules_on(tx, now))
    if errors:
        raise Invalid(errors)
    member, at_request = await _declaring(tx, actor, director, legal_day(now))
    interest = InterestRecord(
        id=new_id(),
        member=member,
        kind=said.kind,
        nature=said.nature.strip(),
        matters=said.matters.strip(),
        counterparty=said.counterparty.strip(),
        since=said.since,
        until=said.until,
        declared_at=now,
        declared_by=actor.reference,
        at_request=at_request,
    )
    tx.add(interest)
    await tx.flush()
    await audit.note(tx, actor, "interest.declared", interest.id, now, member=member, at_request=at_request)
    return interest


async def end(tx: Transaction, actor: Actor, interest_id: str, *, on: date, now: datetime) -> InterestRecord:
    """The director says that an interest is over; it stays in the register.

    Raises:
        NotYourInterest, InterestEnded
    """
    await tx.alone(f"interest:{interest_id}")
    interest = await find(tx, actor, interest_id, now)
    if interest.member != actor.member:
        raise model.NotYourInterest(interest=interest_id)
    if on <= interest.since or interest.ended is not None or (interest.last is not None and interest.last <= on):
        raise model.InterestEnded(interest=interest_id, since=interest.since)
    tx.add(InterestEndRecord(interest=interest_id, on=on, at=now, by=actor.reference))
    await tx.flush()
    await audit.note(tx, actor, "interest.ended", interest_id, now, on=str(on))
    return interest


async def find(view: View, actor: Actor, interest_id: str, now: datetime) -> InterestRecord:
    """One declaration, for those to whom the register is open (P-217)."""
    interest: InterestRecord | None = await view.scalar(_all().where(InterestRecord.id == interest_id))
    if interest is None or not model.register_is_open_to(await members.rules_on(view, now), actor):
        raise NotFound(interest=interest_id)
    return interest


async def register(view: View, actor: Actor, now: datetime) -> Sequence[InterestRecord]:
    """Everything that was ever declared, the newest first, for those to whom the register is open (P-217)."""
    if not model.register_is_open_to(await members.rules_on(view, now), actor):
        raise NotFound
    return list(await view.scalars(_all().order_by(InterestRecord.declared_at.desc(), InterestRecord.id)))


async def declared_by(view: View, directors: Sequence[str]) -> Sequence[InterestRecord]:
    """What these directors declared, the oldest first."""
    theirs = _all().where(InterestRecord.member.in_(list(directors)))
    return list(await view.scalars(theirs.order_by(InterestRecord.declared_at, InterestRecord.id)))


async def directors(view: View, day: date) -> Sequence[offices.Holder]:
    """Those on the board that day: whoever holds the office of a director."""
    return [holder for holder in await offices.holders(view, day) if holder.office is Office.DIRECTOR]


def _all() -> Select[InterestRecord]:
    return select(InterestRecord).options(joinedload(InterestRecord.ended)).execution_options(populate_existing=True)


async def _declaring(view: View, actor: Actor, director: str | None, day: date) -> tuple[str, bool]:
    """Whose interest it is, and whether somebody else writes it down."""
    on_the_board = {holder.member for holder in await directors(view, day)}
    for_another = director is not None and director != actor.member
    if for_another and not actor.has(Role.SECRETARY):
        raise model.NotADirector(member=actor.member)
    member = director if for_another else actor.member
    if member is None or member not in on_the_board:
        raise model.NotADirector(member=member)
    return member, for_another
