"""What the bank says: its lines are kept once, and each is laid beside the entry that it is of (LED-5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from governance.actor import Actor
from governance.audit import service as audit
from governance.errors import Invalid
from governance.funds.model import ledger
from governance.funds.model.bank import Line, read
from governance.funds.model.funds import FundState
from governance.funds.model.ledger import Entry
from governance.funds.records.spending import BankLineRecord
from governance.funds.service import funds, posting
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id

ACCOUNT_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a file: its control total in pence and its count, how many lines were new, and how many of the
    fund's lines have no entry yet."""

    total: int
    count: int
    new: int
    unmatched: int


async def take(tx: Transaction, actor: Actor, fund_id: str, *, account: str, content: bytes, now: datetime) -> Taken:
    """Keep the lines of a bank's file that are not known yet, and match all that wait. Nothing is entered by it.

    ``account`` is what the treasurer calls the account; a line is known by it and the bank's number.

    Raises:
        BadFile: the file cannot be read; nothing of it is kept.
    """
    await funds.find_at(tx, actor, fund_id, now, FundState.OPEN, FundState.CLOSING)
    if not 0 < len(account.strip()) <= ACCOUNT_LIMIT:
        raise Invalid({"account": "too-long" if account.strip() else "missing"})
    lines = read(content)
    new = await _keep(tx, actor, fund_id, account.strip(), lines, now)
    await match(tx, fund_id)
    total = sum(line.pence for line in lines)
    await audit.note(tx, actor, "fund.bank-read", fund_id, now, total=total, count=len(lines), new=new)
    return Taken(total, len(lines), new, len(await unmatched(tx, fund_id)))


async def match(tx: Transaction, fund_id: str) -> int:
    """Lay each waiting line beside an entry of the same sum whose reference the bank repeats. Answers how many."""
    waiting = await unmatched(tx, fund_id)
    taken = set(await tx.scalars(select(BankLineRecord.entry).where(BankLineRecord.fund == fund_id)))
    free = [entry for entry in await posting.entries(tx, fund_id) if entry.seq not in taken]
    found = 0
    for line in waiting:
        entry = next((one for one in free if _is_of(line, one)), None)
        if entry is not None:
            line.entry = entry.seq
            free.remove(entry)
            found += 1
    await tx.flush()
    return found


async def unmatched(view: View, fund_id: str) -> Sequence[BankLineRecord]:
    """Lines of which nothing is entered yet, the oldest first."""
    wanted = select(BankLineRecord).where(BankLineRecord.fund == fund_id, BankLineRecord.entry.is_(None))
    return list(await view.scalars(wanted.order_by(BankLineRecord.on, BankLineRecord.id)))


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
