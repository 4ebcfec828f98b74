"""Laying out who does what in one arrangement, moving it when the employer changes, and reading it as on a day."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select

from governance.actor import Actor
from governance.arrangements.model.agreements import Contractor, Employer
from governance.arrangements.model.duties import TASKS, DutiesLaidOutLater, Duty, Owner, column, laid_out
from governance.arrangements.records.duties import DutyRecord
from governance.audit import service as audit
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id


async def lay_out(
    tx: Transaction,
    actor: Actor,
    arrangement_id: str,
    *,
    employer: Employer,
    day: date,
    overrides: Mapping[str, Owner],
    now: datetime,
    contracted_by: Contractor | None = None,
) -> None:
    """From this day on every task lies with its one owner; tasks that move end where they were, and stay to be read.

    ``overrides`` are the tasks given to somebody else, such as payroll to the support scheme. Whoever calls has seen
    to it that the actor may decide on the arrangement.

    Raises:
        DutyStays: a task cannot go there.
        DutiesLaidOutLater: some task was moved after this day.
    """
    wanted = laid_out(column(employer, contracted_by), overrides)
    await tx.alone(f"duties:{arrangement_id}")
    running = DutyRecord.arrangement == arrangement_id, DutyRecord.until.is_(None)
    held = {record.task: record for record in await tx.scalars(select(DutyRecord).where(*running))}
    if any(record.since > day for record in held.values()):
        raise DutiesLaidOutLater(arrangement=arrangement_id)
    moving = [task for task, owner in wanted.items() if task not in held or held[task].owner != owner]
    for task in moving:
        if task in held:
            held[task].until = day
    await tx.flush()  # a task ends in one pair of hands before it begins in another
    tx.add_all(
        DutyRecord(id=new_id(), arrangement=arrangement_id, task=task, owner=wanted[task], since=day, noted_at=now)
        for task in moving
    )
    await tx.flush()
    if moving:
        moved = {task: wanted[task] for task in moving}
        await audit.note(tx, actor, "duties.laid-out", arrangement_id, now, employer=employer, moved=moved)


async def of(view: View, arrangement_id: str, day: date) -> Mapping[str, Duty]:
    """Who does each task on a day, in the order of the tasks; empty before they were laid out."""
    found = {duty.task: duty for duty in await history(view, arrangement_id) if duty.holds_on(day)}
    return {task: found[task] for task in TASKS if task in found}


async def history(view: View, arrangement_id: str) -> Sequence[Duty]:
    """Every task in every pair of hands it ever lay in, the earliest first."""
    rows = select(DutyRecord).where(DutyRecord.arrangement == arrangement_id)
    records = await view.scalars(rows.order_by(DutyRecord.since, DutyRecord.id))
    return [Duty(record.task, Owner(record.owner), record.since, record.until) for record in records]
