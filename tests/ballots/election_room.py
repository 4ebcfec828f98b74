"""A small election with every role in one hand, so that tests can hold one in a line and then spoil it."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ballots import (
    Election,
    Entry,
    Head,
    Homomorphic,
    aggregate,
    ballot_entry,
    check_ballot,
    check_decryption,
    combine_factors,
    combined_key,
    compute_result,
    decrypt,
    decryption_entry,
    end_entry,
    group,
    hex_hash,
    make_ballot,
    make_public_key,
    new_code,
    new_secret,
    public_of,
    read_credentials,
    read_election,
    read_trustees,
    result_entry,
    secret_of,
    setup_entry,
    tally_entry,
    write_archive,
    write_credentials,
    write_election,
    write_tally,
    write_trustees,
)
from ballots.events import read_event, write_event
from ballots.groups import Arithmetic

UUID = "4TeStE1ect1oNs"
TIMESTAMP = 1_700_000_000
YES_OR_NO = Homomorphic("Shall we?", ("Yes", "No"), 1, 1)
WITH_BLANK = Homomorphic("Whom?", ("Asha", "Bryn", "Carys"), 1, 2, blank=True)


def counter(seed: str = "seed") -> Callable[[int], bytes]:
    """Random bytes that are the same in every run."""
    state = [0]

    def draw(size: int) -> bytes:
        state[0] += 1
        return hashlib.shake_256(f"{seed}{state[0]}".encode()).digest(size)

    return draw


@dataclass
class Room:
    election: Election
    codes: list[str]
    secrets: list[int]
    trustees: bytes
    credentials: bytes
    draw: Callable[[int], bytes]
    entries: list[Entry] = field(default_factory=list)
    ballots: list[bytes] = field(default_factory=list)

    @property
    def head(self) -> Head:
        return self.entries[-1].head

    def secret(self, voter: int) -> int:
        return secret_of(self.codes[voter], self.election.uuid, self.election.group.order)

    def make(self, voter: int, answers: Sequence[Sequence[int]]) -> bytes:
        return make_ballot(self.election, self.secret(voter), answers, self.draw)

    def cast(self, voter: int, answers: Sequence[Sequence[int]]) -> bytes:
        raw = self.make(voter, answers)
        self.put(raw)
        return raw

    def put(self, raw: bytes) -> None:
        self.ballots.append(raw)
        self.entries.append(ballot_entry(raw, self.head))

    def count(self) -> bytes:
        """Close, add up, decrypt, publish; the result object."""
        listed = read_credentials(self.credentials)
        last = {}
        for raw in self.ballots:
            ballot = check_ballot(self.election, listed, raw)
            last[ballot.credential] = ballot
        weights = listed.weights
        tally = aggregate(self.election, [(one.ciphertexts, weights[owner]) for owner, one in last.items()])
        total = sum(weights[owner] for owner in last)
        self.entries.append(end_entry(self.head))
        self.entries.append(tally_entry(write_tally(self.election, tally), len(last), total, self.head))
        shares = []
        for number, (secret, trustee) in enumerate(
            zip(self.secrets, read_trustees(self.election.group, self.trustees).each, strict=True), 1
        ):
            share = decrypt(self.election, tally, secret, self.draw)
            shares.append(check_decryption(self.election, trustee, tally, share))
            self.entries.append(decryption_entry(share, number, self.head))
        result = compute_result(self.election, tally, combine_factors(self.election.group, shares), total)
        self.entries.append(result_entry(result, self.head))
        return result

    def archive(self) -> bytes:
        return b"".join(write_archive(self.entries, TIMESTAMP))


def open_room(
    name: str = "Ed25519",
    questions: Sequence[Homomorphic] = (YES_OR_NO,),
    *,
    voters: int = 3,
    trustees: int = 2,
    weights: Sequence[int] | None = None,
    arithmetic: Arithmetic | None = None,
) -> Room:
    draw = counter()
    in_group = group(name, arithmetic=arithmetic)
    secrets = [new_secret(in_group, draw) for _ in range(trustees)]
    keys = write_trustees([make_public_key(in_group, secret, f"Trustee {secret % 10}", draw) for secret in secrets])
    raw = write_election(
        uuid=UUID,
        name="Cyfarfod blynyddol",
        description="A test",
        group=name,
        public_key=combined_key(in_group, read_trustees(in_group, keys)),
        questions=questions,
    )
    election = read_election(raw, arithmetic=arithmetic)
    codes = [new_code(draw) for _ in range(voters)]
    publics = [public_of(code, UUID, in_group) for code in codes]
    credentials = write_credentials(
        in_group, publics, dict(zip(publics, weights, strict=True)) if weights is not None else None
    )
    room = Room(election, codes, secrets, keys, credentials, draw)
    room.entries.append(setup_entry(raw, keys, credentials))
    return room


def held(name: str = "Ed25519") -> Room:
    """An ordinary election, to the end: three voters, one of whom changed her mind."""
    room = open_room(name, (YES_OR_NO, WITH_BLANK))
    room.cast(0, [[1, 0], [0, 1, 0, 1]])
    room.cast(1, [[0, 1], [1, 0, 0, 0]])
    room.cast(0, [[0, 1], [0, 0, 0, 1]])
    room.cast(2, [[1, 0], [0, 1, 0, 0]])
    room.count()
    return room


def chain(parts: Sequence[tuple[str, Sequence[bytes]]]) -> list[Entry]:
    """Entries of these kinds with these data, properly linked, whatever they say."""
    entries: list[Entry] = []
    for kind, data in parts:
        previous = entries[-1].head if entries else None
        event = write_event(kind, previous, hex_hash(data[-1]) if data else None)
        entries.append(Entry(tuple(data), event, len(entries)))
    return entries


def parts_of(entries: Sequence[Entry]) -> list[tuple[str, tuple[bytes, ...]]]:
    return [(read_event(entry.event).kind, entry.data) for entry in entries]


def archive_of(parts: Sequence[tuple[str, Sequence[bytes]]]) -> bytes:
    return b"".join(write_archive(chain(parts), TIMESTAMP))
