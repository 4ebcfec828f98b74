"""Whoever made a blank ballot can show that it is blank, and nobody can show it of another (BAL-16)."""

import pytest

from ballots import Invalid, check_ballot, check_blank, read_credentials
from ballots.groups import NAMES
from tests.ballots.blanks import disclosed, make_blank
from tests.ballots.election_room import RANKING, TEAMS, WITH_BLANK, YES_OR_NO, Room, open_room

GROUPS = [name for name in NAMES if name != "BELENIOS-2048"]


def refusal(room: Room, raw: bytes, randomness: list[list[int]]) -> str:
    ballot = check_ballot(room.election, read_credentials(room.credentials), raw)
    with pytest.raises(Invalid) as refused:
        check_blank(room.election, ballot, randomness)
    return refused.value.code


@pytest.mark.control("BAL-16")
@pytest.mark.parametrize("name", GROUPS)
def test_a_blank_ballot_is_shown_to_be_blank_in_every_question(name: str) -> None:
    room = open_room(name, questions=(WITH_BLANK, RANKING))
    raw, randomness = make_blank(room.election, room.secret(0))
    check_blank(room.election, check_ballot(room.election, read_credentials(room.credentials), raw), randomness)


@pytest.mark.control("BAL-16")
def test_no_other_ballot_passes_as_blank() -> None:
    room = open_room("RFC-3526-2048", questions=(WITH_BLANK, RANKING))
    for answers in ([[0, 1, 0, 0], [0, 0, 0]], [[1, 0, 0, 0], [1, 2, 3]]):
        assert refusal(room, *disclosed(room.election, room.secret(0), answers)) == "not-blank"


@pytest.mark.control("BAL-16")
def test_randomness_of_another_ballot_or_of_another_shape_shows_nothing() -> None:
    room = open_room("Ed25519", questions=(WITH_BLANK,))
    raw, randomness = make_blank(room.election, room.secret(0))
    _, other = make_blank(room.election, room.secret(0))
    (row,) = randomness
    wrongs: list[list[list[int]]] = [[], [[]], [row[:-1]], [[*row, 5]], [row, row], [[0] * len(row)], [[-1, *row[1:]]]]
    for wrong in (other, *wrongs):
        assert refusal(room, raw, wrong) == "not-blank"
    assert refusal(room, raw, [[row[0] + room.election.group.order, *row[1:]]]) == "not-blank"


def test_a_question_that_cannot_be_left_blank_is_never_shown_blank() -> None:
    for question, answer in ((YES_OR_NO, [1, 0]), (TEAMS, [[1, 1, 0], [0, 0]])):
        room = open_room("Ed25519", questions=(question,))
        raw, randomness = disclosed(room.election, room.secret(0), [answer])
        assert refusal(room, raw, randomness) == "not-blank"
