import pytest
from hypothesis import given
from hypothesis import strategies as some

from constitution.money import disposal_needs_resolution, may_borrow, surplus_divided
from tests.constitution.samples import model, society

BONUS = {"P-221": {"form": "bonus", "at_most_percent": 25}, "P-222": {"reserve": 30}}


def test_a_surplus_keeps_its_floors() -> None:
    assert surplus_divided(model(), 1000, {"reserve": 500, "community": 100, "peer_support": 400}).met
    short = surplus_divided(model(), 1000, {"reserve": 499, "community": 98, "peer_support": 403})
    assert (short.met, short.figures["below-floor"], short.figures["missing"]) == (False, "community reserve", 3)


def test_a_floor_asks_for_no_part_of_a_penny() -> None:
    assert surplus_divided(model(), 1001, {"reserve": 500, "community": 100, "peer_support": 401}).met
    assert not surplus_divided(model(), 1002, {"reserve": 500, "community": 100, "peer_support": 402}).met


def test_every_penny_of_a_surplus_is_divided_and_none_twice() -> None:
    for rest in (399, 401):
        assert not surplus_divided(model(), 1000, {"reserve": 500, "community": 100, "peer_support": rest}).met


def test_nothing_goes_to_members_where_the_rules_say_so() -> None:
    parts = {"reserve": 500, "community": 100, "bonus": 400}
    found = surplus_divided(model(), 1000, parts, to_members=["bonus"])
    assert (found.met, found.figures["most-to-members"]) == (False, 0)


@pytest.mark.parametrize(("bonus", "met"), [(250, True), (251, False)])
def test_a_bonus_stays_within_its_percentage(bonus: int, met: bool) -> None:
    parts = {"reserve": 1000 - bonus, "bonus": bonus}
    assert surplus_divided(society(BONUS), 1000, parts, to_members=["bonus"]).met is met


@pytest.mark.parametrize(("more", "met"), [(40_000_00, True), (40_000_01, False)])
def test_borrowing_stays_within_the_limit(more: int, met: bool) -> None:
    found = may_borrow(model(), 60_000_00, more)
    assert (found.met, found.figures["left"]) == (met, 40_000_00)


@pytest.mark.parametrize(("worth", "needed"), [(33_333_33, False), (33_333_34, True)])
def test_members_decide_on_parting_with_a_third_of_the_assets(worth: int, needed: bool) -> None:
    found = disposal_needs_resolution(model(), worth, 100_000_00)
    assert (found.met, found.figures["from-worth"]) == (needed, 33_333_34)


def test_trustees_decide_on_parting_with_any_property() -> None:
    assert disposal_needs_resolution(society({"P-228": "any_property"}), 1, 100_000_00).met


@given(some.integers(0, 10**9), some.integers(0, 10**9))
def test_no_division_below_the_floor_of_the_reserve_is_allowed(reserve: int, rest: int) -> None:
    found = surplus_divided(society(BONUS), reserve + rest, {"reserve": reserve, "other": rest})
    assert found.met is (reserve >= 3 * (reserve + rest) // 10)
