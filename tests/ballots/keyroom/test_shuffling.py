"""Shuffles made in the browser: the same as the library's from the same randomness, and accepted by everybody."""

import json

import pytest

from ballots import check_shuffle, make_shuffle, read_archive, shuffle_entry, to_shuffle, verify
from ballots.opening import to_decrypt
from tests.ballots.booth.engine import Engine, recorded
from tests.ballots.booth.same_vectors import refusal
from tests.ballots.election_room import RANKING, YES_OR_NO, Room, counter, open_room

ANSWERS = ([1, 2, 3], [2, 1, 0], [3, 2, 1], [0, 0, 0])
GROUPS = ("Ed25519", "RFC-3526-2048")


def closed(name: str, voters: int = 4) -> Room:
    """Added up, and waiting for the first shuffle."""
    room = open_room(name, (YES_OR_NO, RANKING, RANKING), voters=max(voters, 1))
    for voter in range(voters):
        room.cast(voter, [[1, 0], list(ANSWERS[voter % 4]), list(ANSWERS[-1])])
    room.close()
    return room


def waiting(room: Room) -> list[list[tuple[object, object]]]:
    return to_shuffle(room.election, to_decrypt(read_archive(room.archive()), room.election))


@pytest.mark.parametrize("name", GROUPS)
def test_from_the_same_randomness_comes_the_same_shuffle(record: Engine, name: str) -> None:
    room = closed(name)
    draw, draws = recorded(counter("shuffle"))
    expected = make_shuffle(room.election, waiting(room), draw)
    assert record.act("shuffle", archive=room.archive().hex(), draws=draws) == expected.hex()


@pytest.mark.parametrize("voters", [0, 1, 4])
def test_shuffles_of_browser_and_command_line_follow_one_another(record: Engine, voters: int) -> None:
    room = closed("Ed25519", voters)
    for owner, make in enumerate((in_browser, in_python, in_browser)[:2], 1):
        before = waiting(room)
        raw = make(record, room)
        assert len(check_shuffle(room.election, before, raw)) == 2
        room.entries.append(shuffle_entry(raw, owner, room.head))
    assert verify(room.archive()).shuffles == 2
    assert record.act("verify", archive=room.archive().hex())["shufflers"] == [1, 2]


def in_browser(record: Engine, room: Room) -> bytes:
    return bytes.fromhex(record.act("shuffle", archive=room.archive().hex()))


def in_python(_record: Engine, room: Room) -> bytes:
    return make_shuffle(room.election, waiting(room))


def test_two_shuffles_of_the_same_answers_have_nothing_in_common(record: Engine) -> None:
    room = closed("Ed25519")
    first, second = (json.loads(in_browser(record, room)) for _ in range(2))
    alphas = [{one["alpha"] for row in made["ciphertexts"] for one in row} for made in (first, second)]
    assert alphas[0] & alphas[1] == set()


def spoiled(value: dict[str, object], path: tuple[object, ...]) -> bytes:
    """With the next number, or the element of the next place, where the path leads."""
    copy = json.loads(json.dumps(value))
    inner = copy
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = str(int(inner[path[-1]]) + 1) if inner[path[-1]].isdigit() else inner[0]
    return json.dumps(copy, separators=(",", ":")).encode()


RESPONSES = [("proofs", 0, 1, place) for place in range(4)] + [("proofs", 0, 1, place, 2) for place in (4, 5)]
PLACES = [(0, 1), (0, 2), (0, 3, 1), (0, 4, 2), (2, 1), (3, 3)]
COMMITMENTS = [("proofs", 0, *place) for place in PLACES]


@pytest.mark.control("BAL-9")
@pytest.mark.parametrize("path", RESPONSES + COMMITMENTS, ids=str)
def test_a_shuffle_changed_in_one_place_is_not_gone_on_from(record: Engine, path: tuple[object, ...]) -> None:
    room = closed("Ed25519")
    raw = spoiled(json.loads(make_shuffle(room.election, waiting(room), counter("spoiled"))), path)
    room.entries.append(shuffle_entry(raw, 1, room.head))
    assert refusal(record, "verify", archive=room.archive().hex()) == "shuffle-proof"


def test_a_vote_put_in_the_place_of_another_is_noticed(record: Engine) -> None:
    room = closed("Ed25519")
    value = json.loads(make_shuffle(room.election, waiting(room), counter("replaced")))
    value["ciphertexts"][0][1] = value["ciphertexts"][0][0]
    room.entries.append(shuffle_entry(json.dumps(value, separators=(",", ":")).encode(), 1, room.head))
    assert refusal(record, "verify", archive=room.archive().hex()) == "shuffle-proof"
