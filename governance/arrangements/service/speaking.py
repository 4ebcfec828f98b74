"""Who speaks for whom: read by the person, kept by an office, and ended by a dated act; nothing is taken away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select

from governance.actor import Actor, Role
from governance.arrangements.model.people import Authority, EndedAlready
from governance.arrangements.records.people import PersonRecord, RepresentativeRecord
from governance.arrangements.service import people
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View


@dataclass(frozen=True, slots=True)
class Line:
    """One authority with the names of both; ``may_end`` says whether the reader may end it."""

    record: RepresentativeRecord
    whom: str
    speaker: str
    may_end: bool


async def mine(view: View, actor: Actor, now: datetime) -> tuple[Sequence[Line], Sequence[Line]]:
    """Who speaks for whoever reads, and for whom they speak themselves."""
    own = [one.id for one in await people.spoken_for(view, actor, now) if people.is_own(one, actor)]
    theirs = await _lines(view, actor, RepresentativeRecord.person.in_(own))
    others = [] if actor.member is None else await _lines(view, actor, RepresentativeRecord.member == actor.member)
    return theirs, others


async def known(view: View, actor: Actor) -> Sequence[Line]:
    """Every authority that was written down, for the offices that see the papers."""
    _require_office(actor)
    return await _lines(view, actor)


async def without_membership(view: View, actor: Actor) -> Sequence[PersonRecord]:
    """People supported here who are no members, by their names. Members are not named: it would say who has support."""
    _require_office(actor)
    statement = select(PersonRecord).where(PersonRecord.member.is_(None)).order_by(PersonRecord.name, PersonRecord.id)
    return list(await view.scalars(statement))


async def find(view: View, actor: Actor, authority_id: str, now: datetime) -> Line:
    """One authority that this actor may read."""
    lines = [one for found in await mine(view, actor, now) for one in found]
    if actor.has(*people.OFFICES):
        lines += await known(view, actor)
    for line in lines:
        if line.record.id == authority_id:
            return line
    raise NotFound(authority=authority_id)


async def end_authority(tx: Transaction, actor: Actor, authority_id: str, *, on: date, now: datetime) -> None:
    """From that day the member speaks no more. An office may end each, people their supporter, a speaker their own.

    Raises:
        EndedAlready: it ends on that day or sooner.
    """
    line = await find(tx, actor, authority_id, now)
    if not line.may_end:
        raise NotFound(authority=authority_id)
    record = await tx.get(RepresentativeRecord, authority_id, lock=True)
    if record is None:
        raise NotFound(authority=authority_id)
    if record.until is not None and record.until <= on:
        raise EndedAlready(authority=authority_id)
    if on < record.since:
        raise Invalid({"on": "not-that-day"})
    record.until = on
    await tx.flush()
    await audit.note(tx, actor, "person.authority-ended", record.person, now, member=record.member, on=on.isoformat())


async def member_called(view: View, actor: Actor, given: str, now: datetime) -> str:
    """The member with this e-mail address; the secretary may also give a number of the register.

    Raises:
        Invalid: nobody is in the register under it today.
    """
    found = await _called(view, actor, given, now)
    if found is None:
        raise Invalid({"member": "no-such-member"})
    return found


async def member_supported(tx: Transaction, actor: Actor, given: str, now: datetime) -> str:
    """The same for the member whom somebody speaks for, entered as somebody supported when first needed."""
    found = await _called(tx, actor, given, now)
    if found is None:
        raise Invalid({"whom": "no-such-member"})
    return (await people.of_member(tx, actor, found, now)).id


async def _called(view: View, actor: Actor, given: str, now: datetime) -> str | None:
    today, wanted = legal_day(now), given.strip()
    found = (await members.with_email(view, [wanted], today)).get(wanted.casefold())
    if found is not None or not actor.has(Role.SECRETARY):
        return found
    try:
        numbered = await members.numbered(view, actor, wanted)
    except NotFound:
        return None
    return numbered.id if numbered.was_member_on(today) else None


async def _lines(view: View, actor: Actor, *narrowed: ColumnElement[bool]) -> Sequence[Line]:
    record = RepresentativeRecord
    records = list(await view.scalars(select(record).where(*narrowed).order_by(record.since.desc(), record.id)))
    persons = {one.id: one for one in await view.scalars(select(PersonRecord))} if records else {}
    named = await people.names(view, {one.person for one in records})
    speakers = await members.names(view, {one.member for one in records})
    return [
        Line(one, named[one.person], speakers[one.member], _may_end(actor, one, persons[one.person])) for one in records
    ]


def _may_end(actor: Actor, record: RepresentativeRecord, person: PersonRecord) -> bool:
    own = people.is_own(person, actor) and Authority(record.authority) is Authority.SUPPORTER
    return own or record.member == actor.member or actor.has(*people.OFFICES)


def _require_office(actor: Actor) -> None:
    if not actor.has(*people.OFFICES):
        raise NotFound
