"""Shifts of a rota: who may do which, and what working time asks for (K-050, K-051, M-02)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from constitution.apportionment import half_up
from governance.arrangements.model.cover import Shift
from governance.errors import Refusal

REST, MOST_HOURS, WEEKS = timedelta(hours=11), 48, 17
"""Rest between two days of work, and hours a week on average over how many weeks (Working Time Regulations 1998)."""

PLANNED = date(2000, 1, 1), date(2999, 12, 31)


class Offered(StrEnum):
    """To whom a shift that nobody has is offered."""

    BACKUP = "backup"  # one assistant who is named
    BANK = "bank"  # everybody who works for people here


class Busy(Refusal):
    """This assistant works at that time already."""

    code = "assistant-busy"


class Taken(Refusal):
    """The shift has its assistant already."""

    code = "shift-taken"


class NotOffered(Refusal):
    """This shift is not offered to whoever wants to take it."""

    code = "shift-not-offered"


class SwapAnswered(Refusal):
    """This was answered already, or the shift went to somebody else."""

    code = "swap-answered"


class WeekNotEmpty(Refusal):
    """A week with shifts in it is not written over by a copy of another."""

    code = "week-not-empty"


class NeededAlready(Refusal):
    """The same cover is asked for on some of these days."""

    code = "needed-already"


@dataclass(frozen=True, slots=True)
class ShortRest:
    """Less than 11 hours between two shifts of one assistant."""

    who: str
    ended: datetime
    begins: datetime

    @property
    def hours(self) -> Fraction:
        return Fraction((self.begins - self.ended) // timedelta(seconds=1), 3600)


def may_be_planned(day: date) -> bool:
    """Far enough from the ends of the calendar that weeks before and after can be told."""
    return PLANNED[0] <= day <= PLANNED[1]


def meet(one: Shift, other: Shift) -> bool:
    return one.starts < other.ends and other.starts < one.ends


def short_rests(shifts: Iterable[Shift]) -> tuple[ShortRest, ...]:
    """Where somebody begins again too soon. A shift that follows at once is the same work, not a rest."""
    return tuple(rest for who in _people(shifts) for rest in _rests(who))


def average_hours(shifts: Sequence[Shift], last: date) -> Fraction:
    """Hours a week of one assistant over the weeks to ``last``, from the first worked, at most 17 (K-050)."""
    if not shifts:
        return Fraction(0)
    first = min(one.starts for one in shifts).date()
    weeks = min(max(-(-((last - first).days + 1) // 7), 1), WEEKS)
    return sum((one.hours for one in shifts), Fraction(0)) / weeks


def price(hours: Fraction, sleep_ins: int, waking_rate: int, sleep_in_rate: int) -> int:
    """In pence what the needed cover costs if every shift is filled; each sleep-in is one sum (K-051)."""
    return half_up(hours * waking_rate) + sleep_ins * sleep_in_rate


def _people(shifts: Iterable[Shift]) -> Iterator[Sequence[Shift]]:
    every = sorted(shifts, key=lambda one: (one.who, one.starts))
    for who in sorted({one.who for one in every}):
        yield [one for one in every if one.who == who]


def _rests(shifts: Sequence[Shift]) -> Iterator[ShortRest]:
    for earlier, later in pairwise(shifts):
        if timedelta(0) < later.starts - earlier.ends < REST:
            yield ShortRest(earlier.who, earlier.ends, later.starts)
