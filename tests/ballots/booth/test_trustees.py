"""Who can open the result: the booth refuses a key that is not that of the key-holders, as the Python library does."""

import json

import pytest

from ballots import (
    GROUPS,
    group,
    make_public_key,
    new_secret,
    read_archive,
    read_trustees,
    write_election,
    write_trustees,
)
from ballots.errors import BallotsError
from ballots.events import SETUP
from tests.ballots.booth.same_vectors import contents, refusal
from tests.ballots.election_room import YES_OR_NO, counter, open_room
from tests.ballots.vectors import negative

NEUTRAL = f"{1:064x}"
ROOM = open_room("Ed25519")
VALUE = json.loads(ROOM.trustees)
FIRST, SECOND = (entry[1] for entry in VALUE)


def dumped(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def refused(booth, trustees, room=ROOM):
    return refusal(booth, "trustees", raw=room.election.raw.hex(), trustees=trustees.hex())


def first(**changes):
    """The list with these members of the first key-holder changed."""
    return dumped([["Single", {**FIRST, **changes}], VALUE[1]])


@pytest.mark.control("BAL-1")
@pytest.mark.parametrize("trustees", [1, 3])
@pytest.mark.parametrize("name", GROUPS)
def test_a_key_made_of_the_keys_of_its_holders_is_believed(booth, name, trustees):
    room = open_room(name, trustees=trustees)
    assert booth.act("trustees", raw=room.election.raw.hex(), trustees=room.trustees.hex())


@pytest.mark.parametrize("name", GROUPS)
def test_a_key_of_somebody_else_is_not_believed(booth, name):
    room, fewer = open_room(name, trustees=3), open_room(name)
    assert refused(booth, fewer.trustees, room) == "election-key"
    assert refused(booth, room.trustees, fewer) == "election-key"


@pytest.mark.control("BAL-1")
@pytest.mark.parametrize("name", GROUPS)
def test_a_key_that_cancels_the_others_is_not_believed_without_its_proof(booth, name):
    """The last to give a key chooses it so that all keys together are one whose secret is known to nobody else."""
    within, draw = group(name), counter("cancelling")
    alone = new_secret(within, draw)
    whole = json.loads(make_public_key(within, alone, draw=draw))
    honest = json.loads(open_room(name, trustees=1).trustees)[0][1]
    inverse = within.secret_power(within.decode([honest["public_key"]])[0], within.order - 1)
    cancelling = within.encode([within.product([within.decode([whole["public_key"]])[0], inverse])])[0]
    trustees = dumped([["Single", honest], ["Single", {**whole, "public_key": cancelling}]])
    raw = write_election(
        uuid=ROOM.election.uuid,
        name="",
        description="",
        group=name,
        public_key=whole["public_key"],
        questions=(YES_OR_NO,),
    )
    assert refusal(booth, "trustees", raw=raw.hex(), trustees=trustees.hex()) == "trustee-proof"


@pytest.mark.parametrize(
    ("archive", "code"),
    [("n14-trustee-key-replaced-Ed25519", "election-key"), ("n25-trustee-pok-invalid-Ed25519", "trustee-proof")],
)
def test_a_published_forgery_is_refused_for_the_same_reason(booth, archive, code):
    election, trustees, *_ = contents(read_archive(negative(archive)), SETUP)
    assert refusal(booth, "trustees", raw=election.hex(), trustees=trustees.hex()) == code


LISTS = {
    "nothing": (b"", "json"),
    "nobody": (b"[]", "trustees-shape"),
    "a space": (ROOM.trustees.replace(b",", b", ", 1), "not-canonical"),
    "an object": (b"{}", "trustees-shape"),
    "a kind without a key": (b'[["Single"]]', "trustees-shape"),
    "an unknown kind": (dumped([["Double", FIRST]]), "trustees-shape"),
    "a threshold": (b'[["Pedersen",{}]]', "unsupported-trustees"),
    "a member more": (first(extra=1), "trustees-shape"),
    "a name that is no text": (first(name=1), "trustees-shape"),
    "a key that hides nothing": (first(public_key=NEUTRAL), "neutral-element"),
    "a key off the curve": (first(public_key=f"{2:064x}"), "not-in-group"),
    "a key in capitals": (first(public_key=FIRST["public_key"].upper()), "element-spelling"),
    "the proof of the other": (first(pok=SECOND["pok"]), "trustee-proof"),
    "another response": (first(pok={**FIRST["pok"], "response": "1"}), "trustee-proof"),
    "no challenge": (first(pok={**FIRST["pok"], "challenge": "0"}), "trustee-proof"),
    "nothing proved": (first(pok={"challenge": "0", "response": "0"}), "trustee-proof"),
    "a challenge with a zero before it": (first(pok={**FIRST["pok"], "challenge": "01"}), "scalar-shape"),
    "a negative challenge": (first(pok={**FIRST["pok"], "challenge": "-1"}), "scalar-shape"),
    "a challenge that is a number": (first(pok={**FIRST["pok"], "challenge": 1}), "scalar-shape"),
    "an endless challenge": (first(pok={**FIRST["pok"], "challenge": "9" * 5000}), "scalar-shape"),
    "a challenge that was not reduced": (
        first(pok={**FIRST["pok"], "response": str(ROOM.election.group.order)}),
        "scalar-range",
    ),
    "one key twice": (dumped([VALUE[0], VALUE[0]]), "election-key"),
}


@pytest.mark.parametrize(("trustees", "code"), LISTS.values(), ids=LISTS)
def test_a_list_of_key_holders_that_is_not_right_is_refused(booth, trustees, code):
    assert refused(booth, trustees) == code
    if code != "election-key":
        with pytest.raises(BallotsError):
            read_trustees(ROOM.election.group, trustees)


def test_the_order_of_key_holders_does_not_change_their_key(booth):
    backwards = write_trustees([dumped(SECOND), dumped(FIRST)])
    assert booth.act("trustees", raw=ROOM.election.raw.hex(), trustees=backwards.hex())
