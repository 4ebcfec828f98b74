"""What came to a fund, or to one person's part of it, and what went, by what it was for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from governance.funds.model.ledger import BANK, Entry, Kind, balances

CAME = (Kind.CONTRIBUTION, Kind.TRANSFER, Kind.OPENING)


@dataclass(frozen=True, slots=True)
class Flow:
    """Pence over some days. What was ``paid_in``, less what was ``spent`` and ``paid_back``, with what ``passed``
    between those who take part, is by how much it ``grew``. An entry that was taken back counts for nothing.
    """

    paid_in: int
    spent: int
    paid_back: int
    grew: int

    @property
    def passed(self) -> int:
        return self.grew - self.paid_in + self.spent + self.paid_back


def flow(entries: Sequence[Entry], account: str, since: date = date.min) -> Flow:
    """Of what the bank holds or of one claim on it, from a day on; ``entries`` begin with the fund's first."""
    kinds = {one.seq: one.kind for one in entries}
    came: Counter[Kind] = Counter()
    grew = 0
    for one in entries:
        if one.on >= since:
            came[one.kind if one.reverses is None else kinds[one.reverses]] += _of_bank(one, account)
            grew += growth(one, account)
    return Flow(sum(came[kind] for kind in CAME), -came[Kind.SPEND], -came[Kind.REFUND], grew)


def growth(entry: Entry, account: str) -> int:
    """The bank is debited with what comes, a claim credited."""
    moved = balances(entry.movements)[account]
    return moved if account == BANK else -moved


def _of_bank(entry: Entry, account: str) -> int:
    """What of it came from or went to the bank, and not from or to others who take part."""
    of_bank = balances(one for one in entry.movements if BANK in (one.debit, one.credit))[account]
    return of_bank if account == BANK else -of_bank
