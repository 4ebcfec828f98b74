"""What may be done with the register. Each function is one act inside the caller's transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import selectinload

from constitution import Rulebook
from governance.access import service as access
from governance.actor import Actor
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.members import model
from governance.members.entering import enter, one_at_a_time, open_way_in, rewrite, taken, taken_emails, wording
from governance.members.imports import (
    FORGET,
    Preview,
    confirm_import,
    export,
    find_import,
    forget_import,
    preview_import,
    previewed,
)
from governance.members.model import Candidate, Particulars, Voter
from governance.members.records import ClassPeriodRecord, MemberHistoryRecord, MemberRecord
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.platform.jobs.queue import enqueue
from governance.rulebook import service as rulebook

REASON_LIMIT = 500
_BY_NUMBER = (func.length(MemberRecord.number), MemberRecord.number)
"""9 before 10."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the register as it read on a day."""

    member: str
    name: str
    address: str
    email: str | None
    entered_on: date
    ceased_on: date | None


async def find(view: View, actor: Actor, member_id: str, *, lock: bool = False) -> MemberRecord:
    """The entry, or one answer for "not there" and "not for you" (PERM-2)."""
    options = [selectinload(MemberRecord.periods)]
    member = await view.get(MemberRecord, member_id, options=options, lock=lock)
    if member is None or not model.may_see_entry(actor, member_id):
        raise NotFound(member=member_id)
    return member


async def register(
    view: View, actor: Actor, *, day: date, search: str = "", former: bool = False, page: int = 1, size: int = 100
) -> Sequence[MemberRecord]:
    """The entries an officer may list, members of that day or, if asked, those who have left."""
    if not model.may_see_register(actor):
        raise NotFound
    statement = entitled_on(day)
    if former:
        statement = select(MemberRecord).where(MemberRecord.ceased_on <= day)
    statement = _matching(statement, search).options(selectinload(MemberRecord.periods))
    return (await view.scalars(statement.order_by(*_BY_NUMBER).limit(size).offset((page - 1) * size))).all()


async def count(view: View, day: date, *, search: str = "") -> int:
    matching = _matching(entitled_on(day), search).subquery()
    return int(await view.scalar(select(func.count()).select_from(matching)))


def entitled_on(day: date) -> Select[MemberRecord]:
    """Everybody who was a member on that day, to be narrowed further by whoever asks."""
    return select(MemberRecord).where(
        MemberRecord.entered_on <= day, or_(MemberRecord.ceased_on.is_(None), MemberRecord.ceased_on > day)
    )


async def voting_members(view: View, rules: Rulebook, day: date) -> Sequence[Voter]:
    """Members of that day who were then in a class that votes (P-022), in the order of their numbers."""
    period = ClassPeriodRecord
    statement = (
        entitled_on(day)
        .order_by(*_BY_NUMBER)
        .join(period, period.member == MemberRecord.id)
        .where(period.since <= day, or_(period.until.is_(None), period.until > day))
        .where(period.class_.in_(rules.words("P-022")))
        .with_only_columns(MemberRecord.id, period.class_, MemberRecord.entered_on)
    )
    return [Voter(*row) for row in await view.execute(statement)]


async def names(view: View, members: Iterable[str]) -> Mapping[str, str]:
    """Names for a page whose reader is meant to see them, such as a motion's proposer."""
    statement = select(MemberRecord).where(MemberRecord.id.in_(list(members)))
    return {member.id: member.name for member in await view.scalars(statement)}


async def next_number(view: View) -> str:
    """One above the highest plain number in use."""
    numbers = [number for number in await view.scalars(select(MemberRecord.number)) if number.isdecimal()]
    return str(max(map(int, numbers), default=0) + 1)


async def admit(tx: Transaction, actor: Actor, candidate: Candidate, now: datetime) -> MemberRecord:
    """Enter a person, with the way to sign in if there is an e-mail address."""
    rules = await rulebook.in_force(tx, now)
    errors = model.errors_in_entry(candidate, rules, legal_day(now))
    if errors:
        raise Invalid(errors)
    if (finding := model.of_age(candidate, rules)) is not None and not finding.met:
        raise model.NotOfThisAge(finding=finding)
    await one_at_a_time(tx)
    used = await taken(tx, [candidate])
    if candidate.number in used.numbers:
        raise model.NumberTaken(number=candidate.number)
    if used.emails:
        raise model.EmailTaken
    (member,) = await enter(tx, actor, [candidate], "admitted", now)
    await audit.note(tx, actor, "member.admitted", member.id, now, number=member.number)
    return member


async def correct(
    tx: Transaction, actor: Actor, member_id: str, given: Particulars, *, reason: str, now: datetime
) -> MemberRecord:
    """Put an entry right. The address of a sign-in is changed by its owner, not here (AUTH-11)."""
    member = await find(tx, actor, member_id, lock=True)
    errors = model.errors_in(given) | _errors_in_reason(reason)
    if errors:
        raise Invalid(errors)
    before = member.particulars
    if given == before:
        return member
    await one_at_a_time(tx)
    new_address = given.email is not None and given.email.lower() != (before.email or "").lower()
    if new_address and await taken_emails(tx, [given.email or ""]):
        raise model.EmailTaken
    rewrite(member, given)
    sequence = 1 + await tx.scalar(
        select(func.max(MemberHistoryRecord.sequence)).where(MemberHistoryRecord.member == member_id)
    )
    tx.add(wording(actor, member, sequence=sequence, since=legal_day(now), reason=reason, now=now))
    if before.email is None and given.email is not None:
        await open_way_in(tx, actor, member, now)
        enqueue(tx, "account-opened", {"member": member_id}, due_at=now)
    await audit.note(tx, actor, "member.corrected", member_id, now, reason=reason)
    return member


async def change_class(
    tx: Transaction, actor: Actor, member_id: str, to: str, *, on: date, reason: str, now: datetime
) -> MemberRecord:
    """Move a member to another class; the old class ends on the day the new one begins (P-021)."""
    member = await _current(tx, actor, member_id)
    rules = await rulebook.in_force(tx, now)
    errors = _errors_in_reason(reason)
    errors |= {} if to in rules.words("P-020") else {"class_": "unknown-class"}
    errors |= {} if on <= legal_day(now) else {"on": "in-the-future"}
    if errors:
        raise Invalid(errors)
    closed, opened = model.moved([record.period for record in member.periods], to, on)
    present = next(record for record in member.periods if record.until is None)
    present.until = closed.until
    await tx.flush()  # the open period must be closed before the next one opens
    member.periods.append(
        ClassPeriodRecord(id=new_id(), member=member_id, class_=opened.class_, since=opened.since, reason=reason)
    )
    await audit.note(tx, actor, "member.class-changed", member_id, now, before=closed.class_, after=to, on=str(on))
    return member


async def cease(
    tx: Transaction, actor: Actor, member_id: str, *, ground: str, on: date, reason: str, now: datetime
) -> MemberRecord:
    """End a membership on one of the grounds the rules know (P-042); the entry stays, the sign-in ends."""
    member = await _current(tx, actor, member_id)
    rules = await rulebook.in_force(tx, now)
    errors = _errors_in_reason(reason) | ({} if on <= legal_day(now) else {"on": "in-the-future"})
    if errors:
        raise Invalid(errors)
    if ground not in rules.words("P-042"):
        raise model.NotAGround(ground=ground, finding=rules.finding("ground-known", "P-042", met=False, ground=ground))
    present = next(record for record in member.periods if record.until is None)
    if on < present.since:
        raise model.NotYetAMember(on=on, since=present.since)
    present.until = on
    member.ceased_on, member.ceased_ground = on, ground
    account = await access.account_for(tx, member_id)
    if account is not None:
        await access.close_account(tx, actor, account.id, now)
    enqueue(tx, "member-ceased", {"member": member_id}, due_at=now)
    await audit.note(tx, actor, "member.ceased", member_id, now, ground=ground, on=str(on), reason=reason)
    return member


async def history(view: View, actor: Actor, member_id: str) -> Sequence[MemberHistoryRecord]:
    """Every wording of an entry, the newest first."""
    await find(view, actor, member_id)
    history_ = MemberHistoryRecord
    statement = select(history_).where(history_.member == member_id).order_by(history_.sequence.desc())
    return (await view.scalars(statement)).all()


async def entries_on(
    view: View, day: date, *, keep_years: int, search: str = "", page: int = 1, size: int | None = 50
) -> Sequence[Entry]:
    """The register as it read on a day, those who had left in the years before it included (L-030, P-281)."""
    newest = (
        select(func.max(MemberHistoryRecord.sequence))
        .where(MemberHistoryRecord.member == MemberRecord.id, MemberHistoryRecord.since <= day)
        .correlate(MemberRecord)
        .scalar_subquery()
    )
    horizon = _years_before(day, keep_years)
    statement = (
        select(MemberRecord, MemberHistoryRecord)
        .join(MemberHistoryRecord, MemberHistoryRecord.member == MemberRecord.id)
        .where(MemberHistoryRecord.sequence == newest, MemberRecord.entered_on <= day)
        .where(or_(MemberRecord.ceased_on.is_(None), MemberRecord.ceased_on > horizon))
    )
    for word in model.plain(search).split():
        statement = statement.where(MemberRecord.search.contains(word, autoescape=True))
    if size is not None:
        statement = statement.limit(size).offset((page - 1) * size)
    rows = await view.execute(statement.order_by(*_BY_NUMBER))
    return [_entry(*row, day=day) for row in rows]


async def classes_on(view: View, members: Iterable[str], day: date) -> Mapping[str, str]:
    """The class of each member on a day; for those alone whom the access matrix lets see it."""
    period = ClassPeriodRecord
    statement = select(period).where(period.member.in_(list(members)), period.since <= day)
    found = await view.scalars(statement.where(or_(period.until.is_(None), period.until > day)))
    return {record.member: record.class_ for record in found}


async def _current(tx: Transaction, actor: Actor, member_id: str) -> MemberRecord:
    member = await find(tx, actor, member_id, lock=True)
    if member.ceased_on is not None:
        raise model.AlreadyCeased(ceased_on=member.ceased_on)
    return member


def _errors_in_reason(reason: str) -> dict[str, str]:
    if not reason.strip():
        return {"reason": "missing"}
    return {"reason": "too-long"} if len(reason) > REASON_LIMIT else {}


def _matching(statement: Select[MemberRecord], search: str) -> Select[MemberRecord]:
    for word in model.plain(search).split():
        statement = statement.where(MemberRecord.search.contains(word, autoescape=True))
    return statement


def _entry(member: MemberRecord, then: MemberHistoryRecord, *, day: date) -> Entry:
    name = f"{then.name_given} {then.name_family}".strip()
    ceased_on = member.ceased_on if member.ceased_on is not None and member.ceased_on <= day else None
    return Entry(member.id, name, then.address, then.email, member.entered_on, ceased_on)


def _years_before(day: date, years: int) -> date:
    """The same date that many years earlier; 29 February gives the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


__all__ = [
    "FORGET",
    "Entry",
    "Preview",
    "admit",
    "cease",
    "change_class",
    "classes_on",
    "confirm_import",
    "correct",
    "count",
    "entitled_on",
    "entries_on",
    "export",
    "find",
    "find_import",
    "forget_import",
    "history",
    "names",
    "next_number",
    "preview_import",
    "previewed",
    "register",
    "voting_members",
]
