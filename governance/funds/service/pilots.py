"""A fund that is tried for a time: it ends on its day, unless members carried a motion that renews it."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from governance.actor import Actor
from governance.audit import service as audit
from governance.errors import Invalid
from governance.funds.model.funds import FundState, NotDecided, NotSaid
from governance.funds.records.pilots import PilotRecord
from governance.funds.service import funds
from governance.motions import service as motions
from governance.motions.model import Stage
from governance.platform.clock import first_instant, legal_day
from governance.platform.db import Transaction, View
from governance.platform.jobs.queue import enqueue

WARNED = timedelta(days=56)
"""So long before its end its page asks for a motion and those who take part get a letter: time to call a meeting."""
ENDS = "fund-pilot-ends"


async def begin(
    tx: Transaction, actor: Actor, fund_id: str, *, motion_id: str, until: date, now: datetime
) -> PilotRecord:
    """Try a fund until a day, or longer than was agreed before; members have said so by a motion.

    Raises:
        NotDecided: the motion was not carried.
        NotSaid: it was not about what a fund may spend, or named no end.
        Invalid: it begins or ends on a day that members did not read.
        WrongState: the fund is closing, or closed.
    """
    await funds.find_kept(tx, actor, fund_id, now, FundState.PROPOSED, FundState.OPEN)
    motion = await motions.find(tx, actor, motion_id)
    if motion.stage is not Stage.CARRIED:
        raise NotDecided(motion=motion_id)
    authority = motions.authority_of(motion)
    if authority is None or authority.until is None:
        raise NotSaid(motion=motion_id)
    known = await of_fund(tx, fund_id)
    since = legal_day(now) if known is None else known.until
    errors = {"motion": "beyond-decision"} if since < authority.since else {}
    if errors := errors | ({"until": "beyond-decision"} if until > authority.until else {}):
        raise Invalid(errors)
    if until <= max(since, legal_day(now)):
        raise Invalid({"until": "before-it-begins"})
    if known is not None and await tx.get(PilotRecord, (fund_id, motion_id)) is not None:
        raise Invalid({"motion": "not-a-choice"})
    pilot = PilotRecord(fund=fund_id, motion=motion_id, since=since, until=until, begun_at=now)
    tx.add(pilot)
    enqueue(tx, ENDS, {"fund": fund_id}, due_at=first_instant(until))
    await tx.flush()
    await audit.note(tx, actor, "fund.pilot", fund_id, now, motion=motion_id, until=until.isoformat())
    return pilot


async def of_fund(view: View, fund_id: str) -> PilotRecord | None:
    """The trial that lasts longest; None where the fund is no trial."""
    longest = select(PilotRecord).where(PilotRecord.fund == fund_id).order_by(PilotRecord.until.desc()).limit(1)
    found: PilotRecord | None = await view.scalar(longest)
    return found


async def end(tx: Transaction, actor: Actor, fund_id: str, now: datetime) -> bool:
    """Begin to close a fund whose time is over. Was it? Doing it again, or after a renewal, changes nothing."""
    fund = await funds.find(tx, actor, fund_id, now, lock=True)
    pilot = await of_fund(tx, fund_id)
    if pilot is None or pilot.until > legal_day(now) or fund.state is not FundState.OPEN:
        return False
    fund.state = FundState.CLOSING
    await tx.flush()
    await audit.note(tx, actor, "fund.pilot-ended", fund_id, now, motion=pilot.motion)
    return True
