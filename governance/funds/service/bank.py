"""What the bank says: its lines are kept once, and each is laid beside the entry that it is of (LED-5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from governance.actor import Actor
from governance.audit import service as audit
from governance.errors import Invalid
from governance.funds.model import ledger
from governance.funds.model.bank import Line, read
from governance.funds.model.funds import FundState
from governance.funds.model.ledger import Entry
from governance.funds.records.funds import FundRecord
from governance.funds.records.spending import BankLineRecord
from governance.funds.service import funds, posting
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id

ACCOUNT_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a file: its control total in pence and its count, how many lines were new, and how many of the
    account's lines have no entry yet."""

    total: int
    count: int
    new: int
    unmatched: int


async def take(tx: Transaction, actor: Actor, fund_id: str, *, account: str, content: bytes, now: datetime) -> Taken:
    """Keep the lines of a bank's file that are not known yet, and match all that wait. Nothing is entered by it.

    ``account`` is what the treasurer calls the account; a line is known by it and the bank's number. From then on the
    fund is kept in this account, and lines are matched over all funds that are.

    Raises:
        BadFile: the file cannot be read; nothing of it is kept.
    """
    fund = await funds.find_kept(tx, actor, fund_id, now, FundState.OPEN, FundState.CLOSING)
    if not 0 < len(account.strip()) <= ACCOUNT_LIMIT:
        raise Invalid({"account": "too-long" if account.strip() else "missing"})
    lines = read(content)
    await tx.alone(f"bank/{account.strip()}")
    fund.bank_account = account.strip()
    await tx.flush()
    new = await _keep(tx, actor, fund_id, account.strip(), lines, now)
    await match(tx, fund_id)
    total = sum(line.pence for line in lines)
    await audit.note(tx, actor, "fund.bank-read", fund_id, now, total=total, count=len(lines), new=new)
    return Taken(total, len(lines), new, len(await unmatched(tx, fund_id)))


async def match(tx: Transaction, fund_id: str) -> int:
    """Lay each waiting line of the fund's account beside an entry of the same sum whose reference the bank repeats,
    of whichever fund is kept there. Answers how many."""
    waiting = await unmatched(tx, fund_id)
    kept_there = await _kept_there(tx, fund_id)
    wanted = select(BankLineRecord.fund, BankLineRecord.entry).where(BankLineRecord.fund.in_(kept_there))
    taken = {(fund, seq) for fund, seq in await tx.execute(wanted)}
    entries = [entry for fund in kept_there for entry in await posting.entries(tx, fund)]
    free = [entry for entry in entries if (entry.fund, entry.seq) not in taken]
    found = 0
    for line in waiting:
        entry = next((one for one in free if _is_of(line, one)), None)
        if entry is not None:
            line.fund, line.entry = entry.fund, entry.seq
            free.remove(entry)
            found += 1
    await tx.flush()
    return found


async def unmatched(view: View, fund_id: str) -> Sequence[BankLineRecord]:
    """Lines of the fund's account of which nothing is entered yet in any fund kept there, the oldest first."""
    account = select(FundRecord.bank_account).where(FundRecord.id == fund_id).scalar_subquery()
    wanted = select(BankLineRecord).where(BankLineRecord.account == account, BankLineRecord.entry.is_(None))
    return list(await view.scalars(wanted.order_by(BankLineRecord.on, BankLineRecord.id)))


async def _kept_there(view: View, fund_id: str) -> Sequence[str]:
    account = select(FundRecord.bank_account).where(FundRecord.id == fund_id).scalar_subquery()
    wanted = select(FundRecord.id).where(or_(FundRecord.id == fund_id, FundRecord.bank_account == account))
    return list(await view.scalars(wanted.order_by(FundRecord.proposed_at, FundRecord.id)))


async def _keep(  # noqa: PLR0917 (one step of `take`)
    tx: Transaction, actor: Actor, fund_id: str, account: str, lines: Sequence[Line], now: datetime
) -> int:
    known = set(await tx.scalars(select(BankLineRecord.bank_id).where(BankLineRecord.account == account)))
    new = [line for line in lines if line.bank_id not in known]
    tx.add_all(
        BankLineRecord(
            id=new_id(),
            fund=fund_id,
            account=account,
            bank_id=line.bank_id,
            on=line.on,
            pence=line.pence,
            reference=line.reference,
            read_at=now,
            read_by=actor.reference,
        )
        for line in new
    )
    await tx.flush()
    return len(new)


def _is_of(line: BankLineRecord, entry: Entry) -> bool:
    moved = ledger.balances(entry.movements)[ledger.BANK]
    return moved == line.pence and entry.reference.casefold() in line.reference.casefold()
