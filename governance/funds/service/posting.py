"""Entering in the ledger of a fund, taking an entry back, and reading how the fund stands."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, selectinload

from governance.actor import Actor
from governance.audit import service as audit
from governance.errors import Invalid, NotFound, Refusal
from governance.funds.model import ledger
from governance.funds.model.funds import REFERENCE_LIMIT, FundState, Locked, WrongState
from governance.funds.model.ledger import Entry, Head, Kind, Movement
from governance.funds.model.pool import Division, NothingToMove, Standing
from governance.funds.records.funds import DivisionRecord, FundRecord
from governance.funds.records.ledger import AccountRecord, EntryRecord, MovementRecord
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View

REVERSIBLE = frozenset({Kind.CONTRIBUTION, Kind.COMMITMENT, Kind.RELEASE, Kind.SPEND, Kind.TRANSFER, Kind.OPENING})


class NotReversible(Refusal):
    """A refund or a correction is not taken back, and nothing is taken back twice."""

    code = "fund-not-reversible"


@dataclass(frozen=True, slots=True)
class Posting:
    """What is to be entered, before it has a place in the chain."""

    kind: Kind
    on: date
    mandate: str
    reference: str
    movements: tuple[Movement, ...]
    division: int | None = None
    reverses: int | None = None


async def post(tx: Transaction, actor: Actor, fund: FundRecord, posting: Posting, now: datetime) -> Entry:
    """Add one entry. The caller holds the fund's row, so that nobody else enters anything meanwhile (LED-3).

    Raises:
        WrongState: the fund is not open.
        Locked: the books are closed for that day.
        Overdrawn: there is not so much in an account.
    """
    _require_open_books(fund, posting, now)
    ledger.require_covered(await balances(tx, fund.id), posting.movements)
    last = await head(tx, fund.id)
    entry = ledger.bound(
        Entry(
            fund=fund.id,
            seq=last.seq + 1,
            on=posting.on,
            at=now,
            kind=posting.kind,
            reference=posting.reference,
            mandate=posting.mandate,
            entered_by=actor.reference,
            movements=posting.movements,
            prev=last.hash,
            hash="",
            division=posting.division,
            reverses=posting.reverses,
        )
    )
    await _store(tx, entry)
    await audit.note(tx, actor, "fund.entered", fund.id, now, seq=entry.seq, kind=entry.kind, hash=entry.hash)
    return entry


async def reverse(
    tx: Transaction, actor: Actor, fund: FundRecord, seq: int, *, on: date, reference: str, now: datetime
) -> Entry:
    """Take an entry back by the same sums the other way: the only correction there is (LED-2)."""
    entry = await find_entry(tx, fund.id, seq)
    taken = await tx.scalar(select(EntryRecord).where(EntryRecord.fund == fund.id, EntryRecord.reverses == seq))
    if entry.kind not in REVERSIBLE or taken is not None:
        raise NotReversible(seq=seq)
    back = ledger.reversed_movements(entry.movements)
    division = entry.division
    posting = Posting(Kind.ADJUSTMENT, on, entry.mandate, reference, back, division=division, reverses=seq)
    return await post(tx, actor, fund, posting, now)


async def standing(view: View, fund_id: str) -> Standing:
    """How the fund stands now: everything added up from its movements."""
    division = await current_division(view, fund_id)
    found: Counter[str] = Counter()
    charged: Counter[str] = Counter()
    ever: Counter[str] = Counter()
    for account, number, pence in await _sums(view, MovementRecord.fund == fund_id):
        found[account] += pence
        who = ledger.person_of(account)
        if who is not None and number is not None:
            ever[who] += pence
            charged[who] += pence if number == division.number else 0
    return Standing(found, division, charged, ever)


async def balances(view: View, fund_id: str) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for account, _, pence in await _sums(view, MovementRecord.fund == fund_id):
        found[account] += pence
    return found


async def spent_under(view: View, fund_id: str, mandate_id: str) -> int:
    """Pence that left the bank under a mandate to pay for something, less what was taken back."""
    wanted = (MovementRecord.fund == fund_id, EntryRecord.mandate == mandate_id, EntryRecord.division.is_not(None))
    return -sum(pence for account, _, pence in await _sums(view, *wanted) if account == ledger.BANK)


async def current_division(view: View, fund_id: str) -> Division:
    newest = select(DivisionRecord).where(DivisionRecord.fund == fund_id).order_by(DivisionRecord.number.desc())
    record: DivisionRecord = await view.scalar(newest.limit(1))
    return record.division


async def entries(view: View, fund_id: str, *, since: date | None = None, until: date | None = None) -> Sequence[Entry]:
    """In the order of the chain; or those of some days, the last one included."""
    statement = select(EntryRecord).where(EntryRecord.fund == fund_id).order_by(EntryRecord.seq)
    if since is not None:
        statement = statement.where(EntryRecord.on >= since)
    if until is not None:
        statement = statement.where(EntryRecord.on <= until)
    found = await view.scalars(statement.options(selectinload(EntryRecord.movements)))
    return [record.entry for record in found]


async def find_entry(view: View, fund_id: str, seq: int) -> Entry:
    record = await view.get(EntryRecord, (fund_id, seq), options=[selectinload(EntryRecord.movements)])
    if record is None:
        raise NotFound(fund=fund_id, seq=seq)
    return record.entry


async def head(view: View, fund_id: str) -> Head:
    newest = select(EntryRecord).where(EntryRecord.fund == fund_id).order_by(EntryRecord.seq.desc()).limit(1)
    last: EntryRecord | None = await view.scalar(newest)
    return Head() if last is None else Head(last.seq, last.hash)


async def check(view: View, fund_id: str) -> Head:
    """Walk the fund's whole chain, and see that every movement belongs to an entry.

    Raises:
        governance.funds.model.ledger.Broken: naming the first bad entry.
    """
    return ledger.verify(fund_id, await entries(view, fund_id))


async def _sums(view: View, *wanted: ColumnElement[bool]) -> list[tuple[str, int | None, int]]:
    """By account and division: debits above nothing, credits below."""
    rows: list[tuple[str, int | None, int]] = []
    sides: tuple[tuple[InstrumentedAttribute[str], int], ...] = ((MovementRecord.debit, 1), (MovementRecord.credit, -1))
    for side, sign in sides:
        summed = (
            select(side, EntryRecord.division, func.sum(MovementRecord.pence))
            .join(EntryRecord, (EntryRecord.fund == MovementRecord.fund) & (EntryRecord.seq == MovementRecord.seq))
            .where(*wanted)
            .group_by(side, EntryRecord.division)
        )
        rows += [(account, number, sign * int(pence)) for account, number, pence in await view.execute(summed)]
    return rows


async def _store(tx: Transaction, entry: Entry) -> None:
    named = {account for one in entry.movements for account in (one.debit, one.credit)}
    wanted = select(AccountRecord.name).where(AccountRecord.fund == entry.fund, AccountRecord.name.in_(named))
    known = set(await tx.scalars(wanted))
    tx.add_all(AccountRecord(fund=entry.fund, name=name) for name in sorted(named - known))
    tx.add(
        EntryRecord(
            fund=entry.fund,
            seq=entry.seq,
            on=entry.on,
            at=entry.at,
            kind=entry.kind,
            reference=entry.reference,
            mandate=entry.mandate,
            entered_by=entry.entered_by,
            prev=entry.prev,
            hash=entry.hash,
            division=entry.division,
            reverses=entry.reverses,
        )
    )
    await tx.flush()
    tx.add_all(
        MovementRecord(fund=entry.fund, seq=entry.seq, place=place, debit=one.debit, credit=one.credit, pence=one.pence)
        for place, one in enumerate(entry.movements)
    )
    await tx.flush()


def _require_open_books(fund: FundRecord, posting: Posting, now: datetime) -> None:
    if fund.state not in (FundState.OPEN, FundState.CLOSING) or fund.opened_on is None:
        raise WrongState(fund=fund.id, state=str(fund.state))
    if fund.locked_through is not None and posting.on <= fund.locked_through:
        raise Locked(fund=fund.id, through=fund.locked_through)
    errors = {} if posting.reference.strip() else {"reference": "missing"}
    errors |= {"reference": "too-long"} if len(posting.reference) > REFERENCE_LIMIT else {}
    errors |= {"on": "in-the-future"} if posting.on > legal_day(now) else {}
    errors |= {"on": "before-it-began"} if posting.on < fund.opened_on else {}
    if errors:
        raise Invalid(errors)
    if not posting.movements:
        raise NothingToMove(pence=0)
