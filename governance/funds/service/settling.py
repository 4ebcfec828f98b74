"""Shares of shared support that fall due: the platform prepares the payment, people approve it and pay it (LED-4)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from governance.actor import Actor
from governance.arrangements.model.sharing import Cost
from governance.arrangements.service import charges
from governance.arrangements.service.charges import Due
from governance.funds.model.funds import FundState, Payee, SpendState
from governance.funds.records.funds import FundRecord, MandateRecord
from governance.funds.records.spending import DueRecord, SpendRecord
from governance.funds.service import funds, mandates, plans, spending
from governance.funds.service.spending import Payment
from governance.platform.clock import first_instant, legal_day
from governance.platform.db import Transaction, View
from governance.platform.jobs.queue import enqueue

FALLS_DUE = "fund-settle"


@dataclass(frozen=True, slots=True)
class Bill:
    """What becomes one payment: sessions by reference, and what each person bears; together more than nothing."""

    dues: Mapping[str, Sequence[Due]]

    @property
    def shares(self) -> dict[str, int]:
        found: Counter[str] = Counter()
        for due in self._all:
            found[due.person] += due.pence
        return {person: pence for person, pence in found.items() if pence}

    @property
    def pence(self) -> int:
        return sum(due.pence for due in self._all)

    @property
    def payment(self) -> Payment:
        """Named by the day and the number of its last session; who is paid stands in the session's own record."""
        last = list(self._all)[-1]
        payee = Payee.ASSISTANT if any(due.cost is Cost.SUPPORT for due in self._all) else Payee.BUSINESS
        return Payment(self.pence, "", payee, "", f"{last.day.isoformat()}/{last.session}")

    @property
    def _all(self) -> Iterable[Due]:
        return (due for dues in self.dues.values() for due in dues)


async def promise(tx: Transaction, actor: Actor, fund_id: str, now: datetime) -> None:
    """Look again tomorrow at what fell due, if the fund is open and pays for a shared arrangement."""
    fund = await funds.find(tx, actor, fund_id, now)
    if fund.state is FundState.OPEN and fund.shared_arrangement is not None:
        enqueue(tx, FALLS_DUE, {"fund": fund_id}, due_at=first_instant(legal_day(now) + timedelta(days=1)))


async def settle(tx: Transaction, actor: Actor, fund_id: str, now: datetime) -> int:
    """Prepare what fell due up to today and is in no payment yet. Answers how many payments were prepared.

    What each owes was worked out where the session was kept, so a payment has these shares and is not divided again.
    What no mandate and no plan in force allows waits.
    """
    fund = await funds.find(tx, actor, fund_id, now, lock=True)
    if fund.state is not FundState.OPEN:
        return 0
    prepared = 0
    for bill in _bills(await waiting(tx, fund, now)):
        allowed = await _allowed(tx, fund, bill.pence, now)
        if allowed is None:
            break
        mandate, purpose, plan = allowed
        payment = Payment(bill.pence, purpose, bill.payment.payee, "", bill.payment.evidence)
        spend = await spending.prepare_shares(
            tx, actor, mandate, plan=plan, payment=payment, shares=bill.shares, now=now
        )
        tx.add_all(DueRecord(fund=fund_id, reference=reference, spend=spend.id) for reference in bill.dues)
        await tx.flush()
        prepared += 1
    return prepared


async def waiting(view: View, fund: FundRecord, now: datetime) -> Mapping[str, Sequence[Due]]:
    """By reference, what fell due among those who take part and is in no payment of the fund, or in a refused one."""
    if fund.shared_arrangement is None:
        return {}
    taking_part = {one.person for one in await funds.participants(view, fund.id)}
    stands = select(DueRecord.reference).join(SpendRecord, SpendRecord.id == DueRecord.spend)
    stands = stands.where(DueRecord.fund == fund.id, SpendRecord.state != SpendState.REFUSED)
    known = set(await view.scalars(stands))
    found: dict[str, list[Due]] = defaultdict(list)
    for due in await charges.shares_due(view, fund.shared_arrangement, legal_day(now)):
        reference = due.reference.partition("/")[0]
        if reference not in known and due.person in taking_part and due.pence:
            found[reference].append(due)
    return found


async def owed_by(view: View, fund: FundRecord, person_id: str, now: datetime) -> int:
    """Pence of one person's shares in what waits; below nothing where a correction gives back more."""
    dues = (due for found in (await waiting(view, fund, now)).values() for due in found)
    return sum(due.pence for due in dues if due.person == person_id)


def _bills(dues: Mapping[str, Sequence[Due]]) -> Iterable[Bill]:
    """One for each session; a correction that gives money back is taken off the next."""
    gathered: dict[str, Sequence[Due]] = {}
    for reference, one in dues.items():
        gathered[reference] = one
        bill = Bill(dict(gathered))
        if bill.pence > 0:
            yield bill
            gathered.clear()


async def _allowed(
    view: View, fund: FundRecord, pence: int, now: datetime
) -> tuple[MandateRecord, str, str | None] | None:
    """The newest mandate in force that has so much left, its purpose, and the plan for it where rules ask for one."""
    today = legal_day(now)
    for mandate in await mandates.of_fund(view, fund.id):
        left = await mandates.left(view, mandate)
        enough = (left is None or pence <= left) and (mandate.each is None or pence <= mandate.each)
        if not enough or not await mandates.is_live(view, mandate, today):
            continue
        for purpose in mandate.purposes:
            plan, finding = await plans.covering(view, fund.id, purpose=purpose, pence=pence, day=today, now=now)
            if finding.met:
                return mandate, purpose, plan
    return None
