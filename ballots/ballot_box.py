"""All ballots of an archive: each by itself, each against the others, and the sum of those that count."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass

from ballots import events
from ballots.archive import Archive, Place
from ballots.ballot import CheckedBallot, ReadBallot, check_proofs, read_ballot
from ballots.credentials import PublicCredentials
from ballots.election import Election, read_election
from ballots.encoding import b64_hash, b64_of
from ballots.errors import Invalid
from ballots.groups import Arithmetic
from ballots.report import Findings
from ballots.spread import Progress, ballots_at_once, chunks, spread, untold
from ballots.tally import EncryptedTally, Texts, aggregate, combine, tally_texts


@dataclass(frozen=True, slots=True)
class Counted:
    """What the ballots of an archive add up to; unless all are ``sound``, only those that are."""

    tally: EncryptedTally
    ballots: int
    weight: int
    sound: bool = True


def check_ballots(
    archive: Archive,
    election: Election,
    credentials: PublicCredentials,
    findings: Findings,
    executor: Executor | None = None,
    *,
    arithmetic: Arithmetic | None = None,
    progress: Progress = untold,
) -> Counted:
    """The sum of the last ballot of each credential."""
    places = [step.data[0] for step in archive.of_kind(events.BALLOT)]
    last: dict[str, int] = {}
    cast = _from_the_last(archive, election, credentials, places, last)
    at_once = ballots_at_once(election.group, sum(question.width for question in election.questions))
    heaps = (_Heap(election.raw, arithmetic, chunk) for chunk in chunks(cast, at_once))
    reasons = _replays(places)
    parts = _Parts(places)
    tallies: list[Texts] = []
    done = 0
    for heap in spread(executor, _check_heap, heaps):
        reasons += heap.reasons
        reasons += parts.repeated(heap.parts)
        tallies.append(heap.tally)
        done += heap.ballots
        progress("ballots", done, len(places))
    findings.refuse(*(reason for _, reason in sorted(reasons, key=lambda found: found[0])))
    return Counted(combine(election, tallies), len(last), sum(last.values()), sound=not reasons)


Reasons = list[tuple[int, Invalid]]
"""Each with the number of the ballot it is about, counted from 0 in the order of casting."""


@dataclass(frozen=True, slots=True)
class _Cast:
    """A ballot to check: ``owner`` only if listed, ``weight`` what it counts with unless a later one replaces it."""

    number: int
    raw: bytes
    owner: str | None
    weight: int | None


def _from_the_last(
    archive: Archive,
    election: Election,
    credentials: PublicCredentials,
    places: Sequence[Place],
    last: dict[str, int],
) -> Iterator[_Cast]:
    """Every ballot, read once and backwards: then the first met of each credential is the one that counts.

    ``last`` takes up the credentials met, with their weights.
    """
    contents = archive.contents(reversed(places))
    for number, raw in zip(range(len(places) - 1, -1, -1), contents, strict=True):
        owner = claimed_owner(election, raw)
        if owner not in credentials:
            yield _Cast(number, raw, None, None)
            continue
        replaced = owner in last
        weight = last.setdefault(owner, credentials.weights[owner])
        yield _Cast(number, raw, owner, None if replaced else weight)


def claimed_owner(election: Election, raw: bytes) -> str:
    """Whose ballot this says it is, from its beginning, which has one form only; the check then reads all of it."""
    beginning = f'{{"election_uuid":"{election.uuid}","election_hash":"{election.fingerprint}","credential":"'.encode()
    if not raw.startswith(beginning):
        return ""
    return raw[len(beginning) : raw.find(b'"', len(beginning))].decode(errors="replace")


def _replays(places: Sequence[Place]) -> Reasons:
    seen: set[str] = set()
    found: Reasons = []
    for number, place in enumerate(places):
        if place.hash in seen:
            found.append((number, Invalid("ballot-replayed", f"the ballot {b64_of(place.hash)} appears twice")))
        seen.add(place.hash)
    return found


# --- some ballots, on whatever core ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Heap:
    election: bytes
    arithmetic: Arithmetic | None
    ballots: list[_Cast]


@dataclass(frozen=True, slots=True)
class _Checked:
    """What a heap adds up to, the parts no other credential may repeat, and what does not hold."""

    ballots: int
    tally: list[list[tuple[str, str]]]
    parts: list[tuple[int, str, frozenset[bytes]]]
    reasons: Reasons


def _check_heap(heap: _Heap) -> _Checked:
    election = read_election(heap.election, arithmetic=heap.arithmetic)
    reasons: Reasons = []
    read = []
    for cast in heap.ballots:
        with _noting(cast, reasons):
            read.append((cast, read_ballot(election, () if cast.owner is None else (cast.owner,), cast.raw)))
    sound = _proved(election, read, reasons)
    parts = [(cast.number, ballot.credential, ballot.parts) for cast, ballot in sound]
    counted = [(ballot.ciphertexts, cast.weight) for cast, ballot in sound if cast.weight is not None]
    return _Checked(len(heap.ballots), tally_texts(election.group, aggregate(election, counted)), parts, reasons)


def _proved(
    election: Election, read: Sequence[tuple[_Cast, ReadBallot]], reasons: Reasons
) -> list[tuple[_Cast, CheckedBallot]]:
    """The ballots whose proofs hold. Usually all do; only if not, each is asked alone."""
    try:
        checked = check_proofs(election, [ballot for _, ballot in read])
    except Invalid:
        pass
    else:
        return [(cast, ballot) for (cast, _), ballot in zip(read, checked, strict=True)]
    sound = []
    for cast, ballot in read:
        with _noting(cast, reasons):
            sound += [(cast, proved) for proved in check_proofs(election, [ballot])]
    return sound


@contextmanager
def _noting(cast: _Cast, reasons: Reasons) -> Iterator[None]:
    try:
        yield
    except Invalid as error:
        reasons.append((cast.number, Invalid(error.code, f"ballot {b64_hash(cast.raw)}: {error.detail}")))


class _Parts:
    """The ciphertexts and proofs met so far, and in whose ballot."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = places
        self._seen: dict[bytes, tuple[int, str]] = {}

    def repeated(self, ballots: Iterable[tuple[int, str, frozenset[bytes]]]) -> Reasons:
        """A ciphertext or proof that two credentials share shows that one voter copied the other (BAL-3)."""
        found: Reasons = []
        for number, owner, parts in ballots:
            mine = number, owner
            others = {self._seen.setdefault(part, mine) for part in parts}
            copied = {later for later, other in others if other != owner}
            found += [(later, self._copy(later, number)) for later in copied]
        return found

    def _copy(self, later: int, earlier: int) -> Invalid:
        trackers = b64_of(self._places[later].hash), b64_of(self._places[earlier].hash)
        return Invalid("ballot-copied", f"the ballot {trackers[0]} repeats a part of another voter's, {trackers[1]}")
