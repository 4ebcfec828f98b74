"""What one trustee contributes to the opening, and the proofs that it was made with the trustee's key."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from ballots import (
    Invalid,
    aggregate,
    bind_decryption,
    check_ballot,
    check_binding,
    check_decryption,
    decrypt,
    group,
    read_credentials,
    read_trustees,
)
from ballots.decryption import bound_key
from ballots.encoding import write
from ballots.proofs import Proof, challenge
from tests.ballots.election_room import WITH_BLANK, YES_OR_NO, counter, open_room

ED = group("Ed25519")
ROOM = open_room()
ELECTION = ROOM.election
LISTED = read_credentials(ROOM.credentials)
TALLY = aggregate(
    ELECTION,
    [(check_ballot(ELECTION, LISTED, ROOM.make(voter, [[1, 0]])).ciphertexts, 1) for voter in range(2)],
)
TRUSTEES = read_trustees(ED, ROOM.trustees).each
SHARE = decrypt(ELECTION, TALLY, ROOM.secrets[0], counter())
FACTORS = check_decryption(ELECTION, TRUSTEES[0], TALLY, SHARE)
BINDING = bind_decryption(ELECTION, TALLY, FACTORS, ROOM.secrets[0], counter())


def reason(act, *arguments):
    with pytest.raises(Invalid) as refused:
        act(*arguments)
    return refused.value.code


# --- in the archive -------------------------------------------------------------------------------------------------


def test_a_share_is_accepted_from_its_trustee_only():
    check_decryption(ELECTION, TRUSTEES[0], TALLY, SHARE)
    assert reason(check_decryption, ELECTION, TRUSTEES[1], TALLY, SHARE) == "decryption-proof"


@pytest.mark.parametrize("name", ["Ed25519", "BELENIOS-2048", "RFC-3526-2048"])
def test_a_share_of_several_questions_in_each_group(name):
    room = open_room(name, (YES_OR_NO, WITH_BLANK), trustees=1)
    here = room.election.group
    tally = [
        here.encrypt(room.election.public_key, [(1, 0), (2, 1)]),
        here.encrypt(room.election.public_key, [(3, 1)] * 4),
    ]
    raw = decrypt(room.election, tally, room.secrets[0])
    (trustee,) = read_trustees(here, room.trustees).each
    factors = check_decryption(room.election, trustee, tally, raw)
    assert [here.encode(row) for row in factors] == [
        here.encode([here.secret_power(alpha, room.secrets[0]) for alpha, _ in row]) for row in tally
    ]
    check_binding(
        room.election, trustee, tally, factors, bind_decryption(room.election, tally, factors, room.secrets[0])
    )


@pytest.mark.control("BAL-1")
def test_nothing_in_a_share_can_be_exchanged():
    value = json.loads(SHARE)
    assert reason(check_decryption, ELECTION, TRUSTEES[0], [TALLY[0][::-1]], SHARE) == "decryption-proof"
    for place in range(2):
        factors = list(value["decryption_factors"][0])
        factors[place] = ED.encode([ED.generator])[0]
        wrong = write({**value, "decryption_factors": [factors]})
        assert reason(check_decryption, ELECTION, TRUSTEES[0], TALLY, wrong) == "decryption-proof"
        for name in ("challenge", "response"):
            proofs = json.loads(SHARE)["decryption_proofs"]
            proofs[0][place][name] = str((int(proofs[0][place][name]) + 1) % ED.order)
            wrong = write({**value, "decryption_proofs": proofs})
            assert reason(check_decryption, ELECTION, TRUSTEES[0], TALLY, wrong) == "decryption-proof"


def test_the_work_can_be_handed_out_in_heaps_of_any_arithmetic(monkeypatch):
    monkeypatch.setattr("ballots.decryption.ballots_at_once", lambda *_: 1)
    wrong = json.loads(SHARE)
    wrong["decryption_proofs"][0][1]["response"] = "1"
    with ThreadPoolExecutor(2) as executor:
        for arithmetic in (None, "pure"):
            named = {"executor": executor, "arithmetic": arithmetic}
            factors = check_decryption(ELECTION, TRUSTEES[0], TALLY, SHARE, **named)
            assert factors == FACTORS
            check_binding(ELECTION, TRUSTEES[0], TALLY, factors, BINDING, **named)
            with pytest.raises(Invalid, match="decryption-proof"):
                check_decryption(ELECTION, TRUSTEES[0], TALLY, write(wrong), **named)


def test_a_share_is_for_one_election():
    other = open_room(questions=(YES_OR_NO, YES_OR_NO)).election
    tally = [*TALLY, *TALLY]
    value = json.loads(SHARE)
    twice = write({name: rows * 2 for name, rows in value.items()})
    assert reason(check_decryption, other, TRUSTEES[0], tally, twice) == "decryption-proof"


@pytest.mark.parametrize("name", ["decryption_factors", "decryption_proofs"])
def test_a_share_has_the_shape_of_the_tally(name):
    value = json.loads(SHARE)
    for wrong in (value[name] * 2, [value[name][0][:1]], [], "x", [[1, 2]]):
        assert reason(check_decryption, ELECTION, TRUSTEES[0], TALLY, write({**value, name: wrong})) == (
            "decryption-shape"
        )


@pytest.mark.control("BAL-2")
def test_factors_outside_the_group_are_refused():
    value = json.loads(SHARE)
    for text, code in ((f"{0:064x}", "not-in-group"), ("6" * 63, "element-spelling")):
        factors = [[text, value["decryption_factors"][0][1]]]
        wrong = write({**value, "decryption_factors": factors})
        assert reason(check_decryption, ELECTION, TRUSTEES[0], TALLY, wrong) == code


# --- beside the archive ---------------------------------------------------------------------------------------------


def forged():
    """The first factor shifted as §16.1 says, by a trustee who knows the secret; the proof in the archive holds."""
    secret, nonce, shift = ROOM.secrets[0], 12345, 678
    alpha = TALLY[0][0][0]
    a = ED.secret_power(ED.generator, nonce)
    b = ED.product([ED.secret_power(alpha, nonce), ED.secret_power(ED.generator, shift)])
    c = challenge(f"decrypt|{ELECTION.fingerprint}|{TRUSTEES[0].key}|", ED.encode([a, b]), ED.order)
    factor = ED.product([ED.secret_power(alpha, secret), ED.secret_power(ED.generator, shift * pow(c, -1, ED.order))])
    value = json.loads(SHARE)
    value["decryption_factors"][0][0] = ED.encode([factor])[0]
    value["decryption_proofs"][0][0] = Proof(c, (nonce - secret * c) % ED.order).json()
    return write(value)


@pytest.mark.control("BAL-1")
def test_the_additional_proof_stops_a_factor_that_the_proof_in_the_archive_lets_pass():
    factors = check_decryption(ELECTION, TRUSTEES[0], TALLY, forged())
    assert ED.encode(factors[0]) != ED.encode(FACTORS[0])
    ours = bind_decryption(ELECTION, TALLY, factors, ROOM.secrets[0], counter())
    assert reason(check_binding, ELECTION, TRUSTEES[0], TALLY, factors, ours) == "binding-proof"


def test_an_additional_proof_holds_for_its_trustee_and_says_whose_it_is():
    check_binding(ELECTION, TRUSTEES[0], TALLY, FACTORS, BINDING)
    assert bound_key(ELECTION, BINDING) == TRUSTEES[0].key
    assert reason(check_binding, ELECTION, TRUSTEES[1], TALLY, FACTORS, BINDING) == "binding-owner"
    claimed = write({**json.loads(BINDING), "public_key": TRUSTEES[1].key})
    assert reason(check_binding, ELECTION, TRUSTEES[1], TALLY, FACTORS, claimed) == "binding-proof"


@pytest.mark.control("BAL-1")
def test_nothing_that_an_additional_proof_is_about_can_be_exchanged():
    for tally, factors in (
        ([TALLY[0][::-1]], FACTORS),
        (TALLY, [FACTORS[0][::-1]]),
        ([TALLY[0][::-1]], [FACTORS[0][::-1]]),
    ):
        assert reason(check_binding, ELECTION, TRUSTEES[0], tally, factors, BINDING) == "binding-proof"
    for place in range(2):
        for name in ("challenge", "response"):
            value = json.loads(BINDING)
            proof = value["binding_proofs"][0][place]
            proof[name] = str((int(proof[name]) + 1) % ED.order)
            assert reason(check_binding, ELECTION, TRUSTEES[0], TALLY, FACTORS, write(value)) == "binding-proof"


def test_the_proof_in_the_archive_does_not_serve_as_the_additional_one():
    value = {**json.loads(BINDING), "binding_proofs": json.loads(SHARE)["decryption_proofs"]}
    assert reason(check_binding, ELECTION, TRUSTEES[0], TALLY, FACTORS, write(value)) == "binding-proof"


def test_an_additional_proof_is_for_one_election_and_has_its_shape():
    value = json.loads(BINDING)
    for wrong, code in (
        ({**value, "election_hash": "x"}, "wrong-election"),
        ({**value, "binding_proofs": value["binding_proofs"] * 2}, "binding-shape"),
        ({**value, "binding_proofs": [value["binding_proofs"][0][:1]]}, "binding-shape"),
        ({**value, "extra": 1}, "binding-shape"),
    ):
        assert reason(check_binding, ELECTION, TRUSTEES[0], TALLY, FACTORS, write(wrong)) == code
