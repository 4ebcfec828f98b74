"""Granting a look, looking, and telling who looked. No look goes unwritten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from governance.access import service as access
from governance.access.model import fold
from governance.actor import Actor, Role
from governance.audit import service as audit
from governance.board import service as board
from governance.board.service import Officer
from governance.errors import Invalid, NotFound
from governance.inspection import model
from governance.inspection.model import Column, Power, Proposal
from governance.inspection.records import GrantRecord, LookEntryRecord, LookRecord
from governance.members import service as members
from governance.members.model import is_email
from governance.members.service import Entry
from governance.platform.clock import first_instant, legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.rulebook import service as rulebook

PAGE = 50
REASON_LIMIT = 500


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


async def propose(tx: Transaction, actor: Actor, proposal: Proposal, now: datetime) -> GrantRecord:
    """Put a grant before a second person."""
    errors = model.errors_in(proposal, legal_day(now))
    if proposal.inspector_email and not is_email(proposal.inspector_email):
        errors["inspector_email"] = "not-an-email"
    model.refuse_beyond(proposal.power, proposal.columns, lawful_basis=proposal.lawful_basis)
    if errors:
        raise Invalid(errors)
    if proposal.member is not None:
        await members.find(tx, actor, proposal.member)
    grant = _grant(actor, proposal, now)
    tx.add(grant)
    await tx.flush()
    await audit.note(tx, actor, "grant.proposed", grant.id, now, body=grant.body, power=grant.power)
    return grant


async def approve(tx: Transaction, actor: Actor, grant_id: str, now: datetime) -> GrantRecord:
    """The second person agrees; from now on the inspector may look."""
    grant = await find(tx, actor, grant_id, lock=True)
    if not model.decides_about_grants(actor):
        raise NotFound(grant=grant_id)
    if grant.approved_at is not None:
        raise model.AlreadyApproved(grant=grant_id)
    if grant.revoked_at is not None:
        raise model.GrantRevoked(at=grant.revoked_at)
    if now >= grant.expires_at:
        raise model.GrantExpired(at=grant.expires_at)
    if model.person(actor) == grant.proposed_by:
        raise model.SamePerson(grant=grant_id)
    grant.account = await _way_in(tx, actor, grant, now)
    grant.approved_by, grant.approved_at = model.person(actor), now
    await audit.note(tx, actor, "grant.approved", grant_id, now)
    return grant


async def revoke(tx: Transaction, actor: Actor, grant_id: str, *, reason: str, now: datetime) -> GrantRecord:
    """End a grant this instant. Revoking twice changes nothing."""
    grant = await find(tx, actor, grant_id, lock=True)
    if not model.decides_about_grants(actor):
        raise NotFound(grant=grant_id)
    if not reason.strip() or len(reason) > REASON_LIMIT:
        raise Invalid({"reason": "too-long" if reason.strip() else "missing"})
    if grant.revoked_at is not None:
        return grant
    grant.revoked_at, grant.revoked_by, grant.revoked_because = now, model.person(actor), reason
    await tx.flush()
    await audit.note(tx, actor, "grant.revoked", grant_id, now, reason=reason)
    if grant.account is not None and grant.member is None and not await _has_another(tx, grant.account, now):
        await access.withdraw_role(tx, actor, grant.account, Role.INSPECTOR, now)
    return grant


async def find(view: View, actor: Actor, grant_id: str, *, lock: bool = False) -> GrantRecord:
    """For those who decide about grants, and for the one who holds it (PERM-2)."""
    grant = await view.get(GrantRecord, grant_id, lock=lock)
    if grant is None or not (model.decides_about_grants(actor) or _holds(actor, grant)):
        raise NotFound(grant=grant_id)
    return grant


async def grants(view: View, actor: Actor) -> Sequence[GrantRecord]:
    """All of them for those who decide, one's own for anybody else; the newest first."""
    statement = select(GrantRecord).order_by(GrantRecord.proposed_at.desc(), GrantRecord.id)
    if not model.decides_about_grants(actor):
        statement = statement.where(GrantRecord.account == (actor.account or ""), GrantRecord.approved_at.is_not(None))
    return (await view.scalars(statement)).all()


async def usable(view: View, actor: Actor, grant_id: str, now: datetime, *, lock: bool = False) -> GrantRecord:
    """One's own grant, refused with the reason when it may not be used now."""
    grant = await find(view, actor, grant_id, lock=lock)
    if not _holds(actor, grant):
        raise NotFound(grant=grant_id)
    model.refuse_unusable(grant.standing, now)
    return grant


async def look(
    tx: Transaction, actor: Actor, grant_id: str, *, as_at: date, now: datetime, search: str = "", page: int = 1
) -> Register:
    """Show a page of the register and write down that it was shown, to whom, and whose entries it held."""
    grant = await usable(tx, actor, grant_id, now, lock=True)  # a look and its revocation happen one after the other
    model.refuse_unusable(grant.standing, now, as_at)
    power, columns = grant.scope
    keep_years = (await rulebook.in_force(tx, now)).count("P-281")
    page = max(page, 1)
    found = await members.entries_on(tx, as_at, keep_years=keep_years, search=search, page=page, size=PAGE + 1)
    entries = {
        entry.member: (entry, model.shown(power, columns, own=entry.member == grant.member)) for entry in found[:PAGE]
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
        has_more=len(found) > PAGE,
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


def _grant(actor: Actor, proposal: Proposal, now: datetime) -> GrantRecord:
    return GrantRecord(
        id=new_id(),
        body=proposal.body.strip(),
        power=proposal.power,
        evidence=proposal.evidence.strip(),
        columns=sorted(proposal.columns),
        lawful_basis=proposal.lawful_basis,
        earliest=proposal.earliest,
        latest=proposal.latest,
        expires_at=first_instant(proposal.last_day + timedelta(days=1)),
        member=proposal.member,
        inspector_name=proposal.inspector_name.strip(),
        inspector_email=proposal.inspector_email.strip(),
        proposed_by=model.person(actor),
        proposed_at=now,
    )


async def _way_in(tx: Transaction, actor: Actor, grant: GrantRecord, now: datetime) -> str:
    """The account that will look: the member's own, the one an earlier grant opened, or a new one."""
    if grant.member is not None:
        own = await access.account_for(tx, grant.member)
        if own is None or own.closed_at is not None:
            raise Invalid({"member": "no-account"})
        return own.id
    known = await access.account_of(tx, fold(grant.inspector_email))
    if known is None or known.member is not None:
        known = await access.open_account(
            tx, actor, member_id=None, email=grant.inspector_email, name=grant.inspector_name, now=now
        )
    if Role.INSPECTOR not in await access.roles_of(tx, known.id, now):
        await access.grant_role(tx, actor, known.id, Role.INSPECTOR, now)
    return known.id


async def _has_another(view: View, account: str, now: datetime) -> bool:
    live = (
        select(func.count())
        .select_from(GrantRecord)
        .where(
            GrantRecord.account == account,
            GrantRecord.approved_at.is_not(None),
            GrantRecord.revoked_at.is_(None),
            GrantRecord.expires_at > now,
        )
    )
    return bool(await view.scalar(live))


def _holds(actor: Actor, grant: GrantRecord) -> bool:
    return actor.account is not None and actor.account == grant.account
