from datetime import date

import pytest

from constitution.joining import (
    admission_decided_by,
    ends_after_service,
    ends_by_arrears,
    resignation_takes_effect,
    shares_allowed,
    shares_withdrawn_on,
)
from tests.constitution.samples import model, society

DAY = date(2027, 3, 31)


def test_an_application_is_decided_within_four_weeks() -> None:
    assert admission_decided_by(model(), DAY).figures["last-day"] == date(2027, 4, 28)


@pytest.mark.parametrize(("days", "last"), [(0, DAY), (28, date(2027, 4, 28))])
def test_membership_ends_once_the_notice_of_resignation_has_run(days: int, last: date) -> None:
    assert resignation_takes_effect(society({"P-041": days}), DAY).figures["last-day"] == last


def test_membership_goes_on_for_a_year_after_the_support_ends() -> None:
    assert ends_after_service(model(), DAY).figures["last-day"] == date(2028, 3, 30)


def test_three_months_of_arrears_end_membership_where_there_is_a_subscription() -> None:
    rules = society({"P-037": 3})
    assert ends_by_arrears(rules, DAY).figures["last-day"] == date(2027, 6, 30)
    assert not ends_by_arrears(rules, DAY, paid=True).met
    assert not ends_by_arrears(model(), DAY).met


def test_only_shares_of_some_classes_may_be_withdrawn() -> None:
    rules = society({"P-033": ["investor"], "P-034": 180})
    assert shares_withdrawn_on(rules, DAY, "investor").figures["first-day"] == date(2027, 9, 27)
    assert not shares_withdrawn_on(rules, DAY, "worker").met
    assert not shares_withdrawn_on(rules, DAY).met
    assert not shares_withdrawn_on(model(), DAY).met
    assert shares_withdrawn_on(society({"P-033": True, "P-034": 0}), DAY).figures["first-day"] == DAY


def test_a_class_may_have_limits_of_its_own() -> None:
    rules = society({"P-032": {"minimum": 1, "maximum": 1, "investor": {"minimum": 100, "maximum": 100_000}}})
    assert shares_allowed(rules, 1, "worker").met
    assert not shares_allowed(rules, 2, "worker").met
    assert [shares_allowed(rules, number, "investor").met for number in (99, 100, 100_000, 100_001)] == [
        False,
        True,
        True,
        False,
    ]
