from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as some

from constitution import SIMPLE, THREE_QUARTERS, Majority, Votes
from constitution.majority import needed, reached

counts = some.integers(0, 500)
majorities = some.builds(Majority, some.fractions(0, 1), some.booleans())


def test_exactly_three_quarters_carries_only_where_the_rule_says_not_less_than() -> None:
    assert THREE_QUARTERS.carried(Votes(15, 5, 4))
    assert not Majority(Fraction(3, 4), inclusive=False).carried(Votes(15, 5, 4))


def test_fifty_one_per_cent_is_more_than_more_than_half() -> None:
    assert SIMPLE.carried(Votes(101, 100))
    assert not Majority(Fraction(51, 100), inclusive=True).carried(Votes(101, 100))
    assert needed(Majority(Fraction(51, 100), inclusive=True), 201) == 103


def test_a_tie_does_not_carry_by_simple_majority() -> None:
    assert not SIMPLE.carried(Votes(9, 9))


def test_no_votes_carry_nothing_even_when_nothing_is_needed() -> None:
    assert not Majority(Fraction(0), inclusive=True).carried(Votes(0, 0, 7))


@given(majorities, counts, counts, counts)
def test_abstentions_never_change_the_outcome(majority: Majority, for_: int, against: int, abstaining: int) -> None:
    assert majority.carried(Votes(for_, against, abstaining)) == majority.carried(Votes(for_, against))


@given(majorities, counts, counts)
def test_one_more_in_favour_never_loses_what_was_carried(majority: Majority, for_: int, against: int) -> None:
    if majority.carried(Votes(for_, against)):
        assert majority.carried(Votes(for_ + 1, against))


@given(majorities, some.integers(1, 500))
def test_the_number_needed_is_the_fewest_that_carries(majority: Majority, base: int) -> None:
    least = needed(majority, base)
    carrying = [votes for votes in range(base + 1) if votes > 0 and reached(majority, votes, base)]
    assert least == (carrying[0] if carrying else base + 1)


@given(counts, counts)
def test_yes_and_no_cannot_both_have_a_simple_majority(for_: int, against: int) -> None:
    assert not (SIMPLE.carried(Votes(for_, against)) and SIMPLE.carried(Votes(against, for_)))
