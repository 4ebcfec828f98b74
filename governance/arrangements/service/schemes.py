"""Which support scheme a person uses, and what it does for them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import or_, select

from governance.actor import Actor
from governance.arrangements.model.schemes import NAME_LIMIT, Kept
from governance.arrangements.records.disputes import SchemeRecord
from governance.arrangements.service import people
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id


async def link(
    tx: Transaction, actor: Actor, person_id: str, *, name: str, tasks: Collection[str], now: datetime
) -> SchemeRecord:
    """A person names the scheme they use and what it keeps; the tasks follow when duties are laid out next."""
    await people.find(tx, actor, person_id, now)
    errors = {} if name.strip() and len(name) <= NAME_LIMIT else {"name": "too-long" if name.strip() else "missing"}
    errors |= {} if tasks and set(tasks) <= set(Kept) else {"tasks": "missing"}
    if errors:
        raise Invalid(errors)
    kept = [task.value for task in Kept if task in tasks]
    record = SchemeRecord(id=new_id(), person=person_id, name=name.strip(), tasks=kept, since=legal_day(now))
    tx.add(record)
    await tx.flush()
    await audit.note(tx, actor, "support-scheme.linked", person_id, now, tasks=kept)
    return record


async def end(tx: Transaction, actor: Actor, scheme_id: str, now: datetime) -> None:
    """The person no longer uses it, from today."""
    record = await tx.get(SchemeRecord, scheme_id, lock=True)
    if record is None or record.until is not None:
        raise NotFound(scheme=scheme_id)
    await people.find(tx, actor, record.person, now)
    record.until = legal_day(now)
    await audit.note(tx, actor, "support-scheme.ended", record.person, now)


async def of_person(view: View, actor: Actor, person_id: str, now: datetime) -> Sequence[SchemeRecord]:
    """The schemes that a person uses today."""
    await people.find(view, actor, person_id, now)
    return await _on(view, person_id, legal_day(now))


async def tasks_on(view: View, person_id: str, day: date) -> frozenset[str]:
    return frozenset(task for scheme in await _on(view, person_id, day) for task in scheme.tasks)


async def _on(view: View, person_id: str, day: date) -> Sequence[SchemeRecord]:
    using = select(SchemeRecord).where(
        SchemeRecord.person == person_id,
        SchemeRecord.since <= day,
        or_(SchemeRecord.until.is_(None), SchemeRecord.until > day),
    )
    return (await view.scalars(using.order_by(SchemeRecord.since, SchemeRecord.id))).all()
