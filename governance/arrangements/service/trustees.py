"""Trustees come and go, and each change leaves a list of what must be seen to (T-002, T-003, T-005)."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from constitution import Finding
from governance.actor import Actor
from governance.arrangements.model import trusts as model
from governance.arrangements.model.trusts import Change, Tie
from governance.arrangements.records.trusts import (
    OccupancyRecord,
    PropertyRecord,
    SignatoryRecord,
    TaskRecord,
    TrusteeRecord,
)
from governance.arrangements.service import residents, trusts
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id


async def appoint(
    tx: Transaction,
    actor: Actor,
    trust_id: str,
    *,
    name: str,
    number: str,
    family: bool,
    tie: Tie | None,
    on: date,
    now: datetime,
) -> TrusteeRecord:
    """A trustee from a day on, and the list of what follows (T-003). ``number`` of a member, who then signs in.

    Raises:
        ResidentIsNoTrustee, TrusteeAlready, Invalid
    """
    found = await trusts.keeping(tx, actor, trust_id, now, lock=True)
    member = await trusts.known_member(tx, name, number)
    if member is not None and member in await residents.members_living_there(tx, trust_id, on):
        raise model.ResidentIsNoTrustee(trust=trust_id)
    others = await tx.scalars(select(TrusteeRecord).where(TrusteeRecord.trust == trust_id))
    if any(_same(one, member, name) and (one.until is None or on < one.until) for one in others):
        raise model.TrusteeAlready(trust=trust_id)
    record = TrusteeRecord(id=new_id(), trust=found.trust.id, since=on, member=member, family=family, tie=tie)
    record.name = None if member is not None else name.strip()
    tx.add(record)
    await tx.flush()
    await _follow_up(tx, record, Change.APPOINTED, on)
    await audit.note(tx, actor, "trust.trustee-appointed", trust_id, now, trustee=record.id, on=str(on))
    return record


async def retire(tx: Transaction, actor: Actor, trust_id: str, trustee_id: str, *, on: date, now: datetime) -> None:
    """A trustee retires if two remain (T-005), and the list of what follows is made.

    Raises:
        TooFewRemain: with the finding.
    """
    await trusts.keeping(tx, actor, trust_id, now, lock=True)
    record = await tx.get(TrusteeRecord, trustee_id, lock=True)
    if record is None or record.trust != trust_id or record.until is not None:
        raise NotFound(trustee=trustee_id)
    if on < record.since:
        raise Invalid({"on": "before-it-begins"})
    known = [one.trustee for one in await trusts.every_trustee(tx, trust_id)]
    finding = model.may_retire(await members.rules_on(tx, now), known, on)
    if not finding.met:
        raise model.TooFewRemain(finding=finding, trust=trust_id)
    record.until = on
    await _follow_up(tx, record, Change.RETIRED, on)
    await audit.note(tx, actor, "trust.trustee-retired", trust_id, now, trustee=trustee_id, on=str(on))


async def say_tie(
    tx: Transaction, actor: Actor, trust_id: str, trustee_id: str, *, tie: Tie | None, now: datetime
) -> None:
    """A trustee, or a relative, is paid by the trust from now on, or no longer (T-006); what was decided stands."""
    await trusts.keeping(tx, actor, trust_id, now, lock=True)
    record = await tx.get(TrusteeRecord, trustee_id, lock=True)
    if record is None or record not in await trusts.trustees(tx, trust_id, legal_day(now)):
        raise NotFound(trustee=trustee_id)
    record.tie = tie
    await audit.note(tx, actor, "trust.trustee-tie", trust_id, now, trustee=trustee_id, tie=tie)


async def tasks(view: View, trust_id: str) -> Sequence[TaskRecord]:
    """What changes of trustees leave to see to, the latest change first, in the order of doing."""
    own = select(TaskRecord).where(TaskRecord.trust == trust_id)
    order = (TaskRecord.changed_on.desc(), TaskRecord.trustee, TaskRecord.change, TaskRecord.place)
    return (await view.scalars(own.order_by(*order))).all()


async def see_to(tx: Transaction, actor: Actor, trust_id: str, task_id: str, *, on: date, now: datetime) -> None:
    """Somebody has seen to one of them.

    Raises:
        DoneAlready, Invalid
    """
    await trusts.keeping(tx, actor, trust_id, now)
    task = await tx.get(TaskRecord, task_id, lock=True)
    if task is None or task.trust != trust_id:
        raise NotFound(task=task_id)
    if task.done_on is not None:
        raise model.DoneAlready(task=task_id)
    if on > legal_day(now):
        raise Invalid({"on": "not-yet"})
    task.done_on, task.done_by = on, actor.reference
    await audit.note(tx, actor, "trust.task-done", trust_id, now, task=task.code)


async def standing(view: View, trust_id: str, now: datetime) -> Sequence[Finding]:
    """What good practice and the law ask of the trust today, met or not."""
    today = legal_day(now)
    signing = select(SignatoryRecord).where(SignatoryRecord.trust == trust_id, trusts.running(SignatoryRecord, today))
    homes = select(PropertyRecord.id).where(PropertyRecord.trust == trust_id)
    tied = select(OccupancyRecord).where(
        OccupancyRecord.property.in_(homes), OccupancyRecord.tied, trusts.running(OccupancyRecord, today)
    )
    return model.standing(
        await members.rules_on(view, now),
        [one.trustee for one in await trusts.trustees(view, trust_id, today)],
        signatories=len((await view.scalars(signing)).all()),
        tied=len((await view.scalars(tied)).all()),
    )


async def names(view: View, found: Sequence[TrusteeRecord]) -> dict[str, str]:
    """How trustees are called, by the id of their days as trustee."""
    of_members = await members.names(view, {one.member for one in found if one.member is not None})
    return {one.id: of_members[one.member] if one.member is not None else one.name or "" for one in found}


async def _follow_up(tx: Transaction, record: TrusteeRecord, change: Change, on: date) -> None:
    tx.add_all(
        TaskRecord(
            id=new_id(), trust=record.trust, trustee=record.id, change=change, changed_on=on, code=code, place=place
        )
        for place, code in enumerate(model.follow_ups(change))
    )
    await tx.flush()


def _same(record: TrusteeRecord, member: str | None, name: str) -> bool:
    return record.member == member if member is not None else record.name == name.strip()
