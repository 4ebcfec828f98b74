"""Paying from a fund: one person prepares, others approve, and only then is it paid (PERM-7, P-250)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from constitution import Finding, pooling
from governance.actor import Actor
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.funds.model import pool
from governance.funds.model.funds import (
    PAYEE_LIMIT,
    REFERENCE_LIMIT,
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
from governance.funds.records.funds import FundRecord, MandateRecord
from governance.funds.records.spending import ApprovalRecord, SpendRecord
from governance.funds.service import committing, funds, mandates, posting
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
    """Prepare a payment under a mandate in force. Nothing moves yet.

    Raises:
        NoMandate, OverMandate
    """
    await funds.find_at(tx, actor, fund_id, now, FundState.OPEN, FundState.CLOSING)
    mandate = await mandates.require_live(tx, fund_id, mandate_id, legal_day(now))
    if errors := payment.errors(mandate):
        raise Invalid(errors)
    mandates.require_within(mandate, payment.pence)
    if payment.commitment is not None and (await committing.find(tx, payment.commitment)).fund != fund_id:
        raise NotFound(commitment=payment.commitment)
    spend = SpendRecord(
        id=new_id(),
        fund=fund_id,
        mandate=mandate_id,
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
    await audit.note(tx, actor, "fund.spend-prepared", fund_id, now, spend=spend.id, pence=spend.pence)
    return spend


async def approve(tx: Transaction, actor: Actor, spend_id: str, now: datetime) -> SpendRecord:
    """Approve what somebody else prepared, once.

    Raises:
        SamePerson: they prepared it or approved it already, under whatever role.
    """
    _, spend = await _find_waiting(tx, actor, spend_id, now)
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
    _, spend = await _find_waiting(tx, actor, spend_id, now)
    spend.state, spend.refused_by = SpendState.REFUSED, who(actor)
    await tx.flush()
    await audit.note(tx, actor, "fund.spend-refused", spend.fund, now, spend=spend_id)
    return spend


async def pay(tx: Transaction, actor: Actor, spend_id: str, *, on: date, now: datetime) -> Entry:
    """Enter that it was paid: each participant is charged their share.

    Raises:
        NoMandate: the mandate did not hold that day.
        MayNotSpend: approvals are missing, or so much is not there (P-250).
        Overdrawn: somebody's own part does not cover their share (LED-3).
    """
    fund, spend = await _find_waiting(tx, actor, spend_id, now)
    mandate = await mandates.require_live(tx, spend.fund, spend.mandate, on)
    mandates.require_within(mandate, spend.pence)
    finding = await may_pay(tx, spend, now)
    if not finding.met:
        raise MayNotSpend(finding=finding, spend=spend_id)
    await _require_left(tx, mandate, spend)
    standing, rules = await posting.standing(tx, spend.fund), await members.rules_on(tx, now)
    moved = pool.spend(rules, standing, spend.pence, spend.commitment)
    posted = Posting(Kind.SPEND, on, spend.mandate, spend.evidence, moved, division=standing.division.number)
    entry = await posting.post(tx, actor, fund, posted, now)
    spend.state, spend.entry = SpendState.PAID, entry.seq
    await tx.flush()
    return entry


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


async def _find_waiting(tx: Transaction, actor: Actor, spend_id: str, now: datetime) -> tuple[FundRecord, SpendRecord]:
    """The fund is held first, always: two payments from it wait for one another."""
    known = await find(tx, actor, spend_id, now)
    fund = await funds.find_at(tx, actor, known.fund, now, FundState.OPEN, FundState.CLOSING)
    spend = await tx.get(SpendRecord, spend_id, options=[selectinload(SpendRecord.approvals)], lock=True)
    if spend is None or spend.state in (SpendState.PAID, SpendState.REFUSED):
        raise SpendDecided(spend=spend_id)
    return fund, spend


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
