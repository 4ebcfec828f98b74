"""What each assistant was taught: noted once, shared in cost by members, and the assistant's own to take away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select

from constitution import pooling
from governance.actor import Actor, Role
from governance.arrangements.model import costs
from governance.arrangements.model.introductions import Item
from governance.arrangements.model.training import OWN_WAY, Lesson, errors_in
from governance.arrangements.records.training import SessionRecord, ShareRecord, TrainingRecord
from governance.arrangements.service import assistants, checks, directory, people
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id


@dataclass(frozen=True, slots=True)
class Shared:
    """Who learns, who pays, in the order in which odd pennies fall, and the two prices in pence."""

    assistants: tuple[str, ...]
    members: tuple[str, ...]
    hourly: int
    trainer: int


async def note(tx: Transaction, actor: Actor, assistant_id: str, lesson: Lesson, now: datetime) -> TrainingRecord:
    """A module of the core training is done (P-264).

    Raises:
        BroughtThemselves, NotTheirs: training this assistant is somebody else's task.
        Invalid: among others, the person's own way, which `learned_own_way` notes.
    """
    assistant = await assistants.find(tx, actor, assistant_id, lock=True)
    await _refuse_unusable(tx, lesson, now)
    await checks.refuse_others(tx, actor, assistant_id, Item.CORE_TRAINING, now)
    return await _note(tx, actor, assistant.id, lesson, now)


async def learned_own_way(
    tx: Transaction, actor: Actor, assistant_id: str, lesson: Lesson, *, person_id: str, now: datetime
) -> TrainingRecord:
    """The assistant knows this person's own way: only the person, or who decides for them, can say so (P-264).

    Raises:
        NotFound: the actor may not decide for this person, or has no such assistant.
        Invalid
    """
    person = await people.find(tx, actor, person_id, now)
    if assistant_id not in await directory.teachable(tx, actor, now):
        raise NotFound(assistant=assistant_id)
    await _refuse_unusable(tx, lesson, now, own_way=True)
    return await _note(tx, actor, assistant_id, lesson, now, person=person.id)


async def hold_session(tx: Transaction, actor: Actor, lesson: Lesson, shared: Shared, now: datetime) -> SessionRecord:
    """One session for several assistants; its cost is divided equally among the members who share it (M-06).

    Raises:
        NotFound: the actor is not the co-ordinator.
        BroughtThemselves: one of those who learn is the co-ordinator, or was brought by them.
        Invalid
    """
    pence = await would_share(tx, actor, lesson, shared, now)
    for assistant_id in shared.assistants:
        await checks.refuse_others(tx, actor, assistant_id, Item.CORE_TRAINING, now)
    session = SessionRecord(
        id=new_id(),
        module=lesson.module,
        done_on=lesson.done_on,
        minutes=lesson.minutes,
        given_by=lesson.given_by,
        trainer=shared.trainer,
        hourly=shared.hourly,
        noted_by=actor.reference,
        noted_at=now,
    )
    tx.add(session)
    await tx.flush()
    tx.add_all(
        ShareRecord(session=session.id, member=member, place=place, pence=share)
        for place, (member, share) in enumerate(zip(shared.members, pence, strict=True))
    )
    for assistant_id in shared.assistants:
        assistant = await assistants.find(tx, actor, assistant_id)
        await _note(tx, actor, assistant.id, lesson, now, session=session.id)
    return session


async def would_share(view: View, actor: Actor, lesson: Lesson, shared: Shared, now: datetime) -> tuple[int, ...]:
    """What each member would pay for such a session, in pence and in their order, before anything is written.

    Raises:
        NotFound: the actor is not the co-ordinator.
        Invalid
    """
    if not (actor.is_platform or actor.has(Role.COORDINATOR)):
        raise NotFound
    await _refuse_unusable(view, lesson, now)
    errors = {} if shared.assistants else {"assistants": "missing"}
    errors |= {} if shared.members else {"members": "missing"}
    if errors:
        raise Invalid(errors)
    hours = Fraction(lesson.minutes, 60)
    cost = costs.training_cost(len(shared.assistants), hours, shared.hourly, shared.trainer)
    return pooling.shares(await members.rules_on(view, now), cost, [1] * len(shared.members))


async def of(view: View, assistant_id: str) -> Sequence[TrainingRecord]:
    """All that an assistant was taught, the newest first. Whoever calls has found the assistant."""
    taught = select(TrainingRecord).where(TrainingRecord.assistant == assistant_id)
    return (await view.scalars(taught.order_by(TrainingRecord.done_on.desc(), TrainingRecord.id.desc()))).all()


async def sessions(view: View) -> Sequence[SessionRecord]:
    """Every session, the newest first: the co-ordinator's list."""
    return (await view.scalars(select(SessionRecord).order_by(SessionRecord.done_on.desc(), SessionRecord.id))).all()


async def shares_of(view: View, session_id: str) -> Sequence[ShareRecord]:
    """What each member pays of a session, in their order."""
    paid = select(ShareRecord).where(ShareRecord.session == session_id).order_by(ShareRecord.place)
    return (await view.scalars(paid)).all()


async def _refuse_unusable(view: View, lesson: Lesson, now: datetime, *, own_way: bool = False) -> None:
    modules = (await members.rules_on(view, now)).words("P-264")
    taught = {OWN_WAY} if own_way else set(modules) - {OWN_WAY}
    if errors := errors_in(lesson, taught & set(modules), legal_day(now)):
        raise Invalid(errors)


async def _note(
    tx: Transaction,
    actor: Actor,
    assistant_id: str,
    lesson: Lesson,
    now: datetime,
    *,
    session: str | None = None,
    person: str | None = None,
) -> TrainingRecord:
    record = TrainingRecord(
        id=new_id(),
        assistant=assistant_id,
        module=lesson.module,
        done_on=lesson.done_on,
        minutes=lesson.minutes,
        given_by=lesson.given_by,
        noted_by=actor.reference,
        noted_at=now,
        by_office=await checks.by_office(tx, actor, assistant_id, now),
        session=session,
        person=person,
    )
    tx.add(record)
    await tx.flush()
    await audit.note(tx, actor, "assistant.trained", assistant_id, now, module=lesson.module)
    return record
