"""One harness for each parser: whatever it takes in, it refuses as it should or can write again to the byte."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from ballots import BallotsError, check_ballot, group, read_credentials, read_trustees, verify
from ballots.archive import read_archive
from ballots.ceremony import route
from ballots.channel import channel_keys, receive, send
from ballots.checkpoints import checkpoint_in, take_checkpoint
from ballots.credentials import require_code, secret_of
from ballots.decryption import check_binding, check_decryption
from ballots.election import read_election
from ballots.encoding import LARGE, Json, b64_hash, b64_of, hash_in, hex_hash, hex_of, read, write
from ballots.events import BALLOT, ENCRYPTED_TALLY, PARTIAL_DECRYPTION, RESULT, SETUP, SHUFFLE, read_event
from ballots.keyfiles import Purpose, Seat, read_key_file, write_key_file
from ballots.notes import LOG, WITNESS, VerifierKey, read_note, read_verifier_key, sign_note
from ballots.notes import Note as SignedNote
from ballots.recovery import seed_of, words_of
from ballots.shuffle import check_shuffle
from ballots.tally import read_result, read_tally, tally_texts, write_tally
from ballots.threshold import read_threshold
from tests.ballots.committee_room import Ceremony, hold_ceremony
from tests.ballots.election_room import archive_of, counter, parts_of
from tests.fuzz import objects

CURVE = group("Ed25519")


@dataclass(frozen=True)
class Harness:
    """``seeds`` are sound; ``again`` parses and writes what it understood, or raises a ``BallotsError``.

    The outcome has to be the input, unless ``again`` has nothing to write and says so with None.
    """

    seeds: Callable[[], Iterable[bytes]]
    again: Callable[[bytes], bytes | None]
    json: bool = True


HARNESSES: dict[str, Harness] = {}


def harness(
    seeds: Callable[[], Iterable[bytes]], *, json: bool = True
) -> Callable[[Callable[[bytes], bytes | None]], None]:
    def keep(again: Callable[[bytes], bytes | None]) -> None:
        HARNESSES[again.__name__.replace("_", "-")] = Harness(seeds, again, json)

    return keep


def run(name: str, data: bytes) -> bool:
    """Whether this input was accepted. Whatever else happens than a refusal is a defect."""
    try:
        again = HARNESSES[name].again(data)
    except BallotsError:
        return False
    if again is not None and again != data:
        raise AssertionError(f"{name}: {data[:200]!r} was accepted, and would be written as {again[:200]!r}")
    return True


# --- what everything else is read with --------------------------------------------------------------------------


@harness(lambda: [*objects.published(SETUP), *objects.records(BALLOT)])
def json_reader(data: bytes) -> bytes:
    value = read(data)
    assert value == json.loads(data)
    return write(value)


@harness(lambda: [*objects.archives(), objects.room().archive()], json=False)
def archive(data: bytes) -> bytes:
    return b"".join(read_archive(data).rebuilt())


@harness(lambda: [entry.event for entry in objects.room().entries])
def event(data: bytes) -> bytes:
    found = read_event(data)
    fields: dict[str, Json] = {
        "parent": found.parent,
        "height": found.height,
        "type": found.kind,
        "payload": found.payload,
    }
    return write({name: value for name, value in fields.items() if value is not None})


# --- what is fixed before the vote ------------------------------------------------------------------------------


@harness(lambda: [*objects.published(SETUP), objects.room().election.raw])
def election(data: bytes) -> bytes:
    found = read_election(data)
    said = json.loads(data)
    said |= {"uuid": found.uuid, "name": found.name, "description": found.description, "group": found.group.name}
    said["public_key"] = found.group.encode([found.public_key])[0]
    wrapped = [question.get("type") == "Homomorphic" for question in said["questions"]]
    questions = [question.json() for question in found.questions]
    said["questions"] = [
        {"type": "Homomorphic", "value": question} if inside else question
        for question, inside in zip(questions, wrapped, strict=True)
    ]
    return write(said)


@harness(lambda: [objects.room().trustees, *objects.published(SETUP, 1, CURVE.name)])
def trustees(data: bytes) -> bytes:
    found = read_trustees(CURVE, data)
    assert [CURVE.encode([each.public_key])[0] for each in found.each] == [each.key for each in found.each]
    assert all(write(each.key) in data for each in found.each)
    return found.raw


@harness(lambda: [_ceremony().parameters])
def committee(data: bytes) -> None:
    found = read_threshold(CURVE, read(data, LARGE))
    assert 1 <= found.threshold <= len(found.members)


@harness(lambda: [*objects.published(SETUP, 2), objects.room().credentials])
def credentials(data: bytes) -> bytes:
    found = read_credentials(data)
    weighted = b"," in data.split(b'"')[1] if found.weights else False
    return write([f"{public},{weight}" if weighted else public for public, weight in found.weights.items()])


# --- ballots ----------------------------------------------------------------------------------------------------


@harness(lambda: objects.records(BALLOT))
def ballot(data: bytes) -> bytes:
    listed = read_credentials(objects.room().credentials)
    return check_ballot(objects.room().election, listed, data).raw


@harness(lambda: [write(json.loads(raw)["answers"]) for raw in objects.records(BALLOT)])
def answers(data: bytes) -> bytes:
    """Inside a ballot the hash that is signed stands before everything: so this begins behind it."""
    value = read(data)
    chosen = objects.room().election
    fields = json.loads(objects.records(BALLOT)[0]) | {"answers": value}
    signature = fields.pop("signature") | {"hash": b64_hash(write(fields))}
    if data not in [write(json.loads(raw)["answers"]) for raw in objects.records(BALLOT)]:
        _refused(lambda: check_ballot(chosen, [fields["credential"]], write(fields | {"signature": signature})))
    if not isinstance(value, list) or len(value) != len(chosen.questions):
        return data
    read_answers = [
        question.read_answer(part, chosen.group.order) for question, part in zip(chosen.questions, value, strict=True)
    ]
    return write([part.json() for part in read_answers])


def _refused(act: Callable[[], object]) -> None:
    try:
        act()
    except BallotsError:
        return
    raise AssertionError("a ballot that nobody signed was accepted")


# --- opening ----------------------------------------------------------------------------------------------------


@harness(lambda: objects.records(ENCRYPTED_TALLY))
def tally(data: bytes) -> bytes:
    chosen = objects.room().election
    return write_tally(chosen, read_tally(chosen, data))


@harness(lambda: objects.records(SHUFFLE))
def shuffle(data: bytes) -> bytes:
    chosen = objects.room().election
    after = check_shuffle(chosen, objects.unshuffled(), data)
    said = json.loads(data)
    said["ciphertexts"] = [
        [{"alpha": alpha, "beta": beta} for alpha, beta in row] for row in tally_texts(chosen.group, after)
    ]
    return write(said)


@harness(lambda: objects.records(PARTIAL_DECRYPTION)[:1])
def decryption(data: bytes) -> bytes:
    opened = objects.room()
    trustee = read_trustees(CURVE, opened.trustees).each[0]
    factors = check_decryption(opened.election, trustee, opened.decrypted, data)
    rows = zip(opened.election.questions, factors, strict=True)
    said = json.loads(data)
    said["decryption_factors"] = [question.nest(CURVE.encode(row)) for question, row in rows]
    return write(said)


@harness(lambda: [objects.room().bindings()[1]])
def binding(data: bytes) -> None:
    opened = objects.room()
    trustee = read_trustees(CURVE, opened.trustees).each[0]
    check_binding(opened.election, trustee, opened.decrypted, opened.factors[1], data)


@harness(lambda: objects.records(RESULT))
def result(data: bytes) -> bytes:
    return write({"result": [list(row) for row in read_result(objects.room().election, objects.tally(), data)]})


@harness(
    lambda: [bytes([place]) + data[-1] for place, (_, data) in enumerate(parts_of(objects.room().entries)) if data]
)
def record(data: bytes) -> None:
    """Which event, and what the last record before it says instead: all that verifying looks at is behind the chain."""
    parts = [(kind, list(before)) for kind, before in parts_of(objects.room().entries)]
    place = data[0] % len(parts) if data else 0
    if parts[place][1]:
        parts[place][1][-1] = data[1:]
        verify(archive_of(parts))


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
        yield SignedNote(checkpoint.text, (signature,)).write()


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
    text = data.decode(errors="replace")
    assert words_of(seed_of(text)).split() == text.lower().split()


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


@harness(lambda: _ceremony().dealings[:1])
def dealing(data: bytes) -> None:
    held = _ceremony()
    route(CURVE, held.certificates, [data, *held.dealings[1:]])


_SENDER, _RECIPIENT = (channel_keys(CURVE, letter * 22) for letter in "ab")


@harness(lambda: [send(CURVE, _SENDER, _RECIPIENT.encryption_key, '{"secret":"1"}', counter()).encode()])
def sealed_message(data: bytes) -> None:
    (sender,) = CURVE.decode([_SENDER.verification_key])
    assert receive(CURVE, _RECIPIENT, sender, data.decode(errors="replace")) == '{"secret":"1"}'
