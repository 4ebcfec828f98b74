"""Whatever day it is, the demonstration's dates are lawful ones in their order."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from constitution.periods import months_after
from governance.demonstration.calendar import SATURDAY, Calendar
from governance.platform.clock import first_instant, legal_day

DAYS = st.dates(date(2026, 11, 1), date(2060, 1, 1))


@given(DAYS)
def test_everything_that_happened_lies_before_today_and_what_is_to_come_after_it(today: date) -> None:
    calendar = Calendar(today)
    happened = [
        calendar.founding,
        calendar.offices,
        calendar.first_annual_meeting,
        calendar.new_rules,
        calendar.ago(45),
        calendar.special_meeting,
    ]
    assert happened == sorted(happened)
    assert happened[-1] + timedelta(hours=4) < first_instant(today)
    assert legal_day(calendar.annual_meeting) >= today + timedelta(days=15)


@given(DAYS)
def test_meetings_are_on_saturdays_and_the_annual_one_within_six_months_of_the_year_end(today: date) -> None:
    calendar = Calendar(today)
    meeting = legal_day(calendar.annual_meeting)
    assert {meeting.weekday(), calendar.special_meeting.weekday()} == {SATURDAY}
    assert calendar.year_end < meeting <= months_after(calendar.year_end, 6)
    assert (calendar.year_end + timedelta(days=1)).day in (1, 29)
