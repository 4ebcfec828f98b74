"""When a vote carries: the majorities a rule book may ask for."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Votes:
    in_favour: int
    against: int
    abstaining: int = 0

    @property
    def cast(self) -> int:
        """An abstention counts towards a quorum, never towards a majority."""
        return self.in_favour + self.against


@dataclass(frozen=True, slots=True)
class Majority:
    """The share of votes cast that carries: more than ``share``, or ``inclusive`` of it.

    ``base`` names another number to take the share of, where it is not that of P-142. ``each_class`` is a majority
    that the votes of every class must reach besides.
    """

    share: Fraction
    inclusive: bool
    base: str | None = None
    each_class: "Majority | None" = None

    @property
    def strictness(self) -> tuple[Fraction, bool]:
        """To compare majorities of one base: more than a share asks more than at least that share."""
        return self.share, not self.inclusive

    def carried(self, votes: Votes) -> bool:
        return reached(self, votes.in_favour, votes.cast)


SIMPLE = Majority(Fraction(1, 2), inclusive=False)
THREE_QUARTERS = Majority(Fraction(3, 4), inclusive=True)


def reached(majority: Majority, in_favour: int | Fraction, base: int | Fraction) -> bool:
    """The same question of any base: everybody present, every member (P-142), or points where votes are weighted."""
    if base == 0:
        return False
    achieved = Fraction(in_favour) / base
    return achieved >= majority.share if majority.inclusive else achieved > majority.share


def together(votes: Iterable[Votes]) -> Votes:
    """The votes of all classes, head by head."""
    every = tuple(votes)
    return Votes(
        in_favour=sum(one.in_favour for one in every),
        against=sum(one.against for one in every),
        abstaining=sum(one.abstaining for one in every),
    )


def needed(majority: Majority, base: int) -> int:
    """The fewest votes in favour that carry on this base; one more than the base when none do."""
    exact = majority.share * base
    if majority.inclusive:
        return max(-(-exact.numerator // exact.denominator), 1)
    return exact.numerator // exact.denominator + 1
