from datetime import date

import pytest

from constitution.proposing import is_supported, motion_deadline, motion_in_time, supporters_needed
from constitution.requisition import inspection_members_needed, members_needed, requisition
from constitution.requisition import is_supported as requisition_supported
from tests.constitution.samples import company, model, society

SOCIETY = society({"P-087": {"hours": 24, "clock": "elapsed"}})


def test_one_member_can_bring_a_motion_under_the_model() -> None:
    found = is_supported(model(), 1, 400)
    assert (found.met, found.figures["needed"]) == (True, 1)
    assert [citation.rule for citation in found.citations] == ["34"]


@pytest.mark.parametrize(("members", "needed"), [(1, 1), (20, 1), (21, 2), (100, 5)])
def test_a_share_of_the_members_is_rounded_up(members: int, needed: int) -> None:
    rules = society({"P-072": "1/20"})
    assert supporters_needed(rules, members).figures["needed"] == needed
    assert is_supported(rules, needed, members).met
    short = is_supported(rules, needed - 1, members)
    assert (short.met, short.figures["missing"]) == (False, 1)


def test_a_motion_arrives_four_weeks_before_notice() -> None:
    assert motion_deadline(model(), date(2027, 5, 28)).figures["last-day"] == date(2027, 4, 30)
    assert motion_in_time(model(), date(2027, 4, 30), date(2027, 5, 28)).met
    assert not motion_in_time(model(), date(2027, 5, 1), date(2027, 5, 28)).met


def test_trustees_propose_alone_and_until_the_notice_goes_out() -> None:
    rules = society({"P-072": None, "P-073": None})
    assert is_supported(rules, 1, 6).met
    assert motion_in_time(rules, date(2027, 5, 28), date(2027, 5, 28)).met
    assert not motion_in_time(rules, date(2027, 5, 29), date(2027, 5, 28)).met


def test_most_of_those_who_asked_may_call_the_meeting_where_the_rules_say_so() -> None:
    rules = society({"P-071": "majority_of_requisitionists"})
    assert requisition(rules, date(2027, 3, 1), signed=5).figures["conveners"] == 3
    assert "conveners" not in requisition(rules, date(2027, 3, 1)).figures


@pytest.mark.parametrize(("signed", "met", "missing"), [(2, False, 1), (3, True, 0)])
def test_a_requisition_of_twenty_three_members_needs_three(signed: int, met: bool, missing: int) -> None:
    found = requisition_supported(society(), signed, 23)
    assert (found.met, found.figures["missing"]) == (met, missing)


@pytest.mark.parametrize(("members", "needed"), [(9, 1), (480, 48), (5000, 100)])
def test_a_tenth_or_a_hundred_members_may_ask_the_registrar(members: int, needed: int) -> None:
    found = inspection_members_needed(model(), members)
    assert (found.figures["needed"], found.citations[0].source) == (needed, "s.106")


def test_without_a_cap_the_share_alone_counts() -> None:
    assert members_needed(society({"P-067": "none"}), 5000).figures["needed"] == 500
    assert members_needed(society({"P-067": None}), 5000).figures["needed"] == 500


def test_a_company_counts_the_meeting_from_its_notice() -> None:
    rules = company({"P-069": {"days": 21}, "P-070": {"days": 28, "after": "notice"}})
    assert requisition(rules, date(2027, 3, 1), called=date(2027, 3, 8)).figures["hold-by"] == date(2027, 4, 5)


def test_a_meeting_called_after_the_month_was_called_too_late() -> None:
    assert requisition(SOCIETY, date(2027, 3, 1), called=date(2027, 4, 1)).met
    assert not requisition(SOCIETY, date(2027, 3, 1), called=date(2027, 4, 2)).met
