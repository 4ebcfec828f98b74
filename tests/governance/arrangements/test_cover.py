"""Whether enough people are there: gaps, too many, nights in which the clocks change."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from governance.arrangements.model.cover import (
    Band,
    Kind,
    Shift,
    Stretch,
    cost,
    coverage,
    gaps,
    overlaps,
    shift_on,
    sleep_ins,
    waking_hours,
)

MONDAY = date(2027, 3, 1)
ONE_BY_DAY = Band(Kind.WAKING, 1, time(7), time(23))
NIGHT = Band(Kind.SLEEP_IN, 1, time(23), time(7))
AUTUMN, SPRING = date(2026, 10, 24), date(2027, 3, 27)

DAYS = [date(2027, 3, 27), date(2027, 3, 28), date(2027, 3, 29)]
QUARTER = timedelta(minutes=15)

clocks = some.builds(time, some.integers(0, 23), some.sampled_from([0, 15, 30, 45]))
bands = some.builds(Band, some.sampled_from(Kind), some.integers(0, 3), clocks, clocks)
moments = some.integers(0, 70 * 4).map(lambda quarters: datetime(2027, 3, 27, tzinfo=UTC) + quarters * QUARTER)
shifts = some.builds(
    lambda who, kind, ends: Shift(who, kind, min(ends), max(ends)),
    some.sampled_from("abc"),
    some.sampled_from(Kind),
    some.tuples(moments, moments),
)


def by_day(who: str, start: int, end: int, day: date = MONDAY) -> Shift:
    return shift_on(day, who, Kind.WAKING, time(start), time(end))


def test_nobody_there_is_a_gap_as_long_as_the_need() -> None:
    (gap,) = gaps(coverage([ONE_BY_DAY], [], MONDAY, MONDAY))
    assert gap.hours == 16
    assert (gap.missing, gap.there) == (1, 0)


def test_two_where_one_is_needed_are_one_too_many() -> None:
    (over,) = overlaps(coverage([ONE_BY_DAY], [by_day("a", 7, 15), by_day("b", 14, 23)], MONDAY, MONDAY))
    assert (over.starts.hour, over.ends.hour, over.extra) == (14, 15, 1)


def test_one_person_in_two_shifts_is_one_person() -> None:
    twice = [by_day("a", 8, 10), by_day("a", 8, 10)]
    found = coverage([Band(Kind.WAKING, 2, time(8), time(10))], twice, MONDAY, MONDAY)
    assert [one.missing for one in gaps(found)] == [1]


def test_work_that_nobody_needs_is_too_much() -> None:
    (over,) = overlaps(coverage([ONE_BY_DAY], [by_day("a", 7, 23), by_day("b", 23, 1)], MONDAY, MONDAY))
    assert over.hours == 2
    assert (over.needed, over.there) == (0, 1)


def test_the_night_before_covers_the_morning() -> None:
    early = Band(Kind.WAKING, 1, time(6), time(8))
    night = by_day("a", 22, 8, MONDAY - timedelta(days=1))
    assert gaps(coverage([early], [night], MONDAY, MONDAY)) == ()


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    assert [one.starts.day for one in gaps(coverage([NIGHT], [], MONDAY, MONDAY))] == [1]
    assert gaps(coverage([NIGHT], [], MONDAY, MONDAY + timedelta(days=6)))[-1].ends.day == 8


def test_somebody_asleep_does_not_cover_waking_work() -> None:
    asleep = shift_on(MONDAY, "a", Kind.SLEEP_IN, time(23), time(7))
    awake = Band(Kind.WAKING, 1, time(23), time(7))
    found = coverage([awake], [asleep], MONDAY, MONDAY)
    assert [(one.kind, one.missing, one.extra) for one in found] == [(Kind.SLEEP_IN, 0, 1), (Kind.WAKING, 1, 0)]


def test_a_band_is_needed_only_on_its_weekdays() -> None:
    weekend = Band(Kind.WAKING, 1, time(10), time(12), frozenset({5, 6}))
    found = coverage([weekend], [], MONDAY, MONDAY + timedelta(days=6))
    assert [one.starts.date() for one in found] == [date(2027, 3, 6), date(2027, 3, 7)]


@pytest.mark.parametrize(("day", "hours"), [(AUTUMN, 9), (SPRING, 7), (MONDAY, 8)])
def test_a_night_has_the_hours_that_pass(day: date, hours: int) -> None:
    waking = shift_on(day, "a", Kind.WAKING, time(23), time(7))
    asleep = shift_on(day, "b", Kind.SLEEP_IN, time(23), time(7))
    assert gaps(coverage([NIGHT], [asleep], day, day)) == ()
    assert waking.hours == asleep.hours == hours
    assert cost([waking], 18_65, 92_00) == hours * 18_65
    assert cost([asleep], 18_65, 92_00) == 92_00


def test_what_begins_in_the_hour_that_is_left_out_does_not_last_less_than_nothing() -> None:
    assert shift_on(date(2027, 3, 28), "a", Kind.WAKING, time(1, 30), time(2, 15)).hours == 0


def test_sleep_ins_are_counted_and_waking_hours_added() -> None:
    both = [by_day("a", 7, 15), shift_on(MONDAY, "b", Kind.SLEEP_IN, time(23), time(7))]
    assert waking_hours(both) == 8
    assert sleep_ins(both) == 1


@given(some.lists(bands, max_size=4), some.lists(shifts, max_size=5))
def test_gaps_and_covered_time_together_are_what_is_needed(needed: list[Band], work: list[Shift]) -> None:
    """What is needed and who is there is found again by looking at every quarter of an hour."""
    found = coverage(needed, work, DAYS[0], DAYS[-1])
    for kind in Kind:
        stretches = [one for one in found if one.kind is kind and one.needed]
        assert all(one.ends <= then.starts for one, then in pairwise(stretches))
        looked = list(_looked(kind, needed, work))
        covered = sum((min(one.needed, one.there) * one.hours for one in stretches), Fraction(0))
        missing = sum((one.missing * one.hours for one in gaps(stretches)), Fraction(0))
        assert covered + missing == Fraction(sum(level for level, _ in looked), 4)
        assert missing == Fraction(sum(max(level - there, 0) for level, there in looked), 4)


@given(some.lists(bands, max_size=4), some.lists(shifts, max_size=6))
def test_nobody_is_missing_in_a_week_who_is_not_missing_on_one_of_its_days(
    needed: list[Band], work: list[Shift]
) -> None:
    whole = _missing(gaps(coverage(needed, work, DAYS[0], DAYS[-1])))
    by_days = [one for day in DAYS for one in _missing(gaps(coverage(needed, work, day, day)))]
    assert whole == sorted(set(by_days))


def _missing(stretches: Iterable[Stretch]) -> list[tuple[Kind, datetime, int]]:
    """Each missing quarter of an hour by itself."""
    return sorted(
        (one.kind, one.starts + step * QUARTER, one.missing)
        for one in stretches
        for step in range((one.ends - one.starts) // QUARTER)
    )


def _looked(kind: Kind, needed: list[Band], work: list[Shift]) -> Iterator[tuple[int, int]]:
    """How many are needed and how many are there, in each quarter of an hour that bands or shifts of the days touch."""
    around = [DAYS[0] - timedelta(days=1), *DAYS, DAYS[-1] + timedelta(days=1)]
    begun = [
        (band.level, day in DAYS, shift_on(day, "", kind, band.start, band.end))
        for band in needed
        for day in around
        if band.kind is kind
    ]
    working = [one for one in work if one.kind is kind]
    for step in range(500):
        moment = datetime(2027, 3, 26, 12, tzinfo=UTC) + step * QUARTER
        levels = [(level, asked) for level, asked, span in begun if span.starts <= moment < span.ends]
        there = {one.who for one in working if one.starts <= moment < one.ends}
        if there or any(asked for _, asked in levels):
            yield max((level for level, _ in levels), default=0), len(there)
