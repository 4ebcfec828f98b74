"""Disputes in an arrangement: raised by either side, taken step by step, seen by the two and whoever helps."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from governance.actor import Actor, Role
from governance.arrangements.model.agreements import Party
from governance.arrangements.model.disputes import ABOUT_LIMIT, DisputeClosed, NotThisHelper, Outcome, step_after
from governance.arrangements.records.agreements import ArrangementRecord
from governance.arrangements.records.assistants import AssistantRecord
from governance.arrangements.records.disputes import DisputeRecord, DisputeStepRecord
from governance.arrangements.records.people import PersonRecord
from governance.arrangements.service import agreements
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.platform.keys import Keys
from governance.platform.sealing import seal, unseal

PLACE = {"table": "arrangement_dispute", "column": "about"}


async def raise_one(
    tx: Transaction,
    actor: Actor,
    keys: Keys,
    arrangement_id: str,
    *,
    side: Party,
    about: str,
    now: datetime,
    advocate_wanted: bool = False,
) -> DisputeRecord:
    """Either side says what is wrong; the first step of the rules begins (P-230)."""
    record = await agreements.find_as(tx, actor, arrangement_id, side, now)
    if not about.strip() or len(about) > ABOUT_LIMIT:
        raise Invalid({"about": "too-long" if about.strip() else "missing"})
    steps = (await members.rules_on(tx, now)).words("P-230")
    identity = new_id()
    dispute = DisputeRecord(
        id=identity,
        arrangement=record.id,
        party=side,
        raised_by=actor.reference,
        raised_at=now,
        about=seal(keys, about.strip().encode(), **PLACE, row=identity),
        advocate_wanted=advocate_wanted,
    )
    tx.add(dispute)
    await tx.flush()
    await _begin(tx, actor, dispute, steps[0], now)
    await audit.note(tx, actor, "dispute.raised", dispute.id, now)
    return dispute


async def find(view: View, actor: Actor, dispute_id: str, now: datetime, *, lock: bool = False) -> DisputeRecord:
    """For the two and the member named to help; no office opens it (PERM-2)."""
    dispute = await view.get(DisputeRecord, dispute_id, lock=lock)
    if dispute is None:
        raise NotFound(dispute=dispute_id)
    record = await view.get(ArrangementRecord, dispute.arrangement)
    if record is None or not (helps(actor, dispute) or await agreements.sides(view, actor, record, now)):
        raise NotFound(dispute=dispute_id)
    return dispute


def helps(actor: Actor, dispute: DisputeRecord) -> bool:
    """Whether the actor is the member named to hear the two."""
    return dispute.panel is not None and dispute.panel == actor.member


def about(keys: Keys, dispute: DisputeRecord) -> str:
    return unseal(keys, dispute.about, **PLACE, row=dispute.id).decode()


async def steps(view: View, dispute: DisputeRecord) -> Sequence[DisputeStepRecord]:
    """The steps so far, the first one first."""
    taken = select(DisputeStepRecord).where(DisputeStepRecord.dispute == dispute.id)
    return (await view.scalars(taken.order_by(DisputeStepRecord.number))).all()


async def go_on(tx: Transaction, actor: Actor, dispute_id: str, now: datetime) -> str:
    """It is not settled: on to the next step of the rules, whoever of them asks."""
    dispute = await _open(tx, actor, dispute_id, now)
    rules = await members.rules_on(tx, now)
    following = step_after(rules.words("P-230"), (await steps(tx, dispute))[-1].step)
    await _begin(tx, actor, dispute, following, now)
    await audit.note(tx, actor, "dispute.went-on", dispute.id, now, step=following)
    return following


async def waiting_for_panel(view: View, actor: Actor) -> Sequence[DisputeRecord]:
    """Disputes past their first step for which nobody is named to help: the secretary sees the day, no names."""
    _refuse_others(actor)
    unnamed = select(DisputeRecord).where(DisputeRecord.panel.is_(None), DisputeRecord.closed_on.is_(None))
    found = await view.scalars(unnamed.order_by(DisputeRecord.raised_at, DisputeRecord.id))
    return [dispute for dispute in found if len(await steps(view, dispute)) > 1]


async def name_panel(tx: Transaction, actor: Actor, dispute_id: str, *, member_id: str, now: datetime) -> None:
    """The secretary names one member who hears the two; that member alone sees it from then on.

    Raises:
        NotThisHelper: one of the two, or no member.
    """
    _refuse_others(actor)
    dispute = await tx.get(DisputeRecord, dispute_id, lock=True)
    if dispute is None:
        raise NotFound(dispute=dispute_id)
    if dispute.closed_on is not None:
        raise DisputeClosed(dispute=dispute_id)
    helper = await members.find(tx, actor, member_id)
    if not helper.was_member_on(legal_day(now)) or member_id in await _two(tx, dispute):
        raise NotThisHelper(dispute=dispute_id)
    dispute.panel = member_id
    await audit.note(tx, actor, "dispute.panel-named", dispute.id, now, member=member_id)


async def close(tx: Transaction, actor: Actor, dispute_id: str, *, outcome: str, now: datetime) -> DisputeRecord:
    """It ended, in one word of the list: said by the side that raised it or by whoever helps."""
    dispute = await _open(tx, actor, dispute_id, now)
    if outcome not in await outcomes(tx, actor, dispute, now):
        raise Invalid({"outcome": "unknown-outcome"})
    dispute.closed_on, dispute.outcome = legal_day(now), outcome
    await audit.note(tx, actor, "dispute.closed", dispute.id, now, outcome=outcome)
    return dispute


async def outcomes(view: View, actor: Actor, dispute: DisputeRecord, now: datetime) -> Sequence[Outcome]:
    """What the actor may say about how it ended: nobody takes back what another raised, or finds their own case bad."""
    if helps(actor, dispute):
        return [one for one in Outcome if one is not Outcome.WITHDRAWN]
    record = await agreements.find(view, actor, dispute.arrangement, now)
    if dispute.party not in await agreements.sides(view, actor, record, now):
        return []
    return [one for one in Outcome if one is not Outcome.NOT_UPHELD]


async def of_record(view: View, arrangement_id: str) -> Sequence[DisputeRecord]:
    """The disputes of an arrangement, the newest first; whoever calls has found it for the actor."""
    raised = select(DisputeRecord).where(DisputeRecord.arrangement == arrangement_id)
    return (await view.scalars(raised.order_by(DisputeRecord.raised_at.desc(), DisputeRecord.id))).all()


async def helped_by(view: View, actor: Actor) -> Sequence[DisputeRecord]:
    """The open disputes that this member was named for."""
    if actor.member is None:
        return []
    theirs = select(DisputeRecord).where(DisputeRecord.panel == actor.member, DisputeRecord.closed_on.is_(None))
    return (await view.scalars(theirs.order_by(DisputeRecord.raised_at, DisputeRecord.id))).all()


async def _open(tx: Transaction, actor: Actor, dispute_id: str, now: datetime) -> DisputeRecord:
    dispute = await find(tx, actor, dispute_id, now, lock=True)
    if dispute.closed_on is not None:
        raise DisputeClosed(dispute=dispute_id)
    return dispute


async def _begin(tx: Transaction, actor: Actor, dispute: DisputeRecord, step: str, now: datetime) -> None:
    number = len(await steps(tx, dispute)) + 1
    tx.add(
        DisputeStepRecord(
            id=new_id(), dispute=dispute.id, number=number, step=step, began_at=now, taken_by=actor.reference
        )
    )
    await tx.flush()


async def _two(view: View, dispute: DisputeRecord) -> set[str]:
    """The member numbers of the two, of those who are members."""
    record = await view.get(ArrangementRecord, dispute.arrangement)
    if record is None:
        return set()
    person, assistant = await view.get(PersonRecord, record.person), await view.get(AssistantRecord, record.assistant)
    return {one.member for one in (person, assistant) if one is not None and one.member is not None}


def _refuse_others(actor: Actor) -> None:
    if not (actor.is_platform or actor.has(Role.SECRETARY)):
        raise NotFound
