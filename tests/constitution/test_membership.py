from datetime import date

import pytest

from constitution import MissingFact, Votes
from constitution.classes import Holding, class_consent, is_voting_class, one_class_at_a_time
from constitution.eligibility import may_vote
from tests.constitution.samples import model, society

MULTI_STAKEHOLDER = society(
    {"P-020": ["supported", "worker", "community_org"], "P-022": ["supported", "worker", "community_org"]}
)
ONE_CLASS = {"P-020": ["member"], "P-022": ["member"]}


def test_a_supporter_who_becomes_a_citizen_after_notice_was_a_member_and_may_vote() -> None:
    moved = [Holding("supporter", date(2026, 1, 1), date(2027, 6, 10)), Holding("citizen", date(2027, 6, 10))]
    assert may_vote(model(), moved, notice=date(2027, 6, 4), meeting=date(2027, 6, 19)).met


def test_a_supporter_may_not_vote() -> None:
    found = may_vote(
        model(), [Holding("supporter", date(2026, 1, 1))], notice=date(2027, 6, 4), meeting=date(2027, 6, 19)
    )
    assert not found.met
    assert found.figures["member-on-every-day"] is True
    assert not is_voting_class(model(), "supporter").met
    assert is_voting_class(model(), "citizen").met


def test_a_member_who_left_on_the_day_of_the_meeting_may_not_vote() -> None:
    left = [Holding("citizen", date(2026, 1, 1), date(2027, 6, 19))]
    assert not may_vote(model(), left, notice=date(2027, 6, 4), meeting=date(2027, 6, 19)).met


def test_a_fixed_record_date_is_the_only_day_that_counts() -> None:
    rules = society({**ONE_CLASS, "P-043": "fixed_record_date"})
    left = [Holding("member", date(2026, 1, 1), date(2027, 6, 18))]
    assert may_vote(rules, left, meeting=date(2027, 6, 19), record_date=date(2027, 6, 17)).met
    assert not may_vote(rules, left, meeting=date(2027, 6, 19), record_date=date(2027, 6, 18)).met


def test_where_the_rules_name_no_day_the_day_of_the_meeting_counts() -> None:
    trustee = [Holding("member", date(2027, 6, 19))]
    assert may_vote(society({**ONE_CLASS, "P-043": None}), trustee, meeting=date(2027, 6, 19)).met


@pytest.mark.parametrize("rule", ["at_notice_and_meeting", "fixed_record_date"])
def test_a_day_that_counts_must_be_given(rule: str) -> None:
    with pytest.raises(MissingFact):
        may_vote(society({"P-043": rule}), [], meeting=date(2027, 6, 19))


def test_two_classes_at_once_are_found_where_classes_exclude_one_another() -> None:
    both = [Holding("supported", date(2026, 1, 1)), Holding("worker", date(2026, 5, 1))]
    found = one_class_at_a_time(MULTI_STAKEHOLDER, both)
    assert not found.met
    assert found.figures["overlap-from"] == date(2026, 5, 1)
    assert one_class_at_a_time(society({"P-021": False}), both).met


def test_a_change_of_class_rights_needs_each_class_concerned() -> None:
    rules = society({"P-146": ["class_rights"]})
    votes = {"supported": Votes(10, 2), "worker": Votes(3, 3)}
    refused = class_consent(rules, "class_rights", votes)
    assert (refused.met, refused.figures["refused-by"]) == (False, "worker")
    assert class_consent(rules, "class_rights", {"supported": Votes(10, 2), "worker": Votes(4, 3)}).met
    assert class_consent(rules, "other_matter", votes).met
    assert class_consent(model(), "class_rights", votes).met
