"""Checkpoints: signed statements of how far a public record had come (C2SP tlog-checkpoint, BAL-8).

Whoever keeps one can prove a later change of what it covers, because the record no longer has the hashes in it.
"""

import base64
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from ballots.archive import Archive
from ballots.election import read_election
from ballots.encoding import BASE58, hex_hash
from ballots.errors import Invalid
from ballots.merkle import leaf_hash, require_extends, roots
from ballots.notes import Note, VerifierKey, read_note

_SHAPE, _MISMATCH = "checkpoint-shape", "checkpoint-mismatch"
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_TEXT = re.compile(
    rf"(?P<origin>[^\s+]+/[{BASE58}]{{14,64}})\n(?P<size>[1-9][0-9]{{0,18}})\n(?P<root>[A-Za-z0-9+/]{{43}}=)\n"
    r"head (?P<head>[0-9a-f]{64})\ntime (?P<time>[0-9T:-]{19}Z)\n(?:booth (?P<booth>sha384-[A-Za-z0-9+/]{64})\n)?"
)
_PROOF = re.compile(rb"(?:[A-Za-z0-9+/]{43}=\n){0,64}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The first ``size`` events of a record, one at least.

    ``root`` is the hash of the tree over them, ``head`` that of the last one in hexadecimal. ``origin`` names the
    server and the election: ``vote.example.org/4TeStE1ect1oNs``. ``booth`` is the hash of the voting page it serves.
    """

    origin: str
    size: int
    root: bytes
    head: str
    at: datetime
    booth: str | None = None

    @property
    def uuid(self) -> str:
        return self.origin.rpartition("/")[2]

    @property
    def text(self) -> str:
        """What is signed: the three lines that every log writes, then ours."""
        lines = [self.origin, str(self.size), base64.b64encode(self.root).decode()]
        lines += [f"head {self.head}", f"time {self.at.astimezone(UTC).strftime(_TIME)}"]
        lines += [] if self.booth is None else [f"booth {self.booth}"]
        return "".join(f"{line}\n" for line in lines)


def take_checkpoint(events: Iterable[bytes], origin: str, at: datetime, booth: str | None = None) -> Checkpoint:
    """Of the bytes of all events, at least one, in their order; the instant is kept to the second."""
    leaves = []
    event = b""
    for event in events:
        leaves.append(leaf_hash(event))
    size = len(leaves)
    return Checkpoint(origin, size, roots(leaves, (size,))[size], hex_hash(event), at.replace(microsecond=0), booth)


def read_checkpoint(raw: bytes, keys: Sequence[VerifierKey] = ()) -> Checkpoint:
    """The checkpoint in a note that each of ``keys`` signed; without keys, no signature is looked at.

    Raises ``Invalid``: checkpoint-shape, checkpoint-signature.
    """
    note = read_note(raw)
    for key in keys:
        note.require_signed(key)
    return checkpoint_in(note)


def checkpoint_in(note: Note) -> Checkpoint:
    """What a note says, whoever signed it; raises ``Invalid`` (checkpoint-shape) unless we would write the same."""
    said = _TEXT.fullmatch(note.text)
    if said is None:
        raise Invalid(_SHAPE, "the note is not a checkpoint of an election")
    try:
        at = datetime.strptime(said["time"], _TIME).replace(tzinfo=UTC)
    except ValueError:
        raise Invalid(_SHAPE, f"{said['time']} is no instant") from None
    root = base64.b64decode(said["root"])
    checkpoint = Checkpoint(said["origin"], int(said["size"]), root, said["head"], at, said["booth"])
    if checkpoint.text != note.text:
        raise Invalid(_SHAPE, "the checkpoint is not written in its one form")
    return checkpoint


def require_consistent(archive: Archive, checkpoints: Collection[Checkpoint]) -> None:
    """The record still begins with everything that each checkpoint covers.

    Raises ``Invalid`` (checkpoint-mismatch), and again in ``also`` for each further one: together with a checkpoint
    of good signature the archive then shows that the record was forked or cut.
    """
    mismatches = tuple(_mismatches(archive, checkpoints)) if checkpoints else ()
    if mismatches:
        raise Invalid(_MISMATCH, mismatches[0].detail, mismatches[1:])


def _mismatches(archive: Archive, checkpoints: Collection[Checkpoint]) -> Iterator[Invalid]:
    uuid = election_uuid(archive)
    known = roots(event_leaves(archive), {checkpoint.size for checkpoint in checkpoints})
    for one in checkpoints:
        if one.uuid != uuid:
            yield Invalid(_MISMATCH, f"the checkpoint is of the election {one.uuid}, the archive of {uuid}")
        elif one.size not in known:
            yield Invalid(_MISMATCH, f"{named(one)} covers more than the {len(archive.steps)} events of the archive")
        elif (one.root, one.head) != (known[one.size], archive.steps[one.size - 1].head.hash):
            yield Invalid(_MISMATCH, f"the archive does not hold what {named(one)} covers")


def election_uuid(archive: Archive) -> str:
    (raw,) = archive.contents(archive.steps[0].data[:1])
    return read_election(raw).uuid


def event_leaves(archive: Archive) -> Iterator[bytes]:
    """The leaf hash of each event."""
    return (leaf_hash(step.event_bytes) for step in archive.steps)


def require_compatible(one: Checkpoint, other: Checkpoint) -> None:
    """Two checkpoints alone: of the same election, and the same if they cover the same number of events.

    Raises ``Invalid``: checkpoint-mismatch for two elections, checkpoint-fork for two records of one election. Both
    notes together, if one server signed them, then prove to anybody that it showed different records.
    """
    if one.uuid != other.uuid:
        raise Invalid(_MISMATCH, f"one is of the election {one.uuid}, the other of {other.uuid}")
    if one.size == other.size and (one.root, one.head) != (other.root, other.head):
        raise Invalid("checkpoint-fork", f"{named(one)} and {named(other)} cover different events: keep both")


def require_grown(earlier: Checkpoint, later: Checkpoint, proof: Sequence[bytes]) -> None:
    """The later one's record begins with the earlier one's, by a consistency proof instead of the archive.

    Raises ``Invalid``: as ``require_compatible``, and merkle-proof.
    """
    require_compatible(earlier, later)
    require_extends(earlier.size, earlier.root, later.size, later.root, proof)


def write_proof(proof: Sequence[bytes]) -> bytes:
    """One hash in a line, as witnesses are sent it (C2SP tlog-witness)."""
    return "".join(f"{base64.b64encode(node).decode()}\n" for node in proof).encode()


def read_proof(raw: bytes) -> list[bytes]:
    """Raises ``Invalid`` (merkle-proof) unless these are lines of hashes, at most one for each level of a tree."""
    if not _PROOF.fullmatch(raw):
        raise Invalid("merkle-proof", "not a consistency proof: lines of 44 characters in base64")
    return [base64.b64decode(line) for line in raw.splitlines()]


def named(checkpoint: Checkpoint) -> str:
    """For people."""
    return f"the checkpoint of {checkpoint.at.strftime(_TIME)} over {checkpoint.size} events"
