"""What every mutation is, and what most of them need."""

from collections.abc import Callable, Iterable
from random import Random
from typing import TypeAlias

from ballots.archive import BLOCK, header
from ballots.encoding import hex_hash, write
from ballots.events import SETUP
from tests.ballots.election_room import TIMESTAMP, Room, parts_of

Parts: TypeAlias = list[tuple[str, list[bytes]]]
Records: TypeAlias = list[tuple[str, bytes]]

Mutation: TypeAlias = Callable[[Random, Room], bytes | None]
"""The archive of a room, changed; None where the election has nothing of this kind."""

MUTATIONS: dict[str, Mutation] = {}


def mutation(made: Mutation) -> Mutation:
    """Kept under the name of the function."""
    MUTATIONS[made.__name__.replace("_", " ")] = made
    return made


def parts_in(room: Room) -> Parts:
    """Kind and data of each event."""
    return [(kind, list(data)) for kind, data in parts_of(room.entries)]


def places_of(parts: Parts, kind: str) -> list[int]:
    return [place for place, (other, _) in enumerate(parts) if other == kind]


def relinked(kind: str, data: list[bytes]) -> list[bytes]:
    """The last record names the ones before it by their hashes, whatever those have become."""
    *others, last = data
    if kind == SETUP:
        names = ("election", "trustees", "credentials")
        return [*others, write(dict(zip(names, map(hex_hash, others), strict=True)))]
    if not others:
        return data
    return [*others, last[:-66] + hex_hash(others[0]).encode() + b'"}']


def records_in(room: Room) -> Records:
    """Name and content of each record but the first."""
    return [record for entry in room.entries for record in named(entry.data, entry.event)]


def named(data: Iterable[bytes], event: bytes) -> Records:
    return [
        *((hex_hash(content) + ".data.json", content) for content in data),
        (hex_hash(event) + ".event.json", event),
    ]


def file_of(records: Records, beginning: bytes | None = None, at: int = TIMESTAMP) -> bytes:
    first = write({"version": 1, "timestamp": str(at)}) if beginning is None else beginning
    pieces = [("BELENIOS", first), *records]
    return b"".join(header(name, len(raw), at) + raw + bytes(-len(raw) % BLOCK) for name, raw in pieces)
