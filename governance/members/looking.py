"""Reading the register: whom an officer may list, who votes, and how it all read on another day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import selectinload

from constitution import Rulebook
from governance.actor import Actor
from governance.errors import NotFound
from governance.members import model
from governance.members.model import Voter
from governance.members.records import ClassPeriodRecord, MemberHistoryRecord, MemberRecord
from governance.platform.db import View
from governance.platform.plain import plain

BY_NUMBER = (func.length(MemberRecord.number), MemberRecord.number)
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


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries of the register: those who have left instead of members, one class, those without e-mail."""

    former: bool = False
    class_: str = ""
    without_email: bool = False


EVERYBODY = Filter()


async def find(view: View, actor: Actor, member_id: str, *, lock: bool = False) -> MemberRecord:
    """The entry, or one answer for "not there" and "not for you" (PERM-2)."""
    options = [selectinload(MemberRecord.periods)]
    member = await view.get(MemberRecord, member_id, options=options, lock=lock)
    if member is None or not model.may_see_entry(actor, member_id):
        raise NotFound(member=member_id)
    return member


async def numbered(view: View, actor: Actor, number: str) -> MemberRecord:
    """The entry with this number, or the same answer as from :func:`find`."""
    known = await view.scalar(select(MemberRecord.id).where(MemberRecord.number == number))
    return await find(view, actor, known or "")


async def register(
    view: View,
    actor: Actor,
    *,
    day: date,
    search: str = "",
    only: Filter = EVERYBODY,
    page: int = 1,
    size: int = 100,
) -> Sequence[MemberRecord]:
    """The entries an officer may list, members of that day or, if asked, those who have left."""
    if not model.may_see_register(actor):
        raise NotFound
    statement = _filtered(day, search, only).options(selectinload(MemberRecord.periods))
    return (await view.scalars(statement.order_by(*BY_NUMBER).limit(size).offset((page - 1) * size))).all()


async def count(view: View, day: date, *, search: str = "", only: Filter = EVERYBODY) -> int:
    matching = _filtered(day, search, only).subquery()
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
        .order_by(*BY_NUMBER)
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


async def with_email(view: View, emails: Iterable[str], day: date) -> Mapping[str, str]:
    """Members of that day by their e-mail address, in small letters, for whoever knows the addresses already."""
    wanted = {email.casefold() for email in emails}
    statement = entitled_on(day).where(func.lower(MemberRecord.email).in_(wanted))
    return {(member.email or "").casefold(): member.id for member in await view.scalars(statement)}


async def addressed(view: View, members: Iterable[str]) -> Mapping[str, MemberRecord]:
    """Members with their addresses, for writing to them."""
    statement = select(MemberRecord).where(MemberRecord.id.in_(list(members)))
    return {member.id: member for member in await view.scalars(statement)}


async def next_number(view: View) -> str:
    """One above the highest plain number in use."""
    numbers = [number for number in await view.scalars(select(MemberRecord.number)) if number.isdecimal()]
    return str(max(map(int, numbers), default=0) + 1)


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
    statement = statement.where(*_named(search))
    if size is not None:
        statement = statement.limit(size).offset((page - 1) * size)
    rows = await view.execute(statement.order_by(*BY_NUMBER))
    return [_entry(*row, day=day) for row in rows]


async def classes_on(view: View, members: Iterable[str], day: date) -> Mapping[str, str]:
    """The class of each member on a day; for those alone whom the access matrix lets see it."""
    period = ClassPeriodRecord
    statement = select(period).where(period.member.in_(list(members)), period.since <= day)
    found = await view.scalars(statement.where(or_(period.until.is_(None), period.until > day)))
    return {record.member: record.class_ for record in found}


def _filtered(day: date, search: str, only: Filter) -> Select[MemberRecord]:
    statement = select(MemberRecord).where(MemberRecord.ceased_on <= day) if only.former else entitled_on(day)
    statement = statement.where(*_named(search))
    if only.without_email:
        statement = statement.where(MemberRecord.email.is_(None))
    if only.class_:
        period = ClassPeriodRecord
        last = select(func.max(period.since)).where(period.member == MemberRecord.id).correlate(MemberRecord)
        statement = statement.join(period, period.member == MemberRecord.id).where(
            period.class_ == only.class_, period.since == last.scalar_subquery()
        )
    return statement


def _named(search: str) -> list[ColumnElement[bool]]:
    return [MemberRecord.search.contains(word, autoescape=True) for word in plain(search).split()]


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
