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
class Closing:
    """When a ballot closes (P-152): at a moment in the meeting, or hours before it or after the call."""

    at: str
    hours: int = 0


_NO_LEAP_YEAR = 2027

Value: TypeAlias = (
    bool
    | int
    | str
    | Fraction
    | Majority
    | Duration
    | GreaterOf
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
    if isinstance(plain, int) and not isinstance(plain, bool) and plain >= 0:
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
    if not isinstance(plain, str) or not re.fullmatch(r"[0-9]+(/[1-9][0-9]*)?", plain):
        raise Unreadable('must be a fraction in quotes such as "1/10"')
    share = Fraction(plain)
    if share > 1:
        raise Unreadable("must not be more than the whole")
    return share


def read_decimal(plain: object) -> Fraction:
    if isinstance(plain, str) and re.fullmatch(r"[0-9]+(\.[0-9]+)?", plain):
        return Fraction(plain)
    raise Unreadable('must be a decimal number in quotes such as "7.5"')


def read_money(plain: object) -> int:
    """Pounds and pence as written, whole pence as kept."""
    if isinstance(plain, str) and re.fullmatch(r"[0-9]+\.[0-9]{2}", plain):
        return int(plain.replace(".", ""))
    raise Unreadable('must be pounds and pence in quotes such as "12.00"')


def read_year_day(plain: object) -> str:
    """A day that every year has, so 29 February is none."""
    if isinstance(plain, str) and re.fullmatch(r"(0[1-9]|1[0-2])-[0-3][0-9]", plain):
        month, day = int(plain[:2]), int(plain[3:])
        if 1 <= day <= monthrange(_NO_LEAP_YEAR, month)[1]:
            return plain
    raise Unreadable("must be month and day such as 03-31, a day that every year has")


def read_majority(plain: object) -> Majority:
    data = _table(plain, required={"fraction", "cmp"})
    if data["cmp"] not in (">", ">="):
        raise Unreadable('must be ">" or ">="', "cmp")
    return Majority(_inside("fraction", read_share, data["fraction"]), inclusive=data["cmp"] == ">=")


def read_duration(plain: object) -> Duration:
    data = _table(plain, optional={"clock", "after", *Unit})
    units = [unit for unit in Unit if unit in data]
    if len(units) != 1:
        raise Unreadable("needs exactly one of hours, days, weeks, months")
    if "clock" in data and (units != [Unit.HOURS] or data["clock"] not in tuple(Clock)):
        raise Unreadable("must be elapsed, wall or working_hours, and goes with hours", "clock")
    amount = _inside(units[0], read_count, data[units[0]])
    after = _inside("after", read_word, data["after"]) if "after" in data else None
    return Duration(amount, units[0], Clock(data.get("clock", Clock.ELAPSED)), after)


def read_greater_of(plain: object) -> GreaterOf:
    data = _table(plain, required={"minimum", "fraction"})
    return GreaterOf(_inside("minimum", read_count, data["minimum"]), _inside("fraction", read_share, data["fraction"]))


def read_closing(plain: object) -> Closing:
    data = _table(plain, required={"at"}, optional={"hours"})
    if data["at"] in ("before_meeting", "after_call"):
        return Closing(data["at"], _inside("hours", read_count, data.get("hours")))
    if data["at"] in ("end_of_debate", "meeting_close") and "hours" not in data:
        return Closing(data["at"])
    raise Unreadable("must be end_of_debate or meeting_close, or before_meeting or after_call with hours", "at")


def read_count_or_share(plain: object) -> int | Fraction:
    return read_share(plain) if isinstance(plain, str) else read_count(plain)


def read_count_or_word(plain: object) -> int | str:
    return read_word(plain) if isinstance(plain, str) else read_count(plain)


def read_words(plain: object) -> tuple[str, ...]:
    if not _is_list(plain):
        raise Unreadable("must be a list of words")
    words = tuple(_inside(str(place), read_word, word) for place, word in enumerate(plain))
    if len(set(words)) != len(words):
        raise Unreadable("names a word twice")
    return words


def read_numbers(plain: object) -> tuple[int, ...]:
    if not _is_list(plain):
        raise Unreadable("must be a list of whole numbers")
    return tuple(_inside(str(place), read_count, number) for place, number in enumerate(plain))


def read_table(plain: object) -> Mapping[str, Any]:
    return MappingProxyType(_table(plain, anything=True))


def read_counts(plain: object) -> Mapping[str, int]:
    return _each(plain, read_count)


def read_majorities(plain: object) -> Mapping[str, Majority]:
    return _each(plain, read_majority)


READERS: Mapping[str, Callable[[object], Value]] = MappingProxyType(
    {
        "flag": read_flag,
        "count": read_count,
        "text": read_text,
        "word": read_word,
        "share": read_share,
        "decimal": read_decimal,
        "money": read_money,
        "year_day": read_year_day,
        "majority": read_majority,
        "duration": read_duration,
        "greater_of": read_greater_of,
        "closing": read_closing,
        "count_or_share": read_count_or_share,
        "count_or_word": read_count_or_word,
        "words": read_words,
        "numbers": read_numbers,
        "table": read_table,
        "counts": read_counts,
        "majorities": read_majorities,
    }
)


def _table(
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


def _each(plain: object, read: Callable[[object], Any]) -> Mapping[str, Any]:
    return MappingProxyType({key: _inside(key, read, value) for key, value in _table(plain, anything=True).items()})


def _inside(key: str, read: Callable[[object], Any], plain: object) -> Any:
    try:
        return read(plain)
    except Unreadable as fault:
        raise Unreadable(fault.problem, key, *fault.path) from fault


def _is_list(plain: object) -> TypeGuard[Sequence[object]]:
    return isinstance(plain, Sequence) and not isinstance(plain, str)
