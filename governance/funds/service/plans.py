"""What those who take part plan to spend: what for, up to how much, and until when (P-240, P-241)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from constitution import Finding, pooling
from governance.actor import Actor
from governance.errors import Invalid
from governance.funds.model.funds import Asked, FundState, NotPlanned, SpendState
from governance.funds.records.funds import ChangeRecord, PlanRecord
from governance.funds.records.spending import SpendRecord
from governance.funds.service import changing, funds
from governance.members import service as members
from governance.motions.model import PURPOSE_LIMIT
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan and the pence that are left of it; ``agreed`` once more than half said yes."""

    record: PlanRecord
    agreed: bool
    left: int

    def holds_on(self, day: date) -> bool:
        return self.agreed and day < self.record.until


async def ask(
    tx: Transaction, actor: Actor, fund_id: str, *, purpose: str, pence: int, until: date, now: datetime
) -> PlanRecord:
    """Propose to spend up to so much on one purpose, before the day ``until``. It holds once enough agree."""
    fund = await funds.find_at(tx, actor, fund_id, now, FundState.OPEN, FundState.CLOSING)
    words = purpose.strip()
    errors = {} if words else {"purpose": "missing"}
    errors |= {"purpose": "too-long"} if len(words) > PURPOSE_LIMIT else {}
    errors |= {} if pence > 0 else {"pence": "nothing"}
    errors |= {"until": "in-the-past"} if until <= legal_day(now) else {}
    if errors:
        raise Invalid(errors)
    change = await changing.put(tx, actor, fund, Asked.PLAN, now, words, pence, until.isoformat())
    plan = PlanRecord(id=change.id, fund=fund_id, purpose=words, pence=pence, until=until)
    tx.add(plan)
    await tx.flush()
    return plan


async def of_fund(view: View, fund_id: str) -> Sequence[Plan]:
    """All that were ever asked for, in order."""
    spent_of = (
        select(SpendRecord.plan, func.sum(SpendRecord.pence))
        .where(SpendRecord.fund == fund_id, SpendRecord.state == SpendState.PAID, SpendRecord.plan.is_not(None))
        .group_by(SpendRecord.plan)
    )
    spent = {plan: int(pence) for plan, pence in await view.execute(spent_of)}
    wanted = (
        select(PlanRecord, ChangeRecord.done_at)
        .join(ChangeRecord, ChangeRecord.id == PlanRecord.id)
        .where(PlanRecord.fund == fund_id)
        .order_by(ChangeRecord.asked_at, PlanRecord.id)
    )
    rows = await view.execute(wanted)
    return [Plan(record, done_at is not None, record.pence - spent.get(record.id, 0)) for record, done_at in rows]


async def covering(
    view: View, fund_id: str, *, purpose: str, pence: int, day: date, now: datetime, only: str | None = None
) -> tuple[str | None, Finding]:
    """The plan under which this would be spent, and whether the rules are met; ``only``: that plan or none."""
    live = [one for one in await of_fund(view, fund_id) if one.holds_on(day) and one.record.purpose == purpose]
    chosen = [one for one in live if only is None or one.record.id == only]
    best = next((one for one in chosen if one.left >= pence), max(chosen, key=lambda one: one.left, default=None))
    finding = pooling.plan_covers(await members.rules_on(view, now), pence, None if best is None else best.left)
    return (None if best is None or best.left < pence else best.record.id), finding


async def require(
    view: View, fund_id: str, *, purpose: str, pence: int, day: date, now: datetime, only: str | None = None
) -> str | None:
    """Raises:
    NotPlanned: the rules ask for a plan, and none covers this.
    """
    plan, finding = await covering(view, fund_id, purpose=purpose, pence=pence, day=day, now=now, only=only)
    if not finding.met:
        raise NotPlanned(finding=finding, fund=fund_id)
    return plan
