"""What a key-holder's browser checks before it acts: the same verdict as the library's, for the same reason."""

from itertools import takewhile
from random import Random

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ballots import BallotsError, Entry, Invalid, read_archive, read_election, verify, write_archive
from ballots.archive import Archive
from ballots.checkpoints import take_checkpoint
from ballots.errors import Unsupported
from ballots.events import PARTIAL_DECRYPTION
from ballots.opening import to_decrypt
from ballots.tally import write_tally
from ballots.trustees import read_trustees
from tests.ballots.booth.engine import Engine, Refused
from tests.ballots.differential.elections import election
from tests.ballots.differential.mutations import MUTATIONS
from tests.ballots.election_room import Room, chain, counter, held, open_room, parts_of, ranked
from tests.ballots.test_checkpoints import AT, ORIGIN, SECRET
from tests.ballots.test_checkpoints import signed as noted
from tests.ballots.vectors import POSITIVE, REFUSED, archive_path, negative

OF_OTHERS = frozenset(
    {
        "decryption-missing",
        "decryption-owner",
        "decryption-proof",
        "decryption-repeated",
        "decryption-shape",
        "result-mismatch",
        "result-not-embedding",
        "result-range",
        "result-shape",
    }
)
"""What is for everybody's verifier: a key-holder looks at nothing that comes after the sums and the shuffles."""


def reason(record: Engine, archive: bytes) -> str:
    try:
        record.act("verify", archive=archive.hex())
    except Refused as refused:
        return refused.code
    return "accepted"


def ours(raw: bytes) -> str:
    """What the library says of the same bytes."""
    try:
        verify(raw)
    except Invalid as error:
        return error.code
    except Unsupported:
        return "unsupported"
    except BallotsError:
        return "unreadable"
    return "accepted"


def before_decrypting(raw: bytes) -> bytes:
    """The same record as far as a key-holder looks; as it is where its bytes or its chain do not hold."""
    try:
        archive = read_archive(raw)
    except BallotsError:
        return raw
    acts = takewhile(lambda step: step.event.kind != PARTIAL_DECRYPTION, archive.steps)
    entries = [Entry(tuple(archive.contents(step.data)), step.event_bytes, step.event.height) for step in acts]
    return b"".join(write_archive(entries, archive.timestamp))


# --- published archives ---------------------------------------------------------------------------------------------


@pytest.mark.control("BAL-9")
@pytest.mark.parametrize("name", [name for name in POSITIVE if name not in REFUSED])
def test_an_archive_of_other_programs_is_read_as_the_library_reads_it(record: Engine, name: str) -> None:
    archive = read_archive(archive_path(name))
    raw = archive_path(name).read_bytes()
    if name.startswith("g-lists"):
        assert reason(record, raw) == "unsupported-question"
        return
    found, known = record.act("verify", archive=raw.hex()), verify(raw)
    assert (found["cast"], found["counted"], found["head"]) == (known.ballots, known.counted, archive.head.hash)
    assert found["trustees"] == keys_in(archive)
    if known.tally_fingerprint is not None:
        assert found["tally"] == to_open(archive).hex()


def keys_in(archive: Archive) -> list[str]:
    raw, trustees = archive.contents(archive.steps[0].data[:2])
    return [trustee.key for trustee in read_trustees(read_election(raw).group, trustees).each]


def to_open(archive: Archive) -> bytes:
    """What is decrypted, as published, when all shuffles are done."""
    (raw,) = archive.contents(archive.steps[0].data[:1])
    asked = read_election(raw)
    return write_tally(asked, to_decrypt(archive, asked))


@pytest.mark.control("BAL-9")
@pytest.mark.parametrize("name", [name for name in REFUSED if name.startswith("n")])
def test_a_spoiled_archive_is_refused_for_the_same_reason(record: Engine, name: str) -> None:
    code = reason(record, negative(name))
    assert code == ("accepted" if REFUSED[name] in OF_OTHERS else REFUSED[name])


def test_a_committee_of_the_old_form_is_refused_by_name(record: Engine) -> None:
    raw = archive_path("f-threshold-B2048").read_bytes()
    assert reason(record, raw) == REFUSED["f-threshold-B2048"]


# --- archives spoiled by a program ----------------------------------------------------------------------------------


def differences(record: Engine, elections: range, spoiled_each: int) -> tuple[list[tuple[str, str]], set[str]]:
    """Verdicts that differ on drawn elections and on what programs make of them; and all that were given."""
    differing, given = [], set()
    for number in elections:
        room = election(11, number)
        for archive in [room.archive(), *spoiled(room, number, spoiled_each)]:
            verdict = reason(record, archive)
            given.add(verdict)
            if verdict not in (ours(before_decrypting(archive)), "shuffle-missing"):
                differing.append((verdict, ours(archive)))
    return differing, given


def spoiled(room: Room, number: int, count: int) -> list[bytes]:
    chance = Random(f"spoiled {number}")
    names = chance.sample(list(MUTATIONS), count)
    made = [MUTATIONS[name](chance, room) for name in names]
    return [archive for archive in made if archive is not None]


def test_both_say_the_same_of_archives_that_a_program_spoiled(record: Engine) -> None:
    differing, given = differences(record, range(1, 5), 8)
    assert differing == []
    assert len(given) > 8


@pytest.mark.long
def test_both_say_the_same_of_many_spoiled_archives(record: Engine) -> None:
    differing, given = differences(record, range(20, 100), 16)
    assert differing == []
    assert len(given) > 30


# --- archives of our own --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Ed25519", "RFC-3526-2048"])
def test_sums_and_rankings_of_a_committee_are_ready_to_be_opened(record: Engine, name: str) -> None:
    room = ranked(name, trustees=1, committees=[(2, 3)])
    found = record.act("verify", archive=room.archive().hex())
    assert (found["cast"], found["counted"], found["shufflers"]) == (4, 3, [1, 2, 3, 4])
    assert found["tally"] == write_tally(room.election, room.decrypted).hex()


@pytest.mark.control("BAL-3")
def test_two_voters_whose_ballots_share_a_ciphertext_are_noticed(record: Engine) -> None:
    """What one voter can do who is told another's randomness: every proof holds."""
    room = open_room()
    for voter in (0, 1):
        room.draw = counter("the same for both")
        room.cast(voter, [[1, 0]])
    assert reason(record, room.archive()) == ours(room.archive()) == "ballot-copied"


def test_every_part_of_the_work_is_told_to_its_end(record: Engine) -> None:
    told = record.act("verify", archive=ranked().archive().hex())["progress"]
    for what, total in (("credentials", 4), ("ballots", 4), ("shuffles", 2)):
        assert [what, total, total] in told
    assert all(done <= total for _, done, total in told)


# --- checkpoints ----------------------------------------------------------------------------------------------------


def pem() -> str:
    return SECRET.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def covered(record: Engine, room: Room, notes: list[bytes]) -> str:
    try:
        record.act("verify", archive=room.archive().hex(), checkpoints=[note.decode() for note in notes], key=pem())
    except Refused as refused:
        return refused.code
    return "accepted"


@pytest.mark.control("BAL-8")
def test_a_record_holds_what_each_of_its_checkpoints_covers(record: Engine) -> None:
    room = held()
    events = [entry.event for entry in room.entries]
    notes = [noted(take_checkpoint(events[:size], ORIGIN, AT)) for size in range(1, len(events) + 1)]
    assert covered(record, room, notes) == "accepted"


@pytest.mark.control("BAL-8")
def test_a_record_without_a_ballot_that_a_checkpoint_covers_is_refused(record: Engine) -> None:
    room, other = held(), held()
    note = noted(take_checkpoint([entry.event for entry in room.entries[:4]], ORIGIN, AT))
    other.entries = chain([part for place, part in enumerate(parts_of(room.entries)) if place != 3])
    del other.entries[4:]
    assert covered(record, other, [note]) == "checkpoint-mismatch"
    assert covered(record, room, [noted(take_checkpoint([b"{}"], ORIGIN, AT))]) == "checkpoint-mismatch"


def test_a_checkpoint_that_somebody_else_signed_is_no_checkpoint(record: Engine) -> None:
    room = held()
    note = noted(take_checkpoint([entry.event for entry in room.entries], ORIGIN, AT)).decode()
    name, *rest, blob = note.rstrip("\n").split(" ")
    forged = " ".join([name, *rest, blob[:20] + ("B" if blob[20] == "A" else "A") + blob[21:]]) + "\n"
    assert covered(record, room, [forged.encode()]) == "checkpoint-signature"
    assert covered(record, room, [note.replace("head", "tail").encode()]) == "checkpoint-shape"
