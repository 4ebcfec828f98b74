"""Working days and bank holidays in England and Wales."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from constitution import shelf

MONDAY, SATURDAY, SUNDAY = 0, 5, 6
NO_POST = ((12, 25), (12, 26), (1, 1))


@dataclass(frozen=True, slots=True)
class Calendar:
    """Years that were proclaimed; any other year follows the statutory pattern."""

    proclaimed: Mapping[int, frozenset[date]]

    def is_bank_holiday(self, day: date) -> bool:
        return day in self.proclaimed.get(day.year, statutory_pattern(day.year))

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < SATURDAY and not self.is_bank_holiday(day)

    def has_collection(self, day: date) -> bool:
        """Post is collected from Monday to Saturday, and not at Christmas or New Year even when the bank holiday for
        them falls on a later weekday."""
        at_home = day.weekday() == SUNDAY or (day.month, day.day) in NO_POST
        return not at_home and not self.is_bank_holiday(day)


@cache
def statutory_pattern(year: int) -> frozenset[date]:
    easter = easter_sunday(year)
    fixed = [date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)]
    mondays = [_first_monday(year, 5), _last_monday(year, 5), _last_monday(year, 8)]
    movable = [easter - timedelta(days=2), easter + timedelta(days=1), *mondays]
    taken: set[date] = set()
    for day in fixed:
        taken.add(_weekday_from(day, taken))
    return frozenset(taken.union(movable))


def easter_sunday(year: int) -> date:
    """The Gregorian reckoning, after Meeus, Jones and Butcher."""
    century, in_century = divmod(year, 100)
    golden = year % 19
    leap_centuries, century_rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    leap_years, year_rest = divmod(in_century, 4)
    weekday = (32 + 2 * century_rest + 2 * leap_years - epact - year_rest) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _weekday_from(day: date, taken: set[date]) -> date:
    """A holiday on a weekend moves to the next weekday that is not one already."""
    while day.weekday() >= SATURDAY or day in taken:
        day += timedelta(days=1)
    return day


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7)


def _last_monday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=last.weekday())


ENGLAND_AND_WALES = Calendar(
    MappingProxyType(
        {int(year): frozenset(days) for year, days in shelf.pack("calendar/england-and-wales")["years"].items()}
    )
)
