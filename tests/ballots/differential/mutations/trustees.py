"""What trustees, or whoever publishes what they send, could do."""

import json
from collections.abc import Callable
from dataclasses import replace
from random import Random

from ballots import decrypt, make_public_key, make_shuffle, new_secret
from ballots.encoding import hex_hash, write
from ballots.errors import BallotsError
from ballots.events import ENCRYPTED_TALLY, PARTIAL_DECRYPTION, RESULT, SHUFFLE
from ballots.tally import EncryptedTally
from tests.ballots.differential.mutations.making import mutation, parts_in, places_of, relinked
from tests.ballots.election_room import Room, archive_of


@mutation
def decryption_of_another_sum(chance: Random, room: Room) -> bytes | None:
    """Every factor and proof is right, for ciphertexts that nobody published."""
    return _with_decryption(
        chance, room, lambda owner: decrypt(room.election, _other_sum(room), room.secrets[owner - 1], room.draw)
    )


@mutation
def decryption_with_another_key(chance: Random, room: Room) -> bytes | None:
    secret = new_secret(room.election.group, room.draw)
    return _with_decryption(chance, room, lambda owner: decrypt(room.election, room.decrypted, secret, room.draw))


@mutation
def decryption_made_anew(chance: Random, room: Room) -> bytes | None:
    """The same factors with other proofs: nothing is wrong with it."""
    return _with_decryption(
        chance, room, lambda owner: decrypt(room.election, room.decrypted, room.secrets[owner - 1], room.draw)
    )


def _with_decryption(chance: Random, room: Room, make: Callable[[int], bytes]) -> bytes | None:
    parts = parts_in(room)
    places = places_of(parts, PARTIAL_DECRYPTION)
    if not places:
        return None
    place = chance.choice(places)
    owner = json.loads(parts[place][1][1])["owner"]
    raw = make(owner)
    parts[place] = (PARTIAL_DECRYPTION, relinked(PARTIAL_DECRYPTION, [raw, parts[place][1][1]]))
    return archive_of(parts)


@mutation
def one_more_decryption(chance: Random, room: Room) -> bytes | None:
    """By a trustee whose share was given already, or by nobody."""
    parts = parts_in(room)
    places = places_of(parts, PARTIAL_DECRYPTION)
    if not places:
        return None
    owner = chance.randint(0, len(room.secrets) + 1)
    secret = room.secrets[owner - 1] if 1 <= owner <= len(room.secrets) else new_secret(room.election.group, room.draw)
    raw = decrypt(room.election, room.decrypted, secret, room.draw)
    parts.insert(places[-1] + 1, (PARTIAL_DECRYPTION, [raw, write({"owner": owner, "payload": hex_hash(raw)})]))
    return archive_of(parts)


@mutation
def one_decryption_fewer(chance: Random, room: Room) -> bytes | None:
    """Right where enough others of a committee decrypted."""
    parts = parts_in(room)
    places = places_of(parts, PARTIAL_DECRYPTION)
    if not places:
        return None
    del parts[chance.choice(places)]
    return archive_of(parts)


@mutation
def sum_of_other_ballots(chance: Random, room: Room) -> bytes | None:
    """A published sum, decrypted honestly and with the result it has, that is not the sum of the ballots."""
    parts = parts_in(room)
    places = places_of(parts, ENCRYPTED_TALLY)
    if not places or not room.ballots:
        return None
    other = replace(room, entries=[*room.entries[:1]], ballots=[], factors={})
    for raw in room.ballots[: chance.randrange(len(room.ballots))]:
        other.put(raw)
    try:
        other.count()
    except BallotsError:
        return None
    held = parts_in(other)
    return archive_of([*parts[: places[0]], *held[places_of(held, ENCRYPTED_TALLY)[0] :]])


@mutation
def shuffle_of_something_else(chance: Random, room: Room) -> bytes | None:
    parts = parts_in(room)
    places = places_of(parts, SHUFFLE)
    if not places:
        return None
    place = chance.choice(places)
    group = room.election.group
    before = [room.decrypted[question] for question in room.election.shuffled]
    raw = make_shuffle(
        room.election, [[(alpha, group.product([beta, alpha])) for alpha, beta in row] for row in before], room.draw
    )
    parts[place] = (SHUFFLE, relinked(SHUFFLE, [raw, parts[place][1][1]]))
    return archive_of(parts if chance.random() < 0.5 else parts[: place + 1])


def _other_sum(room: Room) -> EncryptedTally:
    group = room.election.group
    return [[(group.product([alpha, group.generator]), beta) for alpha, beta in row] for row in room.decrypted]


@mutation
def votes_moved_in_the_result(chance: Random, room: Room) -> bytes | None:
    """From one answer to another, so that as many were cast as before."""
    parts = parts_in(room)
    places = places_of(parts, RESULT)
    if not places:
        return None
    result = json.loads(parts[places[0]][1][0])["result"]
    row = chance.choice(result)
    one, other = chance.randrange(len(row)) if row else 0, 0
    if not row or row[one] == row[other]:
        return None
    row[one], row[other] = row[other], row[one]
    parts[places[0]] = (RESULT, [write({"result": result})])
    return archive_of(parts)


@mutation
def key_of_a_trustee_exchanged(chance: Random, room: Room) -> bytes | None:
    """For another with its own good proof, while the election keeps its key."""
    parts = parts_in(room)
    kind, data = parts[0]
    alone = [place for place, (how, _) in enumerate(json.loads(data[1])) if how == "Single"]
    if not alone:
        return None
    trustees = json.loads(data[1])
    key = make_public_key(room.election.group, new_secret(room.election.group, room.draw), None, room.draw)
    trustees[chance.choice(alone)][1] = json.loads(key)
    parts[0] = (kind, relinked(kind, [data[0], write(trustees), *data[2:]]))
    return archive_of(parts if chance.random() < 0.5 else parts[:1])
