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
    together = {"needed": trustees, "size": trustees}
    assert booth.act("trustees", raw=room.election.raw.hex(), trustees=room.trustees.hex()) == together


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
    [
        ("n14-trustee-key-replaced-Ed25519", "election-key"),
        ("n25-trustee-pok-invalid-Ed25519", "trustee-proof"),
        ("n27-verification-keys-swapped-Ed25519", "threshold-key"),
        ("n28-coefexps-altered-Ed25519", "threshold-signature"),
    ],
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
    "a committee of nothing": (b'[["Pedersen",{}]]', "trustees-shape"),
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
    "one key twice": (dumped([VALUE[0], VALUE[0]]), "trustee-repeated"),
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


# --- committees -----------------------------------------------------------------------------------------------------

COMMITTEE = open_room("Ed25519", trustees=0, committees=[(2, 3)])
PUBLISHED = json.loads(COMMITTEE.trustees)[0][1]
OTHERS = json.loads(open_room("Ed25519", trustees=0, committees=[(2, 3)], seed="others").trustees)[0][1]


@pytest.mark.control("BAL-9")
@pytest.mark.parametrize(
    ("name", "committee"), [*((name, (2, 3)) for name in GROUPS), ("Ed25519", (1, 1)), ("Ed25519", (3, 5))]
)
def test_a_committee_of_whom_some_suffice_is_believed(booth, name, committee):
    room = open_room(name, trustees=1, committees=[committee])
    needed, size = committee
    together = {"needed": needed + 1, "size": size + 1}
    assert booth.act("trustees", raw=room.election.raw.hex(), trustees=room.trustees.hex()) == together


def swapped(name, one, other):
    """Two members' parts of one kind in each other's places."""
    parts = list(PUBLISHED[name])
    parts[one], parts[other] = parts[other], parts[one]
    return {**PUBLISHED, name: parts}


def with_key(place, **changes):
    keys = list(PUBLISHED["verification_keys"])
    keys[place] = {**keys[place], **changes}
    return {**PUBLISHED, "verification_keys": keys}


def resealed(place, change):
    """A message that was changed after it was signed."""
    dealt = list(PUBLISHED["coefexps"])
    message = json.loads(dealt[place]["message"])
    change(message["coefexps"])
    dealt[place] = {**dealt[place], "message": dumped(message).decode()}
    return {**PUBLISHED, "coefexps": dealt}


KEYS = PUBLISHED["verification_keys"]
COMMITTEES = {
    "another threshold": ({**PUBLISHED, "threshold": 3}, "threshold-certificate"),
    "no threshold": ({**PUBLISHED, "threshold": 0}, "threshold-certificate"),
    "more than all": ({**PUBLISHED, "threshold": 4}, "threshold-certificate"),
    "a member less": ({**PUBLISHED, "certs": PUBLISHED["certs"][:2]}, "threshold-certificate"),
    "a certificate less than dealings": (
        {**PUBLISHED, "coefexps": PUBLISHED["coefexps"][:2]},
        "trustees-shape",
    ),
    "certificates in each other's places": (swapped("certs", 0, 1), "threshold-certificate"),
    "certificates of other people": ({**PUBLISHED, "certs": OTHERS["certs"]}, "threshold-signature"),
    "the dealing of somebody else": ({**PUBLISHED, "coefexps": OTHERS["coefexps"]}, "threshold-signature"),
    "dealings in each other's places": (swapped("coefexps", 0, 1), "threshold-signature"),
    "signatures in each other's places": (swapped("signatures", 0, 1), "threshold-signature"),
    "coefficients changed round": (resealed(0, list.reverse), "threshold-signature"),
    "a coefficient less": (resealed(0, list.pop), "trustees-shape"),
    "a coefficient off the curve": (
        resealed(0, lambda texts: texts.append(texts.pop()[:-1] + "x")),
        "element-spelling",
    ),
    "keys in each other's places": (swapped("verification_keys", 0, 1), "threshold-key"),
    "a key with the proof of another": (with_key(0, pok=KEYS[1]["pok"]), "trustee-proof"),
    "a key that its member did not sign": (with_key(0, signature=KEYS[1]["signature"]), "threshold-signature"),
    "a key that hides nothing": (with_key(0, public_key=NEUTRAL), "neutral-element"),
    "a name that is no text": (with_key(0, name=1), "trustees-shape"),
}


@pytest.mark.control("BAL-9")
@pytest.mark.parametrize(("committee", "code"), COMMITTEES.values(), ids=COMMITTEES)
def test_a_committee_in_which_something_does_not_hold_is_refused(booth, committee, code):
    trustees = dumped([["Pedersen", committee]])
    assert refused(booth, trustees, COMMITTEE) == code
    with pytest.raises(BallotsError):
        read_trustees(COMMITTEE.election.group, trustees)


def test_a_committee_as_release_2_0_made_it_is_refused(booth):
    """Its members did not sign one another's certificates."""
    old = {name: part for name, part in PUBLISHED.items() if name != "signatures"}
    assert refused(booth, dumped([["Pedersen", old]]), COMMITTEE) == "threshold-context"


@pytest.mark.control("BAL-1")
def test_a_committee_whose_keys_cancel_each_other_out_is_refused(booth):
    cancelled = resealed(0, lambda texts: texts.__setitem__(0, opposite_of_the_others()))
    assert refused(booth, dumped([["Pedersen", cancelled]]), COMMITTEE) == "neutral-element"


def opposite_of_the_others():
    within = group("Ed25519")
    others = [json.loads(dealt["message"])["coefexps"][0] for dealt in PUBLISHED["coefexps"][1:]]
    together = within.product(within.decode(others))
    return within.encode([within.secret_power(together, within.order - 1)])[0]
