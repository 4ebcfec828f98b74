"""Lawful dates in words: the first one step by step, the weeks after it, the days that matter before a meeting."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constitution import Rulebook
from constitution.notice import Business, Sending, notice_given
from constitution.service import Method
from governance.meetings.dates import clocks_change_on, lawful_weeks, reckoned, timeline
from governance.platform.clock import LEGAL_ZONE

RULES = Rulebook.from_pack("e-citizen-directed")
DAYS = st.dates(date(2026, 1, 1), date(2035, 12, 31))


def at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), LEGAL_ZONE).astimezone(UTC)


def test_the_first_day_is_found_step_by_step() -> None:
    found = reckoned(RULES, {Business.AGM}, [Method.EMAIL, Method.POST], at(date(2027, 2, 1)))
    assert [(way.figures["method"], way.figures["served"]) for way in found.ways] == [
        ("email", date(2027, 2, 2)),
        ("post", date(2027, 2, 4)),
    ]
    assert found.needed.figures["clear-days"] == 21
    assert (found.served, found.earliest) == (date(2027, 2, 4), date(2027, 2, 26))


@pytest.mark.parametrize(
    ("posted", "first"),
    [
        (datetime(2026, 10, 24, 0, 30, tzinfo=LEGAL_ZONE), date(2026, 11, 18)),
        (datetime(2027, 3, 26, 23, 30, tzinfo=LEGAL_ZONE), date(2027, 4, 21)),
    ],
)
def test_where_the_clocks_change_on_the_way_the_later_reading_counts(posted: datetime, first: date) -> None:
    """D-10 and D-11, with the 72 hours and 21 clear days of the Welsh model rules."""
    assert reckoned(RULES, {Business.AGM}, [Method.POST], posted).earliest == first


@given(DAYS, st.sampled_from(list(Business)), st.lists(st.sampled_from(list(Method)), min_size=1, unique=True))
def test_the_first_day_is_lawful_and_the_day_before_is_not(day: date, business: Business, ways: list[Method]) -> None:
    now = at(day)
    first = reckoned(RULES, {business}, ways, now).earliest
    sendings = [Sending(way, now) for way in ways]
    assert notice_given(RULES, {business}, first, sendings).met
    assert not notice_given(RULES, {business}, first - timedelta(days=1), sendings).met


@given(DAYS, st.integers(1, 12))
def test_weeks_leave_no_lawful_day_out_and_put_no_other_in(earliest: date, count: int) -> None:
    weeks = lawful_weeks(earliest, count)
    days = [week.first + timedelta(days=n) for week in weeks for n in range((week.last - week.first).days + 1)]
    assert days == [earliest + timedelta(days=n) for n in range(len(days))]
    assert len(weeks) == count
    assert all(week.last.weekday() == 6 for week in weeks)


def test_bank_holidays_and_clock_changes_are_named() -> None:
    (easter,) = (week for week in lawful_weeks(date(2027, 3, 15)) if week.first == date(2027, 3, 22))
    assert easter.holidays == (date(2027, 3, 26),)
    assert easter.clocks_change == date(2027, 3, 28)
    assert clocks_change_on(date(2026, 10, 25))
    assert not clocks_change_on(date(2026, 10, 26))


def test_the_days_that_matter_come_in_order_with_their_rules() -> None:
    steps = timeline(RULES, {Business.AGM}, at(date(2027, 3, 13), 14), date(2027, 2, 7), date(2027, 2, 4))
    days = {step.what: step.day for step in steps}
    assert [step.day for step in steps] == sorted(days.values())
    assert (days["last-service"], days["last-posting"]) == (date(2027, 2, 19), date(2027, 2, 16))
    assert (days["meeting"], days["again"]) == (date(2027, 3, 13), date(2027, 3, 20))
    assert {step.what for step in steps if step.finding is None} == {"today", "counts-as-given", "meeting"}
