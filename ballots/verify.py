"""Everything a stranger can check about an election, from its archive alone."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

from ballots import events
from ballots.archive import Archive, Place, Source, Step, read_archive
from ballots.ballot import CheckedBallot, check_ballot, credential_of
from ballots.credentials import PublicCredentials, read_credentials, require_members
from ballots.election import Election, read_election
from ballots.encoding import b64_hash, b64_of, count, hex_hash, members, read, read_hash, read_weight
from ballots.errors import Invalid
from ballots.groups import Arithmetic, group
from ballots.report import PHASES, Report
from ballots.spread import spread
from ballots.tally import (
    EncryptedTally,
    Factors,
    Texts,
    aggregate,
    combine,
    combine_factors,
    read_result,
    read_tally,
    require_result,
    tally_texts,
    write_tally,
)
from ballots.trustees import Trustees, check_decryption, combined_key, read_trustees

BALLOTS_AT_ONCE = 32
CREDENTIALS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Setup:
    """What was fixed before voting began."""

    election: Election
    trustees: Trustees
    credentials: PublicCredentials


@dataclass(frozen=True, slots=True)
class Counted:
    """What the ballots of an archive add up to."""

    tally: EncryptedTally
    ballots: int
    weight: int


def verify(source: Source | str, executor: Executor | None = None, *, arithmetic: Arithmetic | None = None) -> Report:
    """Check an archive completely: a report of what it says, or ``Invalid`` with the reason.

    ``Unreadable`` and ``Unsupported`` are neither: there is no verdict. Heavy work is handed to ``executor`` where
    there is one. ``arithmetic`` names another than the fastest at hand, for a second opinion.
    """
    archive = read_archive(Path(source) if isinstance(source, str) else source)
    setup = read_setup(archive, executor, arithmetic=arithmetic)
    election, trustees, credentials = setup.election, setup.trustees, setup.credentials
    counted = check_ballots(archive, setup, executor, arithmetic=arithmetic)
    tally_fingerprint = _check_tally(archive, election, counted)
    decryptions = _check_decryptions(archive, setup, counted.tally)
    return Report(
        uuid=election.uuid,
        name=election.name,
        group=election.group.name,
        arithmetic=election.group.arithmetic,
        phase=PHASES[archive.steps[-1].event.kind],
        events=len(archive.steps),
        credentials=len(credentials),
        ballots=len(archive.of_kind(events.BALLOT)),
        counted=counted.ballots,
        counted_weight=counted.weight,
        decryptions=len(decryptions),
        result=_check_result(archive, setup, counted, decryptions),
        election_fingerprint=election.fingerprint,
        credentials_fingerprint=credentials.fingerprint,
        trustee_fingerprints=tuple(trustee.fingerprint for trustee in trustees.each),
        tally_fingerprint=tally_fingerprint,
        last_event=archive.head.fingerprint,
    )


def add_up(source: Source, executor: Executor | None = None) -> Counted:
    """What an archive's ballots add up to, for whoever publishes the tally: computed as a stranger will."""
    archive = read_archive(source)
    return check_ballots(archive, read_setup(archive, executor), executor)


def read_setup(archive: Archive, executor: Executor | None = None, *, arithmetic: Arithmetic | None = None) -> Setup:
    """The election, its trustees and its credentials, checked and belonging together."""
    raw_election, raw_trustees, raw_credentials, raw_setup = archive.contents(archive.steps[0].data)
    named = members(read(raw_setup), "setup-shape", "election", "trustees", "credentials")
    if list(named.values()) != [hex_hash(raw) for raw in (raw_election, raw_trustees, raw_credentials)]:
        raise Invalid("records-mismatch", "the setup is about other records than those before it")
    election = read_election(raw_election, arithmetic=arithmetic)
    trustees = read_trustees(election.group, raw_trustees)
    if combined_key(election.group, trustees) != election.key:
        raise Invalid("election-key", "the election key is not the combination of the trustees' keys")
    credentials = read_credentials(raw_credentials)
    work = ((election.group.name, arithmetic, publics) for publics in _chunks(credentials, CREDENTIALS_AT_ONCE))
    for _ in spread(executor, _check_credentials, work):
        pass
    return Setup(election, trustees, credentials)


def _check_credentials(work: tuple[str, Arithmetic | None, Sequence[str]]) -> None:
    name, arithmetic, publics = work
    require_members(group(name, arithmetic=arithmetic), publics)


Item = TypeVar("Item")


def _chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


# --- ballots --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Heap:
    """Some ballots to check, each with the weight it counts with: zero times when a later one replaces it."""

    election: bytes
    arithmetic: Arithmetic | None
    ballots: list[tuple[bytes, str, int | None]]


@dataclass(frozen=True, slots=True)
class _Sum:
    """What a checked heap adds up to, and the parts no other credential may repeat."""

    tally: list[list[tuple[str, str]]]
    parts: list[tuple[str, frozenset[str]]]


def check_ballots(
    archive: Archive, setup: Setup, executor: Executor | None = None, *, arithmetic: Arithmetic | None = None
) -> Counted:
    """Every ballot by itself and against the others; then the sum of the last one of each credential."""
    places = [step.data[0] for step in archive.of_kind(events.BALLOT)]
    _refuse_replays(places)
    owners = _owners(archive, setup, places)
    last = {owner: index for index, owner in enumerate(owners)}
    weights = setup.credentials.weights
    ballots = (
        (raw, owner, weights[owner] if last[owner] == index else None)
        for index, (raw, owner) in enumerate(zip(archive.contents(places), owners, strict=True))
    )
    heaps = (_Heap(setup.election.raw, arithmetic, chunk) for chunk in _chunks(ballots, BALLOTS_AT_ONCE))
    seen: dict[str, str] = {}
    tallies: list[Texts] = []
    for heap in spread(executor, _check_heap, heaps):
        _refuse_copies(seen, heap.parts)
        tallies.append(heap.tally)
    return Counted(combine(setup.election, tallies), len(last), sum(weights[owner] for owner in last))


def _refuse_replays(places: Sequence[Place]) -> None:
    seen: set[str] = set()
    for place in places:
        if place.hash in seen:
            raise Invalid("ballot-replayed", f"the ballot {b64_of(place.hash)} appears twice")
        seen.add(place.hash)


def _owners(archive: Archive, setup: Setup, places: Sequence[Place]) -> list[str]:
    """Whose each ballot is, known before any is checked, because only the last of each credential counts."""
    owners = []
    for raw in archive.contents(places):
        credential = credential_of(setup.election, raw)
        if credential not in setup.credentials:
            raise Invalid("credential-not-listed", f"no voter has the credential {credential[:64]}")
        owners.append(credential)
    return owners


def _check_heap(heap: _Heap) -> _Sum:
    election = read_election(heap.election, arithmetic=heap.arithmetic)
    counted = []
    parts = []
    for raw, owner, weight in heap.ballots:
        ballot = _check_named(election, owner, raw)
        parts.append((owner, ballot.parts))
        if weight is not None:
            counted.append((ballot.ciphertexts, weight))
    return _Sum(tally_texts(election.group, aggregate(election, counted)), parts)


def _check_named(election: Election, owner: str, raw: bytes) -> CheckedBallot:
    try:
        return check_ballot(election, (owner,), raw)
    except Invalid as error:
        raise Invalid(error.code, f"ballot {b64_hash(raw)}: {error.detail}") from None


def _refuse_copies(seen: dict[str, str], ballots: Iterable[tuple[str, frozenset[str]]]) -> None:
    """A ciphertext or proof that two credentials share shows that one voter copied the other (BAL-3)."""
    for owner, parts in ballots:
        for part in parts:
            if seen.setdefault(part, owner) != owner:
                raise Invalid("ballot-copied", f"the ballot of {owner[:64]} repeats a part of another voter's")


# --- tally, decryption, result --------------------------------------------------------------------------------------


def _check_tally(archive: Archive, election: Election, counted: Counted) -> str | None:
    """The published sums are the ones recomputed here, to the byte; the numbers beside them too."""
    for step in archive.of_kind(events.ENCRYPTED_TALLY):
        raw, sized = archive.contents(step.data)
        code = "tally-shape"
        fields = members(read(sized), code, "num_tallied", "total_weight", "encrypted_tally")
        if read_hash(fields["encrypted_tally"], code) != step.data[0].hash:
            raise Invalid("records-mismatch", "the size of the tally is told of another tally")
        read_tally(election, raw)
        if raw != write_tally(election, counted.tally):
            raise Invalid("tally-mismatch", "the encrypted tally is not the sum of the ballots")
        if count(fields["num_tallied"], code) != counted.ballots:
            raise Invalid("num-tallied", f"{counted.ballots} ballots count")
        if read_weight(fields["total_weight"], code) != counted.weight:
            raise Invalid("total-weight", f"the ballots that count weigh {counted.weight}")
        return b64_of(step.data[0].hash)
    return None


def _check_decryptions(archive: Archive, setup: Setup, tally: EncryptedTally) -> dict[int, Factors]:
    factors: dict[int, Factors] = {}
    for step in archive.of_kind(events.PARTIAL_DECRYPTION):
        raw, owned = archive.contents(step.data)
        owner = _owner(owned, step)
        if not 1 <= owner <= len(setup.trustees.each):
            raise Invalid("decryption-owner", f"there is no trustee {owner}")
        if owner in factors:
            raise Invalid("decryption-repeated", f"trustee {owner} decrypted twice")
        factors[owner] = check_decryption(setup.election, setup.trustees.each[owner - 1], tally, raw)
    return factors


def _owner(raw: bytes, step: Step) -> int:
    code = "decryption-shape"
    fields = members(read(raw), code, "owner", "payload")
    if read_hash(fields["payload"], code) != step.data[0].hash:
        raise Invalid("records-mismatch", "the owner is told of another partial decryption")
    return count(fields["owner"], code)


def _check_result(
    archive: Archive, setup: Setup, counted: Counted, factors: dict[int, Factors]
) -> list[list[int]] | None:
    for step in archive.of_kind(events.RESULT):
        missing = [number for number in range(1, len(setup.trustees.each) + 1) if number not in factors]
        if missing:
            raise Invalid("decryption-missing", f"trustee {missing[0]} did not decrypt")
        (raw,) = archive.contents(step.data)
        result = read_result(setup.election, counted.tally, raw)
        together = combine_factors(setup.election.group, list(factors.values()))
        require_result(setup.election, counted.tally, together, result, counted.weight)
        return result
    return None
