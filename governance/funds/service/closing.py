"""Closing the books for past days, and closing a fund so that nothing is left in it."""

from datetime import date, datetime

from governance.actor import Actor
from governance.audit import service as audit
from governance.errors import Invalid
from governance.funds.model import pool
from governance.funds.model.funds import WAITING, FundState, SpendsWait
from governance.funds.model.ledger import Entry, Kind
from governance.funds.records.funds import FundRecord
from governance.funds.service import funds, mandates, posting, spending
from governance.funds.service.posting import Posting
from governance.platform.clock import legal_day
from governance.platform.db import Transaction

REFERENCE = "closing"


async def lock(tx: Transaction, actor: Actor, fund_id: str, through: date, now: datetime) -> FundRecord:
    """Close the books through a day that is over: nothing is entered on it or before any more (LED-2)."""
    fund = await funds.find_kept(tx, actor, fund_id, now, FundState.OPEN, FundState.CLOSING)
    errors = {"through": "in-the-future"} if through >= legal_day(now) else {}
    if fund.locked_through is not None and through <= fund.locked_through:
        errors["through"] = "locked-already"
    if errors:
        raise Invalid(errors)
    fund.locked_through = through
    await tx.flush()
    await audit.note(tx, actor, "fund.locked", fund_id, now, through=str(through))
    return fund


async def finish(tx: Transaction, actor: Actor, fund_id: str, now: datetime) -> Entry | None:
    """Give everybody what is left of theirs and close the fund that participants agreed to close.

    Raises:
        StillBound: promises stand, or a leaver still owes.
        SpendsWait: a payment that was prepared is neither paid nor refused.
    """
    fund = await funds.find_kept(tx, actor, fund_id, now, FundState.CLOSING)
    if any(one.state in WAITING for one in await spending.of_fund(tx, fund_id)):
        raise SpendsWait(fund=fund_id)
    moved = pool.close(await posting.standing(tx, fund_id))
    entry = None
    if moved:
        mandate = await mandates.latest(tx, fund_id)
        posted = Posting(Kind.REFUND, legal_day(now), mandate.id, REFERENCE, moved)
        entry = await posting.post(tx, actor, fund, posted, now)
    for part in await funds.participants(tx, fund_id):
        part.until = legal_day(now)
    fund.state, fund.closed_on = FundState.CLOSED, legal_day(now)
    await tx.flush()
    await audit.note(tx, actor, "fund.closed", fund_id, now)
    return entry
