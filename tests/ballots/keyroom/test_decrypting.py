"""Decryptions made in the browser: the same as the library's from the same randomness, and accepted by everybody."""

import pytest

from ballots import bind_decryption, check_binding, check_decryption, decrypt, read_archive
from ballots.opening import to_decrypt
from ballots.trustees import read_trustees
from tests.ballots.booth.engine import Engine, recorded
from tests.ballots.booth.same_vectors import refusal
from tests.ballots.election_room import RANKING, WITH_BLANK, YES_OR_NO, Room, counter, open_room


def added_up(name: str) -> Room:
    room = open_room(name, (YES_OR_NO, WITH_BLANK), trustees=1, committees=[(2, 3)])
    room.cast(0, [[1, 0], [0, 1, 0, 1]])
    room.cast(1, [[0, 1], [1, 0, 0, 0]])
    room.close()
    return room


def shuffled() -> Room:
    room = open_room("Ed25519", (RANKING, YES_OR_NO))
    for voter, ranks in enumerate(([1, 2, 3], [0, 0, 0], [2, 3, 1])):
        room.cast(voter, [ranks, [1, 0]])
    tally, _ = room.close()
    room.shuffle(tally, (1, 2))
    return room


ROOMS = {name: lambda name=name: added_up(name) for name in ("Ed25519", "BELENIOS-2048", "RFC-3526-2048")}


@pytest.mark.parametrize("made", [*ROOMS.values(), shuffled], ids=[*ROOMS, "shuffled"])
def test_from_the_same_randomness_come_the_same_factors_and_proofs(record: Engine, made) -> None:
    room = made()
    tally = to_decrypt(read_archive(room.archive()), room.election)
    owner = len(room.secrets)
    secret, trustee = room.secrets[owner - 1], read_trustees(room.election.group, room.trustees).each[owner - 1]
    draw, draws = recorded(counter("decrypting"))
    raw = decrypt(room.election, tally, secret, draw)
    factors = check_decryption(room.election, trustee, tally, raw)
    binding = bind_decryption(room.election, tally, factors, secret, draw)
    check_binding(room.election, trustee, tally, factors, binding)
    found = record.act("decrypt", archive=room.archive().hex(), secret=str(secret), owner=owner, draws=draws)
    assert found == {"decryption": raw.hex(), "binding": binding.hex()}


def test_nobody_decrypts_in_the_place_of_another(record: Engine) -> None:
    room = added_up("Ed25519")
    archive, secret = room.archive().hex(), str(room.secrets[0])
    assert refusal(record, "decrypt", archive=archive, secret=secret, owner=2) == "decryption-owner"
    assert refusal(record, "decrypt", archive=archive, secret=str(room.secrets[1]), owner=1) == "decryption-owner"
    assert refusal(record, "decrypt", archive=archive, secret=secret, owner=9) == "decryption-owner"
