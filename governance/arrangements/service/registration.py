"""Deciding what registration an arrangement stands under: by an officer, with a reason, written down (K-033)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from governance.actor import Actor, Role
from governance.arrangements.model.agreements import Contractor, Directs, Employer, Source, Standing, State
from governance.arrangements.model.registration import REASON_LIMIT, Position
from governance.arrangements.records.agreements import ArrangementRecord
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.platform.db import Transaction, View
from governance.platform.keys import Keys
from governance.platform.sealing import seal, unseal

PLACE = {"table": "arrangement", "column": "registration_reason"}


async def waiting(view: View, actor: Actor) -> Sequence[ArrangementRecord]:
    """Arrangements that nobody decided about: for the co-ordinator, who is shown who employs, and nobody's name."""
    _refuse_others(actor)
    undecided = select(ArrangementRecord).where(
        ArrangementRecord.registration == Position.UNCONFIRMED,
        ArrangementRecord.state.not_in([State.ENDED, State.DECLINED]),
    )
    return (await view.scalars(undecided.order_by(ArrangementRecord.entered_at, ArrangementRecord.id))).all()


async def find(view: View, actor: Actor, arrangement_id: str, *, lock: bool = False) -> Standing:
    """What the co-ordinator decides by: who employs, who directs, how they met."""
    _refuse_others(actor)
    record = await view.get(ArrangementRecord, arrangement_id, lock=lock)
    if record is None or record.state in (State.ENDED, State.DECLINED):
        raise NotFound(arrangement=arrangement_id)
    return standing_of(record)


async def decide(
    tx: Transaction, actor: Actor, keys: Keys, arrangement_id: str, *, position: str, reason: str, now: datetime
) -> None:
    """Write a position down; a later decision takes its place, and the log keeps both.

    Raises:
        Invalid: no such position, or no reason or too long a one.
    """
    await find(tx, actor, arrangement_id, lock=True)
    record = await tx.get(ArrangementRecord, arrangement_id, lock=True)
    errors = {} if position in tuple(Position) else {"position": "unknown-position"}
    if not reason.strip() or len(reason) > REASON_LIMIT:
        errors["reason"] = "too-long" if reason.strip() else "missing"
    if errors or record is None:
        raise Invalid(errors)
    record.registration, record.registration_by, record.registration_at = position, actor.reference, now
    record.registration_reason = seal(keys, reason.strip().encode(), **PLACE, row=record.id)
    await audit.note(tx, actor, "arrangement.registration-decided", record.id, now, position=position)


def reason_of(keys: Keys, record: ArrangementRecord) -> str:
    """Why it was decided so; empty where nobody decided."""
    if record.registration_reason is None:
        return ""
    return unseal(keys, record.registration_reason, **PLACE, row=record.id).decode()


def standing_of(record: ArrangementRecord) -> Standing:
    return Standing(
        Directs(record.directs),
        Employer(record.employs),
        Source(record.source),
        Contractor(record.contracted_by) if record.contracted_by is not None else None,
        record.representative,
        record.introduction_only,
        record.personal_care,
    )


def _refuse_others(actor: Actor) -> None:
    if not (actor.is_platform or actor.has(Role.COORDINATOR)):
        raise NotFound
