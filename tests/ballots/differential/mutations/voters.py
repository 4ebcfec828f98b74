"""What voters, or whoever keeps their ballots, could do."""

import json
from dataclasses import replace
from random import Random

from ballots import make_ballot, new_code, new_secret, public_of
from ballots.encoding import b64_hash, write
from ballots.events import BALLOT
from tests.ballots.differential.elections import answers
from tests.ballots.differential.mutations.making import mutation, parts_in, places_of, relinked
from tests.ballots.differential.rewriting import another_value
from tests.ballots.election_room import Room, archive_of
from tests.ballots.spoiling import signed


@mutation
def two_ballots_in_each_others_place(chance: Random, room: Room) -> bytes | None:
    """Right or wrong, depending on whether one voter cast both and which of them is left to count."""
    parts = parts_in(room)
    places = places_of(parts, BALLOT)
    if len(places) < 2:
        return None
    one, other = chance.sample(places, 2)
    parts[one], parts[other] = parts[other], parts[one]
    return archive_of(parts)


@mutation
def ballot_left_away(chance: Random, room: Room) -> bytes | None:
    parts = parts_in(room)
    places = places_of(parts, BALLOT)
    if not places:
        return None
    del parts[chance.choice(places)]
    return archive_of(parts)


@mutation
def ballot_replayed(chance: Random, room: Room) -> bytes | None:
    parts = parts_in(room)
    places = places_of(parts, BALLOT)
    if not places:
        return None
    parts.insert(places[-1] + 1, parts[chance.choice(places)])
    return archive_of(parts if chance.random() < 0.5 else parts[: places[-1] + 2])


@mutation
def one_more_ballot(chance: Random, room: Room) -> bytes:
    """By a listed voter, cast as it should be: right while voting goes on, and wrong once a sum was published."""
    voter = chance.randrange(len(room.codes))
    return _with_ballot(chance, room, room.make(voter, answers(chance, room.election.questions)))


@mutation
def ballot_by_nobody(chance: Random, room: Room) -> bytes:
    secret = new_secret(room.election.group, room.draw)
    raw = make_ballot(room.election, secret, answers(chance, room.election.questions), room.draw)
    return _with_ballot(chance, room, raw)


@mutation
def ballot_for_another_election(chance: Random, room: Room) -> bytes:
    """With the same questions and key; only the text above them differs."""
    raw = room.election.raw.replace(b"A test", b"A trial")
    other = replace(room.election, raw=raw, fingerprint=b64_hash(raw))
    ballot = make_ballot(other, room.secret(0), answers(chance, room.election.questions), room.draw)
    return _with_ballot(chance, room, ballot)


@mutation
def ballot_changed_and_signed_again(chance: Random, room: Room) -> bytes:
    """What a voter with a program of her own could send."""
    value = json.loads(room.make(0, answers(chance, room.election.questions)))
    body = json.loads(another_value(chance, write(value["answers"]), room.election.group))
    return _with_ballot(chance, room, signed(room, {**value, "answers": body}))


@mutation
def answers_of_another_voter_signed(chance: Random, room: Room) -> bytes:
    voter = chance.randrange(1, len(room.codes))
    theirs = json.loads(room.make(voter, answers(chance, room.election.questions)))
    mine = json.loads(room.make(0, answers(chance, room.election.questions)))
    return _with_ballot(chance, room, signed(room, {**mine, "answers": theirs["answers"]}))


@mutation
def parts_of_two_ballots_of_one_voter(chance: Random, room: Room) -> bytes:
    """Each part is right by itself, and bound to the same voter."""
    one, other = (json.loads(room.make(0, answers(chance, room.election.questions))) for _ in range(2))
    index = chance.randrange(len(one["answers"]))
    member = chance.choice(list(one["answers"][index]))
    one["answers"][index][member] = other["answers"][index][member]
    return _with_ballot(chance, room, signed(room, one))


def _with_ballot(chance: Random, room: Room, raw: bytes) -> bytes:
    parts = parts_in(room)
    place = chance.choice(places_of(parts, BALLOT) or [0]) + 1
    parts.insert(place, (BALLOT, [raw]))
    return archive_of(parts if chance.random() < 0.4 else parts[: place + 1])


@mutation
def one_more_credential(chance: Random, room: Room) -> bytes | None:
    """Nothing in the archive is wrong with it: so the list's fingerprint is compared with who made the codes."""
    listed = json.loads(room.credentials)
    weight = ",1" if "," in listed[0] else ""
    listed.append(public_of(new_code(room.draw), room.election.uuid, room.election.group) + weight)
    return _with_credentials(room, listed)


@mutation
def one_credential_fewer(chance: Random, room: Room) -> bytes:
    listed = json.loads(room.credentials)
    del listed[chance.randrange(len(listed))]
    return _with_credentials(room, listed)


@mutation
def another_weight(chance: Random, room: Room) -> bytes | None:
    """Wrong once the sum is published, if this voter voted."""
    listed = json.loads(room.credentials)
    if "," not in listed[0]:
        return None
    place = chance.randrange(len(listed))
    public, weight = listed[place].split(",")
    listed[place] = f"{public},{chance.choice([0, 1, int(weight) + 1, 2 * int(weight), 2**31])}"
    return _with_credentials(room, listed)


def _with_credentials(room: Room, listed: list[str]) -> bytes:
    parts = parts_in(room)
    kind, (election, trustees, _, setup) = parts[0]
    parts[0] = (kind, relinked(kind, [election, trustees, write([*listed]), setup]))
    return archive_of(parts)
