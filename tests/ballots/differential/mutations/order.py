"""Events in another order, too many, too few."""

from random import Random

from ballots.events import (
    BALLOT,
    ENCRYPTED_TALLY,
    END_BALLOTS,
    END_SHUFFLES,
    PARTIAL_DECRYPTION,
    RESULT,
    SETUP,
    SHUFFLE,
)
from tests.ballots.differential.mutations.making import mutation, parts_in, places_of
from tests.ballots.election_room import Room, archive_of


@mutation
def event_dropped(chance: Random, room: Room) -> bytes:
    parts = parts_in(room)
    del parts[chance.randrange(len(parts))]
    return archive_of(parts)


@mutation
def event_repeated(chance: Random, room: Room) -> bytes:
    parts = parts_in(room)
    place = chance.randrange(len(parts))
    return archive_of([*parts[: place + 1], *parts[place:]])


@mutation
def event_again_at_the_end(chance: Random, room: Room) -> bytes:
    parts = parts_in(room)
    return archive_of([*parts, chance.choice(parts)])


@mutation
def event_somewhere_else(chance: Random, room: Room) -> bytes:
    parts = parts_in(room)
    moved = parts.pop(chance.randrange(len(parts)))
    parts.insert(chance.randrange(len(parts) + 1), moved)
    return archive_of(parts)


@mutation
def voting_ended_twice(chance: Random, room: Room) -> bytes | None:
    """The tool then counts only the ballots of the second run."""
    parts = parts_in(room)
    places = places_of(parts, BALLOT)
    if not places:
        return None
    parts.insert(chance.choice(places), (END_BALLOTS, []))
    return archive_of(parts)


@mutation
def event_of_another_kind(chance: Random, room: Room) -> bytes:
    parts = parts_in(room)
    place = chance.randrange(len(parts))
    kinds = [SETUP, BALLOT, END_BALLOTS, ENCRYPTED_TALLY, SHUFFLE, END_SHUFFLES, PARTIAL_DECRYPTION, RESULT]
    parts[place] = (chance.choice(kinds), parts[place][1])
    return archive_of(parts)


@mutation
def records_of_an_event(chance: Random, room: Room) -> bytes | None:
    """One too few or too many, or in another order, while the last one stays what the event is about."""
    parts = parts_in(room)
    places = [place for place, (_, data) in enumerate(parts) if len(data) > 1]
    kind, data = parts[place := chance.choice(places)]
    way = chance.choice(["fewer", "more", "again", "order"])
    *others, last = data
    if way == "fewer":
        del others[chance.randrange(len(others))]
    elif way == "more":
        others.append(b"{}")
    elif way == "again":
        others.append(chance.choice(others))
    elif others[::-1] == others:
        return None
    else:
        others.reverse()
    parts[place] = (kind, [*others, last])
    return archive_of(parts)


@mutation
def archive_cut_after_an_event(chance: Random, room: Room) -> bytes:
    """As it stood at some time: nothing is wrong with it."""
    return archive_of(parts_in(room)[: chance.randrange(len(room.entries)) + 1])
