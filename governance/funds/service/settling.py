"""Shares of shared support that fall due, charged to each participant of the fund that pays for it, each once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from governance.actor import Actor
from governance.arrangements.service import charges
from governance.arrangements.service.charges import Due
from governance.funds.model import ledger
from governance.funds.model.funds import FundState
from governance.funds.model.ledger import BANK, Kind, Movement
from governance.funds.records.funds import FundRecord
from governance.funds.records.ledger import EntryRecord
from governance.funds.service import funds, mandates, posting
from governance.funds.service.posting import Posting
from governance.platform.clock import first_instant, legal_day
from governance.platform.db import Transaction, View
from governance.platform.jobs.queue import enqueue

FALLS_DUE = "fund-settle"


async def promise(tx: Transaction, actor: Actor, fund_id: str, now: datetime) -> None:
    """Look again tomorrow at what fell due, if the fund is open and pays for a shared arrangement."""
    fund = await funds.find(tx, actor, fund_id, now)
    if fund.state is FundState.OPEN and fund.shared_arrangement is not None:
        enqueue(tx, FALLS_DUE, {"fund": fund_id}, due_at=first_instant(legal_day(now) + timedelta(days=1)))


async def settle(tx: Transaction, actor: Actor, fund_id: str, now: datetime) -> int:
    """Enter what fell due up to today and is not entered yet. Answers how many sessions were.

    What each owes was worked out where the session was kept, so a share is charged as it is and not divided again. A
    session that somebody's part does not cover, or that no mandate in force allows, waits for the treasurer.
    """
    fund = await funds.find(tx, actor, fund_id, now, lock=True)
    mandate = await mandates.live(tx, fund_id, legal_day(now))
    if mandate is None or fund.state is not FundState.OPEN:
        return 0
    entered = 0
    for reference, dues in (await waiting(tx, fund, legal_day(now))).items():
        moved = tuple(_charged(one) for one in dues if one.pence)
        left = await mandates.left(tx, mandate)
        if not _covered(await posting.balances(tx, fund_id), moved) or (
            left is not None and sum(one.pence for one in dues) > left
        ):
            break
        division = await posting.current_division(tx, fund_id)
        on = _in_open_books(fund, dues[0].day)
        posted = Posting(Kind.SPEND, on, mandate.id, reference, moved, division=division.number)
        await posting.post(tx, actor, fund, posted, now)
        entered += 1
    if entered:
        division = await posting.current_division(tx, fund_id)
        await funds.begin_division(tx, fund_id, division.weights, now)
    return entered


async def waiting(view: View, fund: FundRecord, until: date) -> dict[str, list[Due]]:
    """By reference, what fell due among those who take part and is in no entry of the fund yet."""
    if fund.shared_arrangement is None:
        return {}
    taking_part = {one.person for one in await funds.participants(view, fund.id)}
    known = set(await view.scalars(select(EntryRecord.reference).where(EntryRecord.fund == fund.id)))
    found: dict[str, list[Due]] = defaultdict(list)
    for due in await charges.shares_due(view, fund.shared_arrangement, until):
        reference = due.reference.partition("/")[0]
        if reference not in known and due.person in taking_part:
            found[reference].append(due)
    return {reference: dues for reference, dues in found.items() if any(one.pence for one in dues)}


def _in_open_books(fund: FundRecord, day: date) -> date:
    """The day of the session, or the first on which the fund's books are open."""
    closed = [] if fund.locked_through is None else [fund.locked_through + timedelta(days=1)]
    return max([day, fund.opened_on or day, *closed])


def _charged(due: Due) -> Movement:
    account = ledger.person(due.person)
    return Movement(account, BANK, due.pence) if due.pence > 0 else Movement(BANK, account, -due.pence)


def _covered(before: Mapping[str, int], moved: Sequence[Movement]) -> bool:
    """A claim shows as a balance below nothing; a charge may take it to nothing and no further."""
    after = ledger.balances(moved)
    return all(before.get(account, 0) + pence <= 0 for account, pence in after.items() if ledger.is_claim(account))
