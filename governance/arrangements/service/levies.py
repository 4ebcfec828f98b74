"""The levy: what members, or the board under a power of theirs, add to each hour for the co-operative's own work."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from governance.actor import Actor, Role
from governance.arrangements.model.costs import LevyNotDecided
from governance.arrangements.records.levies import LevyRecord
from governance.audit import service as audit
from governance.board.service import powers
from governance.errors import Invalid, NotFound
from governance.motions import service as motions
from governance.motions.model import Stage
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id

OFFICES = (Role.CHAIR, Role.SECRETARY, Role.TREASURER)


async def put(
    tx: Transaction,
    actor: Actor,
    *,
    pence: int,
    since: date,
    now: datetime,
    motion_id: str | None = None,
    power_id: str | None = None,
) -> LevyRecord:
    """Write down what was decided: so many pence an hour from a day on. One of motion and power.

    Raises:
        LevyNotDecided: the motion was not carried, or the power does not hold on that day.
        Invalid
    """
    if not (actor.is_platform or actor.has(*OFFICES)):
        raise NotFound
    errors = {"pence": "below-nothing"} if pence < 0 else {}
    errors |= {"decision": "one-source"} if (motion_id is None) == (power_id is None) else {}
    if errors:
        raise Invalid(errors)
    if motion_id is not None and (await motions.find(tx, actor, motion_id)).stage is not Stage.CARRIED:
        raise LevyNotDecided(motion=motion_id)
    if power_id is not None and await powers.live(tx, power_id, since) is None:
        raise LevyNotDecided(power=power_id)
    levy = LevyRecord(
        id=new_id(), pence=pence, since=since, set_by=actor.reference, set_at=now, motion=motion_id, power=power_id
    )
    tx.add(levy)
    await tx.flush()
    await audit.note(tx, actor, "levy.put", levy.id, now, pence=pence, since=str(since))
    return levy


async def all_of_them(view: View) -> Sequence[LevyRecord]:
    """Every levy there was, is or will be, the latest day first; of two for one day the one written down last holds."""
    rows = select(LevyRecord).order_by(LevyRecord.since.desc(), LevyRecord.set_at.desc(), LevyRecord.id.desc())
    return (await view.scalars(rows)).all()


async def on(view: View, day: date) -> int:
    """Pence an hour on a day; nothing where nobody decided on any."""
    return next((one.pence for one in await all_of_them(view) if one.since <= day), 0)
