"""What the proofs promise: whatever their statement names cannot be exchanged (BAL-1)."""

import hashlib
from dataclasses import fields, replace
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots import Invalid, group
from ballots.chance import SYSTEM
from ballots.groups import arithmetics
from ballots.proofs import (
    Opened,
    Proof,
    Shuffled,
    ShuffleProof,
    knowledge,
    one_of,
    prove_knowledge,
    prove_one_of,
    prove_shuffle,
    require,
    require_shuffle,
)
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


# --- shuffles -------------------------------------------------------------------------------------------------------


def hashed(text):
    return hashlib.sha256(text.encode()).hexdigest()


def listed(elements):
    return "".join(text + "," for text in ED.encode(elements))


def powers(bases, exponents):
    return ED.product([ED.multi_exp([base], [power]) for base, power in zip(bases, exponents, strict=True)])


def unequal(shuffled, proof):
    """The equations of specification §10 that fail, each computed by itself: what ``require_shuffle`` merges."""
    n, g, y = len(shuffled.e), ED.generator, shuffled.y
    h, *hs = ED.independent(n + 1)
    alphas, betas = ([pair[half] for pair in shuffled.e] for half in (0, 1))
    new_alphas, new_betas = ([pair[half] for pair in shuffled.e_prime] for half in (0, 1))
    str1 = listed([x for pair in (*shuffled.e, *shuffled.e_prime) for x in pair] + list(proof.c))
    start = hashed(f"shuffle-challenges|{shuffled.election}|{str1}")
    u = [int(hashed(start + hashed(str(i))), 16) % ED.order for i in range(n)]
    text = listed(proof.t) + listed(proof.t_hat) + str1 + listed(proof.c_hat) + ED.encode([y])[0]
    c = int(hashed(f"shuffle-challenge|{shuffled.election}|{text}"), 16) % ED.order
    s1, s2, s3, s4 = proof.s
    s_prime, chained = proof.s_prime, [h, *proof.c_hat]
    c_bar = powers([*proof.c, *hs], [1] * n + [-1] * n)
    right = [
        powers([c_bar, g], [-c, s1]),
        powers([chained[n], h, g], [-c, c * prod(u), s2]),
        powers([powers(proof.c, u), g, *hs], [-c, s3, *s_prime]),
        powers([powers(betas, u), y, *new_betas], [-c, -s4, *s_prime]),
        powers([powers(alphas, u), g, *new_alphas], [-c, -s4, *s_prime]),
    ] + [powers([chained[i + 1], g, chained[i]], [-c, proof.s_hat[i], s_prime[i]]) for i in range(n)]
    names = ["t1", "t2", "t3", "t41", "t42", *(f"t_hat{i}" for i in range(n))]
    texts = zip(names, ED.encode([*proof.t, *proof.t_hat]), ED.encode(right), strict=True)
    return {name for name, left, computed in texts if left != computed}


def mixed(order, randomness=(11, 22, 33, 44), into=None):
    """The numbers from 0 on, encrypted and put in this order; ``into`` is what they are said to have become."""
    e = ED.encrypt(Y, [(7 + number, number) for number in range(len(order))])
    masks = ED.encrypt(Y, [(r, 0) for r in randomness])
    e_prime = [(ED.product([e[j][0], masks[j][0]]), ED.product([e[j][1], masks[j][1]])) for j in order]
    shuffled = Shuffled(ED, Y, "phi", e, e_prime if into is None else into)
    return shuffled, prove_shuffle(shuffled, order, randomness[: len(order)], counter())


def shuffle_holds(shuffled, proof, draw=SYSTEM):
    try:
        require_shuffle(shuffled, proof, draw)
    except Invalid:
        return False
    return True


def shifted(proof, name, place, by):
    """The proof with ``by`` added to a number, or g^by multiplied to an element."""
    row = list(getattr(proof, name))
    if name.startswith("s"):
        row[place] = (row[place] + by) % ED.order
    else:
        row[place] = powers([row[place], ED.generator], [1, by])
    return replace(proof, **{name: row})


PLACES = [(field.name, place) for field in fields(ShuffleProof) for place in range({"t": 5}.get(field.name, 4))]


@settings(max_examples=40, deadline=None)
@given(
    st.permutations(range(4)),
    st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from([-1, 1])), max_size=3),
    st.sampled_from([SYSTEM, bytes]),
)
def test_all_equations_of_a_shuffle_at_once_say_the_same_as_one_by_one(order, changes, draw):
    shuffled, proof = mixed(order)
    for (name, place), by in changes:
        proof = shifted(proof, name, place, by)
    assert shuffle_holds(shuffled, proof, draw) == (not unequal(shuffled, proof))


@pytest.mark.parametrize("number", [0, 1, 2])
def test_the_equations_of_a_shuffle_of_few_ballots_hold_one_by_one(number):
    shuffled, proof = mixed(range(number))
    assert not unequal(shuffled, proof)
    assert unequal(shuffled, shifted(proof, "s", 3, 1)) == {"t41", "t42"}


@pytest.mark.parametrize("draw", [SYSTEM, bytes], ids=["unforeseen", "foreseen"])
@pytest.mark.parametrize("other", [("s", 1), ("s", 2), ("s_hat", 0), ("s_hat", 3)], ids=str)
def test_two_errors_in_a_shuffle_do_not_make_up_for_each_other(other, draw):
    """The responses are in no hash of the protocol, so these two errors would cancel if both weighed the same."""
    shuffled, proof = mixed([2, 0, 3, 1])
    wrong = shifted(shifted(proof, "s", 0, 1), *other, -1)
    assert len(unequal(shuffled, wrong)) == 2
    assert not shuffle_holds(shuffled, wrong, draw)


def test_who_drops_one_vote_and_counts_another_twice_proves_nothing():
    shuffled, proof = mixed([0, 1, 2, 2])
    assert unequal(shuffled, proof)
    assert not shuffle_holds(shuffled, proof)


def test_who_changes_a_vote_while_shuffling_proves_nothing():
    honest, _ = mixed([2, 0, 3, 1])
    (alpha, beta), *others = honest.e_prime
    shuffled, proof = mixed([2, 0, 3, 1], into=[(alpha, ED.product([beta, ED.generator])), *others])
    assert unequal(shuffled, proof) == {"t41"}
    assert not shuffle_holds(shuffled, proof)


def test_who_does_not_know_how_a_vote_was_encrypted_again_proves_nothing():
    honest, _ = mixed([2, 0, 3, 1])
    shuffled, proof = mixed([2, 0, 3, 1], randomness=(11, 22, 33, 45), into=honest.e_prime)
    assert unequal(shuffled, proof) == {"t41", "t42"}
    assert not shuffle_holds(shuffled, proof)
