"""The cover that a household needs: on which weekdays, between which times, how many people, awake or sleeping in."""

from collections.abc import Sequence
from datetime import date, datetime, time

from governance.actor import Actor
from governance.arrangements.model import rotas as model
from governance.arrangements.model.cover import Kind
from governance.arrangements.records.rotas import RequirementRecord
from governance.arrangements.service import rotas
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.platform.db import Transaction
from governance.platform.ids import new_id

MOST_PEOPLE = 9


async def need(
    tx: Transaction,
    actor: Actor,
    household_id: str,
    *,
    weekdays: Sequence[int],
    begins: time,
    ends: time,
    kind: Kind,
    people_needed: int,
    since: date,
    now: datetime,
) -> None:
    """So many people are needed on these weekdays (0 is Monday) between two local times, from a day on.

    Raises:
        NeededAlready, Invalid
    """
    await rotas.keeping(tx, actor, household_id, now, lock=True)
    errors = {} if weekdays else {"weekdays": "missing"}
    errors |= {} if set(weekdays) <= set(range(7)) else {"weekdays": "not-a-choice"}
    errors |= {} if 1 <= people_needed <= MOST_PEOPLE else {"people": "not-a-number"}
    if errors:
        raise Invalid(errors)
    for known in await rotas.requirements(tx, household_id, since):
        if (known.begins, known.ends, known.kind) == (begins, ends, kind) and known.weekday in weekdays:
            raise model.NeededAlready(weekday=known.weekday)
    for weekday in sorted(set(weekdays)):
        tx.add(
            RequirementRecord(
                id=new_id(),
                household=household_id,
                weekday=weekday,
                begins=begins,
                ends=ends,
                kind=kind,
                people=people_needed,
                since=since,
            )
        )
    await tx.flush()
    await audit.note(tx, actor, "rota.needed", household_id, now, days=len(set(weekdays)))


async def need_no_more(
    tx: Transaction, actor: Actor, household_id: str, requirement_id: str, *, on: date, now: datetime
) -> None:
    """This cover is not needed from a day on."""
    await rotas.keeping(tx, actor, household_id, now, lock=True)
    record = await tx.get(RequirementRecord, requirement_id, lock=True)
    if record is None or record.household != household_id or record.until is not None:
        raise NotFound(requirement=requirement_id)
    record.until = max(on, record.since)
    await audit.note(tx, actor, "rota.not-needed", household_id, now, requirement=requirement_id)
