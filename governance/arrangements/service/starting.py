"""Support begins, is looked at again, and ends."""

from datetime import date, datetime

from constitution import support
from constitution.deadlines import next_review
from governance.actor import Actor
from governance.arrangements.model.agreements import Employer, Ground, NotBothAgreed, NotInThisState, Party, State
from governance.arrangements.model.registration import RegistrationOpen
from governance.arrangements.records.agreements import ArrangementRecord
from governance.arrangements.service import agreements, clearing, keeping, moving, urgent, wording
from governance.audit import service as audit
from governance.errors import Invalid
from governance.members import service as members
from governance.platform.clock import first_instant, legal_day
from governance.platform.db import Transaction
from governance.platform.jobs.queue import enqueue

ENDS = "arrangement-ends"
NOT_YET = (State.PROPOSED, State.AGREED, State.DECLINED)


async def start(
    tx: Transaction, actor: Actor, arrangement_id: str, *, now: datetime, supervised: bool = False
) -> ArrangementRecord:
    """The person, or who speaks for them, lets support begin; ``supervised``: with a second, trained assistant.

    Raises:
        NotBothAgreed, NotCleared: with the finding.
        AssistantStopped: the assistant was stopped everywhere, and may not come again yet (K-097).
        RegistrationOpen: personal care, and nobody decided about registration (K-033).
        NotInThisState
    """
    record = await agreements.find_as(tx, actor, arrangement_id, Party.MEMBER, now, lock=True)
    rules, today = await members.rules_on(tx, now), legal_day(now)
    if record.state == State.PROPOSED:
        newest = await wording.latest(tx, record.id)
        raise NotBothAgreed(finding=support.all_agreed(rules, set(await wording.answers(tx, newest.id))))
    if record.state != State.AGREED:
        raise NotInThisState(arrangement=record.id, state=record.state)
    await urgent.refuse_stopped(tx, record.assistant)
    if not support.may_be_active(record.registration, record.personal_care):
        raise RegistrationOpen(arrangement=record.id, position=record.registration)
    begins = max(today, (await wording.in_force(tx, record)).starts_on)
    if record.ends_on is not None and record.ends_on <= begins:
        raise NotInThisState(arrangement=record.id, state=record.state)
    await clearing.activate(
        tx,
        actor,
        record.assistant,
        person_id=record.person,
        employer=Employer(record.employs),
        supervised=supervised,
        now=now,
    )
    record.state, record.started_on = State.ACTIVE, begins
    record.review_by = _day(next_review(rules, record.started_on).figures["last-day"])
    await audit.note(tx, actor, "arrangement.started", record.id, now, on=str(record.started_on))
    await moving.lay_out(tx, actor, record, record.started_on, now)
    return record


async def review(tx: Transaction, actor: Actor, arrangement_id: str, *, on: date, now: datetime) -> ArrangementRecord:
    """They looked at it again on a day; the next time follows from it (P-273)."""
    record = await agreements.find(tx, actor, arrangement_id, now, lock=True)
    if record.state != State.ACTIVE or record.started_on is None:
        raise NotInThisState(arrangement=record.id, state=record.state)
    if on > legal_day(now) or on < (record.reviewed_on or record.started_on):
        raise Invalid({"on": "not-that-day"})
    finding = next_review(await members.rules_on(tx, now), record.started_on, on)
    record.reviewed_on, record.review_by = on, _day(finding.figures["last-day"])
    await audit.note(tx, actor, "arrangement.reviewed", record.id, now, on=str(on))
    return record


async def end(
    tx: Transaction, actor: Actor, arrangement_id: str, *, on: date, ground: str, now: datetime
) -> ArrangementRecord:
    """Either side ends it from a day on, with a ground of the list and no reason; before it began, at once.

    Raises:
        Invalid: no such ground, or a day that is past.
    """
    record = await agreements.find(tx, actor, arrangement_id, now, lock=True)
    if record.state == State.ENDED or record.ends_on is not None:
        raise NotInThisState(arrangement=record.id, state=record.state)
    errors = {} if ground in tuple(Ground) else {"ground": "unknown-ground"}
    errors |= {"on": "not-that-day"} if on < legal_day(now) else {}
    if errors:
        raise Invalid(errors)
    day = legal_day(now) if record.state in NOT_YET else on
    await tell(tx, actor, record, on=day, ground=Ground(ground), now=now)
    return record


async def tell(
    tx: Transaction, actor: Actor, record: ArrangementRecord, *, on: date, ground: Ground, now: datetime
) -> None:
    """It is known from when on support ends; what both have not agreed to ends at once.

    Whoever calls has found the record and holds its lock.
    """
    record.told_of_end_at, record.ground = now, ground
    record.ends_on = legal_day(now) if record.state == State.PROPOSED else on
    await audit.note(tx, actor, "arrangement.ending", record.id, now, on=str(record.ends_on), ground=ground)
    if record.ends_on <= legal_day(now):
        await close(tx, actor, record.id, now)
    else:
        enqueue(tx, ENDS, {"arrangement": record.id}, due_at=first_instant(record.ends_on))


async def close(tx: Transaction, actor: Actor, arrangement_id: str, now: datetime) -> None:
    """The day has come. Doing it again changes nothing."""
    record = await tx.get(ArrangementRecord, arrangement_id, lock=True)
    if record is None or record.ends_on is None or record.state == State.ENDED or record.ends_on > legal_day(now):
        return
    record.state = State.ENDED
    await tx.flush()
    await audit.note(tx, actor, "arrangement.ended", record.id, now)
    await keeping.promise(tx, record.id, now)


def _day(figure: object) -> date:
    if not isinstance(figure, date):
        raise TypeError("a last day is a day")
    return figure
