"""Parsers of what stands in an archive."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from ballots import BallotsError, check_ballot, group, read_credentials, read_trustees, verify
from ballots.archive import read_archive
from ballots.decryption import check_binding, check_decryption
from ballots.election import read_election
from ballots.encoding import LARGE, Json, array, b64_hash, count, read, write, write_weight
from ballots.events import BALLOT, ENCRYPTED_TALLY, PARTIAL_DECRYPTION, RESULT, SETUP, SHUFFLE, read_event
from ballots.shuffle import check_shuffle
from ballots.tally import read_result, read_tally, tally_texts, write_tally
from tests.ballots.election_room import archive_of, parts_of
from tests.fuzz import objects
from tests.fuzz.harness import harness

CURVE = group("Ed25519")


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
    before = {} if found.parent is None else {"parent": found.parent}
    after = {} if found.payload is None else {"payload": found.payload}
    return write({**before, "height": found.height, "type": found.kind, **after})


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


@harness(lambda: [*objects.published(SETUP, 2), objects.room().credentials])
def credentials(data: bytes) -> bytes:
    found = read_credentials(data)
    weighted = any("," in entry for entry in json.loads(data))
    return write([f"{public},{weight}" if weighted else public for public, weight in found.weights.items()])


# --- ballots ----------------------------------------------------------------------------------------------------


@harness(lambda: objects.records(BALLOT))
def ballot(data: bytes) -> bytes:
    listed = read_credentials(objects.room().credentials)
    return check_ballot(objects.room().election, listed, data).raw


@harness(lambda: [write(json.loads(raw)["answers"]) for raw in objects.records(BALLOT)])
def answers(data: bytes) -> bytes:
    """Inside a ballot the hash that is signed stands before everything: so this begins behind it."""
    chosen = objects.room().election
    value = array(read(data), "answers", len(chosen.questions))
    fields = json.loads(objects.records(BALLOT)[0]) | {"answers": value}
    signature = fields.pop("signature") | {"hash": b64_hash(write(fields))}
    if data not in [write(json.loads(raw)["answers"]) for raw in objects.records(BALLOT)]:
        _refused(lambda: check_ballot(chosen, [fields["credential"]], write(fields | {"signature": signature})))
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
    return write({"result": _spelled(read_result(objects.room().election, objects.tally(), data))})


def _spelled(value: Any) -> Json:
    return [_spelled(part) for part in value] if isinstance(value, list | tuple) else write_weight(value)


def _last_records() -> Iterator[bytes]:
    for place, (_, data) in enumerate(parts_of(objects.room().entries)):
        if data:
            yield write([place, json.loads(data[-1])])


@harness(_last_records)
def record(data: bytes) -> None:
    """An event's number, and what the last record before it says instead: so that all behind the chain is reached."""
    number, instead = array(read(data, LARGE), "record", 2)
    parts = [(kind, list(before)) for kind, before in parts_of(objects.room().entries)]
    _, records = parts[count(number, "record") % len(parts)]
    if records:
        records[-1] = write(instead)
        verify(archive_of(parts))
