"""Single operations of every group in every arithmetic, against published values."""

from hashlib import pbkdf2_hmac

import pytest

from ballots import Invalid, Unsupported, group, secret_of
from ballots.groups import NAMES, Term, arithmetics
from ballots.keys import read_public_key
from ballots.proofs import Proof, challenge, knowledge, prove_knowledge, require
from tests.ballots.vectors import PRIMITIVES

EVERY = [(name, arithmetic) for name in NAMES for arithmetic in arithmetics(name)]
each = pytest.mark.parametrize(("name", "arithmetic"), EVERY)


@each
def test_generator_order_and_neutral_element(name, arithmetic):
    here, published = group(name, arithmetic=arithmetic), PRIMITIVES[name]
    assert str(here.order) == published["q"]
    assert here.encode([here.generator, here.identity]) == [published["g"], published["identity"]]


@each
def test_powers_of_the_generator(name, arithmetic):
    here = group(name, arithmetic=arithmetic)
    for power in PRIMITIVES[name]["powers_of_g"]:
        exponent, element = int(power["exponent"]), power["element"]
        assert here.encode([here.secret_power(here.generator, exponent)]) == [element]
        assert here.commitments(here.generator, [Term(exponent, 0, here.identity, 0)]) == [element]
        assert here.commitments(here.generator, [Term(0, exponent, here.identity, 0)]) == [element]
        assert here.encode([here.multi_exp([here.generator], [exponent])]) == [element]


@each
def test_product_and_inverse(name, arithmetic):
    here, published = group(name, arithmetic=arithmetic), PRIMITIVES[name]["product"]
    a, b = here.decode([published["a"], published["b"]])
    assert here.encode([here.product([a, b])]) == [published["ab"]]
    assert here.encode([here.multi_exp([a], [-1])]) == [published["inverse_of_a"]]
    assert here.encode([here.product([a, here.multi_exp([a], [-1])])]) == here.encode([here.identity])


@each
@pytest.mark.control("BAL-2")
def test_strings_that_must_fail_the_membership_check_fail(name, arithmetic):
    for text in PRIMITIVES[name]["not_in_group"]:
        with pytest.raises(Invalid):
            group(name, arithmetic=arithmetic).decode([text])


@each
def test_hash_to_scalar(name, arithmetic):
    for published in PRIMITIVES[name]["hash_to_scalar"]:
        order = group(name, arithmetic=arithmetic).order
        assert challenge(published["prefix"], published["elements"], order) == int(published["scalar"])


@each
def test_proof_of_a_key_with_a_known_nonce(name, arithmetic):
    here, published = group(name, arithmetic=arithmetic), PRIMITIVES[name]["proof_of_key"]
    proof = prove_knowledge(
        here,
        f"pok|{name}|{published['public_key']}|",
        int(published["private_key"]),
        _always(int(published["nonce"]), here.order),
    )
    assert proof.json() == published["pok"]
    value = {"pok": published["pok"], "public_key": published["public_key"]}
    assert read_public_key(here, value).key == published["public_key"]


@each
def test_signed_message(name, arithmetic):
    here, published = group(name, arithmetic=arithmetic), PRIMITIVES[name]["signed_msg"]
    prefix = f"sigmsg|{published['signed']['message']}|"
    secret = int(published["signing_key"])
    proof = prove_knowledge(here, prefix, secret, _always(int(published["nonce"]), here.order))
    assert proof.json() == published["signed"]["signature"]
    key = here.secret_power(here.generator, secret)
    require(here, key, [knowledge("signature", prefix, key, proof)])
    with pytest.raises(Invalid, match="signature"):
        wrong = Proof(proof.challenge, (proof.response + 1) % here.order)
        require(here, key, [knowledge("signature", prefix, key, wrong)])


def _always(number, order):
    size = (order.bit_length() + 7) // 8
    return lambda length: number.to_bytes(size, "big")[:length]


@each
def test_credential_derivation(name, arithmetic):
    here, published = group(name, arithmetic=arithmetic), PRIMITIVES[name]["credential_2.4_and_later"]
    secret = secret_of(published["private"], published["uuid"], here.order)
    assert secret == int(published["secret_scalar"])
    assert here.encode([here.secret_power(here.generator, secret)]) == [published["public"]]


@each
def test_credential_derivation_of_older_releases(name, arithmetic):
    """No part of the library (§4.1), but a secret of theirs gives their credential here too."""
    here, published = group(name, arithmetic=arithmetic), PRIMITIVES[name]["credential_2.0_to_2.2"]
    derived = pbkdf2_hmac("sha256", published["private"].encode(), published["uuid"].encode(), 1000, 32)
    secret = int.from_bytes(derived, "big") % here.order
    assert secret == int(published["secret_scalar"])
    assert here.encode([here.secret_power(here.generator, secret)]) == [published["public"]]


@each
@pytest.mark.control("BAL-2")
def test_members_are_checked_also_on_the_way_to_their_powers(name, arithmetic):
    here = group(name, arithmetic=arithmetic)
    right = here.encode([here.generator])[0]
    (member,) = here.decode([right], members=False)
    for powers in ([], [0], [1], [3, 5], [here.order], [here.order + 1, 0, -1]):
        terms = [Term(0, 0, member, power) for power in powers]
        plain = here.commitments(here.generator, terms)
        assert here.commitments(here.generator, terms, [member]) == plain
        for text in PRIMITIVES[name]["not_in_group"]:
            with pytest.raises(Invalid):
                (point,) = here.decode([text], members=False)
                here.commitments(here.generator, [*terms, *(Term(0, 0, point, power) for power in powers)], [point])


@each
def test_embedding(name, arithmetic):
    here = group(name, arithmetic=arithmetic)
    if name == "BELENIOS-2048":
        with pytest.raises(Unsupported):
            here.embed([1])
        with pytest.raises(Unsupported):
            here.embed_public([[1]])
        return
    for published in PRIMITIVES[name]["embedding"]:
        element = here.embed(published["ints"])
        assert here.encode([element]) == [published["element"]]
        assert here.embedded(element, len(published["ints"])) == published["ints"]
    most = 30 if name == "Ed25519" else 255
    for numbers in ([256], [-1], [0] * (most + 1)):
        with pytest.raises(Invalid, match="embedding"):
            here.embed(numbers)
        with pytest.raises(Invalid, match="embedding"):
            here.embed_public([[1], numbers])
    answers = [published["ints"] for published in PRIMITIVES[name]["embedding"]]
    published = [published["element"] for published in PRIMITIVES[name]["embedding"]]
    assert here.encode(here.embed_public(answers)) == published


@each
def test_independent_generators(name, arithmetic):
    here, published = group(name, arithmetic=arithmetic), PRIMITIVES[name]["independent_generators"]
    first = here.independent(3)
    every = here.independent(9)
    assert here.encode(every[:3]) == here.encode(first)
    assert {index: here.encode([every[int(index) + 1]])[0] for index in published} == published
