"""Archives of as many ballots as a measurement needs, made on all cores."""

from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path

from ballots import Homomorphic, executor_named, make_ballot, read_election, spread
from tests.ballots.election_room import Room, open_room

THREE = (Homomorphic("Who?", ("Asha", "Bryn", "Carys")),)
"""The ballot that is measured: one of three answers."""

ANSWER = [[0, 1, 0]]
_AT_ONCE = 20


def written(folder: Path, group: str, sizes: Collection[int]) -> dict[int, Path]:
    """Archives of one election by their sizes, each with the first so many of the same ballots."""
    room = open_room(group, THREE, voters=max(sizes), trustees=1)
    ballots = _ballots(room)
    paths = {}
    for size in sorted(sizes):
        for raw in islice(ballots, size - len(room.ballots)):
            room.put(raw)
        paths[size] = folder / f"{size}.bel"
        paths[size].write_bytes(room.archive())
    return paths


def _ballots(room: Room) -> Iterator[bytes]:
    secrets = [room.secret(voter) for voter in range(len(room.codes))]
    work = ((room.election.raw, secrets[start : start + _AT_ONCE]) for start in range(0, len(secrets), _AT_ONCE))
    with executor_named("processes") as executor:
        for made in spread(executor, _make, work):
            yield from made


def _make(work: tuple[bytes, list[int]]) -> list[bytes]:
    raw, secrets = work
    election = read_election(raw)
    return [make_ballot(election, secret, ANSWER) for secret in secrets]
