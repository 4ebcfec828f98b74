from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from constitution import Clock, Duration, Unit
from constitution.holidays import ENGLAND_AND_WALES, easter_sunday, statutory_pattern
from constitution.periods import (
    after_hours,
    as_instant,
    before_hours,
    clear_days_between,
    day_after_lapse,
    first_day_after,
    instant_of,
    last_day_before,
    last_day_of_months_beginning_after,
    local_day,
    months_after,
    year_end_before,
    year_end_from,
)
from constitution.service import deemed, latest_sending, latest_sending_day, practical_posting_day
from tests.constitution.samples import london

days = some.dates(date(2020, 1, 1), date(2040, 12, 31))
# The weekends on which clocks change are where mistakes live, so they are drawn often.
around_clock_changes = some.sampled_from([date(2026, 10, 25), date(2027, 3, 28), date(2028, 3, 26)]).flatmap(
    lambda sunday: some.datetimes(
        datetime(sunday.year, sunday.month, sunday.day) - timedelta(days=4),  # noqa: DTZ001 - drawn in UTC below
        datetime(sunday.year, sunday.month, sunday.day) + timedelta(days=4),  # noqa: DTZ001 - drawn in UTC below
        timezones=some.just(UTC),
    )
)
instants = around_clock_changes | some.datetimes(
    datetime(2020, 1, 1),  # noqa: DTZ001 - drawn in UTC below
    datetime(2040, 12, 31),  # noqa: DTZ001 - drawn in UTC below
    timezones=some.just(UTC),
)
lapses = some.builds(
    Duration, some.integers(0, 120), some.just(Unit.HOURS), some.sampled_from([Clock.ELAPSED, Clock.WORKING_HOURS])
)
POST_48 = Duration(48, Unit.HOURS)
POST_48_WORKING = Duration(48, Unit.HOURS, Clock.WORKING_HOURS)
EMAIL_24 = Duration(24, Unit.HOURS)


@given(days, some.integers(0, 60))
def test_the_earliest_meeting_and_the_latest_service_are_inverses(day: date, clear: int) -> None:
    assert last_day_before(first_day_after(day, clear), clear) == day
    assert first_day_after(last_day_before(day, clear), clear) == day
    assert clear_days_between(day, first_day_after(day, clear)) == clear


@given(days, some.integers(0, 48))
def test_months_end_on_the_same_numbered_day_or_on_the_last_there_is(day: date, months: int) -> None:
    end = months_after(day, months)
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day == day.day or (end + timedelta(days=1)).day == 1
    assert months_after(day, months, "end_of_month") >= end


@given(instants, lapses, some.booleans())
def test_service_is_never_deemed_before_sending(sent: datetime, lapse: Duration, conservative: bool) -> None:
    assert deemed(sent, lapse, conservative=conservative).at >= sent


@given(instants, some.integers(0, 120))
def test_the_conservative_day_is_never_before_the_elapsed_one_nor_before_the_one_on_the_clock(
    sent: datetime, hours: int
) -> None:
    careful = deemed(sent, Duration(hours, Unit.HOURS), conservative=True)
    for clock in (Clock.ELAPSED, Clock.WALL):
        assert careful.at >= deemed(sent, Duration(hours, Unit.HOURS, clock), conservative=False).at


@given(instants, lapses, some.booleans())
def test_the_latest_sending_is_in_time_and_a_minute_later_is_late(
    around: datetime, lapse: Duration, conservative: bool
) -> None:
    day = local_day(around)
    last = latest_sending(day, lapse, conservative=conservative)
    assert deemed(last, lapse, conservative=conservative).day <= day
    assert deemed(last + timedelta(minutes=1), lapse, conservative=conservative).day > day


@given(instants, lapses, some.booleans())
def test_the_latest_posting_day_is_in_time_and_the_next_is_late(
    around: datetime, lapse: Duration, conservative: bool
) -> None:
    day = local_day(around)
    last = latest_sending_day(day, lapse, conservative=conservative)
    assert deemed(last, lapse, conservative=conservative).day <= day
    assert deemed(last + timedelta(days=1), lapse, conservative=conservative).day > day


@given(instants, some.integers(0, 200))
def test_working_hours_forwards_are_never_shorter_than_hours_that_pass(start: datetime, hours: int) -> None:
    end = after_hours(start, Duration(hours, Unit.HOURS, Clock.WORKING_HOURS))
    assert end - start >= timedelta(hours=hours)
    assert before_hours(end, Duration(hours, Unit.HOURS, Clock.WORKING_HOURS)) >= start


@pytest.mark.parametrize(
    ("sent", "day"), [(date(2027, 2, 1), date(2027, 2, 3)), (date(2027, 3, 26), date(2027, 3, 29))]
)
def test_a_letter_of_which_only_the_day_is_known_was_posted_at_its_last_minute(sent: date, day: date) -> None:
    """R-4: 48 hours end two days on, three when the clocks go forward in between."""
    assert deemed(sent, POST_48, conservative=True).day == day


def test_dodds_v_walker_four_months_from_30_september_end_on_30_january() -> None:
    assert months_after(date(2026, 9, 30), 4) == date(2027, 1, 30)
    assert months_after(date(2026, 9, 30), 4, "end_of_month") == date(2027, 1, 31)


def test_a_period_beginning_after_30_june_ends_seven_months_on_with_january() -> None:
    assert last_day_of_months_beginning_after(date(2026, 6, 30), 7) == date(2027, 1, 31)


@pytest.mark.parametrize(
    ("lapse", "end"),
    [
        (Duration(21, Unit.DAYS), date(2027, 3, 22)),
        (Duration(6, Unit.WEEKS), date(2027, 4, 12)),
        (Duration(1, Unit.MONTHS), date(2027, 4, 1)),
    ],
)
def test_days_weeks_and_months_are_counted_without_the_first_day(lapse: Duration, end: date) -> None:
    assert day_after_lapse(date(2027, 3, 1), lapse) == end


def test_hours_and_days_are_not_confused() -> None:
    with pytest.raises(ValueError, match="instant"):
        day_after_lapse(date(2027, 3, 1), POST_48)
    with pytest.raises(ValueError, match="day"):
        after_hours(london(2027, 3, 1), Duration(1, Unit.DAYS))


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        as_instant(datetime(2027, 3, 1, 12))  # noqa: DTZ001 - the zone is what is missing


def test_civil_time_is_that_of_london() -> None:
    assert local_day(datetime(2027, 6, 1, 23, 30, tzinfo=UTC)) == date(2027, 6, 2)
    assert instant_of(date(2027, 6, 1), time(0)) == datetime(2027, 5, 31, 23, tzinfo=UTC)


@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_the_proclaimed_holidays_follow_the_statutory_pattern(year: int) -> None:
    assert ENGLAND_AND_WALES.proclaimed[year] == statutory_pattern(year)


@pytest.mark.parametrize(
    ("year", "added", "moved_from"),
    [
        (2020, {date(2020, 5, 8)}, {date(2020, 5, 4)}),
        (2022, {date(2022, 6, 2), date(2022, 6, 3)}, {date(2022, 5, 30)}),
        (2023, {date(2023, 5, 8)}, set()),
    ],
)
def test_a_proclamation_departs_from_the_pattern(year: int, added: set[date], moved_from: set[date]) -> None:
    """The day of victory in Europe on a Friday, a jubilee, a coronation."""
    proclaimed, pattern = ENGLAND_AND_WALES.proclaimed[year], statutory_pattern(year)
    assert set(proclaimed - pattern) == added
    assert set(pattern - proclaimed) == moved_from


def test_a_year_that_is_not_listed_follows_the_pattern() -> None:
    assert ENGLAND_AND_WALES.is_bank_holiday(date(2033, 12, 27))
    assert statutory_pattern(2033) == {
        date(2033, 1, 3),
        date(2033, 4, 15),
        date(2033, 4, 18),
        date(2033, 5, 2),
        date(2033, 5, 30),
        date(2033, 8, 29),
        date(2033, 12, 26),
        date(2033, 12, 27),
    }


@pytest.mark.parametrize(
    "easter",
    [date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28), date(2028, 4, 16), date(2038, 4, 25)],
)
def test_easter(easter: date) -> None:
    assert easter_sunday(easter.year) == easter


@given(some.integers(1900, 2200))
def test_every_year_has_eight_bank_holidays_on_weekdays(year: int) -> None:
    holidays = statutory_pattern(year)
    assert len(holidays) == 8
    assert all(day.weekday() < 5 for day in holidays)


def test_post_is_collected_on_saturdays_but_not_on_sundays_or_bank_holidays() -> None:
    assert practical_posting_day(date(2026, 9, 13)) == date(2026, 9, 12)
    assert practical_posting_day(date(2027, 3, 26)) == date(2027, 3, 25)


def test_no_post_is_collected_at_christmas_though_the_bank_holiday_falls_on_a_later_day() -> None:
    """Christmas Day of 2027 is a Saturday; in 2028 New Year's Day is one."""
    assert practical_posting_day(date(2027, 12, 28)) == date(2027, 12, 24)
    assert practical_posting_day(date(2028, 1, 3)) == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("end", "start"),
    [
        pytest.param(
            london(2026, 10, 26, 1, 30), datetime(2026, 10, 25, 1, 30, tzinfo=UTC), id="shown twice: the later"
        ),
        pytest.param(london(2027, 3, 29, 1, 30), datetime(2027, 3, 28, 0, 30, tzinfo=UTC), id="never shown: before it"),
    ],
)
def test_a_day_back_on_the_clock_face_across_a_change(end: datetime, start: datetime) -> None:
    assert before_hours(end, Duration(24, Unit.HOURS, Clock.WALL)) == start


@pytest.mark.parametrize(
    ("ends", "day", "before", "running"),
    [
        ("03-31", date(2027, 3, 31), date(2026, 3, 31), date(2027, 3, 31)),
        ("03-31", date(2027, 4, 1), date(2027, 3, 31), date(2028, 3, 31)),
        ("12-31", date(2027, 6, 1), date(2026, 12, 31), date(2027, 12, 31)),
        ("02-28", date(2028, 2, 29), date(2028, 2, 28), date(2029, 2, 28)),
    ],
)
def test_a_year_of_account_runs_until_its_last_day_is_over(ends: str, day: date, before: date, running: date) -> None:
    assert (year_end_before(ends, day), year_end_from(ends, day)) == (before, running)
