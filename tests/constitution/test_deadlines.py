from datetime import date

import pytest

from constitution import NotSettled
from constitution.amendment import may_change_rules, takes_effect
from constitution.confirming import second_meeting_dates
from constitution.deadlines import (
    annual_meeting_after_previous,
    annual_meeting_after_year_end,
    annual_return,
    first_annual_meeting,
)
from constitution.notice import Business
from tests.constitution.samples import company, model, society


def test_where_the_rules_count_to_the_end_of_the_month_that_is_the_deadline() -> None:
    rules = society({"P-064": "end_of_month"})
    assert annual_meeting_after_year_end(rules, date(2026, 9, 30)).figures["last-day"] == date(2027, 3, 31)


def test_one_in_each_calendar_year_can_come_before_the_gap_ends() -> None:
    figures = annual_meeting_after_previous(company(), date(2026, 11, 30)).figures
    assert figures["last-day"] == figures["calendar-year-ends"] == date(2027, 12, 31)


def test_the_first_annual_meeting_is_within_eighteen_months_of_registration() -> None:
    assert first_annual_meeting(model(), date(2027, 2, 1)).figures["last-day"] == date(2028, 8, 1)


def test_a_company_has_no_annual_return_of_a_society() -> None:
    with pytest.raises(NotSettled):
        annual_return(company(), date(2026, 3, 31))


def test_notice_given_on_condition_leaves_the_whole_window_where_the_rules_allow_it() -> None:
    found = second_meeting_dates(society(), date(2027, 3, 10), {Business.COMPANY_CONVERSION}, conditional_notice=True)
    assert (found.met, found.figures["opens"]) == (True, date(2027, 3, 25))


def test_a_companys_change_works_when_it_is_passed() -> None:
    assert takes_effect(company(), passed=date(2027, 5, 12)).figures["effective-from"] == date(2027, 5, 12)


@pytest.mark.parametrize(("members", "met"), [(3, True), (2, False)])
def test_with_too_few_members_the_rules_cannot_change(members: int, met: bool) -> None:
    assert may_change_rules(model(), members).met is met
