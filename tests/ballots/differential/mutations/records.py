"""One record or event says something else, and everything after it is linked to what it says now."""

from collections.abc import Callable
from random import Random

from ballots.encoding import hex_hash
from ballots.events import BALLOT, ENCRYPTED_TALLY, PARTIAL_DECRYPTION, RESULT, SETUP, SHUFFLE, Head, write_event
from tests.ballots.differential.mutations.making import (
    MUTATIONS,
    Mutation,
    Records,
    file_of,
    mutation,
    named,
    parts_in,
    places_of,
    relinked,
)
from tests.ballots.differential.rewriting import another_spelling, another_value
from tests.ballots.election_room import Room, archive_of, parts_of

RECORDS = {
    "election": (SETUP, 0),
    "trustees": (SETUP, 1),
    "credentials": (SETUP, 2),
    "setup": (SETUP, 3),
    "ballot": (BALLOT, 0),
    "tally": (ENCRYPTED_TALLY, 0),
    "size of the tally": (ENCRYPTED_TALLY, 1),
    "shuffle": (SHUFFLE, 0),
    "owner of a shuffle": (SHUFFLE, 1),
    "decryption": (PARTIAL_DECRYPTION, 0),
    "owner of a decryption": (PARTIAL_DECRYPTION, 1),
    "result": (RESULT, 0),
}


def _record(kind: str, index: int, rewrite: Callable[[Random, bytes, Room], bytes]) -> Mutation:
    def mutated(chance: Random, room: Room) -> bytes | None:
        parts = parts_in(room)
        places = places_of(parts, kind)
        if not places:
            return None
        place = chance.choice(places)
        data = list(parts[place][1])
        data[index] = rewrite(chance, data[index], room)
        parts[place] = (kind, data if index == len(data) - 1 else relinked(kind, data))
        # What follows was made for other contents, and would be refused for that; so it is often left away.
        return archive_of(parts[: place + 1] if chance.random() < 0.6 else parts)

    return mutated


for _name, (_kind, _index) in RECORDS.items():
    MUTATIONS[f"{_name}: another value"] = _record(
        _kind, _index, lambda chance, raw, room: another_value(chance, raw, room.election.group)
    )
    MUTATIONS[f"{_name}: another spelling"] = _record(
        _kind, _index, lambda chance, raw, room: another_spelling(chance, raw)
    )


@mutation
def event_another_value(chance: Random, room: Room) -> bytes:
    return _with_event(room, chance, lambda raw: another_value(chance, raw, room.election.group))


@mutation
def event_another_spelling(chance: Random, room: Room) -> bytes:
    return _with_event(room, chance, lambda raw: another_spelling(chance, raw))


def _with_event(room: Room, chance: Random, rewrite: Callable[[bytes], bytes]) -> bytes:
    """One event rewritten; those after it continue it as it is now."""
    changed = chance.randrange(len(room.entries))
    records: Records = []
    previous = None
    for place, entry in enumerate(room.entries):
        event = write_event(parts_of([entry])[0][0], previous, hex_hash(entry.data[-1]) if entry.data else None)
        if place == changed:
            event = rewrite(event)
        records += named(entry.data, event)
        previous = Head(hex_hash(event), place)
    return file_of(records)
