"""One list, and candidates on it."""

import json

import pytest

from ballots import Invalid, Lists, group, verify
from ballots.encoding import write
from ballots.groups import ed25519_pure as pure
from ballots.proofs import NonZero, Opened, challenge, encrypts_nonzero, prove_nonzero, require
from tests.ballots.election_room import TEAMS, counter, open_room
from tests.ballots.spoiling import reason, signed

ED = group("Ed25519")
ROOM = open_room(questions=(TEAMS,))
ALLOWED = [[1, 0, 1], [0, 0]]


@pytest.mark.parametrize("name", ["Ed25519", "BELENIOS-2048"])
def test_an_election_of_lists_goes_to_its_end(name):
    room = open_room(name, (TEAMS,), weights=(1, 2, 4))
    for voter, answer in enumerate(([[1, 1, 1], [0, 0]], [[0, 0, 0], [1, 1]], [[1, 0, 1], [0, 0]])):
        room.cast(voter, [answer])
    result = json.loads(room.count())["result"][0]
    north, asha, bryn = result[0]
    assert (north + result[1][0], result[1][0]) == (7, result[1][1])
    assert north == bryn > asha > 0
    assert verify(room.archive()).result == [result]


def test_nobody_voted_for_any_list():
    room = open_room(questions=(TEAMS,))
    assert room.count() == b'{"result":[[[0,0,0],[0,0]]]}'
    assert verify(room.archive()).counted == 0


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ([[1, 1, 0], [1, 1]], "overall-proof"),
        ([[0, 0, 0], [0, 1]], "overall-proof"),
        ([[0, 0, 0], [0, 0]], "nonzero-proof"),
        ([[1, 1, 0], [0, 1]], "list-proof"),
        ([[0, 1, 0], [1, 1]], "list-proof"),
        ([[1, 0, 0], [0, 0]], "nonzero-proof"),
    ],
)
def test_an_answer_that_is_not_allowed_cannot_be_proved(answer, code):
    """Made by a program that does not ask whether it may."""
    value = json.loads(ROOM.make(0, [ALLOWED]))
    context = ROOM.election.context(value["credential"])
    value["answers"] = [TEAMS.make_answer(context, answer, ROOM.draw).json()]
    assert reason(ROOM, signed(ROOM, value)) == code


def nonzero(proof, opened):
    pair = ED.encrypt(ED.generator, [(opened.randomness, opened.plaintext)])[0]
    require(ED, ED.generator, [encrypts_nonzero("nonzero-proof", ED, "x|", pair, proof)])


def test_every_number_but_zero_is_proved_not_to_be_zero():
    for plaintext in (1, 2, 7, -1, ED.order + 1):
        opened = Opened(5, plaintext)
        nonzero(prove_nonzero(ED, ED.generator, "x|", opened, counter()), opened)
    for plaintext in (0, ED.order):
        opened = Opened(5, plaintext)
        with pytest.raises(Invalid, match="nonzero-proof"):
            nonzero(prove_nonzero(ED, ED.generator, "x|", opened, counter()), opened)


@pytest.mark.control("BAL-2")
def test_a_commitment_outside_the_group_is_refused_though_the_equations_hold():
    """A0 of order 2 vanishes wherever the challenge is even: who chose nobody could then prove to have chosen."""
    y = ED.multi_exp([ED.generator], [3])
    nobody = Opened(7, 0)
    (pair,) = ED.encrypt(y, [(nobody.randomness, nobody.plaintext)])
    order_two = f"{pure.P - 1:064x}"
    for t1 in range(1, 50):
        commitments = ED.encode([ED.multi_exp([element], [t1]) for element in pair])
        c = challenge("x|", [order_two, *commitments], ED.order)
        if c % 2 == 0:
            break
    assert pure.to_text(pure.multiply(pure.from_text(order_two), c)) == f"{1:064x}"
    forged = NonZero(order_two, c, (t1, 0))
    with pytest.raises(Invalid, match="not-in-group"):
        require(ED, y, [encrypts_nonzero("nonzero-proof", ED, "x|", pair, forged)])


def test_results_that_no_allowed_ballots_add_up_to_are_refused():
    def outcome(result, weight):
        row = [votes for entries in result for votes in entries]
        tally = [(ED.identity, ED.multi_exp([ED.generator], [votes])) for votes in row]
        return TEAMS.require_result(ED, tally, [ED.identity] * len(row), result, weight)

    assert outcome([[2, 2, 1], [1, 1]], 3) == []
    assert outcome([[0, 0, 0], [0, 0]], 0) == []
    for result in ([[2, 2, 1], [0, 0]], [[2, 1, 0], [1, 1]], [[2, 2, 1], [1, 0]], [[1, 2, 1], [2, 2]]):
        with pytest.raises(Invalid) as refused:
            outcome(result, 3)
        assert refused.value.code == "result-range"
    with pytest.raises(Invalid, match="more votes than were cast"):
        outcome([[3, 3, 4], [0, 0]], 3)


def test_the_longest_list_of_a_small_cooperative_makes_a_ballot_that_holds():
    lists = Lists("Who?", (("A", *map(str, range(20))), ("B", "b")))
    room = open_room(questions=(lists,), voters=1, trustees=1)
    room.cast(0, [[[1, *[1] * 20], [0, 0]]])
    assert write(json.loads(room.count())["result"]) == b"[[[1%b],[0,0]]]" % (b",1" * 20)
