"""The ledger as a journal that `hledger` reads, so that anybody can check our sums with a program of their own."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from governance.arrangements.service import people
from governance.funds.model import ledger
from governance.funds.model.ledger import BANK, OWING, PROMISE, Entry
from governance.funds.records.funds import FundRecord
from governance.funds.service import committing, funds, posting
from governance.platform.db import View

_KEPT_OUT = re.compile(r"[\s;:,|()\[\]]+")


@dataclass(frozen=True, slots=True)
class Accounts:
    """The names of a fund's accounts in a journal: people and promises by number, or people by name."""

    number: int
    people: Mapping[str, str]
    commitments: Mapping[str, int]

    def named(self, account: str) -> str:
        kind, _, key = account.partition(":")
        match kind:
            case "bank":
                return f"assets:funds:{self.number}:bank"
            case "person":
                return f"liabilities:funds:{self.number}:participants:{self.people[key]}"
            case "uses":
                return f"liabilities:funds:{self.number}:uses:{_word(key)}"
            case "promised":
                return f"memo:funds:{self.number}:promised:{self.commitments[key]}"
            case "owed":
                return f"memo:funds:{self.number}:owed:{self.people[key]}"
            case _:
                return f"memo:funds:{self.number}:{account}"


async def journal(view: View, fund_ids: Sequence[str] | None = None, *, names: bool = False) -> str:
    """All funds, or those named, as one journal. Every fund ends with an assertion of each balance as we have it.

    ``names``: participants by name, for somebody who may know them; otherwise by their number.
    """
    known = await funds.every(view)
    numbers = {fund.id: number for number, fund in enumerate(known, start=1)}
    lines = ["commodity £1,000.00", ""]
    for fund in known:
        if fund_ids is None or fund.id in fund_ids:
            accounts = await _accounts(view, fund, numbers[fund.id], names=names)
            lines += _written(fund, accounts, await posting.entries(view, fund.id))
    return "\n".join(lines) + "\n"


async def _accounts(view: View, fund: FundRecord, number: int, *, names: bool) -> Accounts:
    parts = await funds.participants(view, fund.id, ever=True)
    by_number = {one.person: str(one.place) for one in reversed(parts)}
    if names:
        called = await people.names(view, list(by_number))
        by_number = {person: f"{place} {_word(called[person])}" for person, place in by_number.items()}
    promises = await committing.of_fund(view, fund.id)
    return Accounts(number, by_number, {one.id: place for place, one in enumerate(promises, start=1)})


def _written(fund: FundRecord, accounts: Accounts, entries: Sequence[Entry]) -> Iterator[str]:
    balances: Counter[str] = Counter()
    for entry in entries:
        balances.update(ledger.balances(entry.movements))
    yield f"; fund {accounts.number}: {fund.kind}, {fund.id}"
    yield from (f"account {accounts.named(account)}" for account in sorted({BANK, PROMISE, OWING, *balances}))
    for entry in entries:
        yield ""
        yield from _transaction(entry, accounts)
    if entries:
        yield ""
        yield from _assertions(max(entry.on for entry in entries), balances, accounts)
    yield ""


def _transaction(entry: Entry, accounts: Accounts) -> Iterator[str]:
    yield f"{entry.on.isoformat()} * ({entry.seq}) {_word(entry.reference)}"
    yield f"    ; kind:{entry.kind}, mandate:{entry.mandate}, hash:{entry.hash}"
    if entry.reverses is not None:
        yield f"    ; reverses:{entry.reverses}"
    for account, pence in ledger.balances(entry.movements).items():
        yield f"    {accounts.named(account)}  {_pounds(pence)}"


def _assertions(on: date, balances: Mapping[str, int], accounts: Accounts) -> Iterator[str]:
    yield f"{on.isoformat()} * balances as this co-operative has them"
    for account, pence in sorted(balances.items()):
        yield f"    {accounts.named(account)}  £0.00 = {_pounds(pence)}"


def _pounds(pence: int) -> str:
    pounds, rest = divmod(abs(pence), 100)
    return f"£{'-' if pence < 0 else ''}{pounds}.{rest:02}"


def _word(text: str) -> str:
    """Free words may hold what means something to the program that reads the journal."""
    return _KEPT_OUT.sub(" ", text).strip()
