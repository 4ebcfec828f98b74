import json

import pytest

from ballots import Invalid, group, make_public_key, new_secret
from ballots.keys import read_public_key
from tests.ballots.election_room import counter

ED = group("Ed25519")
KEY = make_public_key(ED, 7, "Non", counter())
GENERATOR = ED.encode([ED.generator])[0]
PROOF = {"challenge": "1", "response": "1"}


def reason(value):
    with pytest.raises(Invalid) as refused:
        read_public_key(ED, value)
    return refused.value.code


def test_a_secret_is_drawn_anew_each_time_and_never_zero():
    assert new_secret(ED) != new_secret(ED)
    assert new_secret(ED, bytes) == 1


def test_a_name_is_published_beside_the_key():
    trustee = read_public_key(ED, json.loads(KEY))
    assert trustee.name == "Non"
    assert len(trustee.fingerprint) == 43
    assert trustee.certificate is None


def test_the_published_order_of_members_is_kept():
    assert list(json.loads(KEY)) == ["pok", "public_key", "name"]


@pytest.mark.control("BAL-1")
def test_a_key_whose_owner_is_not_proved_is_refused():
    value = json.loads(KEY)
    other = json.loads(make_public_key(ED, 8, None, counter()))["public_key"]
    proof = value["pok"]
    for wrong in (
        {**value, "public_key": other},
        {**value, "pok": {**proof, "response": str((int(proof["response"]) + 1) % ED.order)}},
        {**value, "pok": {**proof, "challenge": "0"}},
    ):
        assert reason(wrong) == "trustee-proof"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"public_key": "x"}, "trustees-shape"),
        ({"pok": PROOF, "public_key": f"{2:064x}", "name": 1}, "trustees-shape"),
        ({"pok": PROOF, "public_key": f"{2:064x}", "signature": PROOF}, "trustees-shape"),
        ({"pok": PROOF, "public_key": f"{1:064x}"}, "neutral-element"),
        ({"pok": PROOF, "public_key": f"{0:064x}"}, "not-in-group"),
        ({"pok": {**PROOF, "challenge": str(ED.order)}, "public_key": GENERATOR}, "scalar-range"),
    ],
)
def test_a_key_in_another_form_is_refused(value, code):
    assert reason(value) == code
