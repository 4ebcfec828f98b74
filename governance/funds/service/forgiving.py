"""Letting go of what a leaver owes: those who take part decide, whoever keeps the books enters it (P-241)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from governance.actor import Actor
from governance.errors import NotFound
from governance.funds.model import ledger
from governance.funds.model.funds import Asked, FundState, NotAgreed
from governance.funds.model.ledger import Entry, Kind, Movement
from governance.funds.records.funds import ChangeRecord, ForgivingRecord
from governance.funds.service import changing, funds, mandates, posting
from governance.funds.service.posting import Posting
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View

REFERENCE = "debt not asked for any longer"


async def ask(tx: Transaction, actor: Actor, fund_id: str, person_id: str, now: datetime) -> ChangeRecord:
    """Ask those who take part whether to let go of a debt. They are told the sum and no name.

    Raises:
        NotFound: nothing is owed.
    """
    fund = await funds.find_kept(tx, actor, fund_id, now, FundState.OPEN, FundState.CLOSING)
    debt = await owed(tx, fund_id, person_id)
    change = await changing.put(tx, actor, fund, Asked.FORGIVING, now, person_id, debt)
    tx.add(ForgivingRecord(change=change.id, person=person_id, pence=debt))
    await tx.flush()
    return change


async def enter(tx: Transaction, actor: Actor, fund_id: str, change_id: str, now: datetime) -> Entry:
    """Take a debt out of the books to which enough agreed, once, and no more of it than they read.

    Raises:
        NotAgreed: too few have.
        NotFound: nothing of it is owed any longer.
    """
    fund = await funds.find_kept(tx, actor, fund_id, now, FundState.OPEN, FundState.CLOSING)
    change, asked = await tx.get(ChangeRecord, change_id), await tx.get(ForgivingRecord, change_id, lock=True)
    if change is None or asked is None or change.fund != fund_id or asked.entry is not None:
        raise NotFound(change=change_id)
    if change.done_at is None:
        raise NotAgreed(fund=fund_id)
    pence = min(asked.pence, await owed(tx, fund_id, asked.person))
    mandate = await mandates.latest(tx, fund_id)
    moved = (Movement(ledger.OWING, ledger.owed(asked.person), pence),)
    posted = Posting(Kind.ADJUSTMENT, legal_day(now), mandate.id, REFERENCE, moved)
    entry = await posting.post(tx, actor, fund, posted, now)
    asked.entry = entry.seq
    await tx.flush()
    return entry


async def owed(view: View, fund_id: str, person_id: str) -> int:
    """
    Raises:
        NotFound: nothing.
    """
    debt = (await posting.balances(view, fund_id)).get(ledger.owed(person_id), 0)
    if debt <= 0:
        raise NotFound(person=person_id)
    return debt


async def of_fund(view: View, fund_id: str) -> Sequence[tuple[ForgivingRecord, bool]]:
    """Those not in the books yet, each with whether enough agreed."""
    wanted = (
        select(ForgivingRecord, ChangeRecord.done_at)
        .join(ChangeRecord, ChangeRecord.id == ForgivingRecord.change)
        .where(ChangeRecord.fund == fund_id, ForgivingRecord.entry.is_(None))
        .order_by(ChangeRecord.asked_at, ChangeRecord.id)
    )
    return [(record, done_at is not None) for record, done_at in await view.execute(wanted)]


async def asked(view: View, fund_id: str) -> Mapping[str, int]:
    """Pence that each such change of the fund asks to let go of, in the books already or not."""
    wanted = (
        select(ForgivingRecord.change, ForgivingRecord.pence)
        .join(ChangeRecord, ChangeRecord.id == ForgivingRecord.change)
        .where(ChangeRecord.fund == fund_id)
    )
    return {change: int(pence) for change, pence in await view.execute(wanted)}
