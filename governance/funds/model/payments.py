"""A direct payment in the member's own account: what came in, what went out, what is left, and what to look at.

The balance is the member's, never the co-operative's, whose books show invoices and receipts only (M-09). Payments of
different funders have different rules and are never added up (K-013).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from governance.errors import Refusal


class Funder(StrEnum):
    """Who pays (K-013)."""

    AUTHORITY = "authority"
    HEALTH_BOARD = "health_board"


class Recipient(StrEnum):
    """Who receives it for the person (K-011, K-012)."""

    CITIZEN = "citizen"
    SUITABLE_PERSON = "suitable_person"
    AUTHORISED_PERSON = "authorised_person"
    PARENT = "person_with_parental_responsibility"
    NOMINEE = "nominee"


class KeptIn(StrEnum):
    """Where the money lies (K-020). The co-operative keeps it only under an authority that is written down (K-025)."""

    OWN_ACCOUNT = "own_account"
    PREPAID_CARD = "prepaid_card"
    MANAGED_ACCOUNT = "managed_account"
    CO_OPERATIVE = "co_operative"


class Ended(Refusal):
    """This payment has ended: nothing more is entered."""

    code = "payment-ended"


class NotTheLast(Refusal):
    """Only the last period that was entered can be corrected: later ones rest on the others."""

    code = "not-the-last-period"


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed with the funder. Sums are pence for a period of so many weeks; ``opening`` is what lay there.

    With a ``net`` payment the person adds an own contribution to what the funder pays (K-007).
    """

    amount: int
    own_contribution: int
    net: bool
    weeks: int
    cap_weeks: int
    since: date
    opening: int

    @property
    def gross(self) -> int:
        """What a period is worth, whoever pays it."""
        return self.amount + self.own_contribution if self.net else self.amount

    @property
    def cap(self) -> int:
        """The most that may lie there: so many weeks of the whole payment (K-022); part of a penny is not counted."""
        return self.gross * self.cap_weeks // self.weeks

    def begins(self, number: int) -> date:
        """The first day of a period, the first of which has the number 1."""
        return self.since + timedelta(weeks=self.weeks * (number - 1))


@dataclass(frozen=True, slots=True)
class Entered:
    """What somebody wrote down of one period, in pence: ``other`` is income from neither the funder nor the person."""

    authority: int
    own: int
    invoice: int
    levy: int
    evidence: str = ""
    other: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One period reckoned: ``missed`` of the own contribution in it, all ``arrears`` by its end, the ``excess``."""

    number: int
    begins: date
    ends: date
    opening: int
    entered: Entered
    closing: int
    missed: int
    arrears: int
    excess: int


def lines(terms: Terms, periods: Sequence[Entered]) -> tuple[Line, ...]:
    """The account, period by period from the first. A closing balance below nothing is shown as it is."""
    found: list[Line] = []
    balance, owed = terms.opening, 0
    wanted = terms.own_contribution if terms.net else 0  # a funder that pays gross collects it elsewhere
    for number, entered in enumerate(periods, 1):
        opening = balance
        balance += entered.authority + entered.own + entered.other - entered.invoice - entered.levy
        owed = max(0, owed + wanted - entered.own)
        begins, after = terms.begins(number), terms.begins(number + 1)
        missed = max(0, wanted - entered.own)
        excess = max(0, balance - terms.cap)
        found.append(Line(number, begins, after - timedelta(days=1), opening, entered, balance, missed, owed, excess))
    return tuple(found)
