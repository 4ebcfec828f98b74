"""An assistant leaves the co-operative: whoever they support is told, shifts are free again, introductions end.

The record of training is theirs to take, before and after. What was checked is removed two years later (K-049).
"""

from datetime import date, datetime

from sqlalchemy import Select, delete, select

from governance.actor import Actor
from governance.arrangements.model.agreements import Ground, State
from governance.arrangements.model.assistants import AssistantLeft, Status, checks_kept_until
from governance.arrangements.records.agreements import ArrangementRecord
from governance.arrangements.records.assistants import AssistantRecord, CheckRecord
from governance.arrangements.records.rotas import ShiftRecord
from governance.arrangements.records.sharing import SharedAssistantRecord, SharedRecord
from governance.arrangements.service import assistants, introductions, starting
from governance.audit import service as audit
from governance.errors import Invalid
from governance.platform.clock import first_instant, legal_day
from governance.platform.db import Transaction, View
from governance.platform.jobs.queue import enqueue

LEAVES, FORGET = "assistant-leaves", introductions.FORGET_CHECKS


async def supported(view: View, assistant_id: str) -> int:
    """How many arrangements have not ended: as many people will be told."""
    return len((await view.scalars(_open(assistant_id))).all())


async def shared_by_people(view: View, assistant_id: str) -> int:
    """How many shared arrangements they assist in that have not ended; of these, too, nobody else learns which."""
    going = (
        select(SharedAssistantRecord.shared)
        .join(SharedRecord, SharedRecord.id == SharedAssistantRecord.shared)
        .where(SharedAssistantRecord.assistant == assistant_id, SharedRecord.ended_on.is_(None))
    )
    return len((await view.scalars(going)).all())


async def tell(tx: Transaction, actor: Actor, assistant_id: str, *, on: date, now: datetime) -> AssistantRecord:
    """The assistant, or the co-ordinator for them, says from which day on they no longer work here; nobody asks why.

    Raises:
        NotFound: it is another's file.
        AssistantLeft: that was said before.
        Invalid: the day is past.
    """
    assistant = await assistants.find_own(tx, actor, assistant_id, lock=True)
    if assistant.status == Status.LEFT or assistant.left_on is not None:
        raise AssistantLeft(assistant=assistant_id)
    if on < legal_day(now):
        raise Invalid({"on": "not-that-day"})
    assistant.left_on, assistant.listed = on, False
    await audit.note(tx, actor, "assistant.leaves", assistant_id, now, on=str(on))
    await _end(tx, actor, assistant_id, on, now)
    await _free(tx, actor, assistant_id, on, now)
    if on <= legal_day(now):
        await leave(tx, actor, assistant_id, now)
    else:
        enqueue(tx, LEAVES, {"assistant": assistant_id}, due_at=first_instant(on))
    return assistant


async def leave(tx: Transaction, actor: Actor, assistant_id: str, now: datetime) -> None:
    """The day has come. Doing it again changes nothing."""
    assistant = await tx.get(AssistantRecord, assistant_id, lock=True)
    if assistant is None or assistant.left_on is None or assistant.status == Status.LEFT:
        return
    if assistant.left_on > legal_day(now):
        return
    await _end(tx, actor, assistant_id, assistant.left_on, now)
    await _free(tx, actor, assistant_id, assistant.left_on, now)
    await introductions.end_of(tx, actor, assistant_id, now)
    await assistants.leave(tx, actor, assistant, now=now)
    enqueue(tx, FORGET, {"assistant": assistant_id}, due_at=first_instant(checks_kept_until(legal_day(now))))


async def forget(tx: Transaction, actor: Actor, assistant_id: str, now: datetime) -> None:
    """Two years on: what was checked and how to reach them. The name stays as long as the arrangements that have it."""
    assistant = await tx.get(AssistantRecord, assistant_id, lock=True)
    if assistant is None or assistant.status != Status.LEFT or assistant.left_on is None:
        return
    if legal_day(now) < checks_kept_until(assistant.left_on):
        return
    await tx.execute(delete(CheckRecord).where(CheckRecord.assistant == assistant_id))
    assistant.email = assistant.phone = None
    assistant.area = assistant.hours_free = assistant.about = ""
    assistant.languages, assistant.travel, assistant.shows = [], [], []
    await audit.note(tx, actor, "assistant.forgotten", assistant_id, now)


async def _end(tx: Transaction, actor: Actor, assistant_id: str, on: date, now: datetime) -> None:
    """Whatever would go on longer ends on that day."""
    for record in (await tx.scalars(_open(assistant_id).with_for_update())).all():
        if record.ends_on is None or on < record.ends_on:
            await starting.tell(tx, actor, record, on=on, ground=Ground.ASSISTANT_WISHES, now=now)


async def _free(tx: Transaction, actor: Actor, assistant_id: str, on: date, now: datetime) -> None:
    """Their shifts from that day on are nobody's, so that the rota shows the gap."""
    theirs = select(ShiftRecord).where(ShiftRecord.assistant == assistant_id, ShiftRecord.day >= on)
    for shift in (await tx.scalars(theirs.with_for_update())).all():
        shift.assistant = None
        await audit.note(tx, actor, "rota.shift-filled", shift.household, now, shift=shift.id, assistant=None)


def _open(assistant_id: str) -> Select[ArrangementRecord]:
    return select(ArrangementRecord).where(
        ArrangementRecord.assistant == assistant_id, ArrangementRecord.state.not_in([State.ENDED, State.DECLINED])
    )
