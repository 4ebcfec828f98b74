"""What an arrangement costs in a week, and what that leaves of the payment (M-04, M-05)."""

from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select

from governance.actor import Actor
from governance.arrangements.model.agreements import Employer, NotInThisState, Party, State, priced
from governance.arrangements.model.costs import Lines, assumed, shared_by_hours, weekly_cost
from governance.arrangements.records.agreements import ArrangementRecord
from governance.arrangements.service import agreements, levies, variations, wording
from governance.platform.clock import legal_day
from governance.platform.db import View

PAYS_WAGES = (Employer.CO_OP, Employer.MEMBER, Employer.TRUSTEES)


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one week, in pence. ``lines`` where wages are paid; a provider or somebody self-employed charges by the hour.

    ``shared``: the assistant has this employer for others too. What the employer pays on top is then worked out once
    and divided by hours; pay stays everybody's own, by their own rates (M-05).
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
    together = await _same_employment(view, record)
    weeks = [await _week(view, one, now) for one in together]
    everything = sum((each for each, _ in weeks), Fraction(0))
    levy = await levies.on(view, legal_day(now)) if record.employs == Employer.CO_OP else 0
    wages = sum(pay for _, pay in weeks)
    cost = weekly_cost(assumed(legal_day(now), levy), everything, Fraction(wages) / everything)
    shares = shared_by_hours(cost, [each for each, _ in weeks])
    lines = replace(shares[together.index(record)], gross=gross)
    return Cost(hours, lines.total, record.payment, lines, len(together) > 1)


async def _week(view: View, record: ArrangementRecord, now: datetime) -> tuple[Fraction, int]:
    text = await wording.in_force(view, record)
    week = priced(await variations.hours_on(view, record, legal_day(now)), text.rates)
    return week.hours(), week.cost()


async def _same_employment(view: View, record: ArrangementRecord) -> list[ArrangementRecord]:
    """All that one employer pays the assistant for, this too, in the order of agreeing: parts of a penny fall the same
    way whoever asks. For the co-operative that is anybody's support, for a member only their own."""
    other = ArrangementRecord
    same = select(other).where(
        other.assistant == record.assistant,
        other.employs == record.employs,
        (other.state == State.ACTIVE) | (other.id == record.id),
        other.agreement.is_not(None),
    )
    if record.employs != Employer.CO_OP:
        same = same.where(other.person == record.person)
    return list(await view.scalars(same.order_by(other.entered_at, other.id)))
