"""Parsers of what people keep, type and send each other beside the archive."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache

from ballots import group
from ballots.ceremony import route
from ballots.channel import channel_keys, receive, send
from ballots.checkpoints import checkpoint_in, take_checkpoint
from ballots.credentials import require_code, secret_of
from ballots.encoding import LARGE, b64_hash, b64_of, hash_in, hex_hash, hex_of, read, write
from ballots.keyfiles import Purpose, Seat, read_key_file, write_key_file
from ballots.notes import LOG, WITNESS, Note, VerifierKey, read_note, read_verifier_key, sign_note
from ballots.recovery import seed_of, words_of
from ballots.threshold import read_threshold
from tests.ballots.committee_room import Ceremony, hold_ceremony
from tests.ballots.election_room import counter
from tests.fuzz import objects
from tests.fuzz.harness import harness

CURVE = group("Ed25519")

# --- checkpoints ------------------------------------------------------------------------------------------------

_NAME = "vote.example.org"
_POINT = bytes.fromhex(CURVE.encode([CURVE.generator])[0])[::-1]


def _notes() -> Iterator[bytes]:
    checkpoint = take_checkpoint(
        [entry.event for entry in objects.room().entries],
        f"{_NAME}/{objects.room().election.uuid}",
        datetime(2027, 1, 4, 9, 0, tzinfo=UTC),
        "sha384-" + "A" * 64,
    )
    for kind in (LOG, WITNESS):
        signature = sign_note(checkpoint.text, VerifierKey(_NAME, kind, _POINT), lambda _: bytes(64), checkpoint.at)
        yield Note(checkpoint.text, (signature,)).write()


@harness(_notes, json=False)
def checkpoint(data: bytes) -> bytes:
    note = read_note(data)
    assert checkpoint_in(note).text == note.text
    return note.write()


@harness(
    lambda: [str(VerifierKey(_NAME, LOG, bytes.fromhex(CURVE.encode([CURVE.generator])[0])[::-1])).encode()], json=False
)
def verifier_key(data: bytes) -> None:
    """Pasted by people, so that there may be space around it."""
    text = data.decode(errors="replace").strip()
    assert str(read_verifier_key(text)) == text


# --- what people keep and type ----------------------------------------------------------------------------------


def _key_files() -> Iterator[bytes]:
    purpose = Purpose("Ed25519", "Asha", Seat(2, 3, 1), "A" * 43)
    member = write_key_file(bytes(32), purpose, "four words will do", counter())
    yield member
    alone = json.loads(member)
    del alone["seat"], alone["check"]
    yield write({**alone, "check": hex_hash(write(alone))}) + b"\n"


@harness(_key_files)
def key_file(data: bytes) -> bytes:
    """The check over the whole is repaired first, as whoever damages a file on purpose would."""
    body = read(data.removesuffix(b"\n"))
    if isinstance(body, dict):
        body.pop("check", None)
        data = write({**body, "check": hex_hash(write(body))}) + b"\n"
    found = read_key_file(data)
    head = read(found.head)
    assert isinstance(head, dict)
    body = {**head, "data": found.data.hex()}
    assert data == write({**body, "check": hex_hash(write(body))}) + b"\n"
    return None


@harness(lambda: [words_of(bytes(range(32))).encode()], json=False)
def recovery_words(data: bytes) -> None:
    """There may be numbers beside the words, and nothing else."""
    text = data.decode(errors="replace")
    assert words_of(seed_of(text)).split() == [word for word in text.lower().split() if word.isalpha()]


@harness(lambda: [code.encode() for code in objects.room().codes], json=False)
def voting_code(data: bytes) -> bytes:
    text = data.decode(errors="replace")
    require_code(text)
    assert [len(part) for part in text.split("-")] == [5, 6, 5, 6]
    assert 0 <= secret_of(text, "4TeStE1ect1oNs", CURVE.order) < CURVE.order
    return text.encode()


@harness(lambda: [b64_hash(b"").encode(), hex_hash(b"").encode()], json=False)
def tracker(data: bytes) -> None:
    text = data.decode(errors="replace")
    found = hash_in(text)
    assert text.strip() in (found, b64_of(found))
    assert hex_of(b64_of(found)) == found


# --- what members of a committee send each other ----------------------------------------------------------------


@cache
def _ceremony() -> Ceremony:
    return hold_ceremony(CURVE, counter(), size=2, threshold=1)


@harness(lambda: [_ceremony().parameters])
def committee(data: bytes) -> None:
    found = read_threshold(CURVE, read(data, LARGE))
    assert 1 <= found.threshold <= len(found.members)


@harness(lambda: _ceremony().dealings[:1])
def dealing(data: bytes) -> None:
    held = _ceremony()
    route(CURVE, held.certificates, [data, *held.dealings[1:]])


_SENDER, _RECIPIENT = (channel_keys(CURVE, letter * 22) for letter in "ab")


@harness(lambda: [send(CURVE, _SENDER, _RECIPIENT.encryption_key, '{"secret":"1"}', counter()).encode()])
def sealed_message(data: bytes) -> None:
    (sender,) = CURVE.decode([_SENDER.verification_key])
    assert receive(CURVE, _RECIPIENT, sender, data.decode(errors="replace")) == '{"secret":"1"}'
