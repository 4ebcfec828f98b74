"""How a year's surplus is divided among the uses that the rules name, to the penny (P-220 to P-222, M-08)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from constitution.apportionment import apportioned
from governance.errors import Refusal
from governance.funds.model.ledger import uses

WHOLE = 100

TO_MEMBERS = frozenset({"member_benefit", "members_dividend", "bonus", "staff_bonus", "dividend"})
"""Those uses that go to members, shareholders or investors, whom P-221 may give nothing."""


class DivisionRefused(Refusal):
    """The division does not keep a floor, or gives members what the rules do not; the finding says which."""

    code = "surplus-division-refused"


class NotDecided(Refusal):
    """Members have not carried the motion that decides about this surplus."""

    code = "surplus-not-decided"


class PostedAlready(Refusal):
    """A surplus is posted once, and a year has one."""

    code = "surplus-posted-already"


@dataclass(frozen=True, slots=True)
class Part:
    """One use with its percentage and its pence."""

    use: str
    percent: int
    pence: int

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Part":
        return cls(stored["use"], stored["percent"], stored["pence"])

    def to_json(self) -> dict[str, Any]:
        return {"use": self.use, "percent": self.percent, "pence": self.pence}


def divided(surplus: int, percents: Mapping[str, int]) -> tuple[Part, ...]:
    """Whole percentages of a sum of pence, so that nothing is left over; they add up to a hundred."""
    uses = [use for use, percent in percents.items() if percent]
    pence = apportioned(surplus, [percents[use] for use in uses])
    return tuple(Part(use, percents[use], share) for use, share in zip(uses, pence, strict=True))


def uses_of(ruled: Sequence[str], floors: Collection[str]) -> tuple[str, ...]:
    """What a surplus may be used for: what the rules name, what they keep a floor for, and putting more aside."""
    return tuple(dict.fromkeys((*ruled, *floors, FURTHER_RESERVE)))


FURTHER_RESERVE = "further_reserve"
"""Kept aside beyond what the rules want in the reserve."""


def use_of(account: str) -> str | None:
    """Which use an account of the reserve is kept for."""
    prefix = uses("")
    return account.removeprefix(prefix) if account.startswith(prefix) else None
