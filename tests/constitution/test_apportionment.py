"""Dividing a sum in whole pence: nothing is lost, nobody is more than a penny away from what is exact."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from constitution.apportionment import LAST_PAYER, added, apportioned, half_up
from constitution.errors import CannotDivide

totals = some.integers(0, 10**9)
weights = some.lists(
    some.integers(0, 10**6) | some.fractions(0, 1000, max_denominator=60), min_size=1, max_size=40
).filter(any)


@given(totals, weights, some.integers(0, 40))
def test_every_penny_is_divided_and_each_share_is_within_a_penny_of_exact(
    total: int, weights: Sequence[int | Fraction], first: int
) -> None:
    shares = apportioned(total, weights, first=first)
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        exact = total * Fraction(weight) / sum(weights)
        assert exact - 1 < share < exact + 1
        assert weight or share == 0


@given(totals, weights, some.integers(0, 40))
def test_who_weighs_more_never_pays_less_and_equals_differ_by_a_penny_at_most(
    total: int, weights: Sequence[int | Fraction], first: int
) -> None:
    by_weight = sorted(zip(weights, apportioned(total, weights, first=first), strict=True))
    for (lighter, less), (heavier, more) in pairwise(by_weight):
        assert less <= more if lighter < heavier else more - less in (0, 1)


@given(totals, some.integers(1, 40))
def test_among_equals_the_odd_pence_fall_to_those_who_joined_first(total: int, count: int) -> None:
    shares = apportioned(total, [1] * count)
    assert list(shares) == sorted(shares, reverse=True)


@given(totals, some.integers(1, 12))
def test_taking_turns_is_fair_once_everybody_has_had_a_turn(total: int, count: int) -> None:
    turns = [apportioned(total, [1] * count, first=period) for period in range(count)]
    assert {sum(paid) for paid in zip(*turns, strict=True)} == {total}


@given(some.lists(some.integers(0, 10**6), min_size=1, max_size=12), weights)
def test_parts_that_follow_one_another_are_the_parts_of_the_whole(
    spent: list[int], weights: Sequence[int | Fraction]
) -> None:
    paid, before = [0] * len(weights), 0
    for pence in spent:
        parts = added(before, before + pence, weights)
        assert sum(parts) == pence
        paid = [one + part for one, part in zip(paid, parts, strict=True)]
        before += pence
    assert tuple(paid) == apportioned(sum(spent), weights)


@given(totals, weights)
def test_the_last_who_pays_takes_what_is_left_over(total: int, weights: Sequence[int | Fraction]) -> None:
    shares = apportioned(total, weights, rounding=LAST_PAYER)
    assert sum(shares) == total
    last = max(place for place, weight in enumerate(weights) if weight)
    for place, (share, weight) in enumerate(zip(shares, weights, strict=True)):
        floor = total * Fraction(weight) // sum(weights)
        assert share == floor if place != last else share >= floor


@pytest.mark.parametrize(("total", "weights"), [(-1, [1]), (1, [1, -1]), (1, [0, 0]), (1, [])])
def test_what_cannot_be_divided_is_refused(total: int, weights: list[int]) -> None:
    with pytest.raises(CannotDivide):
        apportioned(total, weights)


def test_nothing_is_divided_into_nothing() -> None:
    assert apportioned(0, [1, 2]) == (0, 0)


@given(some.fractions(0, 10**6, max_denominator=1000))
def test_half_a_penny_becomes_a_whole_one(pence: Fraction) -> None:
    rounded = half_up(pence)
    assert Fraction(-1, 2) < rounded - pence <= Fraction(1, 2)


@given(totals, weights)
def test_the_order_of_joining_is_the_order_of_the_answer(total: int, weights: Sequence[int | Fraction]) -> None:
    assume(len(set(weights)) == len(weights))
    remainders = [total * Fraction(one) / sum(weights) % 1 for one in weights]
    assume(len(set(remainders)) == len(remainders))
    shares = apportioned(total, weights)
    assert apportioned(total, list(reversed(weights))) == tuple(reversed(shares))
