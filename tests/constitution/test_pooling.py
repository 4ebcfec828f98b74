"""Pooled money: who decides, how it is held and divided, what somebody who leaves gets, who may spend."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from constitution import NotSettled, Rulebook
from constitution.apportionment import apportioned
from constitution.pooling import (
    contingency,
    leaves_on,
    may_be_divided_by,
    may_be_held_as,
    may_spend,
    participants_decide,
    refund,
    refund_goes_to,
    shares,
    shares_added,
)
from tests.constitution.samples import model, society

pence = some.integers(0, 10**7)


@pytest.mark.parametrize(
    ("act", "agreeing", "met"),
    [
        ("start", 7, True),
        ("start", 6, False),
        ("change", 6, True),
        ("change", 5, False),
        ("spend", 4, True),
        ("spend", 3, False),
    ],
)
def test_starting_wants_everybody_changing_most_and_spending_more_than_half(act: str, agreeing: int, met: bool) -> None:
    found = participants_decide(model(), act, agreeing, 7)
    assert found.met is met
    assert found.figures["missing"] == (0 if met else 1)


def test_half_of_those_who_take_part_are_not_enough_to_spend() -> None:
    assert not participants_decide(model(), "spend", 3, 6).met


def test_nobody_decides_for_nobody() -> None:
    assert not participants_decide(model(), "start", 0, 0).met


def test_an_act_for_which_the_rules_name_no_majority_is_not_settled() -> None:
    with pytest.raises(NotSettled):
        participants_decide(society({"P-241": {"start": {"fraction": "1", "cmp": ">="}}}), "spend", 7, 7)


def test_a_company_that_pools_no_money_settles_nothing_about_it() -> None:
    with pytest.raises(NotSettled):
        shares(Rulebook.from_pack("c-employee-owned"), 100, [1, 1])


def test_money_is_held_and_divided_only_as_the_rules_say() -> None:
    assert may_be_held_as(model(), "split_invoices").met
    assert not may_be_held_as(model(), "own_money").met
    assert may_be_divided_by(model(), "attended_hours").met
    assert not may_be_divided_by(model(), "custom").met


@pytest.mark.parametrize(("percent", "kept"), [("5", 5_01), ("7.5", 7_51), ("0", 0)])
def test_what_is_kept_back_is_rounded_half_up(percent: str, kept: int) -> None:
    assert contingency(society({"P-246": percent}), 100_10).figures["pence"] == kept


def test_notice_of_four_weeks_ends_on_the_same_weekday() -> None:
    assert leaves_on(model(), date(2027, 3, 1)).figures["last-day"] == date(2027, 3, 29)


def test_where_ties_rotate_the_odd_penny_moves_on_with_each_period() -> None:
    rotating, fixed = society({"P-245": "rotate"}), society({"P-245": "join_order"})
    assert [shares(rotating, 100, [1, 1, 1], period).index(34) for period in range(4)] == [0, 1, 2, 0]
    assert {shares(fixed, 100, [1, 1, 1], period) for period in range(4)} == {(34, 33, 33)}
    assert shares_added(rotating, 100, 200, [1, 1, 1], 1) == (33, 33, 34)


@given(pence, pence, pence)
def test_nobody_gets_back_less_than_nothing_or_more_than_they_put_in(contributed: int, used: int, balance: int) -> None:
    for basis in ("contributed_minus_share_of_spend_and_commitments", "pro_rata_of_balance", "none"):
        found = refund(society({"P-248": basis}), contributed, used, balance)
        back, owed = found.figures["refund"], found.figures["owed"]
        assert isinstance(back, int)
        assert 0 <= back <= min(contributed, balance)
        assert owed == max(used - contributed, 0)
        assert found.met is (owed == 0)


@given(some.lists(some.integers(1, 10**5), min_size=2, max_size=7), pence, pence)
def test_what_leavers_get_one_after_another_is_never_more_than_the_fund_holds(
    paid: list[int], spent: int, bound: int
) -> None:
    spent, used = min(spent, sum(paid)), apportioned(min(spent, sum(paid)) + bound, paid)
    held = sum(paid) - spent
    backs = [refund(model(), mine, part, mine).figures["refund"] for mine, part in zip(paid, used, strict=True)]
    assert sum(one for one in backs if isinstance(one, int)) <= max(held, 0)


def test_rules_that_pay_nothing_back_pay_nothing_back() -> None:
    assert refund(society({"P-248": "none"}), 100_00, 10_00, 90_00).figures["refund"] == 0
    assert refund(society({"P-248": "pro_rata_of_balance"}), 100_00, 10_00, 40_00).figures["refund"] == 40_00


@pytest.mark.parametrize(
    ("pack", "ended", "met", "destination"),
    [
        ("e-citizen-directed", False, True, "dp_account"),
        ("e-citizen-directed", True, True, "authority"),
        ("a-service-user", False, True, "dp_account"),
        ("a-service-user", True, False, "dp_account"),
    ],
)
def test_a_refund_goes_to_the_payment_or_to_the_authority(pack: str, ended: bool, met: bool, destination: str) -> None:
    found = refund_goes_to(Rulebook.from_pack(pack), ended)
    assert (found.met, found.figures["destination"]) == (met, destination)


@pytest.mark.parametrize(
    ("amount", "approvals", "met"),
    [(50_00, 1, True), (50_00, 0, False), (50_01, 1, False), (50_01, 2, True), (80_00, 2, True), (80_01, 2, False)],
)
def test_one_approves_up_to_the_limit_and_two_above_it_within_what_is_left(
    amount: int, approvals: int, met: bool
) -> None:
    found = may_spend(model(), amount, mandate_left=80_00, available=90_00, approvals=approvals)
    assert found.met is met
    assert found.figures["left"] == 80_00


def test_what_the_fund_does_not_hold_cannot_be_spent() -> None:
    found = may_spend(model(), 30_00, mandate_left=80_00, available=29_99, approvals=1)
    assert (found.met, found.figures["over"]) == (False, 1)
    assert may_spend(model(), 30_00, mandate_left=80_00, available=-5, approvals=1).figures["left"] == 0


def test_two_trustees_always_approve() -> None:
    assert not may_spend(Rulebook.from_pack("d-living-trust"), 1, 100, 100, 1).met
