"""What a rule may say: reading plain data into exact values."""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any, TypeAlias, TypeGuard

from constitution.majority import Majority


class Unit(StrEnum):
    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


class Clock(StrEnum):
    ELAPSED = "elapsed"  # hours as they pass
    WALL = "wall"  # hours on the clock face
    WORKING_HOURS = "working_hours"  # only the hours of working days


@dataclass(frozen=True, slots=True)
class Duration:
    """``after`` names what it is counted from, where a rule may choose: "receipt" or "notice" (P-070)."""

    amount: int
    unit: Unit
    clock: Clock = Clock.ELAPSED
    after: str | None = None


@dataclass(frozen=True, slots=True)
class GreaterOf:
    minimum: int
    share: Fraction

    def of(self, base: int) -> int:
        return max(self.minimum, rounded_up(self.share * base))


@dataclass(frozen=True, slots=True)
class Rate:
    """A yearly rate in percent; ``above`` names the rate it is added to, such as "bank_rate" (P-223)."""

    percent: Fraction
    above: str | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """What is paid in each period (P-036), in whole pence; ``per`` is "year", "quarter", "month" or "week"."""

    pence: int
    per: str


@dataclass(frozen=True, slots=True)
class Closing:
    """When a ballot closes (P-152): at a moment in the meeting, or hours before it or after the call."""

    at: str
    hours: int = 0


_NO_LEAP_YEAR = 2027
LARGEST = 10**9
"""No rule needs a larger number."""

Value: TypeAlias = (
    bool
    | int
    | str
    | Fraction
    | Majority
    | Duration
    | GreaterOf
    | Rate
    | Payment
    | Closing
    | tuple[str, ...]
    | tuple[int, ...]
    | Mapping[str, Any]
)


class Unreadable(ValueError):
    """Plain data that is not of its kind; ``path`` leads to it from where reading began."""

    def __init__(self, problem: str, *path: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.path = path


def rounded_up(share: Fraction) -> int:
    return -(-share.numerator // share.denominator)


def read_flag(plain: object) -> bool:
    if isinstance(plain, bool):
        return plain
    raise Unreadable("must be true or false")


def read_count(plain: object) -> int:
    if isinstance(plain, int) and not isinstance(plain, bool) and 0 <= plain <= LARGEST:
        return plain
    raise Unreadable("must be a whole number, not below zero")


def read_text(plain: object) -> str:
    if isinstance(plain, str) and plain.strip():
        return plain
    raise Unreadable("must be text")


def read_word(plain: object) -> str:
    if isinstance(plain, str) and re.fullmatch(r"[a-z0-9_]+", plain):
        return plain
    raise Unreadable("must be one lower-case word such as on_registration")


def read_share(plain: object) -> Fraction:
    """A float never becomes a share: 0.1 is not one tenth."""
    if not isinstance(plain, str) or not re.fullmatch(r"[0-9]{1,9}(/[1-9][0-9]{0,8})?", plain):
        raise Unreadable('must be a fraction in quotes such as "1/10"')
    share = Fraction(plain)
    if share > 1:
        raise Unreadable("must not be more than the whole")
    return share


def read_decimal(plain: object) -> Fraction:
    if isinstance(plain, str) and re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", plain):
        return Fraction(plain)
    raise Unreadable('must be a decimal number in quotes such as "7.5"')


def read_money(plain: object) -> int:
    """Pounds and pence as written, whole pence as kept."""
    if isinstance(plain, str) and re.fullmatch(r"[0-9]{1,9}\.[0-9]{2}", plain):
        return int(plain.replace(".", ""))
    raise Unreadable('must be pounds and pence in quotes such as "12.00"')


def read_year_day(plain: object) -> str:
    """A day that every year has, so 29 February is none."""
    if isinstance(plain, str) and re.fullmatch(r"(0[1-9]|1[0-2])-[0-3][0-9]", plain):
        month, day = int(plain[:2]), int(plain[3:])
        if 1 <= day <= monthrange(_NO_LEAP_YEAR, month)[1]:
            return plain
    raise Unreadable("must be month and day such as 03-31, a day that every year has")


def read_count_or_share(plain: object) -> int | Fraction:
    return read_share(plain) if isinstance(plain, str) else read_count(plain)


def read_count_or_word(plain: object) -> int | str:
    return read_word(plain) if isinstance(plain, str) else read_count(plain)


def read_percentage(plain: object) -> int:
    number = read_count(plain)
    if number > 100:
        raise Unreadable("must not be above 100")
    return number


def read_words(plain: object) -> tuple[str, ...]:
    if not _is_list(plain):
        raise Unreadable("must be a list of words")
    words = tuple(read_inside(str(place), read_word, word) for place, word in enumerate(plain))
    if len(set(words)) != len(words):
        raise Unreadable("names a word twice")
    return words


def read_numbers(plain: object) -> tuple[int, ...]:
    if not _is_list(plain):
        raise Unreadable("must be a list of whole numbers")
    return tuple(read_inside(str(place), read_count, number) for place, number in enumerate(plain))


def read_fields(
    plain: object,
    *,
    required: set[str] | None = None,
    optional: set[str] | None = None,
    anything: bool = False,
) -> dict[str, Any]:
    if not isinstance(plain, Mapping) or not all(isinstance(key, str) for key in plain):
        raise Unreadable("must be a table of named values")
    for missing in sorted((required or set()) - plain.keys()):
        raise Unreadable("is missing", missing)
    unknown = set() if anything else plain.keys() - (required or set()) - (optional or set())
    for key in sorted(unknown):
        raise Unreadable("is not known here", key)
    return dict(plain)


def read_each(plain: object, read: Callable[[object], Any]) -> Mapping[str, Any]:
    return MappingProxyType(
        {key: read_inside(key, read, value) for key, value in read_fields(plain, anything=True).items()}
    )


def read_inside(key: str, read: Callable[[object], Any], plain: object) -> Any:
    try:
        return read(plain)
    except Unreadable as fault:
        raise Unreadable(fault.problem, key, *fault.path) from fault


def _is_list(plain: object) -> TypeGuard[Sequence[object]]:
    return isinstance(plain, Sequence) and not isinstance(plain, str)
