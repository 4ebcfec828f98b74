from datetime import date

import pytest

from constitution import NotSettled, Provenance
from constitution.amendment import may_change_rules, takes_effect
from constitution.confirming import second_meeting, second_meeting_dates
from constitution.deadlines import (
    annual_meeting_after_previous,
    annual_meeting_after_year_end,
    annual_return,
    audit_disapplication,
    auditor_removal_notice,
    first_annual_meeting,
    next_review,
    special_resolution_filing,
    winding_up_filing,
)
from constitution.notice import Business
from tests.constitution.samples import company, model, society


@pytest.mark.parametrize(
    ("year_end", "strict", "lenient"),
    [
        pytest.param(date(2026, 3, 31), date(2026, 9, 30), None, id="D-20"),
        pytest.param(date(2026, 9, 30), date(2027, 3, 30), date(2027, 3, 31), id="D-21"),
        pytest.param(date(2026, 6, 30), date(2026, 12, 30), date(2026, 12, 31), id="D-22"),
        pytest.param(date(2027, 8, 31), date(2028, 2, 29), None, id="D-23"),
        pytest.param(date(2027, 2, 28), date(2027, 8, 28), date(2027, 8, 31), id="D-24"),
    ],
)
def test_the_annual_meeting_within_six_months_of_the_year_end(
    year_end: date, strict: date, lenient: date | None
) -> None:
    figures = annual_meeting_after_year_end(society(), year_end).figures
    assert figures["last-day"] == strict
    assert figures.get("lenient") == lenient


def test_where_the_rules_count_to_the_end_of_the_month_that_is_the_deadline() -> None:
    rules = society({"P-064": "end_of_month"})
    assert annual_meeting_after_year_end(rules, date(2026, 9, 30)).figures["last-day"] == date(2027, 3, 31)


@pytest.mark.parametrize(
    ("previous", "gap_ends"),
    [
        pytest.param(date(2026, 11, 30), date(2028, 2, 29), id="D-25 leap"),
        pytest.param(date(2026, 5, 31), date(2027, 8, 31), id="D-25"),
    ],
)
def test_no_more_than_fifteen_months_after_the_one_before(previous: date, gap_ends: date) -> None:
    assert annual_meeting_after_previous(company(), previous).figures["gap-ends"] == gap_ends


def test_one_in_each_calendar_year_can_come_before_the_gap_ends() -> None:
    figures = annual_meeting_after_previous(company(), date(2026, 11, 30)).figures
    assert figures["last-day"] == figures["calendar-year-ends"] == date(2027, 12, 31)


def test_the_first_annual_meeting_is_within_eighteen_months_of_registration() -> None:
    assert first_annual_meeting(model(), date(2027, 2, 1)).figures["last-day"] == date(2028, 8, 1)


@pytest.mark.parametrize(
    ("year_end", "last_day"),
    [
        (date(2026, 3, 31), date(2026, 10, 31)),
        (date(2026, 6, 30), date(2027, 1, 31)),
        (date(2027, 2, 28), date(2027, 9, 30)),
        (date(2026, 4, 5), date(2026, 11, 5)),
        (date(2027, 8, 31), date(2028, 3, 31)),
    ],
)
def test_d_26_the_annual_return(year_end: date, last_day: date) -> None:
    found = annual_return(model(), year_end)
    assert found.figures["last-day"] == last_day
    assert (found.citations[0].provenance, found.citations[0].source) == (Provenance.LAW, "s.89")


def test_a_company_has_no_annual_return_of_a_society() -> None:
    with pytest.raises(NotSettled):
        annual_return(company(), date(2026, 3, 31))


@pytest.mark.parametrize(("meeting", "in_time"), [(date(2026, 9, 16), True), (date(2027, 9, 22), False)])
def test_d_27_an_audit_is_disapplied_before_the_year_ends_or_not_at_all(meeting: date, in_time: bool) -> None:
    found = audit_disapplication(model(), date(2027, 3, 31), meeting)
    assert found.met is in_time
    assert found.figures["last-day"] == date(2027, 3, 31)


def test_d_17_the_stricter_day_is_shown_for_the_removal_of_an_auditor() -> None:
    figures = auditor_removal_notice(model(), date(2027, 9, 15)).figures
    assert (figures["last-day"], figures["lenient"]) == (date(2027, 8, 17), date(2027, 8, 18))


@pytest.mark.parametrize(
    ("first", "opens", "closes"),
    [
        pytest.param(date(2027, 3, 10), date(2027, 3, 25), date(2027, 4, 10), id="D-30"),
        pytest.param(date(2027, 1, 30), date(2027, 2, 14), date(2027, 2, 28), id="D-31 30 January"),
        pytest.param(date(2027, 1, 31), date(2027, 2, 15), date(2027, 2, 28), id="D-31 31 January"),
        pytest.param(date(2028, 1, 31), date(2028, 2, 15), date(2028, 2, 29), id="D-31 leap"),
    ],
)
def test_the_window_for_the_second_meeting(first: date, opens: date, closes: date) -> None:
    for day, lawful in [
        (opens, True),
        (closes, True),
        (date.fromordinal(opens.toordinal() - 1), False),
        (date.fromordinal(closes.toordinal() + 1), False),
    ]:
        assert second_meeting(model(), first, day).met is lawful


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(date(2027, 3, 10), date(2027, 3, 24), id="D-30"),
        pytest.param(date(1885, 2, 25), date(1885, 3, 11), id="D-32"),
    ],
)
def test_thirteen_clear_days_are_too_few(first: date, second: date) -> None:
    found = second_meeting(model(), first, second)
    assert (found.met, found.figures["clear-days"]) == (False, 13)


@pytest.mark.parametrize(
    ("clear_days", "opens"), [(14, date(2027, 3, 27)), (21, date(2027, 4, 3)), (28, date(2027, 4, 10))]
)
def test_d_33_notice_posted_on_the_day_of_the_first_meeting(clear_days: int, opens: date) -> None:
    found = second_meeting_dates(society({"P-081": clear_days}), date(2027, 3, 10), {Business.OTHER})
    assert found.met
    assert (found.figures["opens"], found.figures["closes"]) == (opens, date(2027, 4, 10))
    assert found.figures["days"] == (date(2027, 4, 10) - opens).days + 1


def test_d_34_two_months_notice_leaves_no_lawful_date() -> None:
    found = second_meeting_dates(society(), date(2027, 3, 10), {Business.COMPANY_CONVERSION})
    assert not found.met
    assert found.figures == {"days": 0}


def test_notice_given_on_condition_leaves_the_whole_window_where_the_rules_allow_it() -> None:
    found = second_meeting_dates(society(), date(2027, 3, 10), {Business.COMPANY_CONVERSION}, conditional_notice=True)
    assert (found.met, found.figures["opens"]) == (True, date(2027, 3, 25))


def test_d_35_a_confirmed_special_resolution_is_sent_within_fourteen_days() -> None:
    assert special_resolution_filing(model(), date(2027, 4, 7)).figures["last-day"] == date(2027, 4, 21)


def test_d_36_a_winding_up_resolution_is_sent_within_fifteen_days() -> None:
    assert winding_up_filing(model(), date(2027, 4, 7)).figures["last-day"] == date(2027, 4, 22)


def test_d_41_reviews_after_six_and_then_twelve_months() -> None:
    started = date(2026, 8, 31)
    assert next_review(model(), started).figures["last-day"] == date(2027, 2, 28)
    assert next_review(model(), started, date(2027, 2, 10)).figures["last-day"] == date(2028, 2, 10)


def test_v_23_a_societys_rule_change_waits_for_the_registrar() -> None:
    waiting = takes_effect(model(), passed=date(2027, 5, 12))
    assert not waiting.met
    assert "effective-from" not in waiting.figures
    registered = takes_effect(model(), passed=date(2027, 5, 12), registered=date(2027, 6, 30))
    assert (registered.met, registered.figures["effective-from"]) == (True, date(2027, 6, 30))


def test_a_companys_change_works_when_it_is_passed() -> None:
    assert takes_effect(company(), passed=date(2027, 5, 12)).figures["effective-from"] == date(2027, 5, 12)


@pytest.mark.parametrize(("members", "met"), [(3, True), (2, False)])
def test_with_too_few_members_the_rules_cannot_change(members: int, met: bool) -> None:
    assert may_change_rules(model(), members).met is met
