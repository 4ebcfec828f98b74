"""What an arrangement costs in a week, and what that leaves of the payment (M-04, M-05)."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select

from governance.actor import Actor
from governance.arrangements.model.agreements import Employer, NotInThisState, Party, State, priced
from governance.arrangements.model.costs import Lines, assumed, shared_by_hours, weekly_cost
from governance.arrangements.records.agreements import ArrangementRecord
from governance.arrangements.service import agreements, variations, wording
from governance.platform.clock import legal_day
from governance.platform.db import View

PAYS_WAGES = (Employer.CO_OP, Employer.MEMBER, Employer.TRUSTEES)


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one week, in pence. ``lines`` where wages are paid; a provider or somebody self-employed charges by the hour.

    ``shared``: the assistant has this employer for others too, and the employer's costs are divided by hours.
    """

    hours: Fraction
    total: int
    payment: int | None
    lines: Lines | None
    shared: bool

    @property
    def left(self) -> int | None:
        return None if self.payment is None else self.payment - self.total


async def of(view: View, actor: Actor, arrangement_id: str, now: datetime) -> Cost:
    """For the person and who speaks for them; an assistant never sees a payment.

    Raises:
        NotInThisState: nothing was agreed yet.
        NoFigureThatDay: the law's figures of today are not known here.
    """
    record = await agreements.find_as(view, actor, arrangement_id, Party.MEMBER, now)
    if record.agreement is None:
        raise NotInThisState(arrangement=record.id, state=record.state)
    hours, gross = await _week(view, record, now)
    if Employer(record.employs) not in PAYS_WAGES:
        return Cost(hours, gross, record.payment, None, False)
    others = [await _week(view, other, now) for other in await _same_employment(view, record)]
    everything = sum((other for other, _ in others), hours)
    wages = sum((other for _, other in others), gross)
    cost = weekly_cost(assumed(legal_day(now)), everything, Fraction(wages) / everything)
    lines = shared_by_hours(cost, [hours, everything - hours])[0] if others else cost
    return Cost(hours, lines.total, record.payment, lines, bool(others))


async def _week(view: View, record: ArrangementRecord, now: datetime) -> tuple[Fraction, int]:
    text = await wording.in_force(view, record)
    week = priced(await variations.hours_on(view, record, legal_day(now)), text.rates)
    return week.hours(), week.cost()


async def _same_employment(view: View, record: ArrangementRecord) -> list[ArrangementRecord]:
    """The assistant's other work for the same employer: for the co-operative anybody's, for a member only their own."""
    other = ArrangementRecord
    same = select(other).where(
        other.assistant == record.assistant,
        other.employs == record.employs,
        other.state == State.ACTIVE,
        other.id != record.id,
        other.agreement.is_not(None),
    )
    if record.employs != Employer.CO_OP:
        same = same.where(other.person == record.person)
    return list(await view.scalars(same.order_by(other.entered_at, other.id)))
