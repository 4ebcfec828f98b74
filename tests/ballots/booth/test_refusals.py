"""What is not right is refused with its name: elections, voting codes, trackers, receipts."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ballots import read_election
from ballots.errors import BallotsError
from ballots.groups.ed25519_pure import GENERATOR, add, from_text, to_text
from ballots.groups.registry import BELENIOS_P, RFC3526_P
from governance.votes.model import receipt_text
from tests.ballots.booth.engine import Refused
from tests.ballots.booth.same_vectors import refusal
from tests.ballots.election_room import WITH_BLANK, YES_OR_NO, open_room

ROOM = open_room("Ed25519", (YES_OR_NO, WITH_BLANK))
RAW = ROOM.election.raw
VALUE = json.loads(RAW)
QUESTION = VALUE["questions"][0]


def dumped(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def with_member(name, value):
    return dumped({**VALUE, name: value})


def asking(**changes):
    return dumped({**VALUE, "questions": [{**QUESTION, **changes}]})


def asked(kind, value, **more):
    return with_member("questions", [QUESTION, {"type": kind, "value": value, **more}])


RANKING = {"answers": ["A", "B"], "question": "?"}
BLANK_LAST = {**QUESTION, "blank": True}
BLANK_FALSE = {"answers": QUESTION["answers"], "blank": False, "min": 1, "max": 1, "question": "?"}
SMALL_ORDER = f"{2**255 - 20:064x}"
MIXED_ORDER = to_text(add(GENERATOR, from_text(SMALL_ORDER)))

ELECTIONS = {
    "nothing": (b"", "json"),
    "not json": (b"<!doctype html>", "json"),
    "not utf-8": (RAW.replace(b"A test", b"A \xff test"), "json"),
    "a mark before it": (b"\xef\xbb\xbf" + RAW, "json"),
    "half a character": (RAW.replace(b"A test", b"A \\ud800 test"), "json"),
    "nested too deep": (RAW.replace(b'"A test"', b"[" * 40 + b"]" * 40), "json"),
    "too large": (RAW.replace(b"A test", b"A" * 300_000), "too-large"),
    "a space": (RAW.replace(b'"version":1', b'"version": 1'), "not-canonical"),
    "a line end": (RAW + b"\n", "not-canonical"),
    "an escape without need": (RAW.replace(b"A test", b"\\u0041 test"), "not-canonical"),
    "a member twice": (RAW.replace(b'"version":1', b'"version":1,"version":1'), "not-canonical"),
    "a number with a fraction": (RAW.replace(b'"version":1', b'"version":1.0'), "not-canonical"),
    "half a question": (asking(min=0.5), "json"),
    "more than can be counted": (asking(max=10**17), "json"),
    "a list": (b"[]", "election-shape"),
    "another order": (dumped(dict(reversed(VALUE.items()))), "election-shape"),
    "a member more": (with_member("extra", 1), "election-shape"),
    "a member less": (dumped({name: VALUE[name] for name in VALUE if name != "uuid"}), "election-shape"),
    "members run together": (b'{"version,description":1}', "election-shape"),
    "another version": (with_member("version", 2), "unsupported-version"),
    "a version that is no number": (with_member("version", "1"), "election-shape"),
    "a short identifier": (with_member("uuid", "4TeSt"), "election-shape"),
    "an identifier with a zero": (with_member("uuid", "0TeStE1ect1oNs"), "election-shape"),
    "a language that goes nowhere": (with_member("language", ["cy", "up"]), "election-shape"),
    "nobody as administrator": (with_member("administrator", None), "election-shape"),
    "an unknown group": (with_member("group", "P-256"), "unknown-group"),
    "a group described": (with_member("group", {"p": "23", "q": "11", "g": "4"}), "election-shape"),
    "a group of all objects": (with_member("group", "__proto__"), "unknown-group"),
    "a key in capitals": (with_member("public_key", VALUE["public_key"].upper()), "element-spelling"),
    "a short key": (with_member("public_key", VALUE["public_key"][1:]), "element-spelling"),
    "a key off the curve": (with_member("public_key", f"{2:064x}"), "not-in-group"),
    "a key not reduced": (with_member("public_key", f"{2**255 - 18:064x}"), "not-in-group"),
    "a key of small order": (with_member("public_key", SMALL_ORDER), "not-in-group"),
    "a key partly of small order": (with_member("public_key", MIXED_ORDER), "not-in-group"),
    "another spelling of a key": (with_member("public_key", f"{2**255 + 1:064x}"), "not-in-group"),
    "a key that hides nothing": (with_member("public_key", f"{1:064x}"), "neutral-element"),
    "no question": (with_member("questions", []), "wrong-question"),
    "more than all": (asking(max=3), "wrong-question"),
    "least above most": (asking(min=2), "wrong-question"),
    "none at all": (asking(min=0, max=0), "wrong-question"),
    "a negative least": (asking(min=-1), "election-shape"),
    "yes as a number": (asking(min=True), "election-shape"),
    "no list of answers": (asking(answers="Yes"), "election-shape"),
    "an answer that is no text": (asking(answers=["Yes", 2]), "election-shape"),
    "blank in another place": (with_member("questions", [BLANK_LAST]), "election-shape"),
    "blank false": (with_member("questions", [BLANK_FALSE]), "election-shape"),
    "a question that is text": (with_member("questions", ["Shall we?"]), "election-shape"),
    "a question of another kind": (asked("Lottery", {}), "unsupported-question"),
    "lists without a name": (asked("Lists", {}), "unsupported-question"),
    "a ranking of nothing": (asked("NonHomomorphic", {"answers": [], "question": "?"}), "wrong-question"),
    "a ranking of too many": (asked("NonHomomorphic", {"answers": ["A"] * 31, "question": "?"}), "wrong-question"),
    "a ranking of no texts": (asked("NonHomomorphic", {"answers": [1], "question": "?"}), "election-shape"),
    "a ranking without answers": (asked("NonHomomorphic", {"question": "?"}), "election-shape"),
    "a ranking with a limit": (
        asked("NonHomomorphic", {"answers": ["A"], "max": 1, "question": "?"}),
        "election-shape",
    ),
    "a ranking to be counted by nothing": (asked("NonHomomorphic", RANKING, extra=None), "election-shape"),
    "a ranking with a member more": (asked("NonHomomorphic", RANKING, seats=1), "election-shape"),
    "a ranking in another order": (
        with_member("questions", [{"value": RANKING, "type": "NonHomomorphic"}]),
        "election-shape",
    ),
}


@pytest.mark.parametrize(("raw", "code"), ELECTIONS.values(), ids=ELECTIONS)
def test_an_election_that_is_not_right_is_refused_here_and_by_the_library(booth, raw, code):
    assert refusal(booth, "election", raw=raw.hex()) == code
    with pytest.raises(BallotsError):
        read_election(raw)


def test_lists_which_only_the_library_knows_are_refused_by_name(booth):
    raw = asked("Lists", {"answers": [["A", "B"]], "question": "?"})
    assert refusal(booth, "election", raw=raw.hex()) == "unsupported-question"
    assert read_election(raw).questions


def test_a_group_without_room_for_rankings_asks_for_none(booth):
    room = open_room("BELENIOS-2048")
    value = {**json.loads(room.election.raw), "questions": [{"type": "NonHomomorphic", "value": RANKING}]}
    assert refusal(booth, "election", raw=dumped(value).hex()) == "unsupported-question"
    with pytest.raises(BallotsError):
        read_election(dumped(value))


@pytest.mark.parametrize("name", ["BELENIOS-2048", "RFC-3526-2048"])
@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda key: "0" + key, "element-spelling"),
        (lambda key: "-" + key, "element-spelling"),
        (lambda key: key + "0" * 700, "element-spelling"),
        (lambda key: " " + key, "element-spelling"),
        (lambda key: "0", "element-spelling"),
        (lambda key: "1", "neutral-element"),
        (lambda key: "9" * len(key), "not-in-group"),
    ],
)
def test_a_key_outside_a_group_of_integers_is_refused(booth, name, change, code):
    room = open_room(name)
    assert refusal(booth, "readKey", group=name, text=change(room.election.key)) == code
    assert booth.act("readKey", group=name, text=room.election.key)


@pytest.mark.parametrize(("name", "p"), [("BELENIOS-2048", BELENIOS_P), ("RFC-3526-2048", RFC3526_P)])
def test_the_negative_of_a_key_is_outside_its_group(booth, name, p):
    opposite = p - int(open_room(name).election.key)
    assert refusal(booth, "readKey", group=name, text=str(opposite)) == "not-in-group"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda code: "",
        lambda code: code[:-1],
        lambda code: code + "1",
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", " "),
        lambda code: " " + code,
        lambda code: code + "\n",
        lambda code: "0" + code[1:],
        lambda code: "l" + code[1:],
        lambda code: "é" + code[1:],
        lambda code: "ABCDE-FGHJK-LMNPQ",
    ],
)
def test_a_code_of_another_form_is_refused_and_not_repeated(booth, spoil):
    wrong = spoil(ROOM.codes[0])
    assert booth.act("isCode", text=ROOM.codes[0])
    assert not booth.act("isCode", text=wrong)
    with pytest.raises(Refused) as refused:
        booth.act("publicPart", raw=RAW.hex(), code=wrong)
    assert refused.value.code == "code-shape"
    assert not wrong.strip() or wrong.strip() not in refused.value.words


@pytest.mark.control("BOOTH-1")
def test_a_credential_written_down_shows_only_its_public_part(booth):
    shown = booth.act("shown", raw=RAW.hex(), code=ROOM.codes[0])
    assert booth.act("publicPart", raw=RAW.hex(), code=ROOM.codes[0]) in shown
    assert ROOM.codes[0] not in shown
    assert str(ROOM.secret(0)) not in shown


@pytest.mark.parametrize("tracker", ["", "A" * 42, "A" * 44, "A" * 42 + "=", "A" * 42 + "-"])
def test_what_is_no_tracker_has_no_short_code(booth, tracker):
    assert refusal(booth, "shortCode", tracker=tracker) == "tracker"


def test_numbers_are_drawn_again_rather_than_reduced(booth):
    """Below 200 out of one byte: 250 is thrown away, not taken as 50."""
    assert booth.act("below", bound="200", draws=["fa", "ff", "c8", "c7"]) == "199"
    assert booth.act("below", bound="5", draws=["ff", "0d", "0b"]) == "3"  # three bits of each byte
    assert booth.act("below", bound="256", draws=["ff"]) == "255"
    assert len({booth.act("fromDevice", size=32) for _ in range(20)}) == 20


def test_the_page_gets_its_turn_whenever_a_slice_of_time_is_used_up(booth):
    assert booth.act("turns", instants=[0, 4, 9, 10, 12, 15, 21, 22, 30, 33, 34]) == [3, 7]


# --- receipts -------------------------------------------------------------------------------------------------------

KEY = Ed25519PrivateKey.from_private_bytes(b"7" * 32)
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(b"8" * 32)
OURS = {"election": ROOM.election.fingerprint, "tracker": "9rgHRnVIz+eqiSj6LW1y6WXsZ6DbBuSqpGvXsYkWXVs"}
OTHER = "jHF2ivlr8T+bGYYmEtEoF3dkCGoVxz5/94PvEIumWOw"


def pem(key):
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def receipt(*, election=OURS["election"], tracker=OURS["tracker"], sequence=17, key=KEY):
    text = receipt_text(election, tracker, sequence)
    return {"text": text, "signature": base64.b64encode(key.sign(text.encode())).decode()}


def told(given, **changes):
    return {"receipt": given, "expected": OURS, "key": pem(KEY), **changes}


@pytest.mark.control("BAL-5")
@pytest.mark.parametrize("sequence", [0, 1, 17, 10**12])
def test_a_receipt_for_the_ballot_made_here_gives_its_place(booth, sequence):
    assert booth.act("receipt", **told(receipt(sequence=sequence))) == sequence


def resigned(text):
    return {"text": text, "signature": base64.b64encode(KEY.sign(text.encode())).decode()}


TRUE = receipt()
RECEIPTS = {
    "for another ballot": (receipt(tracker=OTHER), "receipt-ballot"),
    "for another election": (receipt(election=OTHER), "receipt-election"),
    "for our ballot, the labels changed": (
        {**receipt(tracker=OTHER), "tracker": OURS["tracker"], "election": OURS["election"]},
        "receipt-ballot",
    ),
    "signed by somebody else": (receipt(key=OTHER_KEY), "receipt-signature"),
    "with its text changed": ({**TRUE, "text": TRUE["text"].replace("17", "18")}, "receipt-signature"),
    "of another ballot with our name put in": (
        {**receipt(tracker=OTHER), "text": TRUE["text"]},
        "receipt-signature",
    ),
    "with an empty signature": ({**TRUE, "signature": ""}, "receipt-signature"),
    "with a signature cut short": ({**TRUE, "signature": TRUE["signature"][4:]}, "receipt-signature"),
    "with a signature that is no base64": ({**TRUE, "signature": "§" * 88}, "receipt-signature"),
    "with a signature of zeros": ({**TRUE, "signature": "A" * 86 + "=="}, "receipt-signature"),
    "without a signature": ({"text": TRUE["text"]}, "receipt-shape"),
    "without a text": ({"signature": TRUE["signature"]}, "receipt-shape"),
    "that is nothing": (None, "receipt-shape"),
    "that is a text": ("ok", "receipt-shape"),
    "with a line more": (resigned(TRUE["text"] + "void\n"), "receipt-shape"),
    "with a line less": (resigned(TRUE["text"].partition("sequence")[0]), "receipt-shape"),
    "of another version": (resigned(TRUE["text"].replace("receipt/1", "receipt/2")), "receipt-shape"),
    "of a place below nothing": (resigned(TRUE["text"].replace("17", "-17")), "receipt-shape"),
    "of a place beyond exact numbers": (resigned(TRUE["text"].replace("17", "9" * 16)), "receipt-shape"),
    "that is a checkpoint": (resigned("cydlais/checkpoint/1\nelection x\n"), "receipt-shape"),
}


@pytest.mark.control("BAL-5")
@pytest.mark.parametrize(("given", "code"), RECEIPTS.values(), ids=RECEIPTS)
def test_a_receipt_is_not_believed(booth, given, code):
    assert refusal(booth, "receipt", **told(given)) == code


@pytest.mark.parametrize(
    "key",
    [
        "",
        None,
        pem(KEY).replace("PUBLIC", "PRIVATE"),
        pem(KEY)[:60] + pem(KEY)[64:],
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
        "-----BEGIN PUBLIC KEY-----\nAAA\n-----END PUBLIC KEY-----\n",
        pem(X25519PrivateKey.generate()),
    ],
)
def test_without_a_key_for_receipts_none_is_believed(booth, key):
    assert refusal(booth, "receipt", **told(TRUE, key=key)) == "receipt-key"


def test_with_another_key_the_receipt_is_not_believed(booth):
    assert refusal(booth, "receipt", **told(TRUE, key=pem(OTHER_KEY))) == "receipt-signature"
