"""Ranks and grades, opened one by one."""

import json

import pytest

from ballots import (
    Invalid,
    NonHomomorphic,
    Unsupported,
    aggregate,
    check_ballot,
    combine,
    group,
    read_credentials,
    tally_texts,
)
from ballots.proofs import prove_knowledge
from ballots.questions.nonhomomorphic import NonHomomorphicAnswer
from ballots.tally import read_result, require_result
from tests.ballots.election_room import RANKING, YES_OR_NO, open_room, ranked
from tests.ballots.spoiling import signed

ED = group("Ed25519")


def test_every_answer_comes_out_and_of_each_voter_only_the_last():
    result = json.loads(ranked().entries[-1].data[0])["result"]
    assert result[0] == [0, 3]
    assert sorted(result[1]) == [[0, 0, 0], [2, 1, 0], [3, 2, 1]]


@pytest.mark.parametrize("name", ["Ed25519", "RFC-3526-2048"])
def test_answers_are_sorted_by_alpha_and_then_beta(name):
    room = open_room(name, (RANKING,))
    in_group, listed = room.election.group, read_credentials(room.credentials)
    checked = [check_ballot(room.election, listed, room.make(voter, [[1, 2, 3]])) for voter in range(3)]
    tallies = [aggregate(room.election, [(one.ciphertexts, 1) for one in order]) for order in (checked, checked[::-1])]
    (row,), again = (tally_texts(in_group, tally) for tally in tallies)
    assert [row] == again
    assert row == sorted(row, key=lambda choice: in_group.sort_key(choice[0]))
    alpha = row[0][0]
    (by_beta,) = tally_texts(in_group, combine(room.election, [[[(alpha, beta)]] for _, beta in row]))
    assert [beta for _, beta in by_beta] == sorted((beta for _, beta in row), key=in_group.sort_key)


def test_nobody_ranked_anything():
    room = open_room(questions=(RANKING, YES_OR_NO))
    assert room.count() == b'{"result":[[],[0,0]]}'


def test_a_ballot_that_ranks_counts_once():
    room = open_room(questions=(YES_OR_NO, RANKING), weights=(1, 1, 2))
    listed = read_credentials(room.credentials)
    refused = 0
    for voter in range(3):
        ballot = check_ballot(room.election, listed, room.make(voter, [[1, 0], [1, 2, 3]]))
        counted = [(ballot.ciphertexts, listed.weights[ballot.credential])]
        if counted[0][1] == 1:
            assert aggregate(room.election, counted)
            continue
        with pytest.raises(Invalid, match="weighted-ranking"):
            aggregate(room.election, counted)
        refused += 1
    assert refused == 1


def test_an_answer_fits_into_one_element_or_is_not_asked_for():
    def asked(name, answers):
        NonHomomorphic("?", ("a",) * answers).require_sound(group(name))

    asked("Ed25519", 30)
    asked("RFC-3526-2048", 255)
    for name, answers in (("Ed25519", 31), ("RFC-3526-2048", 256)):
        with pytest.raises(Invalid, match=f"an element of {name} does not hold {answers} numbers"):
            asked(name, answers)
    with pytest.raises(Unsupported, match="BELENIOS-2048"):
        asked("BELENIOS-2048", 1)


def with_garbage():
    """An election in which one voter encrypts an element that stands for no numbers."""
    room = open_room(questions=(RANKING,), trustees=1)
    room.cast(0, [[1, 2, 3]])
    value = json.loads(room.make(1, [[1, 2, 3]]))
    context = room.election.context(value["credential"])
    ((alpha, beta),) = ED.encrypt(context.y, [(99, 12345)])
    choice = tuple(ED.encode([alpha, beta]))
    proof = prove_knowledge(ED, f"raweg|{context.voter}|{context.key},{choice[0]},{choice[1]}|", 99, room.draw)
    value["answers"] = [NonHomomorphicAnswer(choice, proof).json()]
    room.put(signed(room, value, voter=1))
    room.count()
    return room


def test_an_element_that_stands_for_no_numbers_is_read_but_pointed_out():
    room = with_garbage()
    (raw,) = room.entries[-1].data
    result = read_result(room.election, room.decrypted, raw)
    garbage = ED.embedded(ED.multi_exp([ED.generator], [12345]), 3)
    assert sorted(result[0]) == sorted([[1, 2, 3], garbage])
    misread = require_result(room.election, room.decrypted, room.factors[1], result, 2)
    assert misread == [(0, result[0].index(garbage))]


def test_a_ranking_that_nobody_cast_is_refused():
    room = with_garbage()
    (raw,) = room.entries[-1].data
    result = read_result(room.election, room.decrypted, raw)
    for place in range(2):
        wrong = [[*result[0]]]
        wrong[0][place] = [3, 2, 1]
        with pytest.raises(Invalid, match="result-mismatch"):
            require_result(room.election, room.decrypted, room.factors[1], wrong, 2)
    with pytest.raises(Invalid, match="result-mismatch"):
        require_result(room.election, room.decrypted, room.factors[1], [result[0][::-1]], 2)


@pytest.mark.parametrize("value", [[[1, 2]], [[1, 2, 3, 4]], [[1, 2, 256]], [[1, 2, -1]], [[1, 2, "3"]], [], {}, [[]]])
def test_a_result_of_rankings_has_one_for_each_ballot_in_range(value):
    with pytest.raises(Invalid, match="x"):
        RANKING.read_result(value, "x", 1)
