"""Checkpoints: every later change of what one covers shows, to whoever kept it (BAL-8)."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from ballots import Entry, Invalid, read_archive, write_archive
from ballots.checkpoints import (
    Checkpoint,
    event_leaves,
    read_checkpoint,
    require_compatible,
    require_consistent,
    require_grown,
    take_checkpoint,
)
from ballots.events import BALLOT
from ballots.merkle import consistency_proof, leaf_hash
from ballots.notes import LOG, Note, VerifierKey, sign_note
from tests.ballots.election_room import TIMESTAMP, UUID, archive_of, held, parts_of

HOST = "vote.example.org"
ORIGIN = f"{HOST}/{UUID}"
AT = datetime(2027, 1, 4, 9, 0, 0, tzinfo=UTC)
BOOTH = "sha384-" + "oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC"
SECRET = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"a server").digest())
KEY = VerifierKey(ORIGIN, LOG, SECRET.public_key().public_bytes_raw())
ENTRIES = held().entries


def archive(entries: Sequence[Entry] = ENTRIES) -> bytes:
    return b"".join(write_archive(entries, TIMESTAMP))


def taken(size: int, entries: Sequence[Entry] = ENTRIES) -> Checkpoint:
    return take_checkpoint((entry.event for entry in entries[:size]), ORIGIN, AT, BOOTH)


def signed(checkpoint: Checkpoint) -> bytes:
    return Note(checkpoint.text, (sign_note(checkpoint.text, KEY, SECRET.sign),)).write()


def test_a_checkpoint_is_written_as_every_log_writes_it_with_our_lines_below() -> None:
    lines = signed(taken(2)).decode().split("\n")
    assert lines[:2] == [ORIGIN, "2"]
    assert len(lines[2]) == 44
    assert lines[3:7] == [f"head {ENTRIES[1].head.hash}", "time 2027-01-04T09:00:00Z", f"booth {BOOTH}", ""]
    assert lines[7].startswith(f"— {ORIGIN} ")


def test_a_checkpoint_is_read_as_it_was_written_and_its_signature_is_checked() -> None:
    raw = signed(taken(3))
    assert read_checkpoint(raw, [KEY]) == taken(3)
    assert read_checkpoint(signed(replace(taken(3), booth=None))).booth is None
    changed = raw.replace(b"09:00:00Z", b"09:00:01Z")
    assert read_checkpoint(changed).at.second == 1
    with pytest.raises(Invalid, match="checkpoint-signature"):
        read_checkpoint(changed, [KEY])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (ORIGIN, HOST),
        (UUID, UUID[:13]),
        ("\n3\n", "\n0\n"),
        ("\n3\n", "\n03\n"),
        ("\n3\n", "\n" + "3" * 20 + "\n"),
        ("head ", "head  "),
        ("head ", "HEAD "),
        ("Z\n", "+00:00\n"),
        ("01-04", "13-04"),
        ("T09", " 09"),
        ("sha384", "sha512"),
        ("booth", "more lines\nbooth"),
        ("2027", "0000"),
    ],
)
def test_what_is_no_checkpoint_is_refused(old: str, new: str) -> None:
    raw = signed(taken(3)).decode()
    assert old in raw
    with pytest.raises(Invalid, match="checkpoint-shape"):
        read_checkpoint(raw.replace(old, new, 1).encode())


def test_the_root_has_one_spelling() -> None:
    raw = signed(taken(3)).decode()
    root = raw.split("\n")[2]
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    same_bytes = root[:42] + letters[letters.index(root[42]) ^ 1] + "="
    with pytest.raises(Invalid, match="checkpoint-shape"):
        read_checkpoint(raw.replace(root, same_bytes).encode())


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    with pytest.raises(Invalid):
        read_checkpoint(raw)


def test_the_leaves_of_an_archive_are_its_events_rebuilt() -> None:
    assert list(event_leaves(read_archive(archive()))) == [leaf_hash(entry.event) for entry in ENTRIES]


def test_an_archive_holds_every_checkpoint_that_was_taken_while_it_grew() -> None:
    require_consistent(read_archive(archive()), [taken(size) for size in range(1, len(ENTRIES) + 1)])


def without_a_ballot() -> bytes:
    parts = parts_of(ENTRIES)
    return archive_of([*parts[:2], *parts[3:]])


def with_two_ballots_exchanged() -> bytes:
    parts = parts_of(ENTRIES)
    return archive_of([parts[0], parts[2], parts[1], *parts[3:]])


def with_a_ballot_put_in() -> bytes:
    parts = parts_of(ENTRIES)
    return archive_of([*parts[:2], (BALLOT, (b"{}",)), *parts[2:]])


def cut_short() -> bytes:
    return archive(ENTRIES[:3])


@pytest.mark.control("BAL-8")
@pytest.mark.parametrize("changed", [without_a_ballot, with_two_ballots_exchanged, with_a_ballot_put_in, cut_short])
def test_a_ballot_dropped_inserted_moved_or_cut_off_shows_in_every_checkpoint_after_it(
    changed: Callable[[], bytes],
) -> None:
    later = [taken(size) for size in range(4, len(ENTRIES) + 1)]
    board = read_archive(changed())
    for checkpoint in later:
        with pytest.raises(Invalid, match="checkpoint-mismatch"):
            require_consistent(board, [checkpoint])
    with pytest.raises(Invalid, match="checkpoint-mismatch") as refused:
        require_consistent(board, [taken(1), *later])
    assert len(refused.value.also) == len(later) - 1
    require_consistent(board, [taken(1)])


def test_a_checkpoint_whose_head_and_root_disagree_is_not_held_by_any_archive() -> None:
    board = read_archive(archive())
    for wrong in (replace(taken(4), head=taken(3).head), replace(taken(4), root=taken(3).root)):
        with pytest.raises(Invalid, match="checkpoint-mismatch"):
            require_consistent(board, [wrong])


def test_a_checkpoint_of_another_election_is_told_from_a_fork() -> None:
    other = replace(taken(1), origin=f"{HOST}/AnotherE1ection")
    with pytest.raises(Invalid, match=r"checkpoint-mismatch.*of the election AnotherE1ection"):
        require_consistent(read_archive(archive()), [other])
    with pytest.raises(Invalid, match="checkpoint-mismatch"):
        require_compatible(taken(1), other)


@pytest.mark.control("BAL-8")
def test_a_fork_shown_to_two_monitors_is_proved_by_their_two_notes() -> None:
    forked = [*ENTRIES[:2], ENTRIES[3]]
    with pytest.raises(Invalid, match="checkpoint-fork"):
        require_compatible(taken(3), take_checkpoint((e.event for e in forked), ORIGIN, AT))
    later = replace(taken(3), at=AT.replace(hour=10), booth=None, origin=f"elsewhere.example/{UUID}")
    require_compatible(taken(3), later)
    require_compatible(taken(3), taken(4))


def test_two_checkpoints_of_different_length_are_joined_by_a_consistency_proof() -> None:
    leaves = list(event_leaves(read_archive(archive())))
    for earlier in range(1, len(leaves) + 1):
        for later in range(earlier, len(leaves) + 1):
            proof = consistency_proof(leaves[:later], earlier)
            require_grown(taken(earlier), taken(later), proof)
    with pytest.raises(Invalid, match="merkle-proof"):
        require_grown(taken(2), taken(5), consistency_proof(leaves[:5], 3))
