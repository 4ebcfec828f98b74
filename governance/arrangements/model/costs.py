"""What support costs an employer by the figures of a day, and how that is shared (M-04 to M-06), in whole pence."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date
from fractions import Fraction

from constitution.apportionment import apportioned, half_up
from constitution.thresholds import threshold
from governance.errors import Refusal

BASIS_POINTS = 10_000


class LevyNotDecided(Refusal):
    """A levy rests on a motion that was carried, or on a power of the board that holds on its first day."""

    code = "levy-not-decided"


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Rates are shares of pay, sums are pence of a week; the co-operative's levy is pence an hour.

    ``allowance`` where the Employment Allowance covers the employer's National Insurance (K-047).
    """

    holiday: Fraction
    pension: Fraction
    pension_from: int
    pension_to: int
    insurance: Fraction
    insurance_from: int
    levy: int = 0
    allowance: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a week, each in pence."""

    gross: int
    holiday: int
    pension: int
    insurance: int
    levy: int

    @property
    def total(self) -> int:
        return self.gross + self.holiday + self.pension + self.insurance + self.levy


def assumed(day: date, levy: int = 0, *, allowance: bool = False) -> Assumptions:
    """The figures that the law has for a day (K-045 to K-047), with what the co-operative adds.

    Raises:
        NoFigureThatDay: no table covers the day.
    """
    return Assumptions(
        holiday=_rate("holiday_accrued", day),
        pension=_rate("pension_contribution", day),
        pension_from=threshold("pension_earnings_from", day).value,
        pension_to=threshold("pension_earnings_to", day).value,
        insurance=_rate("insurance_contribution", day),
        insurance_from=threshold("insurance_earnings_from", day).value,
        levy=levy,
        allowance=allowance,
    )


def weekly_cost(assumptions: Assumptions, hours: Fraction, rate: int | Fraction) -> Lines:
    """Of one employee: all hours of the week at pence an hour, or at their average, so that thresholds count once.

    Each line is rounded.
    """
    gross = half_up(hours * rate)
    insured = 0 if assumptions.allowance else max(gross - assumptions.insurance_from, 0)
    pensioned = max(min(gross, assumptions.pension_to) - assumptions.pension_from, 0)
    return Lines(
        gross=gross,
        holiday=half_up(gross * assumptions.holiday),
        pension=half_up(pensioned * assumptions.pension),
        insurance=half_up(insured * assumptions.insurance),
        levy=half_up(hours * assumptions.levy),
    )


def shared_by_hours(cost: Lines, hours: Sequence[Fraction]) -> tuple[Lines, ...]:
    """The actual lines of one employee, each divided among the people supported by their hours (M-05).

    Working them out for each person would count the thresholds as often as there are people.
    """
    return tuple(Lines(*each) for each in zip(*(apportioned(line, hours) for line in astuple(cost)), strict=True))


def training_cost(assistants: int, hours: Fraction, rate: int, trainer: int) -> int:
    """Paid hours of training for each assistant, and the trainer."""
    return half_up(assistants * hours * rate) + trainer


def _rate(name: str, day: date) -> Fraction:
    return Fraction(threshold(name, day).value, BASIS_POINTS)
