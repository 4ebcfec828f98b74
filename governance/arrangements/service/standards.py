"""Putting a version of the quality standard into force as members approved it, and reading any of them."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from governance.actor import Actor, Role
from governance.arrangements.model.standards import BeforeTheLast, LabelTaken, NotDecided, errors_in
from governance.arrangements.records.standards import StandardRecord
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.motions import service as motions
from governance.motions.model import Stage
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.platform.texts import Texts


async def adopt(
    tx: Transaction,
    actor: Actor,
    *,
    label: str,
    text: Texts,
    since: date,
    now: datetime,
    motion_id: str | None = None,
) -> StandardRecord:
    """One more version, from a day on. The first may come with the founding; every other names its motion.

    Raises:
        NotFound: the actor is not the co-ordinator.
        NotDecided: the motion was not carried, or none is named.
        LabelTaken, BeforeTheLast, Invalid
    """
    if not (actor.is_platform or actor.has(Role.COORDINATOR)):
        raise NotFound
    if errors := errors_in(label, text):
        raise Invalid(errors)
    await tx.alone("standards")
    earlier = await versions(tx)
    if any(one.label == label.strip() for one in earlier):
        raise LabelTaken(label=label)
    if any(one.since >= since for one in earlier):
        raise BeforeTheLast(since=since)
    if motion_id is not None and (await motions.find(tx, actor, motion_id)).stage is not Stage.CARRIED:
        raise NotDecided(motion=motion_id)
    if motion_id is None and earlier:
        raise NotDecided
    record = StandardRecord(
        id=new_id(),
        label=label.strip(),
        text=text.to_json(),
        since=since,
        entered_by=actor.reference,
        entered_at=now,
        motion=motion_id,
    )
    tx.add(record)
    await tx.flush()
    await audit.note(tx, actor, "standard.adopted", record.id, now, label=record.label, motion=motion_id)
    return record


async def versions(view: View) -> Sequence[StandardRecord]:
    """All of them, the newest first."""
    return (await view.scalars(select(StandardRecord).order_by(StandardRecord.since.desc()))).all()


async def in_force(view: View, day: date) -> StandardRecord | None:
    """The version that agreements name on a day; ``None`` before the first."""
    return next((one for one in await versions(view) if one.since <= day), None)


async def find(view: View, label: str) -> StandardRecord:
    """A version by its name; everybody here may read it.

    Raises:
        NotFound: there is none.
    """
    record: StandardRecord | None = await view.scalar(select(StandardRecord).where(StandardRecord.label == label))
    if record is None:
        raise NotFound(standard=label)
    return record
