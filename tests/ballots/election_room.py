"""A small election with every role in one hand, so that tests can hold one in a line and then spoil it."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ballots import (
    Election,
    Entry,
    Head,
    Homomorphic,
    Lists,
    NonHomomorphic,
    Question,
    aggregate,
    ballot_entry,
    bind_decryption,
    check_ballot,
    check_decryption,
    check_shuffle,
    combine_shares,
    combined_key,
    compute_result,
    decrypt,
    decryption_entry,
    end_entry,
    end_shuffles_entry,
    group,
    hex_hash,
    make_ballot,
    make_public_key,
    make_shuffle,
    new_code,
    new_secret,
    public_of,
    read_credentials,
    read_election,
    read_trustees,
    result_entry,
    schulze,
    secret_of,
    setup_entry,
    shuffle_entry,
    tally_entry,
    to_shuffle,
    with_shuffled,
    write_archive,
    write_credentials,
    write_election,
    write_tally,
    write_trustees,
)
from ballots.events import read_event, write_event
from ballots.groups import Arithmetic, Ciphertext
from ballots.tally import EncryptedTally, Factors
from tests.ballots.committee_room import hold_ceremony

UUID = "4TeStE1ect1oNs"
TIMESTAMP = 1_700_000_000
YES_OR_NO = Homomorphic("Shall we?", ("Yes", "No"), 1, 1)
WITH_BLANK = Homomorphic("Whom?", ("Asha", "Bryn", "Carys"), 1, 2, blank=True)
TEAMS = Lists("Which team?", (("North", "Asha", "Bryn"), ("South", "Carys")))
RANKING = NonHomomorphic("In what order?", ("Bus", "Hall", "Garden"), schulze(blank=True))


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
    """Of all trustees, in their numbering."""
    trustees: bytes
    credentials: bytes
    draw: Callable[[int], bytes]
    entries: list[Entry] = field(default_factory=list)
    ballots: list[bytes] = field(default_factory=list)
    decrypted: EncryptedTally = field(default_factory=list)
    """What the trustees decrypted, after the shuffles."""
    factors: dict[int, Factors] = field(default_factory=dict)

    @property
    def head(self) -> Head:
        return self.entries[-1].head

    def secret(self, voter: int) -> int:
        return secret_of(self.codes[voter], self.election.uuid, self.election.group.order)

    def make(self, voter: int, answers: Sequence[Sequence[Any]]) -> bytes:
        return make_ballot(self.election, self.secret(voter), answers, self.draw)

    def cast(self, voter: int, answers: Sequence[Sequence[Any]]) -> bytes:
        raw = self.make(voter, answers)
        self.put(raw)
        return raw

    def put(self, raw: bytes) -> None:
        self.ballots.append(raw)
        self.entries.append(ballot_entry(raw, self.head))

    def close(self) -> tuple[EncryptedTally, int]:
        """End the voting and publish the encrypted tally: what it is, and its total weight."""
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
        return tally, total

    def shuffle(self, tally: EncryptedTally, owners: Iterable[int]) -> EncryptedTally:
        """Each of these trustees shuffles what has to be; an election without such questions is left alone."""
        if not self.election.shuffled:
            return tally
        mixed: Sequence[Sequence[Ciphertext]] = to_shuffle(self.election, tally)
        for owner in owners:
            raw = make_shuffle(self.election, mixed, self.draw)
            mixed = check_shuffle(self.election, mixed, raw)
            self.entries.append(shuffle_entry(raw, owner, self.head))
        self.entries.append(end_shuffles_entry(self.head))
        return with_shuffled(self.election, tally, [list(row) for row in mixed])

    def decrypt(self, tally: EncryptedTally, owners: Iterable[int]) -> dict[int, Factors]:
        self.decrypted = tally
        each = read_trustees(self.election.group, self.trustees).each
        for owner in owners:
            share = decrypt(self.election, tally, self.secrets[owner - 1], self.draw)
            self.factors[owner] = check_decryption(self.election, each[owner - 1], tally, share)
            self.entries.append(decryption_entry(share, owner, self.head))
        return self.factors

    def bindings(self) -> dict[int, bytes]:
        """The additional proofs of all who decrypted (§16.1)."""
        return {
            owner: bind_decryption(self.election, self.decrypted, factors, self.secrets[owner - 1], self.draw)
            for owner, factors in self.factors.items()
        }

    def count(self, *, shuffling: Iterable[int] | None = None, decrypting: Iterable[int] | None = None) -> bytes:
        """Close, add up, shuffle, decrypt, publish; the result object. Unless named, all trustees take part."""
        everybody = range(1, len(self.secrets) + 1)
        tally, total = self.close()
        tally = self.shuffle(tally, everybody if shuffling is None else shuffling)
        shares = self.decrypt(tally, everybody if decrypting is None else decrypting)
        together = combine_shares(read_trustees(self.election.group, self.trustees), shares)
        result = compute_result(self.election, tally, together, total)
        self.entries.append(result_entry(result, self.head))
        return result

    def archive(self) -> bytes:
        return b"".join(write_archive(self.entries, TIMESTAMP))


def open_room(
    name: str = "Ed25519",
    questions: Sequence[Question] = (YES_OR_NO,),
    *,
    voters: int = 3,
    trustees: int = 2,
    secrets: Sequence[int] | None = None,
    committees: Sequence[tuple[int, int]] = (),
    weights: Sequence[int] | None = None,
    arithmetic: Arithmetic | None = None,
    seed: str = "seed",
) -> Room:
    """``trustees`` stand alone, with these ``secrets`` or new ones; each of the ``committees`` is (needed, members)."""
    draw = counter(seed)
    in_group = group(name, arithmetic=arithmetic)
    secrets = [new_secret(in_group, draw) for _ in range(trustees)] if secrets is None else [*secrets]
    singles = [make_public_key(in_group, secret, f"Trustee {secret % 10}", draw) for secret in secrets]
    ceremonies = [hold_ceremony(in_group, draw, size=size, threshold=threshold) for threshold, size in committees]
    keys = write_trustees(singles, [ceremony.parameters for ceremony in ceremonies])
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
    secrets += [secret for ceremony in ceremonies for secret in ceremony.secrets]
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


def ranked(name: str = "Ed25519", **room: Any) -> Room:
    """An election with sums and shuffled rankings, to the end: one voter changed his mind, one did not vote."""
    opened = open_room(name, (YES_OR_NO, RANKING), voters=4, **room)
    opened.cast(0, [[1, 0], [1, 2, 3]])
    opened.cast(1, [[0, 1], [2, 1, 0]])
    opened.cast(0, [[0, 1], [3, 2, 1]])
    opened.cast(2, [[0, 1], [0, 0, 0]])
    opened.count()
    return opened


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
