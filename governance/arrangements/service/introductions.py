"""Somebody supported brings an assistant of their own: what is checked, by whom, and how it ends (P-262 to P-264)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, delete, or_, select

from constitution import support
from governance.actor import Actor, Role
from governance.arrangements.model.agreements import Employer, NotAllowedByRules, Source
from governance.arrangements.model.assistants import checks_kept_until
from governance.arrangements.model.introductions import (
    Ground,
    IntroductionEnded,
    Item,
    Outcome,
    SourceNotAllowed,
    forgotten_on,
)
from governance.arrangements.model.sessions import State
from governance.arrangements.records.agreements import ArrangementRecord
from governance.arrangements.records.assistants import AssistantRecord, CheckRecord
from governance.arrangements.records.introductions import IntroductionRecord
from governance.arrangements.records.rotas import ShiftRecord
from governance.arrangements.records.sessions import EntryRecord
from governance.arrangements.records.sharing import SharedAssistantRecord
from governance.arrangements.records.training import TrainingRecord
from governance.arrangements.service import assistants, checks, clearing, people
from governance.audit import service as audit
from governance.errors import NotFound
from governance.members import service as members
from governance.platform.clock import first_instant, legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.platform.jobs.queue import enqueue

NOT_TAKEN = (Outcome.WITHDRAWN, Outcome.REFUSED)
FORGET_CANDIDATES, FORGET_CHECKS = "introduction-forget", "assistant-forget"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who is brought, how to reach them, and how they were found and are to be employed."""

    name: str
    source: Source
    employer: Employer
    email: str | None = None
    phone: str | None = None


async def introduce(
    tx: Transaction, actor: Actor, person_id: str, candidate: Candidate, now: datetime
) -> IntroductionRecord:
    """Bring somebody; nothing starts until what the rules ask for is dated.

    Raises:
        NotFound: the actor may not decide for this person.
        SourceNotAllowed, NotAllowedByRules: with the finding (P-262, P-260).
    """
    person = await people.find(tx, actor, person_id, now)
    rules = await members.rules_on(tx, now)
    found = support.may_be_found(rules, candidate.source)
    if not found.met or candidate.source not in (Source.RECRUITED, Source.INTRODUCED):
        raise SourceNotAllowed(finding=found)
    employed = support.may_employ(rules, candidate.employer)
    if not employed.met:
        raise NotAllowedByRules(finding=employed)
    assistant = await assistants.enter(
        tx, actor, name=candidate.name, email=candidate.email, phone=candidate.phone, now=now
    )
    introduction = IntroductionRecord(
        id=new_id(),
        person=person.id,
        assistant=assistant.id,
        source=candidate.source,
        employer=candidate.employer,
        introduced_by=actor.reference,
        introduced_at=now,
    )
    tx.add(introduction)
    await tx.flush()
    await audit.note(tx, actor, "assistant.introduced", introduction.id, now, employer=candidate.employer)
    return introduction


async def find(
    view: View, actor: Actor, introduction_id: str, now: datetime, *, lock: bool = False
) -> IntroductionRecord:
    """For the co-ordinator and whoever speaks for the person; nobody else gets an answer (PERM-2)."""
    introduction = await view.get(IntroductionRecord, introduction_id, lock=lock)
    if introduction is None or not (
        actor.is_platform
        or actor.has(Role.COORDINATOR)
        or await people.speaks_for(view, actor, introduction.person, now)
    ):
        raise NotFound(introduction=introduction_id)
    return introduction


async def of_actor(view: View, actor: Actor, now: datetime) -> Sequence[IntroductionRecord]:
    """Those brought by the people for whom this actor decides, the newest first."""
    theirs = [person.id for person in await people.spoken_for(view, actor, now)]
    return await _newest_first(view, IntroductionRecord.person.in_(theirs))


async def running(view: View) -> Sequence[IntroductionRecord]:
    """All that have no outcome yet: the co-ordinator's work."""
    return await _newest_first(view, IntroductionRecord.outcome.is_(None))


async def clear(
    tx: Transaction, actor: Actor, introduction_id: str, *, now: datetime, supervised: bool = False
) -> IntroductionRecord:
    """Everything is dated: the assistant may be agreed with. ``supervised``: only beside a second one until trained.

    Raises:
        NotCleared: with the finding (P-263).
        BroughtThemselves, NotTheirs, IntroductionEnded
    """
    introduction = await _open(tx, actor, introduction_id, now)
    await _refuse_others(tx, actor, introduction, now)
    assistant = await assistants.find(tx, actor, introduction.assistant, lock=True)
    rules, day = await members.rules_on(tx, now), legal_day(now)
    finding = await assistants.is_cleared(tx, assistant.id, rules, day, supervised=supervised)
    await clearing.clear(tx, actor, assistant, finding, now)
    return await _end(tx, actor, introduction, Outcome.CLEARED, now)


async def withdraw(tx: Transaction, actor: Actor, introduction_id: str, *, now: datetime) -> IntroductionRecord:
    """Whoever brought the candidate, or the candidate, thinks better of it; no reason is asked for."""
    introduction = await _open(tx, actor, introduction_id, now)
    return await _not_taken(tx, actor, introduction, Outcome.WITHDRAWN, now)


async def end_of(tx: Transaction, actor: Actor, assistant_id: str, now: datetime) -> None:
    """The day of leaving has come: nothing more comes of being brought."""
    running = select(IntroductionRecord).where(
        IntroductionRecord.assistant == assistant_id, IntroductionRecord.outcome.is_(None)
    )
    for introduction in (await tx.scalars(running.with_for_update())).all():
        await _end_for_good(tx, actor, introduction, Outcome.WITHDRAWN, now)


async def refuse(
    tx: Transaction, actor: Actor, introduction_id: str, *, ground: Ground, now: datetime
) -> IntroductionRecord:
    """Whoever makes the checks says no, by a category of reason and no word more."""
    introduction = await _open(tx, actor, introduction_id, now)
    await _refuse_others(tx, actor, introduction, now)
    introduction.ground = ground
    return await _not_taken(tx, actor, introduction, Outcome.REFUSED, now)


async def due_for_removal(view: View, day: date) -> Sequence[IntroductionRecord]:
    """Candidates who were not taken and whose six months are over; nothing is changed."""
    ended = await _newest_first(view, IntroductionRecord.outcome.in_(NOT_TAKEN))
    return [one for one in ended if one.ended_on is not None and forgotten_on(one.ended_on) <= day]


async def remove_due(tx: Transaction, actor: Actor, now: datetime) -> int:
    """Take out what is known of them; how many there were is noted, and nothing else."""
    due = await due_for_removal(tx, legal_day(now))
    for introduction in due:
        assistant = await tx.get(AssistantRecord, introduction.assistant, lock=True)
        for kind in (CheckRecord, TrainingRecord):
            await tx.execute(delete(kind).where(kind.assistant == introduction.assistant))
        await tx.delete(introduction)
        if assistant is not None:
            assistant.name = assistant.called = assistant.area = assistant.hours_free = assistant.about = ""
            assistant.email = assistant.phone = None
            assistant.languages, assistant.travel, assistant.shows = [], [], []
    if due:
        await audit.note(tx, actor, "assistants.forgotten", "introductions", now, number=len(due))
    return len(due)


async def _newest_first(view: View, which: ColumnElement[bool]) -> Sequence[IntroductionRecord]:
    found = select(IntroductionRecord).where(which)
    return (await view.scalars(found.order_by(IntroductionRecord.id.desc()))).all()


async def _open(tx: Transaction, actor: Actor, introduction_id: str, now: datetime) -> IntroductionRecord:
    introduction = await find(tx, actor, introduction_id, now, lock=True)
    if introduction.outcome is not None:
        raise IntroductionEnded(introduction=introduction_id)
    return introduction


async def _refuse_others(tx: Transaction, actor: Actor, introduction: IntroductionRecord, now: datetime) -> None:
    """Whether somebody may start is said by whoever answers for the right to work."""
    await checks.refuse_others(tx, actor, introduction.assistant, Item.RIGHT_TO_WORK, now)


async def _end(
    tx: Transaction, actor: Actor, introduction: IntroductionRecord, outcome: Outcome, now: datetime
) -> IntroductionRecord:
    introduction.outcome, introduction.ended_on = outcome, legal_day(now)
    introduction.ended_by = actor.reference
    await tx.flush()
    await audit.note(tx, actor, "introduction.ended", introduction.id, now, outcome=outcome)
    return introduction


async def _not_taken(
    tx: Transaction, actor: Actor, introduction: IntroductionRecord, outcome: Outcome, now: datetime
) -> IntroductionRecord:
    assistant = await assistants.find(tx, actor, introduction.assistant, lock=True)
    await assistants.leave(tx, actor, assistant, now=now)
    ended = await _end_for_good(tx, actor, introduction, outcome, now)
    if ended.outcome == Outcome.LEFT:
        due = first_instant(checks_kept_until(legal_day(now)))
        enqueue(tx, FORGET_CHECKS, {"assistant": assistant.id}, due_at=due)
    return ended


async def _end_for_good(
    tx: Transaction, actor: Actor, introduction: IntroductionRecord, outcome: Outcome, now: datetime
) -> IntroductionRecord:
    """A candidate is forgotten after months; of somebody who had worked here the evidence stays for years (K-049)."""
    today = legal_day(now)
    if await _had_worked(tx, introduction.assistant, today):
        return await _end(tx, actor, introduction, Outcome.LEFT, now)
    enqueue(tx, FORGET_CANDIDATES, {}, due_at=first_instant(forgotten_on(today)))
    return await _end(tx, actor, introduction, outcome, now)


async def _had_worked(view: View, assistant_id: str, day: date) -> bool:
    """A shift, a shared session or an arrangement that began: none of them needs the introduction to have ended."""
    shared = select(SharedAssistantRecord.shared).where(SharedAssistantRecord.assistant == assistant_id)
    work = (
        select(ShiftRecord.id).where(ShiftRecord.assistant == assistant_id, ShiftRecord.day <= day),
        select(EntryRecord.id).where(EntryRecord.shared.in_(shared), EntryRecord.state == State.HELD),
        select(ArrangementRecord.id).where(
            ArrangementRecord.assistant == assistant_id, ArrangementRecord.started_on.is_not(None)
        ),
    )
    return bool(await view.scalar(select(or_(*(each.exists() for each in work)))))
