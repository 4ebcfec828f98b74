"""Paying from a fund: one person prepares, others approve, and only then is it paid (PERM-7, P-250)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from constitution import Finding, pooling
from governance.actor import Actor, Role
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.funds.model import pool
from governance.funds.model.funds import (
    PAYEE_LIMIT,
    REFERENCE_LIMIT,
    WAITING,
    FundState,
    MayNotSpend,
    OverMandate,
    Payee,
    SamePerson,
    SpendDecided,
    SpendState,
    who,
)
from governance.funds.model.ledger import Entry, Kind
from governance.funds.records.funds import ChangeRecord, FundRecord, MandateRecord
from governance.funds.records.spending import ApprovalRecord, BearingRecord, SpendRecord
from governance.funds.service import committing, dividing, funds, mandates, plans, posting
from governance.funds.service.posting import Posting
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id


@dataclass(frozen=True, slots=True)
class Payment:
    """What is to be paid, in pence. ``evidence`` names the receipt or invoice, and is what the bank's line will say."""

    pence: int
    purpose: str
    payee: Payee
    payee_name: str
    evidence: str
    commitment: str | None = None

    def errors(self, mandate: MandateRecord) -> dict[str, str]:
        errors = {} if self.pence > 0 else {"pence": "nothing"}
        errors |= {} if self.purpose in mandate.purposes else {"purpose": "not-in-mandate"}
        for name, limit in (("payee_name", PAYEE_LIMIT), ("evidence", REFERENCE_LIMIT)):
            words = getattr(self, name).strip()
            errors |= {} if 0 < len(words) <= limit else {name: "too-long" if words else "missing"}
        return errors


async def prepare(
    tx: Transaction, actor: Actor, fund_id: str, *, mandate_id: str, payment: Payment, now: datetime
) -> SpendRecord:
    """Prepare a payment under a mandate in force, and a plan where the rules ask for one. Nothing moves yet.

    Raises:
        NoMandate, OverMandate, NotPlanned
    """
    await funds.find_at(tx, actor, fund_id, now, FundState.OPEN, FundState.CLOSING)
    mandate = await mandates.require_live(tx, fund_id, mandate_id, legal_day(now))
    if errors := payment.errors(mandate):
        raise Invalid(errors)
    mandates.require_within(mandate, payment.pence)
    if payment.commitment is not None and (await committing.find(tx, payment.commitment)).fund != fund_id:
        raise NotFound(commitment=payment.commitment)
    day = legal_day(now)
    plan = await plans.require(tx, fund_id, purpose=payment.purpose, pence=payment.pence, day=day, now=now)
    return await _add(tx, actor, mandate, plan, payment, now)


async def prepare_shares(
    tx: Transaction,
    actor: Actor,
    mandate: MandateRecord,
    *,
    plan: str | None,
    payment: Payment,
    shares: Mapping[str, int],
    now: datetime,
) -> SpendRecord:
    """Prepare what was divided elsewhere, by a caller who holds the fund and knows that mandate and plan allow it."""
    return await _add(tx, actor, mandate, plan, payment, now, shares)


async def _add(  # noqa: PLR0917 (one step of preparing)
    tx: Transaction,
    actor: Actor,
    mandate: MandateRecord,
    plan: str | None,
    payment: Payment,
    now: datetime,
    shares: Mapping[str, int] | None = None,
) -> SpendRecord:
    spend = SpendRecord(
        id=new_id(),
        fund=mandate.fund,
        mandate=mandate.id,
        plan=plan,
        shares=None if shares is None else dict(shares),
        pence=payment.pence,
        purpose=payment.purpose,
        payee=payment.payee,
        payee_name=payment.payee_name.strip(),
        evidence=payment.evidence.strip(),
        prepared_by=who(actor),
        prepared_at=now,
        state=SpendState.PREPARED,
        commitment=payment.commitment,
    )
    tx.add(spend)
    await tx.flush()
    await audit.note(tx, actor, "fund.spend-prepared", spend.fund, now, spend=spend.id, pence=spend.pence)
    return spend


async def approve(tx: Transaction, actor: Actor, spend_id: str, now: datetime) -> SpendRecord:
    """Approve what somebody else prepared, once.

    Raises:
        SamePerson: they prepared it or approved it already, under whatever role.
    """
    _, spend = await find_waiting(tx, actor, spend_id, now)
    approver = who(actor)
    if approver == spend.prepared_by or approver in {one.approver for one in spend.approvals}:
        raise SamePerson(spend=spend_id)
    spend.approvals.append(ApprovalRecord(spend=spend_id, approver=approver, at=now))
    if (await may_pay(tx, spend, now)).figures["approvals-missing"] == 0:
        spend.state = SpendState.APPROVED
    await tx.flush()
    await audit.note(tx, actor, "fund.spend-approved", spend.fund, now, spend=spend_id)
    return spend


async def refuse(tx: Transaction, actor: Actor, spend_id: str, now: datetime) -> SpendRecord:
    """Say no to what was prepared, or take back one's own. It stays to be seen and is never paid."""
    _, spend = await find_waiting(tx, actor, spend_id, now)
    spend.state, spend.refused_by = SpendState.REFUSED, who(actor)
    await tx.flush()
    await audit.note(tx, actor, "fund.spend-refused", spend.fund, now, spend=spend_id)
    return spend


async def pay(tx: Transaction, actor: Actor, spend_id: str, *, on: date, now: datetime) -> Entry:
    """Enter that it was paid: each participant is charged their share.

    Raises:
        NoMandate, NotPlanned: the mandate or the plan did not hold that day, or has not so much left.
        SamePerson: a trustee who is no treasurer prepared it (PERM-7).
        MayNotSpend: approvals are missing, or so much is not there (P-250).
        Overdrawn: somebody's own part does not cover their share (LED-3).
    """
    fund, spend = await find_waiting(tx, actor, spend_id, now)
    await _require_payer(tx, actor, fund, spend, now)
    mandate = await mandates.require_live(tx, spend.fund, spend.mandate, on)
    mandates.require_within(mandate, spend.pence)
    finding = await may_pay(tx, spend, now)
    if not finding.met:
        raise MayNotSpend(finding=finding, spend=spend_id)
    await _require_left(tx, mandate, spend)
    await plans.require(tx, fund.id, purpose=spend.purpose, pence=spend.pence, day=on, now=now, only=spend.plan)
    standing, rules = await posting.standing(tx, spend.fund), await members.rules_on(tx, now)
    borne = await _borne(tx, spend.id)
    moved = pool.spend(rules, standing, spend.pence, spend.commitment, fixed=spend.shares, borne=borne)
    posted = Posting(Kind.SPEND, on, spend.mandate, spend.evidence, moved, division=standing.division.number)
    entry = await posting.post(tx, actor, fund, posted, now)
    spend.state, spend.entry = SpendState.PAID, entry.seq
    await tx.flush()
    if spend.shares is not None or borne:  # who was charged otherwise is not charged the difference by the next spend
        await dividing.begin(tx, fund.id, standing.division.weights, now)
    return entry


async def take_back(tx: Transaction, actor: Actor, entry: Entry, now: datetime) -> None:
    """The spend whose entry was reversed says so, if it is one of a spend. Shares that were worked out elsewhere are
    still due: they are prepared anew, and refused if they are not."""
    wanted = select(SpendRecord).where(SpendRecord.fund == entry.fund, SpendRecord.entry == entry.reverses)
    spend = await tx.scalar(wanted)
    if spend is None:
        return
    spend.state = SpendState.REVERSED
    await tx.flush()
    if spend.shares is not None:
        mandate = await mandates.find(tx, spend.fund, spend.mandate)
        again = Payment(spend.pence, spend.purpose, Payee(spend.payee), spend.payee_name, spend.evidence)
        await prepare_shares(tx, actor, mandate, plan=spend.plan, payment=again, shares=spend.shares, now=now)


async def shortfall(view: View, spend: SpendRecord, now: datetime) -> Mapping[str, int]:
    """By how much somebody's part is below their share of this spend, in pence by person; nobody where all cover it."""
    standing = await posting.standing(view, spend.fund)
    if spend.shares is not None:
        return pool.short(standing, spend.shares)
    if not standing.division.weights:
        return {}
    return pool.short(standing, pool.shares(await members.rules_on(view, now), standing, spend.pence))


async def share_waits(view: View, fund_id: str, person_id: str) -> bool:
    """Does a payment that was prepared charge this person a fixed share?"""
    wanted = select(SpendRecord.shares).where(SpendRecord.fund == fund_id, SpendRecord.state.in_(WAITING))
    return any(shares is not None and person_id in shares for shares in await view.scalars(wanted))


async def may_pay(view: View, spend: SpendRecord, now: datetime) -> Finding:
    """Are there approvals enough, and so much money under the mandate and in the fund (P-250)?"""
    rules = await members.rules_on(view, now)
    standing = await posting.standing(view, spend.fund)
    available = standing.available + _freed(standing, spend)
    left = await _left(view, await mandates.find(view, spend.fund, spend.mandate), spend)
    mandate_left = available if left is None else left
    return pooling.may_spend(rules, spend.pence, mandate_left, min(available, standing.held), len(spend.approvals))


async def find(view: View, actor: Actor, spend_id: str, now: datetime) -> SpendRecord:
    """For everybody who may read the fund."""
    spend = await view.get(SpendRecord, spend_id, options=[selectinload(SpendRecord.approvals)])
    if spend is None:
        raise NotFound(spend=spend_id)
    await funds.find(view, actor, spend.fund, now)
    return spend


async def of_fund(view: View, fund_id: str) -> Sequence[SpendRecord]:
    """All that were ever prepared, the newest first."""
    wanted = select(SpendRecord).where(SpendRecord.fund == fund_id).options(selectinload(SpendRecord.approvals))
    return list(await view.scalars(wanted.order_by(SpendRecord.prepared_at.desc(), SpendRecord.id)))


async def find_waiting(tx: Transaction, actor: Actor, spend_id: str, now: datetime) -> tuple[FundRecord, SpendRecord]:
    """A spend that is neither paid nor refused. The fund is held first, always: two payments wait for one another."""
    known = await find(tx, actor, spend_id, now)
    fund = await funds.find_at(tx, actor, known.fund, now, FundState.OPEN, FundState.CLOSING)
    spend = await tx.get(SpendRecord, spend_id, options=[selectinload(SpendRecord.approvals)], lock=True)
    if spend is None or spend.state not in WAITING:
        raise SpendDecided(spend=spend_id)
    return fund, spend


async def _require_payer(view: View, actor: Actor, fund: FundRecord, spend: SpendRecord, now: datetime) -> None:
    if not await funds.keeps(view, actor, fund, now):
        raise NotFound(spend=spend.id)
    if not actor.has(Role.TREASURER) and who(actor) == spend.prepared_by:
        raise SamePerson(spend=spend.id)


async def _borne(view: View, spend_id: str) -> Mapping[str, int]:
    """Up to how much of whose share the others agreed to bear."""
    wanted = (
        select(BearingRecord.person, func.max(BearingRecord.pence))
        .join(ChangeRecord, ChangeRecord.id == BearingRecord.change)
        .where(BearingRecord.spend == spend_id, ChangeRecord.done_at.is_not(None))
        .group_by(BearingRecord.person)
    )
    return {person: int(pence) for person, pence in await view.execute(wanted)}


async def borne_by_change(view: View, fund_id: str) -> Mapping[str, int]:
    """Pence in all that each such change of the fund asks the others to bear."""
    wanted = (
        select(BearingRecord.change, func.sum(BearingRecord.pence))
        .join(ChangeRecord, ChangeRecord.id == BearingRecord.change)
        .where(ChangeRecord.fund == fund_id)
        .group_by(BearingRecord.change)
    )
    return {change: int(pence) for change, pence in await view.execute(wanted)}


async def _require_left(view: View, mandate: MandateRecord, spend: SpendRecord) -> None:
    left = await _left(view, mandate, spend)
    if left is not None and spend.pence > left:
        raise OverMandate(pence=spend.pence, left=left)


async def _left(view: View, mandate: MandateRecord, spend: SpendRecord) -> int | None:
    """What the mandate still allows for this spend: its own promise does not stand in its way."""
    left = await mandates.left(view, mandate)
    if left is None or spend.commitment is None:
        return left
    promise = await committing.find(view, spend.commitment)
    if promise.mandate != mandate.id:
        return left
    return left + _freed(await posting.standing(view, spend.fund), spend)


def _freed(standing: pool.Standing, spend: SpendRecord) -> int:
    return min(spend.pence, standing.left_of(spend.commitment)) if spend.commitment is not None else 0
