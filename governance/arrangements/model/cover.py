"""Whether enough people are there: what a rota needs, who works, and where somebody is missing or too much (M-02).

Bands are told by clocks in London, shifts by instants; in between everything is counted as it elapses, so that a night
in which the clocks change has nine hours, or seven.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from constitution.apportionment import half_up
from constitution.periods import instant_of, local_day

EVERY_DAY = frozenset(range(7))
ONE_DAY, HOUR = timedelta(days=1), timedelta(hours=1)


class Kind(StrEnum):
    WAKING = "waking"
    SLEEP_IN = "sleep_in"


@dataclass(frozen=True, slots=True)
class Band:
    """``level`` people of a kind are needed between two times of day; an end not after the start is on the next day.

    Where bands of one kind lie over each other the highest level counts. ``weekdays`` (Monday 0) are those on which
    the band begins.
    """

    kind: Kind
    level: int
    start: time
    end: time
    weekdays: frozenset[int] = EVERY_DAY


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody works from one instant to another."""

    who: str
    kind: Kind
    starts: datetime
    ends: datetime

    @property
    def hours(self) -> Fraction:
        return _hours(self.starts, self.ends)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Time of one kind through which as many are needed, and as many different people there, from end to end."""

    kind: Kind
    starts: datetime
    ends: datetime
    needed: int
    there: int

    @property
    def hours(self) -> Fraction:
        return _hours(self.starts, self.ends)

    @property
    def missing(self) -> int:
        return max(self.needed - self.there, 0)

    @property
    def extra(self) -> int:
        return max(self.there - self.needed, 0)


def shift_on(day: date, who: str, kind: Kind, start: time, end: time) -> Shift:
    """A shift that begins on this day by the clock; an end not after the start is on the next day."""
    return Shift(who, kind, *_between(day, start, end))


def coverage(bands: Iterable[Band], shifts: Iterable[Shift], first: date, last: date) -> tuple[Stretch, ...]:
    """All time that is needed in bands, or worked in shifts, which begin on the days from ``first`` to ``last``.

    In order of time, as long as numbers stay the same. Give the shifts of the day before as well: a night ends in the
    morning. Each kind covers only its own need: somebody who sleeps in is not awake, and who is awake is paid for it.
    """
    every_band, every_shift = tuple(bands), tuple(shifts)
    found = (one for kind in Kind for one in _of_kind(kind, every_band, every_shift, (first, last)))
    return tuple(sorted(found, key=lambda one: (one.starts, one.kind)))


def gaps(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Where somebody is missing."""
    return tuple(one for one in stretches if one.missing)


def overlaps(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Where more people are there than are needed."""
    return tuple(one for one in stretches if one.extra)


def by_day(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """What lasts longer than a day is cut at each midnight, so that one day and two times of it tell when it is."""
    for one in stretches:
        if one.ends - one.starts <= ONE_DAY:
            yield one
            continue
        first, last = local_day(one.starts), local_day(one.ends)
        midnights = [instant_of(first + ONE_DAY * number, time()) for number in range(1, (last - first).days + 1)]
        moments = [one.starts, *(moment for moment in midnights if moment < one.ends), one.ends]
        yield from (replace(one, starts=starts, ends=ends) for starts, ends in pairwise(moments))


def waking_hours(shifts: Iterable[Shift]) -> Fraction:
    return sum((one.hours for one in shifts if one.kind is Kind.WAKING), Fraction(0))


def sleep_ins(shifts: Iterable[Shift]) -> int:
    return sum(one.kind is Kind.SLEEP_IN for one in shifts)


def cost(shifts: Sequence[Shift], waking_rate: int, sleep_in_sum: int) -> int:
    """In pence: waking time by elapsed hours at a rate an hour, each sleep-in a sum however long the night is."""
    return half_up(waking_hours(shifts) * waking_rate) + sleep_ins(shifts) * sleep_in_sum


@dataclass(frozen=True, slots=True)
class _Span:
    """A band on one day, or a shift; ``asked`` where it begins on one of the days asked about."""

    starts: datetime
    ends: datetime
    asked: bool
    level: int = 0
    who: str = ""

    def covers(self, moment: datetime) -> bool:
        return self.starts <= moment < self.ends


def _of_kind(kind: Kind, bands: Iterable[Band], shifts: Iterable[Shift], days: tuple[date, date]) -> Iterator[Stretch]:
    work = _work((one for one in shifts if one.kind is kind), *days)
    worked_until = max((local_day(one.ends) for one in work if one.asked), default=days[1])
    needs = _needs((one for one in bands if one.kind is kind), *days, worked_until)
    latest: Stretch | None = None
    for one in _pieces(kind, needs, work):
        if latest and (latest.ends, latest.needed, latest.there) == (one.starts, one.needed, one.there):
            latest = replace(latest, ends=one.ends)
            continue
        if latest:
            yield latest
        latest = one
    if latest:
        yield latest


def _pieces(kind: Kind, needs: Sequence[_Span], work: Sequence[_Span]) -> Iterator[Stretch]:
    """From each moment at which anything begins or ends to the next."""
    every = (*needs, *work)
    moments = sorted({moment for one in every for moment in (one.starts, one.ends)})
    for starts, ends in pairwise(moments):
        if any(one.asked and one.covers(starts) for one in every):
            needed = max((one.level for one in needs if one.covers(starts)), default=0)
            yield Stretch(kind, starts, ends, needed, len({one.who for one in work if one.covers(starts)}))


def _needs(bands: Iterable[Band], first: date, last: date, worked_until: date) -> tuple[_Span, ...]:
    """With the day before and those after, whose needs lie beside the nights that begin on the days asked about."""
    beyond = max(last + ONE_DAY, worked_until)
    days = [first + ONE_DAY * number for number in range(-1, (beyond - first).days + 1)]
    return tuple(
        _Span(*_between(day, band.start, band.end), asked=first <= day <= last, level=band.level)
        for band in bands
        for day in days
        if day.weekday() in band.weekdays
    )


def _work(shifts: Iterable[Shift], first: date, last: date) -> tuple[_Span, ...]:
    return tuple(
        _Span(one.starts, one.ends, asked=first <= local_day(one.starts) <= last, who=one.who) for one in shifts
    )


def _between(day: date, start: time, end: time) -> tuple[datetime, datetime]:
    """What begins in the hour that a night in March leaves out is over at once rather than before it began."""
    ends = instant_of(day if end > start else day + ONE_DAY, end)
    return min(instant_of(day, start), ends), ends


def _hours(starts: datetime, ends: datetime) -> Fraction:
    return Fraction((ends - starts) // timedelta(seconds=1), HOUR // timedelta(seconds=1))
