"""What cannot wait: suspending somebody at once, or saying that a safeguarding concern went to the authority (K-097).

No vote stands before it. The board is told that it happened, and when, and ratifies it at its next meeting.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from governance.actor import Actor, Role
from governance.arrangements.model.agreements import Contractor, Employer, Party, State
from governance.arrangements.model.assistants import Status
from governance.arrangements.model.disputes import AssistantStopped, Referred, Urgent, UrgentSettled
from governance.arrangements.records.agreements import ArrangementRecord
from governance.arrangements.records.assistants import AssistantRecord
from governance.arrangements.records.disputes import UrgentActionRecord
from governance.arrangements.service import agreements
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id

OFFICES = (Role.COORDINATOR, Role.SECRETARY, Role.CHAIR)
READERS = (*OFFICES, Role.DIRECTOR)
_HOLDS = UrgentActionRecord.kind == Urgent.SUSPENDED, UrgentActionRecord.lifted_at.is_(None)


@dataclass(frozen=True, slots=True)
class Taken:
    """One line for the board: which, and on what day; never of what kind or whom it is about."""

    number: int
    taken_on: date
    ratified_at: datetime | None
    confirmed: bool | None


def may_suspend(record: ArrangementRecord) -> bool:
    """Whether the person supported is the one who employs, or who has the contract."""
    return record.employs == Employer.MEMBER or record.contracted_by == Contractor.MEMBER


async def suspend(
    tx: Transaction, actor: Actor, *, now: datetime, assistant_id: str | None = None, arrangement_id: str | None = None
) -> UrgentActionRecord:
    """An assistant does not come from this hour on: everywhere, by an officer for whoever employs here; or in one
    arrangement, by a person who employs them."""
    if arrangement_id is not None:
        record = await agreements.find(tx, actor, arrangement_id, now, lock=True)
        sides = await agreements.sides(tx, actor, record, now)
        if not may_suspend(record) or Party.MEMBER not in sides:
            raise NotFound(arrangement=arrangement_id)
        stopped = [record]
    else:
        _refuse_others(actor)
        if assistant_id is None or await tx.get(AssistantRecord, assistant_id, lock=True) is None:
            raise NotFound(assistant=assistant_id)
        if await _everywhere(tx, assistant_id) is not None:
            raise UrgentSettled(assistant=assistant_id)
        active = select(ArrangementRecord).where(ArrangementRecord.assistant == assistant_id)
        stopped = list(await tx.scalars(active))
    action = await _take(tx, actor, Urgent.SUSPENDED, now, assistant=assistant_id, arrangement=arrangement_id)
    for one in stopped:
        one.state = State.SUSPENDED if one.state == State.ACTIVE else one.state
    return action


async def raised(
    tx: Transaction, actor: Actor, arrangement_id: str, *, referred_to: str, now: datetime
) -> UrgentActionRecord:
    """A safeguarding concern was raised today and referred there; nothing else about it is kept (K-096)."""
    await agreements.find(tx, actor, arrangement_id, now)
    if referred_to not in tuple(Referred):
        raise Invalid({"referred_to": "unknown-referral"})
    return await _take(tx, actor, Urgent.SAFEGUARDING, now, arrangement=arrangement_id, referred_to=referred_to)


async def lift(tx: Transaction, actor: Actor, action_id: str, now: datetime) -> None:
    """The suspension ends, and what ran before runs again."""
    action = await tx.get(UrgentActionRecord, action_id, lock=True)
    if action is None or action.kind != Urgent.SUSPENDED:
        raise NotFound(action=action_id)
    if action.arrangement is not None:
        await agreements.find_as(tx, actor, action.arrangement, Party.MEMBER, now)
    else:
        _refuse_others(actor)
    if action.lifted_at is not None:
        raise UrgentSettled(action=action_id)
    action.lifted_at, action.lifted_by = now, actor.reference
    await tx.flush()
    for one in await _stopped(tx, action):
        if not await _held_elsewhere(tx, one):
            one.state = State.ACTIVE
    await audit.note(tx, actor, "urgent.lifted", action.id, now)


async def lift_in(tx: Transaction, actor: Actor, arrangement_id: str, now: datetime) -> None:
    """The same, by the arrangement in which it was suspended."""
    await agreements.find_as(tx, actor, arrangement_id, Party.MEMBER, now)
    action = await open_for(tx, arrangement_id)
    if action is None:
        raise NotFound(arrangement=arrangement_id)
    await lift(tx, actor, action.id, now)


async def open_for(view: View, arrangement_id: str) -> UrgentActionRecord | None:
    """The suspension of one arrangement that somebody who employs put there, if it still holds."""
    held = select(UrgentActionRecord).where(UrgentActionRecord.arrangement == arrangement_id, *_HOLDS)
    found: UrgentActionRecord | None = await view.scalar(held)
    return found


async def refuse_stopped(view: View, assistant_id: str) -> None:
    """
    Raises:
        AssistantStopped: nothing begins while somebody is stopped everywhere.
    """
    if await _everywhere(view, assistant_id) is not None:
        raise AssistantStopped(assistant=assistant_id)


async def stopped(view: View, actor: Actor) -> Mapping[str, str]:
    """The assistants who are stopped everywhere, for those who may let them come again: names by the action's id."""
    _refuse_others(actor)
    rows = await view.execute(
        select(UrgentActionRecord.id, AssistantRecord.called)
        .join(AssistantRecord, AssistantRecord.id == UrgentActionRecord.assistant)
        .where(*_HOLDS)
        .order_by(UrgentActionRecord.number)
    )
    return {row.id: row.called for row in rows}


async def stoppable(view: View, actor: Actor) -> Mapping[str, str]:
    """The assistants who could be stopped: names by id."""
    _refuse_others(actor)
    already = select(UrgentActionRecord.assistant).where(*_HOLDS, UrgentActionRecord.assistant.is_not(None))
    rows = select(AssistantRecord).where(AssistantRecord.status != Status.LEFT, AssistantRecord.id.not_in(already))
    found = await view.scalars(rows.order_by(AssistantRecord.called, AssistantRecord.id))
    return {one.id: one.called for one in found}


async def taken(view: View, actor: Actor) -> Sequence[Taken]:
    """For the board and its officers: that something was done, never about whom, the newest first."""
    if not (actor.is_platform or actor.has(*READERS)):
        raise NotFound
    rows = await view.scalars(select(UrgentActionRecord).order_by(UrgentActionRecord.number.desc()))
    return [Taken(row.number, legal_day(row.taken_at), row.ratified_at, row.confirmed) for row in rows]


async def ratify(tx: Transaction, actor: Actor, number: int, *, confirmed: bool, now: datetime) -> None:
    """The chair writes down that the board confirmed what was done, or did not. It changes nothing by itself."""
    if not actor.has(Role.CHAIR):
        raise NotFound(number=number)
    action = await tx.scalar(select(UrgentActionRecord).where(UrgentActionRecord.number == number).with_for_update())
    if action is None:
        raise NotFound(number=number)
    if action.ratified_at is not None:
        raise UrgentSettled(number=number)
    action.ratified_at, action.ratified_by, action.confirmed = now, actor.reference, confirmed
    await audit.note(tx, actor, "urgent.ratified", action.id, now, confirmed=confirmed, number=number)


async def _take(
    tx: Transaction,
    actor: Actor,
    kind: Urgent,
    now: datetime,
    *,
    assistant: str | None = None,
    arrangement: str | None = None,
    referred_to: str | None = None,
) -> UrgentActionRecord:
    await tx.alone("urgent-actions")
    last = await tx.scalar(select(func.max(UrgentActionRecord.number)))
    action = UrgentActionRecord(
        id=new_id(),
        number=(last or 0) + 1,
        kind=kind,
        taken_by=actor.reference,
        taken_at=now,
        assistant=assistant,
        arrangement=arrangement,
        referred_to=referred_to,
    )
    tx.add(action)
    await tx.flush()
    await audit.note(tx, actor, "urgent.taken", action.id, now, kind=kind, number=action.number)
    return action


async def _stopped(tx: Transaction, action: UrgentActionRecord) -> Sequence[ArrangementRecord]:
    about = ArrangementRecord.id == action.arrangement
    if action.arrangement is None:
        about = ArrangementRecord.assistant == action.assistant
    stopped = select(ArrangementRecord).where(about, ArrangementRecord.state == State.SUSPENDED)
    return (await tx.scalars(stopped)).all()


async def _held_elsewhere(view: View, record: ArrangementRecord) -> bool:
    """Whether another suspension still holds."""
    action = UrgentActionRecord
    others = select(action.id).where(
        (action.arrangement == record.id) | (action.assistant == record.assistant), *_HOLDS
    )
    return await view.scalar(others.limit(1)) is not None


async def _everywhere(view: View, assistant_id: str) -> UrgentActionRecord | None:
    """The suspension of an assistant from all work, if it still holds."""
    held = select(UrgentActionRecord).where(UrgentActionRecord.assistant == assistant_id, *_HOLDS)
    found: UrgentActionRecord | None = await view.scalar(held)
    return found


def _refuse_others(actor: Actor) -> None:
    if not (actor.is_platform or actor.has(*OFFICES)):
        raise NotFound
