import json

import pytest

from ballots import (
    Invalid,
    Unsupported,
    aggregate,
    check_ballot,
    check_decryption,
    combined_key,
    decrypt,
    group,
    make_public_key,
    read_credentials,
    read_trustees,
    write_trustees,
)
from ballots.encoding import write
from tests.ballots.election_room import counter, open_room

ED = group("Ed25519")
KEY = make_public_key(ED, 7, "Non", counter())
ROOM = open_room()
LISTED = read_credentials(ROOM.credentials)
TALLY = aggregate(
    ROOM.election,
    [(check_ballot(ROOM.election, LISTED, ROOM.make(voter, [[1, 0]])).ciphertexts, 1) for voter in range(2)],
)
TRUSTEES = read_trustees(ED, ROOM.trustees).each
SHARE = decrypt(ROOM.election, TALLY, ROOM.secrets[0], counter())


def reason(act, *arguments):
    with pytest.raises(Invalid) as refused:
        act(*arguments)
    return refused.value.code


def test_keys_multiply_to_the_election_key():
    keys = [make_public_key(ED, secret, None, counter()) for secret in (2, 3)]
    trustees = read_trustees(ED, write_trustees(keys))
    assert combined_key(ED, trustees) == ED.encode([ED.secret_power(ED.generator, 5)])[0]
    assert [trustee.name for trustee in trustees.each] == [None, None]


def test_a_name_is_published_beside_the_key():
    (trustee,) = read_trustees(ED, write_trustees([KEY])).each
    assert trustee.name == "Non"
    assert len(trustee.fingerprint) == 43


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
        assert reason(read_trustees, ED, write([["Single", wrong]])) == "trustee-proof"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ([], "trustees-shape"),
        ({}, "trustees-shape"),
        ([["Single"]], "trustees-shape"),
        ([["Double", {}]], "trustees-shape"),
        ([["Single", {"public_key": "x"}]], "trustees-shape"),
        ([["Single", {"pok": {"challenge": "1", "response": "1"}, "public_key": f"{1:064x}"}]], "neutral-element"),
        ([["Single", {"pok": {"challenge": "1", "response": "1"}, "public_key": f"{0:064x}"}]], "not-in-group"),
    ],
)
def test_a_wrong_list_of_trustees_is_refused(value, code):
    assert reason(read_trustees, ED, write(value)) == code


def test_threshold_trustees_are_not_judged():
    with pytest.raises(Unsupported, match="Pedersen"):
        read_trustees(ED, write([["Pedersen", {}]]))


def test_a_share_is_accepted_from_its_trustee_only():
    check_decryption(ROOM.election, TRUSTEES[0], TALLY, SHARE)
    assert reason(check_decryption, ROOM.election, TRUSTEES[1], TALLY, SHARE) == "decryption-proof"


@pytest.mark.control("BAL-1")
def test_nothing_in_a_share_can_be_exchanged():
    value = json.loads(SHARE)
    assert reason(check_decryption, ROOM.election, TRUSTEES[0], [TALLY[0][::-1]], SHARE) == "decryption-proof"
    for place in range(2):
        factors = list(value["decryption_factors"][0])
        factors[place] = ED.encode([ED.generator])[0]
        wrong = write({**value, "decryption_factors": [factors]})
        assert reason(check_decryption, ROOM.election, TRUSTEES[0], TALLY, wrong) == "decryption-proof"
        for name in ("challenge", "response"):
            proofs = json.loads(SHARE)["decryption_proofs"]
            proofs[0][place][name] = str((int(proofs[0][place][name]) + 1) % ED.order)
            wrong = write({**value, "decryption_proofs": proofs})
            assert reason(check_decryption, ROOM.election, TRUSTEES[0], TALLY, wrong) == "decryption-proof"


@pytest.mark.parametrize("name", ["decryption_factors", "decryption_proofs"])
def test_a_share_has_the_shape_of_the_tally(name):
    value = json.loads(SHARE)
    for wrong in (value[name] * 2, [value[name][0][:1]], [], "x"):
        assert reason(check_decryption, ROOM.election, TRUSTEES[0], TALLY, write({**value, name: wrong})) == (
            "decryption-shape"
        )


@pytest.mark.control("BAL-2")
def test_factors_outside_the_group_are_refused():
    value = json.loads(SHARE)
    for text, code in ((f"{0:064x}", "not-in-group"), ("6" * 63, "element-spelling")):
        factors = [[text, value["decryption_factors"][0][1]]]
        wrong = write({**value, "decryption_factors": factors})
        assert reason(check_decryption, ROOM.election, TRUSTEES[0], TALLY, wrong) == code
