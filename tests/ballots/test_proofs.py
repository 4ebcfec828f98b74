"""What the proofs promise: whatever their statement names cannot be exchanged (BAL-1)."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots import Invalid, group
from ballots.groups import arithmetics
from ballots.proofs import Opened, Proof, knowledge, one_of, prove_knowledge, prove_one_of, require
from tests.ballots.election_room import counter

ED = group("Ed25519")
Y = ED.secret_power(ED.generator, 77)


def holds(*claims):
    try:
        require(ED, Y, claims)
    except Invalid:
        return False
    return True


@settings(max_examples=20, deadline=None)
@given(st.integers(1, ED.order - 1), st.text(max_size=5))
def test_who_knows_the_exponent_convinces(secret, seed):
    element = ED.secret_power(ED.generator, secret)
    proof = prove_knowledge(ED, "p|", secret, counter(seed))
    assert holds(knowledge("c", "p|", element, proof))
    assert not holds(knowledge("c", "q|", element, proof))
    assert not holds(knowledge("c", "p|", Y, proof))
    assert not holds(knowledge("c", "p|", element, replace(proof, response=(proof.response + 1) % ED.order)))


@settings(max_examples=20, deadline=None)
@given(st.integers(-1, 3), st.integers(0, 2), st.integers(1, 3))
def test_a_proof_that_one_of_several_values_is_encrypted_holds_exactly_if_one_is(plain, lowest, number):
    opened = Opened(5 + plain, plain)
    (ciphertext,) = ED.encrypt(Y, [(opened.randomness, plain)])
    values = range(lowest, lowest + number)
    claimed = plain - lowest if plain in values else 0
    proofs = prove_one_of(ED, Y, "p|", [(opened, value) for value in values], true=claimed, draw=counter())
    assert holds(one_of("c", "p|", [(ciphertext, value) for value in values], proofs)) == (plain in values)


@pytest.mark.control("BAL-1")
def test_every_part_of_a_disjunction_matters():
    opened = [Opened(3, 1), Opened(4, 0)]
    first, second = ED.encrypt(Y, [(one.randomness, one.plaintext) for one in opened])
    cases = [(first, 1), (second, 1)]
    proofs = prove_one_of(ED, Y, "p|", [(opened[0], 1), (opened[1], 1)], true=0, draw=counter())
    assert holds(one_of("c", "p|", cases, proofs))
    assert not holds(one_of("c", "P|", cases, proofs))
    assert not holds(one_of("c", "p|", cases[::-1], proofs))
    assert not holds(one_of("c", "p|", cases, proofs[::-1]))
    assert not holds(one_of("c", "p|", [(first, 1), (second, 2)], proofs))
    for index, proof in enumerate(proofs):
        for changed in (
            replace(proof, challenge=(proof.challenge + 1) % ED.order),
            replace(proof, response=(proof.response + 1) % ED.order),
        ):
            assert not holds(one_of("c", "p|", cases, [*proofs[:index], changed, *proofs[index + 1 :]]))


@pytest.mark.control("BAL-1")
def test_another_election_key_makes_a_disjunction_void():
    opened = Opened(3, 1)
    (ciphertext,) = ED.encrypt(Y, [(3, 1)])
    proofs = prove_one_of(ED, Y, "p|", [(opened, 0), (opened, 1)], true=1, draw=counter())
    claim = one_of("c", "p|", [(ciphertext, 0), (ciphertext, 1)], proofs)
    require(ED, Y, [claim])
    with pytest.raises(Invalid):
        require(ED, ED.secret_power(ED.generator, 78), [claim])


def test_the_first_claim_that_fails_gives_the_reason():
    proof = prove_knowledge(ED, "p|", 77, counter())
    good, bad = knowledge("good", "p|", Y, proof), knowledge("bad", "p|", Y, Proof(0, 0))
    with pytest.raises(Invalid) as refused:
        require(ED, Y, [good, bad, knowledge("worse", "p|", Y, Proof(1, 1))])
    assert refused.value.code == "bad"


@pytest.mark.parametrize("arithmetic", arithmetics("Ed25519"))
def test_zero_nonces_challenges_and_responses_are_as_good_as_any(arithmetic):
    here = group("Ed25519", arithmetic=arithmetic)
    y = here.secret_power(here.generator, 77)
    opened = Opened(3, 1)
    (ciphertext,) = here.encrypt(y, [(3, 1)])
    proofs = prove_one_of(here, y, "p|", [(opened, 0), (opened, 1)], true=1, draw=bytes)
    assert proofs[0] == Proof(0, 0)
    require(here, y, [one_of("c", "p|", [(ciphertext, 0), (ciphertext, 1)], proofs)])
