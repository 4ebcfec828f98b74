from datetime import date

import pytest

from constitution import Rulebook
from constitution.statutory import Special
from constitution.written import lapses, written_resolution
from tests.constitution.samples import company, model, society

HALF_OF_ALL = {"allowed": True, "fraction": "1/2", "cmp": ">", "base": "all_members"}
STATUTORY = company(
    {"P-148": {"allowed": True, "procedure": "statutory"}, "P-140": {"fraction": "51/100", "cmp": ">="}}
)
IN_WRITING = society({"P-148": HALF_OF_ALL})


@pytest.mark.parametrize(
    ("rules", "matter", "because"),
    [
        (model(), None, "not-allowed"),
        (society({"P-148": {"allowed": True}}), None, "no-majority"),
        (IN_WRITING, Special.TRANSFER, "needs-a-meeting"),
        (STATUTORY, "director_removal", "needs-a-meeting"),
    ],
)
def test_some_things_cannot_be_decided_in_writing(rules: Rulebook, matter: str | None, because: str) -> None:
    found = written_resolution(rules, 40, 40, matter)
    assert (found.met, found.figures["because"]) == (False, because)


def test_more_than_half_of_all_members_and_not_of_those_who_answered() -> None:
    short = written_resolution(IN_WRITING, 20, 40)
    assert (short.met, short.figures["needed"], short.figures["missing"]) == (False, 21, 1)
    assert written_resolution(IN_WRITING, 21, 40).met


def test_what_needs_three_quarters_at_a_meeting_needs_them_in_writing() -> None:
    assert not written_resolution(IN_WRITING, 29, 40, "rule_change").met
    assert written_resolution(IN_WRITING, 30, 40, "rule_change").met


def test_the_law_of_companies_takes_half_or_three_quarters_of_all_votes() -> None:
    assert written_resolution(STATUTORY, 101, 201).met
    assert not written_resolution(STATUTORY, 150, 201, "rule_change").met
    assert written_resolution(STATUTORY, 151, 201, "rule_change").met


def test_a_resolution_in_writing_lapses_after_four_weeks_and_the_day_of_sending_is_one() -> None:
    assert lapses(STATUTORY, date(2027, 3, 1)).figures["last-day"] == date(2027, 3, 28)
    by_rule = society({"P-148": {**HALF_OF_ALL, "lapse": {"days": 28}}})
    assert lapses(by_rule, date(2027, 3, 1)).figures["last-day"] == date(2027, 3, 29)
    assert not lapses(IN_WRITING, date(2027, 3, 1)).met
