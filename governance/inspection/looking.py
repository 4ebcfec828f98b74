"""Looking at the register under a grant, and telling who looked. No look goes unwritten (REG-1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, or_, select

from governance.actor import Actor
from governance.audit import service as audit
from governance.board import service as board
from governance.board.service import Officer
from governance.errors import NotFound
from governance.inspection import model
from governance.inspection.model import Column, Power
from governance.inspection.records import GrantRecord, LookEntryRecord, LookRecord
from governance.members import service as members
from governance.members.service import Entry
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id

PAGE = 50
WHOLE = 0
"""The page number of a look that showed the whole register at once."""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry cut to the columns that may be shown of it; what is not in ``columns`` is empty."""

    columns: frozenset[Column]
    name: str | None = None
    address: str | None = None
    email: str | None = None
    entered_on: date | None = None
    ceased_on: date | None = None
    class_: str | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """The register as it read on a day, as far as one grant reaches."""

    grant: GrantRecord
    as_at: date
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    officers: tuple[Officer, ...]
    page: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class LookAtMe:
    """That somebody saw an entry, in the words its owner reads."""

    at: datetime
    body: str
    power: Power
    as_at: date
    columns: tuple[Column, ...]


async def find(view: View, actor: Actor, grant_id: str, *, lock: bool = False) -> GrantRecord:
    """For those who decide about grants, and for the one who holds it (PERM-2)."""
    grant = await view.get(GrantRecord, grant_id, lock=lock)
    if grant is None or not (model.decides_about(actor, Power(grant.power)) or _holds(actor, grant)):
        raise NotFound(grant=grant_id)
    return grant


async def grants(view: View, actor: Actor) -> Sequence[GrantRecord]:
    """All of them for those who decide about them, one's own for anybody else; the newest first."""
    own = and_(GrantRecord.account == (actor.account or ""), GrantRecord.approved_at.is_not(None))
    decided = [power for power in Power if model.decides_about(actor, power)]
    statement = select(GrantRecord).where(or_(own, GrantRecord.power.in_(decided)))
    return (await view.scalars(statement.order_by(GrantRecord.proposed_at.desc(), GrantRecord.id))).all()


async def usable(view: View, actor: Actor, grant_id: str, now: datetime, *, lock: bool = False) -> GrantRecord:
    """One's own grant, refused with the reason when it may not be used now."""
    grant = await find(view, actor, grant_id, lock=lock)
    if not _holds(actor, grant):
        raise NotFound(grant=grant_id)
    model.refuse_unusable(grant.standing, now)
    return grant


async def of_register(view: View, actor: Actor, grant_id: str, now: datetime, *, lock: bool = False) -> GrantRecord:
    """The same for a grant of the register; one that opens something else is no way into it."""
    grant = await usable(view, actor, grant_id, now, lock=lock)
    if grant.discloses:
        raise NotFound(grant=grant_id)
    return grant


async def look(
    tx: Transaction, actor: Actor, grant_id: str, *, as_at: date, now: datetime, search: str = "", page: int = 1
) -> Register:
    """Show a page of the register and write down that it was shown, to whom, and whose entries it held."""
    return await _shown(tx, actor, grant_id, as_at=as_at, now=now, search=search, page=max(page, 1))


async def look_at_all(tx: Transaction, actor: Actor, grant_id: str, *, as_at: date, now: datetime) -> Register:
    """The whole register at once, for a copy; written down as every look is."""
    return await _shown(tx, actor, grant_id, as_at=as_at, now=now, search="", page=WHOLE)


async def _shown(
    tx: Transaction, actor: Actor, grant_id: str, *, as_at: date, now: datetime, search: str, page: int
) -> Register:
    grant = await of_register(
        tx, actor, grant_id, now, lock=True
    )  # a look and its revocation happen one after the other
    model.refuse_unusable(grant.standing, now, as_at)
    power, columns = grant.scope
    keep_years = (await members.rules_on(tx, now)).count("P-281")
    size = None if page == WHOLE else PAGE + 1
    found = await members.entries_on(tx, as_at, keep_years=keep_years, search=search, page=page, size=size)
    has_more = size is not None and len(found) > PAGE
    entries = {
        entry.member: (entry, model.shown(power, columns, own=entry.member == grant.member))
        for entry in (found[:PAGE] if has_more else found)
    }
    classes = await members.classes_on(tx, entries, as_at) if Column.CLASS in columns else {}
    officers = await board.officers(tx, as_at, keep_years=keep_years) if Column.OFFICERS in columns else ()
    seen = LookRecord(id=new_id(), grant=grant.id, at=now, as_at=as_at, search=search, page=page)
    await _write_down(tx, actor, seen, {member: some for member, (_, some) in entries.items()}, now)
    return Register(
        grant=grant,
        as_at=as_at,
        columns=tuple(column for column in Column if column in columns and column is not Column.OFFICERS),
        lines=tuple(_line(entry, some, classes.get(member)) for member, (entry, some) in entries.items()),
        officers=tuple(officers),
        page=page,
        has_more=has_more,
    )


async def _write_down(
    tx: Transaction, actor: Actor, seen: LookRecord, entries: Mapping[str, frozenset[Column]], now: datetime
) -> None:
    tx.add(seen)
    await tx.flush()
    tx.add_all(LookEntryRecord(look=seen.id, member=member, columns=sorted(some)) for member, some in entries.items())
    await audit.note(
        tx, actor, "register.looked-at", seen.grant, now, as_at=str(seen.as_at), page=seen.page, look=seen.id
    )


async def looks(view: View, actor: Actor, grant_id: str) -> Sequence[LookRecord]:
    """Every look under a grant, the newest first."""
    await find(view, actor, grant_id)
    statement = select(LookRecord).where(LookRecord.grant == grant_id).order_by(LookRecord.at.desc(), LookRecord.id)
    return (await view.scalars(statement)).all()


async def looks_at(view: View, member_id: str) -> Sequence[LookAtMe]:
    """Who looked at this member's entry, the newest first; the page shows it to that member alone."""
    seen, shown = LookRecord, LookEntryRecord
    statement = (
        select(seen.at, GrantRecord.body, GrantRecord.power, seen.as_at, shown.columns)
        .join(shown, shown.look == seen.id)
        .join(GrantRecord, GrantRecord.id == seen.grant)
        .where(shown.member == member_id)
        .order_by(seen.at.desc(), seen.id)
    )
    rows = await view.execute(statement)
    return [
        LookAtMe(at, body, Power(power), as_at, tuple(Column(column) for column in columns))
        for at, body, power, as_at, columns in rows
    ]


def _line(entry: Entry, columns: frozenset[Column], class_: str | None) -> Line:
    return Line(
        columns=columns,
        name=entry.name if Column.NAME in columns else None,
        address=entry.address if Column.ADDRESS in columns else None,
        email=entry.email if Column.EMAIL in columns else None,
        entered_on=entry.entered_on if Column.DATES in columns else None,
        ceased_on=entry.ceased_on if Column.DATES in columns else None,
        class_=class_ if Column.CLASS in columns else None,
    )


def _holds(actor: Actor, grant: GrantRecord) -> bool:
    return actor.account is not None and actor.account == grant.account
