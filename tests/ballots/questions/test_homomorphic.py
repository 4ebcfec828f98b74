"""Sums: what they may be, and what they may not."""

import pytest

from ballots import Homomorphic, Invalid, group

ED = group("Ed25519")


def require(question, result, weight):
    """As if the tally had been decrypted to exactly this result."""
    tally = [(ED.identity, ED.multi_exp([ED.generator], [votes])) for votes in result]
    return question.require_result(ED, tally, [ED.identity] * len(result), result, weight)


TWO_OF_THREE = Homomorphic("Who?", ("a", "b", "c"), 1, 2)
BLANK_ALLOWED = Homomorphic("Who?", ("a", "b", "c"), 1, 2, blank=True)


@pytest.mark.parametrize(
    ("question", "result", "weight"),
    [
        (TWO_OF_THREE, [0, 0, 0], 0),
        (TWO_OF_THREE, [5, 0, 0], 5),
        (TWO_OF_THREE, [5, 5, 0], 5),
        (BLANK_ALLOWED, [5, 0, 0, 0], 5),
        (BLANK_ALLOWED, [2, 3, 3, 0], 5),
        (Homomorphic("Who?", ("a",), 0, 1), [0], 7),
    ],
)
def test_a_result_that_allowed_ballots_add_up_to_is_possible(question, result, weight):
    assert require(question, result, weight) == []


@pytest.mark.parametrize(
    ("question", "result", "weight"),
    [
        (TWO_OF_THREE, [4, 0, 0], 5),
        (TWO_OF_THREE, [5, 5, 1], 5),
        (BLANK_ALLOWED, [2, 4, 0, 0], 5),
        (BLANK_ALLOWED, [2, 1, 1, 0], 5),
        (BLANK_ALLOWED, [2, 3, 3, 1], 5),
        (BLANK_ALLOWED, [5, 1, 0, 0], 5),
    ],
)
def test_a_result_that_no_allowed_ballots_add_up_to_is_refused(question, result, weight):
    with pytest.raises(Invalid) as refused:
        require(question, result, weight)
    assert refused.value.code == "result-range"


def test_more_votes_than_were_cast_are_refused_before_all_else():
    for result in ([6, 0, 0], [5 + ED.order, 0, 0]):
        with pytest.raises(Invalid, match="more votes than were cast"):
            require(TWO_OF_THREE, result, 5)
