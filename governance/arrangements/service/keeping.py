"""How long arrangements are kept after they end, and removing those whose time is over (P-284)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import delete, or_, select

from constitution import Rulebook
from constitution.deadlines import kept_until
from governance.actor import Actor
from governance.arrangements.model.agreements import State
from governance.arrangements.records.agreements import (
    AgreementRecord,
    AnswerRecord,
    ArrangementRecord,
    HelpRecord,
    LookRecord,
    VariationRecord,
)
from governance.arrangements.records.disputes import DisputeRecord, DisputeStepRecord, UrgentActionRecord
from governance.arrangements.records.duties import DutyRecord
from governance.audit import service as audit
from governance.members import service as members
from governance.platform.clock import first_instant, legal_day
from governance.platform.db import Transaction, View
from governance.platform.jobs.queue import enqueue

FORGET = "arrangement-forget"
AGAIN = timedelta(days=30)
"""After how long what had to stay longer is looked at again."""
PARTS = (HelpRecord, LookRecord, AnswerRecord, VariationRecord, AgreementRecord, DutyRecord)


async def due(view: View, now: datetime) -> Sequence[str]:
    """The arrangements that rules and law no longer keep; what is still disputed or not ratified stays.

    This is the dry run: it counts and changes nothing.
    """
    rules, today = await members.rules_on(view, now), legal_day(now)
    ended = select(ArrangementRecord).where(ArrangementRecord.state == State.ENDED)
    held = await _held(view)
    found = []
    for record in await view.scalars(ended.order_by(ArrangementRecord.ends_on, ArrangementRecord.id)):
        if record.ends_on is None or record.id in held:
            continue
        last = _last_day(rules, record.ends_on)
        if last is not None and last < today:
            found.append(record.id)
    return found


async def remove_due(tx: Transaction, actor: Actor, now: datetime) -> int:
    """Remove them with everything that belongs to them; the log keeps that and when."""
    gone = await due(tx, now)
    for arrangement_id in gone:
        await _remove(tx, arrangement_id)
        await audit.note(tx, actor, "arrangement.removed", arrangement_id, now)
    return len(gone)


async def promise(tx: Transaction, arrangement_id: str, now: datetime) -> None:
    """Look at an ended arrangement again once its time is over, and later if it had to stay."""
    record = await tx.get(ArrangementRecord, arrangement_id)
    if record is None or record.ends_on is None:
        return
    last = _last_day(await members.rules_on(tx, now), record.ends_on)
    if last is not None:
        due_at = max(first_instant(last + timedelta(days=1)), now + AGAIN)
        enqueue(tx, FORGET, {"arrangement": record.id}, due_at=due_at)


async def _remove(tx: Transaction, arrangement_id: str) -> None:
    disputes = select(DisputeRecord.id).where(DisputeRecord.arrangement == arrangement_id)
    await tx.execute(delete(DisputeStepRecord).where(DisputeStepRecord.dispute.in_(disputes)))
    await tx.execute(delete(DisputeRecord).where(DisputeRecord.arrangement == arrangement_id))
    await tx.execute(delete(UrgentActionRecord).where(UrgentActionRecord.arrangement == arrangement_id))
    for part in PARTS:
        await tx.execute(delete(part).where(part.arrangement == arrangement_id))
    await tx.execute(delete(ArrangementRecord).where(ArrangementRecord.id == arrangement_id))


async def _held(view: View) -> frozenset[str]:
    """Arrangements with something that is not over."""
    disputed = select(DisputeRecord.arrangement).where(DisputeRecord.closed_on.is_(None))
    urgent = select(UrgentActionRecord.arrangement).where(
        UrgentActionRecord.arrangement.is_not(None),
        or_(UrgentActionRecord.ratified_at.is_(None), UrgentActionRecord.lifted_at.is_(None)),
        UrgentActionRecord.kind == "assistant-suspended",
    )
    return frozenset(await view.scalars(disputed)) | frozenset(one for one in await view.scalars(urgent) if one)


def _last_day(rules: Rulebook, ended: date) -> date | None:
    last = kept_until(rules, "P-284", ended).figures.get("last-day")
    return last if isinstance(last, date) else None
