"""Writing down that a worry was raised and who was told; not one word of what it is about (K-096)."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from governance.actor import Actor, Role
from governance.arrangements.model.worries import Category, ReferredAlready, ReferredTo
from governance.arrangements.records.worries import WorryRecord
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id


async def raise_one(tx: Transaction, actor: Actor, category: Category, now: datetime) -> WorryRecord:
    """On this day somebody was worried. The page says at once whom to telephone."""
    record = WorryRecord(id=new_id(), raised_on=legal_day(now), raised_by=actor.reference, category=category)
    tx.add(record)
    await tx.flush()
    await audit.note(tx, actor, "worry.raised", record.id, now)
    return record


async def refer(
    tx: Transaction, actor: Actor, worry_id: str, *, to: ReferredTo, on: date, now: datetime
) -> WorryRecord:
    """The named lead writes down who was told, and when.

    Raises:
        NotFound, ReferredAlready, Invalid
    """
    record = await find(tx, actor, worry_id, lock=True)
    if record.referred_to is not None:
        raise ReferredAlready(worry=worry_id)
    if not record.raised_on <= on <= legal_day(now):
        raise Invalid({"on": "in-the-future" if on > legal_day(now) else "before-it-begins"})
    record.referred_to, record.referred_on, record.referred_by = to, on, actor.reference
    await audit.note(tx, actor, "worry.referred", worry_id, now, to=to)
    return record


async def find(view: View, actor: Actor, worry_id: str, *, lock: bool = False) -> WorryRecord:
    """For the named lead; nobody else gets an answer (PERM-2)."""
    record = await view.get(WorryRecord, worry_id, lock=lock)
    if record is None or not _leads(actor):
        raise NotFound(worry=worry_id)
    return record


async def of_actor(view: View, actor: Actor) -> Sequence[WorryRecord]:
    """One's own; for the named lead everybody's. The newest first."""
    raised = select(WorryRecord).order_by(WorryRecord.raised_on.desc(), WorryRecord.id.desc())
    if not _leads(actor):
        raised = raised.where(WorryRecord.raised_by == actor.reference)
    return (await view.scalars(raised)).all()


def _leads(actor: Actor) -> bool:
    """The secretary is the named lead until the rules say otherwise."""
    return actor.has(Role.SECRETARY)
