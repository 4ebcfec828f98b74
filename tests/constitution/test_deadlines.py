from datetime import date

import pytest

from constitution import MissingFact, NotSettled
from constitution.amendment import may_change_rules, takes_effect
from constitution.confirming import second_meeting_dates
from constitution.deadlines import (
    annual_meeting,
    annual_meeting_after_previous,
    annual_meeting_after_year_end,
    annual_return,
    challenged_by,
    first_annual_meeting,
    kept_until,
    other_meetings,
    result_published_by,
    rules_filing,
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


@pytest.mark.parametrize(
    ("rule", "last"),
    [
        ({"P-060": "months_after_year_end", "P-061": 6}, date(2027, 9, 30)),
        ({"P-060": "calendar_year_and_gap", "P-062": 15}, date(2027, 12, 31)),
        ({"P-060": "annual_review_meeting", "P-061": 12}, date(2027, 11, 30)),
    ],
)
def test_the_rules_say_from_when_the_annual_meeting_is_timed(rule: dict[str, object], last: date) -> None:
    found = annual_meeting(society(rule), date(2027, 3, 31), previous=date(2026, 11, 30))
    assert found.figures["last-day"] == last


def test_a_meeting_timed_from_the_one_before_needs_its_day() -> None:
    with pytest.raises(MissingFact):
        annual_meeting(society({"P-060": "annual_review_meeting"}), date(2027, 3, 31))


def test_changed_articles_are_sent_within_fifteen_days() -> None:
    found = rules_filing(company(), date(2027, 5, 12))
    assert (found.figures["last-day"], found.citations[0].source) == (date(2027, 5, 27), "ss.26, 30")
    with pytest.raises(NotSettled):
        rules_filing(model(), date(2027, 5, 12))


@pytest.mark.parametrize(("held", "missing"), [(3, 0), (4, 0), (1, 2)])
def test_members_meet_three_times_a_year_besides(held: int, missing: int) -> None:
    found = other_meetings(model(), held)
    assert (found.met, found.figures["missing"]) == (missing == 0, missing)


def test_a_result_is_published_in_three_days_and_may_be_challenged_for_two_weeks() -> None:
    assert result_published_by(model(), date(2027, 6, 19)).figures["last-day"] == date(2027, 6, 22)
    assert challenged_by(model(), date(2027, 6, 19)).figures["last-day"] == date(2027, 7, 3)


@pytest.mark.parametrize(
    ("parameter", "value", "last"),
    [
        ("P-281", 10, date(2038, 2, 28)),
        ("P-282", 12, date(2029, 2, 28)),
        ("P-283", "forever", None),
        ("P-283", {"years": 12, "after": "trust_ends"}, date(2040, 2, 29)),
        ("P-284", 6, date(2034, 2, 28)),
    ],
)
def test_records_are_kept_as_long_as_the_rules_say(parameter: str, value: object, last: date | None) -> None:
    found = kept_until(society({parameter: value}), parameter, date(2028, 2, 29))
    assert found.figures.get("last-day") == last
