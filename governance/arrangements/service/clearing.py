"""An assistant may be chosen, and begins: only with everything dated that the rules ask for (P-263, P-264)."""

from datetime import datetime

from sqlalchemy import select

from constitution import Finding
from governance.actor import Actor, Role
from governance.arrangements.model.agreements import Employer
from governance.arrangements.model.assistants import AssistantLeft, Status
from governance.arrangements.model.introductions import Item, NotCleared, Outcome
from governance.arrangements.records.assistants import AssistantRecord, CheckRecord
from governance.arrangements.records.introductions import IntroductionRecord
from governance.arrangements.service import assistants
from governance.audit import service as audit
from governance.errors import NotFound
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction
from governance.platform.ids import new_id


async def activate(
    tx: Transaction,
    actor: Actor,
    assistant_id: str,
    *,
    person_id: str,
    employer: Employer,
    supervised: bool,
    now: datetime,
) -> None:
    """Work with this person begins. Whoever calls has both their yeses: that is the signed agreement of the gate.

    Where an organisation employs, it relies on its own checks and on nobody's who dated them for themselves.

    An introduction by this person has ended well with it. ``supervised``: only beside a second assistant.

    Raises:
        NotCleared: with the finding.
        AssistantLeft: the day has come, whether or not it was noted.
    """
    assistant = await tx.get(AssistantRecord, assistant_id, lock=True)
    if assistant is None:
        raise NotFound(assistant=assistant_id)
    if assistant.status == Status.LEFT or (assistant.left_on is not None and assistant.left_on <= legal_day(now)):
        raise AssistantLeft(assistant=assistant_id)
    await _date_agreement(tx, actor, assistant_id, now)
    finding = await assistants.is_cleared(
        tx,
        assistant_id,
        await members.rules_on(tx, now),
        legal_day(now),
        supervised=supervised,
        person_id=person_id,
        by_office=employer in (Employer.CO_OP, Employer.PROVIDER),
    )
    if not finding.met:
        raise NotCleared(finding=finding, assistant=assistant_id)
    await _end_introduction(tx, actor, assistant_id, now)
    if assistant.status != Status.ACTIVE:
        assistant.status = Status.ACTIVE
        await audit.note(tx, actor, "assistant.activated", assistant_id, now, finding=finding.to_dict())


async def clear(tx: Transaction, actor: Actor, assistant: AssistantRecord, finding: Finding, now: datetime) -> None:
    """Everything that the finding asked about is in place.

    Raises:
        NotCleared: with the finding.
    """
    if not finding.met:
        raise NotCleared(finding=finding, assistant=assistant.id)
    if assistant.status == Status.INTRODUCED:
        assistant.status = Status.CLEARED
        await audit.note(tx, actor, "assistant.cleared", assistant.id, now, finding=finding.to_dict())


async def clear_for_the_list(tx: Transaction, actor: Actor, assistant_id: str, now: datetime) -> None:
    """Somebody whom the co-ordinator entered may be chosen from now on.

    Raises:
        NotFound: the actor is no co-ordinator.
        NotCleared: with the finding.
    """
    if not actor.has(Role.COORDINATOR):
        raise NotFound(assistant=assistant_id)
    assistant = await assistants.find(tx, actor, assistant_id, lock=True)
    finding = await assistants.may_be_listed(tx, assistant_id, await members.rules_on(tx, now), legal_day(now))
    await clear(tx, actor, assistant, finding, now)


async def _date_agreement(tx: Transaction, actor: Actor, assistant_id: str, now: datetime) -> None:
    day = legal_day(now)
    if Item.AGREEMENT_SIGNED in await assistants.checks_on(tx, assistant_id, day):
        return
    tx.add(
        CheckRecord(
            id=new_id(),
            assistant=assistant_id,
            item=Item.AGREEMENT_SIGNED,
            done_on=day,
            checked_by=actor.reference,
            noted_at=now,
            by_office=True,  # both yeses stand in our own books
        )
    )
    await tx.flush()


async def _end_introduction(tx: Transaction, actor: Actor, assistant_id: str, now: datetime) -> None:
    running = select(IntroductionRecord).where(
        IntroductionRecord.assistant == assistant_id, IntroductionRecord.outcome.is_(None)
    )
    introduction = await tx.scalar(running.with_for_update())
    if introduction is None:
        return
    introduction.outcome, introduction.ended_on = Outcome.CLEARED, legal_day(now)
    introduction.ended_by = actor.reference
    await audit.note(tx, actor, "introduction.ended", introduction.id, now, outcome=Outcome.CLEARED)
