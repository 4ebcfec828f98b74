"""Help with an arrangement: asked for by the person, for one office and one day; every look is shown (PERM-8)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, select

from governance.actor import Actor, Role
from governance.arrangements.model.agreements import Party
from governance.arrangements.records.agreements import ArrangementRecord, HelpRecord, LookRecord
from governance.arrangements.service import agreements
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id

LASTS = timedelta(hours=24)


class Helper(StrEnum):
    """Offices that may be let in."""

    COORDINATOR = "coordinator"
    SECRETARY = "secretary"


async def ask_for(tx: Transaction, actor: Actor, arrangement_id: str, *, office: str, now: datetime) -> HelpRecord:
    """The person, or who speaks for them, lets one office look for 24 hours."""
    record = await agreements.find_as(tx, actor, arrangement_id, Party.MEMBER, now)
    if office not in tuple(Helper):
        raise Invalid({"office": "missing"})
    given = HelpRecord(
        id=new_id(),
        arrangement=record.id,
        office=office,
        asked_by=actor.reference,
        asked_at=now,
        until=now + LASTS,
    )
    tx.add(given)
    await tx.flush()
    await audit.note(tx, actor, "help.asked", record.id, now, office=office)
    return given


async def withdraw(tx: Transaction, actor: Actor, arrangement_id: str, now: datetime) -> None:
    """No more help from now on."""
    record = await agreements.find_as(tx, actor, arrangement_id, Party.MEMBER, now)
    for given in await _open(tx, now, HelpRecord.arrangement == record.id):
        given.until = now
    await audit.note(tx, actor, "help.withdrawn", record.id, now)


async def asked(view: View, actor: Actor, now: datetime) -> Sequence[HelpRecord]:
    """The requests that are open for an office of the actor."""
    return await _open(view, now, HelpRecord.office.in_(_offices(actor)))


async def look(tx: Transaction, actor: Actor, arrangement_id: str, now: datetime) -> ArrangementRecord:
    """The arrangement, for an office that was asked to help; the look is written down before anything is shown.

    Raises:
        NotFound: nobody asked, or the 24 hours are over.
    """
    given = await _open(tx, now, HelpRecord.arrangement == arrangement_id, HelpRecord.office.in_(_offices(actor)))
    record = await tx.get(ArrangementRecord, arrangement_id)
    if not given or record is None:
        raise NotFound(arrangement=arrangement_id)
    tx.add(LookRecord(id=new_id(), arrangement=record.id, by=actor.reference, office=given[0].office, at=now))
    await tx.flush()
    await audit.note(tx, actor, "help.looked", record.id, now)
    return record


async def given_in(view: View, arrangement_id: str, now: datetime) -> Sequence[HelpRecord]:
    """The help that is open in an arrangement."""
    return await _open(view, now, HelpRecord.arrangement == arrangement_id)


async def looks(view: View, arrangement_id: str) -> Sequence[LookRecord]:
    """Everybody's looks, the newest first: for the person to read."""
    seen = select(LookRecord).where(LookRecord.arrangement == arrangement_id)
    return (await view.scalars(seen.order_by(LookRecord.at.desc(), LookRecord.id))).all()


def _offices(actor: Actor) -> list[str]:
    return [helper.value for helper in Helper if actor.has(Role(helper.value))]


async def _open(view: View, now: datetime, *which: ColumnElement[bool]) -> Sequence[HelpRecord]:
    statement = select(HelpRecord).where(HelpRecord.until > now, *which)
    return (await view.scalars(statement.order_by(HelpRecord.asked_at, HelpRecord.id))).all()
