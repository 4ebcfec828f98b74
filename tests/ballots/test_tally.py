import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots import (
    LARGEST_TALLY,
    Invalid,
    aggregate,
    check_ballot,
    combine,
    compute_result,
    group,
    read_credentials,
    read_tally,
    tally_texts,
    write_tally,
)
from ballots.encoding import write
from ballots.tally import Logarithm, read_result, require_result
from tests.ballots.election_room import WITH_BLANK, YES_OR_NO, open_room

ED = group("Ed25519")
ROOM = open_room(questions=(YES_OR_NO, WITH_BLANK))
TALLY = aggregate(ROOM.election, [])


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 400).flatmap(lambda bound: st.tuples(st.just(bound), st.integers(0, bound))))
def test_every_number_of_votes_up_to_the_total_is_found(numbers):
    bound, votes = numbers
    assert Logarithm(ED, bound).of(ED.multi_exp([ED.generator], [votes])) == votes


@pytest.mark.control("BAL-12")
@pytest.mark.parametrize("bound", [0, 1, 8, 9, 100])
def test_a_number_above_the_total_is_an_alarm(bound):
    logarithm = Logarithm(ED, bound)
    for impossible in (bound + 1, bound + 2, bound * 2 + 3, -1):
        with pytest.raises(Invalid, match="result-out-of-range"):
            logarithm.of(ED.multi_exp([ED.generator], [impossible]))


@pytest.mark.control("BAL-12")
def test_a_total_weight_above_the_bound_is_not_computed():
    election = open_room().election
    neutral = [[(ED.identity, ED.identity)] * 2]
    factors = [[ED.identity] * 2]
    with pytest.raises(Invalid, match="total-weight"):
        compute_result(election, neutral, factors, LARGEST_TALLY + 1)
    assert compute_result(election, neutral, factors, 0) == b'{"result":[[0,0]]}'


def test_heaps_add_up_in_any_order_and_division():
    room = open_room(questions=(YES_OR_NO, WITH_BLANK), weights=(1, 5, 3))
    listed = read_credentials(room.credentials)
    ballots = []
    for voter, answer in enumerate([[0, 1, 0, 1], [1, 0, 0, 0], [0, 0, 0, 1]]):
        checked = check_ballot(room.election, listed, room.make(voter, [[1, 0], answer]))
        ballots.append((checked.ciphertexts, listed.weights[checked.credential]))
    whole = aggregate(room.election, ballots)
    parts = [tally_texts(ED, aggregate(room.election, heap)) for heap in (ballots[2:], ballots[:1], [], ballots[1:2])]
    assert write_tally(room.election, combine(room.election, parts)) == write_tally(room.election, whole)
    assert read_tally(room.election, write_tally(room.election, whole)) == whole


def test_no_ballot_at_all_adds_up_to_the_neutral_element():
    room = open_room()
    neutral = f"{1:064x}"
    assert tally_texts(ED, aggregate(room.election, [])) == [[(neutral, neutral)] * 2]


@pytest.mark.parametrize(
    ("name", "weights", "expected"),
    [("Ed25519", None, b'{"result":[[2,1]]}'), ("BELENIOS-2048", (4, 5, 1), b'{"result":[[9,1]]}')],
)
def test_the_count_is_what_was_cast(name, weights, expected):
    room = open_room(name, weights=weights)
    order = list(read_credentials(room.credentials))
    for voter in range(3):
        credential = check_ballot(room.election, order, room.make(voter, [[1, 0]])).credential
        weight = read_credentials(room.credentials).weights[credential]
        room.cast(voter, [[0, 1]] if weight == 1 and (weights or voter == 2) else [[1, 0]])
    assert room.count() == expected


def test_a_result_beside_the_truth_is_refused_also_when_only_the_order_was_added():
    two = ED.multi_exp([ED.generator], [2])
    tally = [[(ED.identity, two)] * 2, [(ED.identity, ED.generator)] * 4]
    factors = [[ED.identity] * 2, [ED.identity] * 4]
    require_result(ROOM.election, tally, factors, [[2, 2], [1, 1, 1, 1]], 4)
    for wrong in ([[2, 1], [1, 1, 1, 1]], [[2, 2], [1, 1, 1, 0]], [[2 + ED.order, 2], [1, 1, 1, 1]]):
        with pytest.raises(Invalid, match="result-mismatch"):
            require_result(ROOM.election, tally, factors, wrong, 4)


@pytest.mark.parametrize(
    "value",
    [{"result": [[1, 2]]}, {"result": [[1], [1, 1, 1, 1]]}, {"result": [[-1, 0], [0, 0, 0, 0]]}, {"votes": []}, []],
)
def test_a_result_has_the_shape_of_the_questions(value):
    with pytest.raises(Invalid, match="result-shape"):
        read_result(ROOM.election, TALLY, write(value))
