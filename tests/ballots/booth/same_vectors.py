"""What the booth's modules must give for published values and recorded randomness, whichever engine runs them.

Each check takes an engine and the name of a group. The answers come from the vectors, or from the Python library.
"""

import json
from collections.abc import Callable
from typing import Any

from ballots import (
    Homomorphic,
    Lists,
    NonHomomorphic,
    check_ballot,
    group,
    make_ballot,
    read_archive,
    read_credentials,
    read_election,
)
from ballots.archive import Archive
from ballots.events import BALLOT, SETUP
from ballots.proofs import Opened, prove_one_of
from governance.votes.model import short_code
from tests.ballots.booth.engine import Engine, Refused, as_draws, recorded
from tests.ballots.election_room import RANKING, WITH_BLANK, YES_OR_NO, counter, open_room
from tests.ballots.vectors import POSITIVE, PRIMITIVES, REFUSED, archive_path, private

MOTION = Homomorphic("Shall we?", ("Yes", "No"), blank=True)
OPTIONAL = Homomorphic("Which?", ("A", "B", "C"), 0, 3)


def powers_of_the_generator(booth: Engine, name: str) -> None:
    for power in PRIMITIVES[name]["powers_of_g"]:
        exponent = int(power["exponent"]) % group(name).order
        assert booth.act("power", group=name, exponent=str(exponent)) == power["element"]
    assert booth.act("power", group=name, exponent="0") == PRIMITIVES[name]["identity"]


def elements_outside_the_group(booth: Engine, name: str) -> None:
    for text in [*PRIMITIVES[name]["not_in_group"], PRIMITIVES[name]["identity"], ""]:
        assert refusal(booth, "readKey", group=name, text=text) in (
            "not-in-group",
            "neutral-element",
            "element-spelling",
        )
    for power in PRIMITIVES[name]["powers_of_g"]:
        assert booth.act("readKey", group=name, text=power["element"])


def a_hash_to_an_exponent(booth: Engine, name: str) -> None:
    for known in PRIMITIVES[name]["hash_to_scalar"]:
        scalar = booth.act("challenge", group=name, prefix=known["prefix"], elements=known["elements"])
        assert scalar == known["scalar"]


def proofs_of_knowledge(booth: Engine, name: str) -> None:
    key, message = PRIMITIVES[name]["proof_of_key"], PRIMITIVES[name]["signed_msg"]
    signed = message["signed"]
    cases = [
        (f"pok|{name}|{key['public_key']}|", key["private_key"], key["nonce"], key["pok"]),
        (f"sigmsg|{signed['message']}|", message["signing_key"], message["nonce"], signed["signature"]),
    ]
    for prefix, secret, nonce, expected in cases:
        draws = as_draws(group(name).order, [int(nonce)])
        assert booth.act("knowledge", group=name, prefix=prefix, secret=secret, draws=draws) == expected


def the_credential_behind_a_code(booth: Engine, name: str) -> None:
    known = PRIMITIVES[name]["credential_2.4_and_later"]
    room = open_room(name)
    value = {**json.loads(room.election.raw), "uuid": known["uuid"]}
    raw = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    assert booth.act("publicPart", raw=raw.hex(), code=known["private"]) == known["public"]


def ciphertexts(booth: Engine, name: str) -> None:
    room = open_room(name)
    within, y = room.election.group, room.election.public_key
    order = within.order
    pairs = [(1, 0), (0, 1), (0, 0), (order - 1, order - 1), (12345, 2), (order // 3, 1)]
    expected = [within.encode(ciphertext) for ciphertext in within.encrypt(y, pairs)]
    texts = [[str(number) for number in pair] for pair in pairs]
    assert booth.act("encrypt", group=name, key=room.election.key, pairs=texts) == expected


def proofs_that_one_of_several_is_true(booth: Engine, name: str) -> None:
    room = open_room(name)
    within, y = room.election.group, room.election.public_key
    zero, one, three = Opened(11, 0), Opened(22, 1), Opened(within.order - 5, 3)
    shapes: list[tuple[list[tuple[Opened, int]], int]] = [
        ([(zero, 0), (zero, 1)], 0),
        ([(one, 0), (one, 1)], 1),
        ([(three, value) for value in range(5)], 3),
        ([(one, 0), (zero, 0)], 1),
        ([(zero, 1), (three, 2), (three, 3)], 2),
        ([(one, 1)], 0),
    ]
    for number, (cases, truth) in enumerate(shapes):
        draw, draws = recorded(counter(f"{name}{number}"))
        expected = prove_one_of(within, y, "prove|text|", cases, true=truth, draw=draw)
        told = [[[str(opened.randomness), str(opened.plaintext)], str(value)] for opened, value in cases]
        parts = {"key": room.election.key, "prefix": "prove|text|", "cases": told, "truth": truth, "draws": draws}
        assert booth.act("oneOf", group=name, **parts) == [proof.json() for proof in expected]


def whole_ballots(booth: Engine, name: str) -> None:
    """Encryption, every kind of proof, signature and tracker: one differing byte would be seen."""
    room = open_room(name, (YES_OR_NO, WITH_BLANK, MOTION, OPTIONAL), voters=1)
    listed = read_credentials(room.credentials)
    for number, answers in enumerate(
        (
            [[1, 0], [0, 1, 0, 1], [0, 1, 0], [0, 0, 0]],
            [[0, 1], [1, 0, 0, 0], [1, 0, 0], [1, 1, 1]],
            [[0, 1], [0, 0, 0, 1], [0, 0, 1], [0, 1, 0]],
        )
    ):
        draw, draws = recorded(counter(f"{name}{number}"))
        expected = make_ballot(room.election, room.secret(0), answers, draw)
        made = booth.act("ballot", raw=room.election.raw.hex(), code=room.codes[0], answers=answers, draws=draws)
        checked = check_ballot(room.election, listed, bytes.fromhex(made["raw"]))
        assert bytes.fromhex(made["raw"]) == expected
        assert (made["tracker"], made["shortCode"]) == (checked.tracker, short_code(checked.hash))


def numbers_in_one_element(booth: Engine, name: str) -> None:
    within = group(name)
    if not within_holds(name):
        assert refusal(booth, "embed", group=name, numbers=[1]) == "embedding"
        return
    answers = [[0], [1], [255] * 9, [3, 1, 2], [0] * 29, list(range(1, 30)), [7] * 30]
    for numbers in answers:
        (expected,) = within.encode([within.embed(numbers)])
        assert booth.act("embed", group=name, numbers=numbers) == expected
    assert refusal(booth, "embed", group=name, numbers=[0] * 256) == "embedding"


def within_holds(name: str) -> bool:
    return name != "BELENIOS-2048"


def rankings_and_grades(booth: Engine, name: str) -> None:
    """The whole ballot again, with an answer that is encrypted in one piece beside one that is added up."""
    if not within_holds(name):
        return
    room = open_room(name, (RANKING, MOTION), voters=1)
    listed = read_credentials(room.credentials)
    for number, ranks in enumerate(([1, 2, 3], [0, 0, 0], [3, 0, 255])):
        draw, draws = recorded(counter(f"{name}{number}"))
        answers = [ranks, [0, 1, 0]]
        expected = make_ballot(room.election, room.secret(0), answers, draw)
        made = booth.act("ballot", raw=room.election.raw.hex(), code=room.codes[0], answers=answers, draws=draws)
        assert bytes.fromhex(made["raw"]) == expected
        assert check_ballot(room.election, listed, expected).tracker == made["tracker"]


def published_elections(booth: Engine, name: str) -> None:
    """Archives of the protocol's own tools: the same fingerprint, the same public credentials, the same trackers."""
    for archive in (each for each in POSITIVE if private(each)["group"] == name):
        published = read_archive(archive_path(archive))
        raw, trustees = contents(published, SETUP)[:2]
        known, election = private(archive), read_election(raw)
        if any(isinstance(question, Lists) for question in election.questions):
            assert refusal(booth, "election", raw=raw.hex()) == "unsupported-question"
            continue
        read = booth.act("election", raw=raw.hex())
        assert read["fingerprint"] == known["election_fingerprint"] == election.fingerprint
        assert [read["name"], read["description"]] == [election.name, election.description]
        assert read["questions"] == [as_read(question) for question in election.questions]
        if archive in REFUSED:
            assert refusal(booth, "trustees", raw=raw.hex(), trustees=trustees.hex()) == REFUSED[archive]
        else:
            assert booth.act("trustees", raw=raw.hex(), trustees=trustees.hex())
        trackers = [booth.act("tracker", raw=ballot.hex())[0] for ballot in contents(published, BALLOT)]
        assert trackers == [ballot["tracker"] for ballot in known["ballots_in_order"]]
        for credential in known["credentials"][:2]:
            if len(credential["private"]) == len("XXXXX-XXXXXX-XXXXX-XXXXXX"):
                assert booth.act("publicPart", raw=raw.hex(), code=credential["private"]) == credential["public"]


def contents(archive: Archive, kind: str) -> list[bytes]:
    return [content for step in archive.of_kind(kind) for content in archive.contents(step.data)]


def as_read(question: Homomorphic | NonHomomorphic) -> dict[str, Any]:
    said: dict[str, Any] = {"text": question.text, "answers": list(question.answers)}
    if isinstance(question, NonHomomorphic):
        return said if question.extra is None else {**said, "extra": question.extra}
    return {**said, "minimum": question.minimum, "maximum": question.maximum, "blank": question.blank}


def refusal(booth: Engine, act: str, **parts: Any) -> str:
    try:
        answer = booth.act(act, **parts)
    except Refused as refused:
        return refused.code
    raise AssertionError(f"{act} was not refused but gave {answer}")


CHECKS: tuple[Callable[[Engine, str], None], ...] = (
    powers_of_the_generator,
    elements_outside_the_group,
    a_hash_to_an_exponent,
    proofs_of_knowledge,
    the_credential_behind_a_code,
    ciphertexts,
    proofs_that_one_of_several_is_true,
    whole_ballots,
    numbers_in_one_element,
    rankings_and_grades,
    published_elections,
)
