"""Filling and ending offices. The parts that people play in the platform follow from them, day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select

from governance.access import service as access
from governance.actor import Actor
from governance.audit import service as audit
from governance.board.model import offices as model
from governance.board.model.offices import Chosen, Office, Term
from governance.board.records.offices import TermRecord
from governance.errors import Invalid, NotFound
from governance.members import service as members
from governance.platform.clock import first_instant, legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.platform.jobs.queue import enqueue

REASON_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Holder:
    """One line of the list of officers."""

    term: str
    office: Office
    member: str
    name: str
    since: date
    until: date | None
    how: Chosen


@dataclass(frozen=True, slots=True)
class Officer:
    """One line of the statutory register of officers (L-031); the Act does not ask for ``until``, rules do."""

    office: Office
    name: str
    address: str
    email: str | None
    since: date
    until: date | None


async def appoint(
    tx: Transaction,
    actor: Actor,
    *,
    member_id: str,
    office: str,
    from_day: date,
    how: str,
    now: datetime,
    until: date | None = None,
) -> TermRecord:
    """Put a member into an office from a day on; what the office may do in the platform opens that same day."""
    new = _read(member_id, office, from_day, how, until)
    member = await members.find(tx, actor, member_id, lock=True)
    if not member.was_member_on(from_day):
        raise model.NotAMemberThen(member=member_id, from_day=from_day)
    await tx.alone("board-terms")
    others = [record.term for record in await tx.scalars(select(TermRecord))]
    model.refuse_clash(new, others)
    await _refuse_crowd(tx, others, new, now)
    record = TermRecord(id=new_id(), office=new.office, member=member_id, since=from_day, how=how, appointed_at=now)
    record.until = until
    tx.add(record)
    await tx.flush()
    await audit.note(tx, actor, "board.appointed", record.id, now, office=office, member=member_id, how=how)
    _promise_changes(tx, record, now)
    await settle(tx, actor, member_id, now)
    return record


async def vacate(tx: Transaction, actor: Actor, term_id: str, *, on: date, reason: str, now: datetime) -> TermRecord:
    """End a term on a day: that day its holder no longer holds it."""
    if not reason.strip() or len(reason) > REASON_LIMIT:
        raise Invalid({"reason": "too-long" if reason.strip() else "missing"})
    record = await find(tx, actor, term_id, lock=True)
    if on < record.since or (record.until is not None and record.until <= on):
        raise model.OfficeEnded(term=term_id, since=record.since, until=record.until)
    record.until, record.ended_because = on, reason
    await tx.flush()
    await audit.note(tx, actor, "board.vacated", term_id, now, office=record.office, on=str(on), reason=reason)
    _promise_changes(tx, record, now)
    await settle(tx, actor, record.member, now)
    return record


async def settle(tx: Transaction, actor: Actor, member_id: str, now: datetime) -> None:
    """Make somebody's parts those of the offices they hold today. Doing it again changes nothing."""
    account = await access.account_for(tx, member_id)
    if account is None or account.closed_at is not None:
        return
    terms = [record.term for record in await tx.scalars(select(TermRecord).where(TermRecord.member == member_id))]
    wanted = model.roles_on(terms, legal_day(now))
    of_offices = {office.role for office in Office}
    held = await access.roles_of(tx, account.id, now) & of_offices
    for role in sorted(wanted - held):
        await access.grant_role(tx, actor, account.id, role, now)
    for role in sorted(held - wanted):
        await access.withdraw_role(tx, actor, account.id, role, now)


async def end_all(tx: Transaction, actor: Actor, member_id: str, *, on: date, reason: str, now: datetime) -> None:
    """Whoever ceases to be a member leaves every office that day (P-199)."""
    running = select(TermRecord).where(
        TermRecord.member == member_id, or_(TermRecord.until.is_(None), TermRecord.until > on)
    )
    for record in (await tx.scalars(running)).all():
        last = max(on, record.since)
        if record.until is None or record.until > last:
            await vacate(tx, actor, record.id, on=last, reason=reason, now=now)


async def find(view: View, actor: Actor, term_id: str, *, lock: bool = False) -> TermRecord:
    """Who holds an office is open to every member; nobody else gets an answer (PERM-2)."""
    record = await view.get(TermRecord, term_id, lock=lock)
    if record is None or not (actor.is_platform or actor.roles):
        raise NotFound(term=term_id)
    return record


async def holders(view: View, day: date) -> Sequence[Holder]:
    """Who holds which office that day, in the order of the offices."""
    return await _named(view, [record for record in await _all(view) if record.term.covers(day)])


async def terms(view: View) -> Sequence[Holder]:
    """Every term there ever was, the newest first."""
    return sorted(await _named(view, await _all(view)), key=lambda holder: holder.since, reverse=True)


async def officers(view: View, day: date, *, keep_years: int) -> Sequence[Officer]:
    """The register of officers as it read on a day, those who had left in the years before it included."""
    entries = {entry.member: entry for entry in await members.entries_on(view, day, keep_years=keep_years, size=None)}
    found = []
    for record in await _all(view):
        entry = entries.get(record.member)
        if record.since > day or entry is None:
            continue
        until = record.until if record.until is not None and record.until <= day else None
        office = Office(record.office)
        found.append(Officer(office, entry.name, entry.address, entry.email, record.since, until))
    return found


async def _all(view: View) -> Sequence[TermRecord]:
    order = list(Office)
    records = (await view.scalars(select(TermRecord).order_by(TermRecord.since, TermRecord.id))).all()
    return sorted(records, key=lambda record: order.index(Office(record.office)))


async def _named(view: View, records: Sequence[TermRecord]) -> Sequence[Holder]:
    names = await members.names(view, {record.member for record in records})
    return [
        Holder(
            record.id,
            Office(record.office),
            record.member,
            names[record.member],
            record.since,
            record.until,
            Chosen(record.how),
        )
        for record in records
    ]


async def _refuse_crowd(tx: Transaction, others: Sequence[Term], new: Term, now: datetime) -> None:
    if new.office is not Office.DIRECTOR:
        return
    finding = model.room_on_the_board(await members.rules_on(tx, now), others, new)
    if not finding.met:
        raise model.BoardFull(finding=finding)


def _read(member_id: str, office: str, from_day: date, how: str, until: date | None) -> Term:
    errors = {} if office in tuple(Office) else {"office": "unknown-office"}
    errors |= {} if how in tuple(Chosen) else {"how": "unknown-way"}
    errors |= {"until": "before-it-begins"} if until is not None and until <= from_day else {}
    if errors:
        raise Invalid(errors)
    return Term(Office(office), member_id, from_day, until)


def _promise_changes(tx: Transaction, record: TermRecord, now: datetime) -> None:
    """The days on which the parts change by themselves; the handler looks at the terms as they stand then."""
    for day in (record.since, record.until):
        if day is not None and first_instant(day) > now:
            enqueue(tx, "office-day", {"member": record.member}, due_at=first_instant(day))
