"""Shifts as those who keep a rota see them: planned, filled, offered, copied to the next week."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import delete, select

from constitution import Finding
from governance.actor import Actor
from governance.arrangements.model import rotas as model
from governance.arrangements.model.assistants import AssistantLeft, Status
from governance.arrangements.model.cover import Kind
from governance.arrangements.model.introductions import NotCleared
from governance.arrangements.model.rotas import Offered
from governance.arrangements.records.agreements import ArrangementRecord
from governance.arrangements.records.assistants import AssistantRecord
from governance.arrangements.records.introductions import IntroductionRecord
from governance.arrangements.records.rotas import ShiftRecord, SwapRecord
from governance.arrangements.service import assistants, rotas
from governance.arrangements.service.rotas import ONE_DAY, Place, timed
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.members import service as members
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id

WEEK = timedelta(days=7)


async def plan(
    tx: Transaction,
    actor: Actor,
    household_id: str,
    *,
    day: date,
    begins: time,
    ends: time,
    kind: Kind,
    now: datetime,
    rate: int | None = None,
    assistant_id: str | None = None,
) -> ShiftRecord:
    """A shift that begins on a day by the clock, for an assistant or for nobody yet; an end before it is the next day.

    ``rate`` in pence, an hour or for the sleep-in; without one the household's own.

    Raises:
        Busy, NotCleared, AssistantLeft, Invalid
    """
    place = await rotas.keeping(tx, actor, household_id, now, lock=True)
    if not model.may_be_planned(day):
        raise Invalid({"day": "not-a-day"})
    usual = place.household.waking_rate if kind is Kind.WAKING else place.household.sleep_in_rate
    shift = ShiftRecord(
        id=new_id(),
        household=household_id,
        day=day,
        begins=begins,
        ends=ends,
        kind=kind,
        rate=usual if rate is None else rate,
    )
    tx.add(shift)
    await tx.flush()
    if assistant_id is not None:
        await give(tx, place, shift, assistant_id, now)
    await audit.note(tx, actor, "rota.shift-planned", household_id, now, shift=shift.id)
    return shift


async def find(
    view: View, actor: Actor, household_id: str, shift_id: str, now: datetime, *, lock: bool = False
) -> tuple[ShiftRecord, Place]:
    """A shift, for those who keep the rota (PERM-2)."""
    place = await rotas.keeping(view, actor, household_id, now)
    shift = await view.get(ShiftRecord, shift_id, lock=lock)
    if shift is None or shift.household != household_id:
        raise NotFound(shift=shift_id)
    return shift, place


async def fill(
    tx: Transaction, actor: Actor, household_id: str, shift_id: str, *, assistant_id: str | None, now: datetime
) -> ShiftRecord:
    """The shift goes to this assistant, or to nobody.

    Raises:
        Busy, NotCleared, AssistantLeft
    """
    shift, place = await find(tx, actor, household_id, shift_id, now, lock=True)
    if assistant_id is None:
        shift.assistant = None
    else:
        await give(tx, place, shift, assistant_id, now)
    await audit.note(tx, actor, "rota.shift-filled", household_id, now, shift=shift_id, assistant=assistant_id)
    return shift


async def offer(
    tx: Transaction,
    actor: Actor,
    household_id: str,
    shift_id: str,
    *,
    to: Offered,
    assistant_id: str | None,
    now: datetime,
) -> None:
    """A shift that nobody has is offered to a named backup, or to the bank: whoever is on the list may take it."""
    shift, place = await find(tx, actor, household_id, shift_id, now, lock=True)
    if shift.assistant is not None:
        raise model.Taken(shift=shift_id)
    if to is Offered.BACKUP and assistant_id not in {one.id for one in await crew(tx, place)}:
        raise Invalid({"assistant": "missing" if assistant_id is None else "not-a-choice"})
    shift.offered, shift.offered_to = to, assistant_id if to is Offered.BACKUP else None
    await audit.note(tx, actor, "rota.shift-offered", household_id, now, shift=shift_id, to=to)


async def drop(tx: Transaction, actor: Actor, household_id: str, shift_id: str, *, now: datetime) -> None:
    """The shift is taken off the rota, and with it what was asked about it."""
    shift, _ = await find(tx, actor, household_id, shift_id, now, lock=True)
    await tx.execute(delete(SwapRecord).where(SwapRecord.shift == shift_id))
    await tx.delete(shift)
    await audit.note(tx, actor, "rota.shift-dropped", household_id, now, shift=shift_id)


async def copy_week(tx: Transaction, actor: Actor, household_id: str, *, monday: date, now: datetime) -> int:
    """The shifts of a week once more in the next; who is busy or not cleared then leaves the shift free.

    Raises:
        WeekNotEmpty
    """
    place = await rotas.keeping(tx, actor, household_id, now, lock=True)
    if not model.may_be_planned(monday):
        raise NotFound(household=household_id)
    if await rotas.shifts(tx, household_id, monday + WEEK, monday + 2 * WEEK - ONE_DAY):
        raise model.WeekNotEmpty(household=household_id)
    copied = []
    for old in await rotas.shifts(tx, household_id, monday, monday + WEEK - ONE_DAY):
        shift = ShiftRecord(
            id=new_id(),
            household=household_id,
            day=old.day + WEEK,
            begins=old.begins,
            ends=old.ends,
            kind=old.kind,
            rate=old.rate,
        )
        tx.add(shift)
        copied.append((shift, old.assistant))
    await tx.flush()
    for shift, assistant_id in copied:
        if assistant_id is not None and await _could(tx, shift, assistant_id, now):
            await give(tx, place, shift, assistant_id, now)
    await audit.note(tx, actor, "rota.week-copied", household_id, now, monday=str(monday), shifts=len(copied))
    return len(copied)


async def crew(view: View, place: Place) -> Sequence[AssistantRecord]:
    """Who may be chosen for a shift: who worked here before, works for somebody here, was introduced, or is listed."""
    persons = [one.person for one in await rotas.members_of(view, place.household.id, date.max)]
    known = (
        select(ShiftRecord.assistant).where(ShiftRecord.household == place.household.id),
        select(ArrangementRecord.assistant).where(ArrangementRecord.person.in_(persons)),
        select(IntroductionRecord.assistant).where(IntroductionRecord.person.in_(persons)),
    )
    ids: set[str | None] = set()
    for statement in known:
        ids |= set(await view.scalars(statement))
    return [one for one in await assistants.everybody(view) if one.listed or one.id in ids]


async def give(tx: Transaction, place: Place | None, shift: ShiftRecord, assistant_id: str, now: datetime) -> None:
    """Give the shift to somebody who is free and may start; ``place`` where somebody else chose them.

    Raises:
        Busy, NotCleared, AssistantLeft, Invalid
    """
    await tx.alone(f"assistant-shifts:{assistant_id}")
    assistant = await tx.get(AssistantRecord, assistant_id)
    if assistant is None or (place is not None and assistant_id not in {one.id for one in await crew(tx, place)}):
        raise Invalid({"assistant": "not-a-choice"})
    if _has_left(assistant, shift.day):
        raise AssistantLeft(assistant=assistant_id)
    if await _is_busy(tx, shift, assistant_id):
        raise model.Busy(assistant=assistant_id)
    finding = await _cleared(tx, shift, assistant_id, now)
    if not finding.met:
        raise NotCleared(finding=finding, assistant=assistant_id)
    shift.assistant, shift.offered, shift.offered_to = assistant_id, None, None
    await tx.flush()


async def _could(view: View, shift: ShiftRecord, assistant_id: str, now: datetime) -> bool:
    assistant = await view.get(AssistantRecord, assistant_id)
    if assistant is None or _has_left(assistant, shift.day) or await _is_busy(view, shift, assistant_id):
        return False
    return (await _cleared(view, shift, assistant_id, now)).met


def _has_left(assistant: AssistantRecord, day: date) -> bool:
    return assistant.status == Status.LEFT or (assistant.left_on is not None and day >= assistant.left_on)


async def _is_busy(view: View, shift: ShiftRecord, assistant_id: str) -> bool:
    near = select(ShiftRecord).where(
        ShiftRecord.assistant == assistant_id,
        ShiftRecord.id != shift.id,
        ShiftRecord.day >= shift.day - ONE_DAY,
        ShiftRecord.day <= shift.day + ONE_DAY,
    )
    return any(model.meet(timed(shift), timed(one)) for one in await view.scalars(near))


async def _cleared(view: View, shift: ShiftRecord, assistant_id: str, now: datetime) -> Finding:
    """Whether the assistant may start; before training is complete only beside somebody who may (P-263)."""
    alone = await _knows_everybody(view, shift, assistant_id, now)
    if alone.met or not await _has_second(view, shift, assistant_id, now):
        return alone
    return await _knows_everybody(view, shift, assistant_id, now, supervised=True)


async def _knows_everybody(
    view: View, shift: ShiftRecord, assistant_id: str, now: datetime, *, supervised: bool = False
) -> Finding:
    """Whether everything counts for each whose support the shift gives: another person's own way does not (P-264).

    The first answer that is a no, or a yes.
    """
    rules = await members.rules_on(view, now)
    persons: list[str | None] = [one.person for one in await rotas.members_of(view, shift.household, shift.day)]
    for person_id in persons or [None]:
        finding = await assistants.is_cleared(
            view, assistant_id, rules, shift.day, supervised=supervised, person_id=person_id
        )
        if not finding.met:
            break
    return finding


async def _has_second(view: View, shift: ShiftRecord, assistant_id: str, now: datetime) -> bool:
    """Whether somebody who may work alone is awake in the house from the beginning to the end of the shift."""
    own = timed(shift)
    for other in await rotas.shifts(view, shift.household, shift.day - ONE_DAY, shift.day + ONE_DAY):
        beside = timed(other)
        if other.assistant in (None, assistant_id) or beside.kind is not Kind.WAKING:
            continue
        if not (beside.starts <= own.starts and own.ends <= beside.ends):
            continue
        if (await _knows_everybody(view, shift, other.assistant or "", now)).met:
            return True
    return False
