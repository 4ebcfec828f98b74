from datetime import date

import pytest

from constitution import NotSettled, Rulebook, Votes
from constitution.board import standing_down
from constitution.directors import (
    board_decided,
    composition,
    decided_in_writing,
    may_be_director,
    may_coopt,
    may_hold_title,
    removal_notice,
    removed,
)
from constitution.interests import is_known_beforehand, taking_part
from tests.constitution.samples import company, model, society

USERS = ("citizen", "citizen_representative")


@pytest.mark.parametrize(
    ("board", "met", "figure"),
    [
        ({"citizen": 5, "citizen_representative": 2}, True, None),
        ({"citizen": 3, "citizen_representative": 2}, False, ("too-few", "citizen")),
        ({"citizen": 4, "citizen_representative": 3}, False, ("too-many", "citizen_representative")),
        ({"citizen": 4}, False, ("number", 4)),
        ({"citizen": 7, "citizen_representative": 2, "outside": 1}, False, ("number", 10)),
    ],
)
def test_the_board_of_the_model_has_its_classes(
    board: dict[str, int], met: bool, figure: tuple[str, object] | None
) -> None:
    found = composition(model(), board, USERS)
    assert found.met is met
    assert figure is None or found.figures[figure[0]] == figure[1]


def test_most_of_a_user_led_board_are_users() -> None:
    led = {"P-180": 2, "P-182": {}, "P-183": True}
    half = composition(society(led), {"user": 2, "worker": 2}, ["user"])
    assert (half.met, half.figures["led-by-users"]) == (False, False)
    assert composition(society(led), {"user": 3, "worker": 2}, ["user"]).met
    assert composition(society({**led, "P-183": False}), {"user": 2, "worker": 2}, ["user"]).met


@pytest.mark.parametrize(("age", "terms", "because"), [(18, 2, None), (17, 0, "too-young"), (40, 3, "terms")])
def test_who_may_be_on_the_board(age: int, terms: int, because: str | None) -> None:
    found = may_be_director(model(), age, terms)
    assert (found.met, found.figures.get("because")) == (because is None, because)


def test_without_a_limit_anybody_may_stand_again() -> None:
    assert may_be_director(society({"P-190": "none"}), 40, 30).met


@pytest.mark.parametrize(("outside", "met"), [(1, True), (2, False)])
def test_two_people_from_outside_may_be_co_opted(outside: int, met: bool) -> None:
    assert may_coopt(model(), outside).met is met


def test_members_remove_a_director_by_the_majority_of_their_rule() -> None:
    tied = removed(model(), Votes(10, 10))
    assert (tied.met, tied.figures["missing"]) == (False, 1)
    assert removed(model(), Votes(11, 10)).met
    stricter = society({"P-198": {"fraction": "2/3", "cmp": ">="}})
    assert not removed(stricter, Votes(13, 7)).met


def test_the_notice_of_removal_is_in_clear_days() -> None:
    assert removal_notice(model(), date(2027, 6, 30)).figures["last-day"] == date(2027, 6, 1)
    special = removal_notice(company({"P-198": {"procedure": "statutory"}}), date(2027, 6, 30))
    assert (special.figures["last-day"], special.figures["days"]) == (date(2027, 6, 1), 28)
    assert special.citations[1].source == "ss.312, 511"
    assert not removal_notice(society({"P-198": {"procedure": "deed"}}), date(2027, 6, 30)).met


@pytest.mark.parametrize(("agreeing", "met"), [(5, False), (6, True)])
def test_three_quarters_of_a_board_of_eight_may_decide_in_writing(agreeing: int, met: bool) -> None:
    found = decided_in_writing(model(), agreeing, 8)
    assert (found.met, found.figures["needed"]) == (met, 6)


def test_equal_votes_on_the_board_change_nothing_unless_the_chair_decides() -> None:
    tied = board_decided(model(), Votes(3, 3), casting=True)
    assert (tied.met, tied.figures["tie-result"]) == (False, "status-quo")
    with_chair = society({"P-195": "chair_casting_vote"})
    assert board_decided(with_chair, Votes(3, 3), casting=True).met
    assert not board_decided(with_chair, Votes(3, 3), casting=False).met
    assert not board_decided(with_chair, Votes(0, 0), casting=True).met
    assert board_decided(model(), Votes(4, 3)).met


def test_the_board_decides_by_more_than_half_whatever_a_general_meeting_needs() -> None:
    """Twenty-six of fifty-one are more than half, and less than 51 per cent."""
    assert board_decided(society({"P-140": {"fraction": "51/100", "cmp": ">="}}), Votes(26, 25)).met


@pytest.mark.parametrize(("trustees", "met"), [(4, True), (5, False)])
def test_no_more_than_four_trustees_hold_the_title_to_land(trustees: int, met: bool) -> None:
    assert may_hold_title(Rulebook.from_pack("d-living-trust"), trustees).met is met
    with pytest.raises(NotSettled):
        may_hold_title(model(), trustees)


def test_at_the_first_annual_meeting_all_stand_down() -> None:
    assert standing_down(model(), 8, first_meeting=True).figures["number"] == 8
    assert standing_down(society({"P-186": False}), 8, first_meeting=True).figures["number"] == 3


@pytest.mark.parametrize(
    ("interest", "votes", "stays"), [("own_package", False, False), ("rights_as_member", True, True)]
)
def test_a_director_with_an_interest_leaves_unless_the_rules_except_it(interest: str, votes: bool, stays: bool) -> None:
    found = taking_part(model(), interest, invited=True)
    assert (found.met, found.figures["stays"], found.figures["counts"]) == (votes, stays, votes)
    assert is_known_beforehand(model(), interest).met is (not votes)


def test_the_chair_may_invite_a_person_to_stay_where_the_rules_say_so() -> None:
    rules = society({"P-211": "unless_invited"})
    assert taking_part(rules, "own_fees", invited=True).figures["stays"] is True
    assert taking_part(rules, "own_fees").figures["stays"] is False
    assert not taking_part(rules, "own_fees", invited=True).met
