from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from constitution.quorum import (
    Attendance,
    Electorate,
    if_inquorate,
    is_quorate,
    is_reconvened_quorate,
    needed,
)
from tests.constitution.samples import london, model, society


def test_the_lesser_of_number_and_share_where_the_rules_say_so() -> None:
    rules = society({"P-100": 30, "P-101": "1/10", "P-102": "lesser"})
    assert needed(rules, 100) == 10
    assert needed(rules, 1000) == 30


@given(some.integers(0, 5000), some.integers(0, 20), some.fractions(0, 1, max_denominator=1000))
def test_more_members_never_need_a_smaller_quorum(members: int, least: int, share: Fraction) -> None:
    rules = society({"P-100": least, "P-101": str(share)})
    assert needed(rules, members) <= needed(rules, members + 1)
    assert needed(rules, members) >= share * members
    assert needed(rules, members) >= least


@given(some.integers(3, 5000), some.integers(0, 3), some.fractions(0, 1, max_denominator=1000))
def test_no_quorum_is_larger_than_the_membership_it_is_a_part_of(members: int, least: int, share: Fraction) -> None:
    assert needed(society({"P-100": least, "P-101": str(share)}), members) <= members


def test_supporters_who_do_not_vote_are_not_in_the_base_unless_the_rules_count_all_members() -> None:
    electorate = Electorate({"citizen": 40}, {"supporter": 60})
    assert electorate.base(model()) == 40
    assert electorate.base(society({"P-104": "all_members"})) == 100


def test_people_elsewhere_count_and_proxies_do_not() -> None:
    attendance = Attendance({"member": 1}, remote={"member": 1}, by_proxy={"member": 5})
    found = is_quorate(society(), Electorate({"member": 20}), attendance)
    assert (found.met, found.figures["present"], found.figures["missing"]) == (False, 2, 1)
    with_proxies = is_quorate(society({"P-106": True}), Electorate({"member": 20}), attendance)
    assert (with_proxies.met, with_proxies.figures["present"]) == (True, 7)
    in_the_room_only = is_quorate(society({"P-105": False}), Electorate({"member": 20}), attendance)
    assert in_the_room_only.figures["present"] == 1


def test_the_class_quorum_is_needed_beside_the_whole() -> None:
    electorate = Electorate({"citizen": 30, "citizen_representative": 10})
    short = is_quorate(model(), electorate, Attendance({"citizen": 2, "citizen_representative": 9}))
    assert not short.met
    assert short.figures["present"] == 11
    assert short.figures["needed"] == 8
    assert short.figures["present-of-citizen"] == 2
    assert short.figures["needed-of-citizen"] == 3
    assert {citation.rule for citation in short.citations} == {"39", "40", "41"}
    assert is_quorate(model(), electorate, Attendance({"citizen": 3}, {"citizen_representative": 5})).met


def test_nobody_is_never_a_quorum() -> None:
    lesser = society({"P-102": "lesser", "P-107": None})
    found = is_quorate(lesser, Electorate({}), Attendance({}))
    assert (found.met, found.figures["needed"], found.figures["missing"]) == (False, 1, 1)


@pytest.mark.parametrize(
    ("rule", "present", "met"),
    [
        (0, 0, False),
        ("members_present", 1, True),
        ("members_present", 0, False),
        ("members_present_min_3", 2, False),
        ("members_present_min_3", 3, True),
        ("same", 7, False),
        ("same", 8, True),
        ("same_min_class_quorum", 2, False),
        ("same_min_class_quorum", 3, True),
        (5, 4, False),
        (5, 5, True),
    ],
)
def test_the_quorum_of_a_meeting_held_again(rule: str | int, present: int, met: bool) -> None:
    rules = model().amended({"P-110": {"rule": "43", "value": rule}})
    electorate = Electorate({"citizen": 40})
    assert is_reconvened_quorate(rules, electorate, Attendance({"citizen": present})).met is met


def test_a_meeting_without_a_quorum_waits_half_an_hour_and_meets_again_next_week() -> None:
    found = if_inquorate(model(), datetime(2027, 6, 8, 13, tzinfo=UTC))
    assert found.figures == {
        "wait-until": datetime(2027, 6, 8, 13, 30, tzinfo=UTC),
        "action": "next-week",
        "reconvened": date(2027, 6, 15),
    }


def test_the_wait_is_half_an_hour_even_while_the_clocks_change() -> None:
    found = if_inquorate(model(), london(2027, 3, 28, 0, 45))
    assert found.figures["wait-until"] == datetime(2027, 3, 28, 1, 15, tzinfo=UTC)


def test_where_the_chair_fixes_the_next_date_none_is_given() -> None:
    found = if_inquorate(society({"P-109": "chair_fixes"}), datetime(2027, 6, 8, 13, tzinfo=UTC))
    assert "reconvened" not in found.figures
