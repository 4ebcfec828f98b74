"""When a vote carries: the majorities a rule book may ask for."""

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
    """The share of votes cast that carries: more than ``share``, or ``inclusive`` of it."""

    share: Fraction
    inclusive: bool

    def carried(self, votes: Votes) -> bool:
        if votes.cast == 0:
            return False
        achieved = Fraction(votes.in_favour, votes.cast)
        return achieved >= self.share if self.inclusive else achieved > self.share


SIMPLE = Majority(Fraction(1, 2), inclusive=False)
THREE_QUARTERS = Majority(Fraction(3, 4), inclusive=True)


def reached(majority: Majority, in_favour: int, base: int) -> bool:
    """The same question where the base is not the votes cast: everybody present, or every member (P-142)."""
    return majority.carried(Votes(in_favour, base - in_favour))


def needed(majority: Majority, base: int) -> int:
    """The fewest votes in favour that carry on this base; one more than the base when none do."""
    exact = majority.share * base
    if majority.inclusive:
        return max(-(-exact.numerator // exact.denominator), 1)
    return exact.numerator // exact.denominator + 1
