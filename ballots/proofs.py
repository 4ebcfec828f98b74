"""Every proof of the protocol under its usual name, with the equations that its verifier recomputes.

A published proof is a challenge and responses; the challenge is the hash of a text that names the whole statement
(BAL-1), then of the prover's commitments. So a proof to be checked becomes a ``Claim``: the products that must be
recomputed, and the hash they must give. All claims of a ballot go to the group in one batch. Two kinds are checked
otherwise: a trustee's Chaum–Pedersen proofs, which have a base each (``require_equality``), and shuffles, whose
commitments are all published, so that the equations themselves are tested (``require_shuffle``).

The texts before the commitments (specification §3.1; φ is the election's fingerprint, S0 and S are those of §8.1):

=====================================  =======================================  ====================
``pok|{group}|{X}|``                   a trustee's key                          Schnorr
``sigmsg|{message}|``                  a message between threshold trustees     Schnorr
``sig|{hash}|``                        a ballot's signature                     Schnorr
``raweg|{S0}|{y},{alpha},{beta}|``     an answer of numbers                     Schnorr
``decrypt|{φ}|{X}|``                   a partial decryption                     Chaum–Pedersen
``bound-decrypt|{φ}|{X}|{alpha},{F}|`` the same, beside the archive (§16.1)     Chaum–Pedersen
``prove|{S0}|{alpha},{beta}|``         a choice is 0 or 1                       one of many
``prove|{S}|{alpha},{beta}|``          the number of choices is allowed         one of many
``bproof0|{S}|``, ``bproof1|{S}|``     blank, or a number that is allowed       one of many
``lproof|{S}|``                        only candidates of the list chosen       one of many
``nonzero|{S}|``                       some candidate is chosen                 non-zero
``shuffle-challenge(s)|{φ}|``          the same votes in another order          Terelius–Wikström
=====================================  =======================================  ====================
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain, islice
from typing import NamedTuple

from ballots.chance import SYSTEM, Draw, below, nonzero
from ballots.encoding import Json, array, hex_hash, members, scalar, string
from ballots.errors import Invalid
from ballots.groups import Ciphertext, Element, Group, Term


@dataclass(frozen=True, slots=True)
class Proof:
    challenge: int
    response: int

    def json(self) -> dict[str, Json]:
        return {"challenge": str(self.challenge), "response": str(self.response)}


def read_proof(value: Json, order: int, code: str) -> Proof:
    fields = members(value, code, "challenge", "response")
    return Proof(scalar(fields["challenge"], order), scalar(fields["response"], order))


def read_proofs(value: Json, order: int, code: str, length: int) -> list[Proof]:
    return [read_proof(proof, order, code) for proof in array(value, code, length)]


def challenge(prefix: str, commitments: Sequence[str], order: int) -> int:
    """HZ of §3.1: SHA-256 of the prefix and the commitments, joined by commas, modulo the order."""
    digest = hashlib.sha256((prefix + ",".join(commitments)).encode()).digest()
    return int.from_bytes(digest, "big") % order


class Claim(NamedTuple):
    """What a proof asserts: these products, hashed after the prefix, give the challenge. ``code`` names a failure."""

    code: str
    prefix: str
    terms: Sequence[Term[Element]]
    challenge: int


def require(group: Group, y: Element, claims: Sequence[Claim], unchecked: Sequence[Element] = ()) -> None:
    """Raise ``Invalid`` with the code of the first claim that does not hold.

    ``unchecked`` are elements in these claims whose membership is still to be tested: see ``Backend.commitments``.
    """
    terms = [term for claim in claims for term in claim.terms]
    texts = iter(group.commitments(y, terms, unchecked))
    for claim in claims:
        commitments = list(islice(texts, len(claim.terms)))
        if challenge(claim.prefix, commitments, group.order) != claim.challenge % group.order:
            raise Invalid(claim.code, "a proof does not hold")


# --- Schnorr: knowledge of a discrete logarithm (§3.2) --------------------------------------------------------------


def prove_knowledge(group: Group, prefix: str, secret: int, draw: Draw) -> Proof:
    """The prover knows x with X = g^x, an element that the prefix names: A = g^w, c = HZ(prefix, A), r = w − x·c."""
    nonce = below(group.order, draw)
    commitment = group.encode([group.secret_power(group.generator, nonce)])
    c = challenge(prefix, commitment, group.order)
    return Proof(c, group.response(nonce, secret, c))


def knowledge(code: str, prefix: str, element: Element, proof: Proof) -> Claim:
    """The claim of ``prove_knowledge``: A = g^r · X^c hashes to c."""
    return Claim(code, prefix, (Term(proof.response, 0, element, proof.challenge),), proof.challenge)


# --- Chaum–Pedersen: equality of discrete logarithms (§11.1) ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Equality:
    """That ``power`` is ``base``^x, where x is the exponent of the prover's key X = g^x, which the prefix names."""

    prefix: str
    base: Element
    power: Element
    proof: Proof


def prove_equality(group: Group, prefix: str, base: Element, secret: int, draw: Draw) -> Proof:
    """The prover raises g and ``base`` to one secret x: A = g^w, B = base^w, c = HZ(prefix, A, B), r = w − x·c."""
    nonce = below(group.order, draw)
    commitments = group.encode([group.secret_power(group.generator, nonce), group.secret_power(base, nonce)])
    c = challenge(prefix, commitments, group.order)
    return Proof(c, group.response(nonce, secret, c))


def require_equality(group: Group, code: str, key: Element, statements: Sequence[Equality]) -> None:
    """Raise ``Invalid`` unless all A = g^r · X^c and B = base^r · power^c hash to c, where X is ``key``."""
    proofs = [statement.proof for statement in statements]
    firsts = group.commitments(group.generator, [Term(proof.response, 0, key, proof.challenge) for proof in proofs])
    seconds = group.encode(
        [group.multi_exp([one.base, one.power], [one.proof.response, one.proof.challenge]) for one in statements]
    )
    for statement, a, b in zip(statements, firsts, seconds, strict=True):
        if challenge(statement.prefix, [a, b], group.order) != statement.proof.challenge:
            raise Invalid(code, "a power was not made with the secret of the key")


# --- Cramer–Damgård–Schoenmakers: one of many values is encrypted (§3.3) ---------------------------------------------


@dataclass(frozen=True, slots=True)
class Opened:
    """A ciphertext as its maker knows it: g^randomness, y^randomness · g^plaintext."""

    randomness: int
    plaintext: int


def prove_one_of(
    group: Group, y: Element, prefix: str, cases: Sequence[tuple[Opened, int]], *, true: int, draw: Draw
) -> list[Proof]:
    """One of the ciphertexts encrypts the value beside it; ``true`` says which, the proof does not.

    For the true case A = g^w, B = y^w and r = w − randomness · c; the others draw c and r first and simulate. The
    challenges add up to HZ(prefix, A0, B0, A1, B1, …), so all but one of them could be chosen freely.

    Knowing the randomness r of every ciphertext, the maker writes also the simulated commitments as powers of g and
    y: g^s·α^c = g^(s+rc), and y^s·(β/g^M)^c = y^(s+rc)·g^((x−M)c). The outcome is the same, from fixed bases only.
    """
    order = group.order
    proofs = [Proof(below(order, draw), below(order, draw)) for _ in cases]
    nonce = below(order, draw)
    exponents = [
        (nonce, 0)
        if index == true
        else (proof.response + opened.randomness * proof.challenge, (opened.plaintext - value) * proof.challenge)
        for index, (proof, (opened, value)) in enumerate(zip(proofs, cases, strict=True))
    ]
    commitments = group.encode([element for pair in group.encrypt(y, exponents) for element in pair])
    others = sum(proof.challenge for index, proof in enumerate(proofs) if index != true)
    c = (challenge(prefix, commitments, order) - others) % order
    proofs[true] = Proof(c, group.response(nonce, cases[true][0].randomness, c))
    return proofs


def one_of(code: str, prefix: str, cases: Sequence[tuple[Ciphertext, int]], proofs: Sequence[Proof]) -> Claim:
    """The claim of ``prove_one_of``: all A = g^r · α^c and B = y^r · (β/g^M)^c = y^r · β^c · g^(−Mc) hash to Σ c."""
    terms: list[Term[Element]] = []
    for ((alpha, beta), value), proof in zip(cases, proofs, strict=True):
        c, r = proof.challenge, proof.response
        terms += Term(r, 0, alpha, c), Term(-value * c, r, beta, c)
    return Claim(code, prefix, terms, sum(proof.challenge for proof in proofs))


# --- Non-zero: at least one candidate of a list is chosen (§8.2) ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NonZero:
    """A0 as text, the challenge, and the responses t1 and t2."""

    commitment: str
    challenge: int
    responses: tuple[int, int]

    def json(self) -> dict[str, Json]:
        response: list[Json] = [str(response) for response in self.responses]
        return {"commitment": self.commitment, "challenge": str(self.challenge), "response": response}


def read_nonzero(value: Json, order: int, code: str) -> NonZero:
    fields = members(value, code, "commitment", "challenge", "response")
    t1, t2 = (scalar(response, order) for response in array(fields["response"], code, 2))
    return NonZero(string(fields["commitment"], code), scalar(fields["challenge"], order), (t1, t2))


def prove_nonzero(group: Group, y: Element, prefix: str, opened: Opened, draw: Draw) -> NonZero:
    """The ciphertext (a, b) = (g^r, y^r · g^x) encrypts some x other than 0, not told which.

    A0 = b^s · y^(−sr) for a random s ≠ 0 is g^(xs): any element but 1. That it was made so, by somebody who knows s
    and r: A1 = a^w1 · g^w2 = g^(r·w1 + w2), A2 = b^w1 · y^w2 = y^(r·w1 + w2) · g^(x·w1), c = HZ(prefix, A0, A1, A2),
    t1 = w1 − s·c and t2 = w2 + s·r·c.
    """
    order = group.order
    s, w1, w2 = nonzero(order, draw), below(order, draw), below(order, draw)
    r, x = opened.randomness, opened.plaintext
    (commitment,) = group.encode([group.secret_power(group.generator, x * s)])
    (pair,) = group.encrypt(y, [(r * w1 + w2, x * w1)])
    c = challenge(prefix, [commitment, *group.encode(pair)], order)
    return NonZero(commitment, c, (group.response(w1, s, c), group.response(w2, -s * r % order, c)))


def encrypts_nonzero(code: str, group: Group, prefix: str, ciphertext: Ciphertext, proof: NonZero) -> Claim:
    """The claim of ``prove_nonzero``: A0 ≠ 1, and A0, A1 = a^t1 · g^t2, A2 = b^t1 · y^t2 · A0^c hash to c."""
    (commitment,) = group.decode([proof.commitment])
    if [proof.commitment] == group.encode([group.identity]):
        raise Invalid(code, "the proof that a candidate is chosen speaks of none")
    (a, b), (t1, t2) = ciphertext, proof.responses
    terms = Term(t2, 0, a, t1), Term(0, t2, group.multi_exp([b, commitment], [t1, proof.challenge]), 1)
    return Claim(code, f"{prefix}{proof.commitment},", terms, proof.challenge)


# --- Terelius–Wikström: the same votes, encrypted once more, in another order (§10) ----------------------------------


@dataclass(frozen=True, slots=True)
class Shuffled:
    """The statement: under the key y of the election with this fingerprint, e′ is e, permuted and re-encrypted."""

    group: Group
    y: Element
    election: str
    e: Sequence[Ciphertext]
    e_prime: Sequence[Ciphertext]


@dataclass(frozen=True, slots=True)
class ShuffleProof:
    """In the names of §10: ``t`` stands for t1, t2, t3, t41, t42 and ``s`` for s1 to s4; the others have N each."""

    t: Sequence[Element]
    t_hat: Sequence[Element]
    s: Sequence[int]
    s_hat: Sequence[int]
    s_prime: Sequence[int]
    c: Sequence[Element]
    c_hat: Sequence[Element]


def prove_shuffle(shuffled: Shuffled, order: Sequence[int], randomness: Sequence[int], draw: Draw) -> ShuffleProof:
    """The prover knows ψ and r′ with e′_i = e_j · (g^r′_j, y^r′_j) for j = ψ(i): ``order[i]`` and ``randomness[j]``.

    c_j = g^r_j · h_i commits to ψ, and only then are the weights u known. The chain ĉ_i = g^r̂_i · ĉ_(i−1)^u′_i from
    ĉ_0 = h multiplies them up in their new order u′_i = u_j. What remains are Schnorr proofs of all these exponents
    and of their sums, under one challenge c*. Their responses add: s = w + secret · c*.

    Powers and sums of secrets take the same time whatever they are. But ψ decides which entries of a list are looked
    at, which could show in the caches of a machine shared with others.
    """
    group, g = shuffled.group, shuffled.group.generator
    h, *each = group.independent(len(order) + 1)
    r, r_hat, w_hat, w_prime = ([below(group.order, draw) for _ in order] for _ in range(4))
    w = [below(group.order, draw) for _ in range(4)]
    c = [g for _ in order]
    for h_i, j in zip(each, order, strict=True):
        c[j] = group.secret_product([group.secret_power(g, r[j]), h_i])
    text = _statement(shuffled, c)
    u = _weights(shuffled, text)
    u_prime = [u[j] for j in order]
    c_hat = [h]
    for powers in zip(r_hat, u_prime, strict=True):
        c_hat.append(_secret_powers(group, [g, c_hat[-1]], powers))
    t = _commitments(shuffled, each, w, w_prime)
    t_hat = [_secret_powers(group, [g, c_hat[i]], [w_hat[i], w_prime[i]]) for i in range(len(order))]
    c_star = _shuffle_challenge(shuffled, text, t, t_hat, c_hat[1:])
    sums = (_sum(group, r, [1] * len(r)), _folded(group, r_hat, u_prime), _sum(group, r, u), _sum(group, randomness, u))
    s, s_hat, s_prime = (
        [_plus(group, nonce, secret, c_star) for nonce, secret in zip(nonces, secrets, strict=True)]
        for nonces, secrets in ((w, sums), (w_hat, r_hat), (w_prime, u_prime))
    )
    return ShuffleProof(t, t_hat, s, s_hat, s_prime, c, c_hat[1:])


def _commitments(
    shuffled: Shuffled, each: Sequence[Element], w: Sequence[int], w_prime: Sequence[int]
) -> list[Element]:
    """t1 = g^w1, t2 = g^w2, t3 = g^w3 · ∏h_i^w′_i, t41 = y^−w4 · ∏β′_i^w′_i, t42 = g^−w4 · ∏α′_i^w′_i."""
    group, g = shuffled.group, shuffled.group.generator
    w1, w2, w3, w4 = w
    return [
        group.secret_power(g, w1),
        group.secret_power(g, w2),
        _secret_powers(group, [g, *each], [w3, *w_prime]),
        _secret_powers(group, [shuffled.y, *(beta for _, beta in shuffled.e_prime)], [-w4, *w_prime]),
        _secret_powers(group, [g, *(alpha for alpha, _ in shuffled.e_prime)], [-w4, *w_prime]),
    ]


def require_shuffle(
    shuffled: Shuffled,
    proof: ShuffleProof,
    draw: Draw = SYSTEM,
    multi_exp: Callable[[Sequence[Element], Sequence[int]], Element] | None = None,
) -> None:
    """Raise ``Invalid`` unless, with c̄ = ∏c_i/∏h_i, c̃ = ∏c_i^u_i, ĉ = ĉ_N/h^∏u_i, α̃ = ∏α_i^u_i and β̃ = ∏β_i^u_i:

        t1 = g^s1 · c̄^−c*                        t41 = y^−s4 · ∏β′_i^s′_i · β̃^−c*
        t2 = g^s2 · ĉ^−c*                        t42 = g^−s4 · ∏α′_i^s′_i · α̃^−c*
        t3 = g^s3 · ∏h_i^s′_i · c̃^−c*            t̂_i = g^ŝ_i · ĉ_(i−1)^s′_i · ĉ_i^−c*, where ĉ_0 = h

    All are tested at once: each is raised to a coefficient k of its own, and the product of the left sides over that
    of the right sides must be 1. In it every base stands once, with the sum of its powers. The caller knows that all
    elements are members; otherwise parts of small order could cancel one another. ``multi_exp`` may be the group's
    own, but on several cores.
    """
    group = shuffled.group
    text = _statement(shuffled, proof.c)
    c_star = _shuffle_challenge(shuffled, text, proof.t, proof.t_hat, proof.c_hat)
    k = _coefficients(proof, c_star, draw)
    elements: list[Element] = []
    powers: list[int] = []
    for bases, their_powers in _all_at_once(shuffled, proof, _weights(shuffled, text), c_star, k):
        elements += bases
        powers += their_powers
    product = (multi_exp or group.multi_exp)(elements, powers)
    if group.encode([product]) != group.encode([group.identity]):
        raise Invalid("shuffle-proof", "a shuffle did something else than to encrypt again and reorder")


def _all_at_once(
    shuffled: Shuffled, proof: ShuffleProof, u: Sequence[int], c_star: int, k: Sequence[int]
) -> list[tuple[Sequence[Element], Sequence[int]]]:
    """Every base of the equations above with its power in their product; only those of t and t̂ are short."""
    group, (s1, s2, s3, s4) = shuffled.group, proof.s
    k1, k2, k3, k41, k42, *k_hat = k
    h, *each = group.independent(len(u) + 1)
    links = [k_i * s for k_i, s in zip(k_hat, proof.s_prime, strict=True)]
    chain_powers = [c_star * k_i - link for k_i, link in zip([0, *k_hat], [*links, 0], strict=True)]
    chain_powers[0] -= c_star * k2 * reduce(lambda product, u_i: product * u_i % group.order, u, 1)
    chain_powers[-1] += c_star * k2
    steps = sum(k_i * s for k_i, s in zip(k_hat, proof.s_hat, strict=True))
    return [
        ([group.generator, shuffled.y], [s4 * k42 - s1 * k1 - s2 * k2 - s3 * k3 - steps, s4 * k41]),
        (each, [-c_star * k1 - s * k3 for s in proof.s_prime]),
        (proof.c, [c_star * (k1 + u_i * k3) for u_i in u]),
        ([h, *proof.c_hat], chain_powers),
        (proof.t, [k1, k2, k3, k41, k42]),
        (proof.t_hat, k_hat),
        ([alpha for alpha, _ in shuffled.e], [c_star * k42 * u_i for u_i in u]),
        ([beta for _, beta in shuffled.e], [c_star * k41 * u_i for u_i in u]),
        ([alpha for alpha, _ in shuffled.e_prime], [-k42 * s for s in proof.s_prime]),
        ([beta for _, beta in shuffled.e_prime], [-k41 * s for s in proof.s_prime]),
    ]


def _coefficients(proof: ShuffleProof, c_star: int, draw: Draw) -> list[int]:
    """128 bits for each of the N + 5 equations, drawn when nothing in the proof can change any more.

    The sides of an equation that fails differ by a factor other than 1, of prime order. So whatever the other
    coefficients are, at most one of the 2^128 for this equation makes the whole product 1: that is the chance of a
    false proof. The hash also covers the proof (c* names all of it but the responses), so that even somebody who
    foresees ``draw`` would have to try 2^128 proofs; and a true proof holds with all coefficients.
    """
    responses = ",".join(f"{s:x}" for s in (*proof.s, *proof.s_hat, *proof.s_prime))
    seed = b"%b|%x|%b" % (draw(32), c_star, responses.encode())
    size, number = 16, 5 + len(proof.s_hat)
    stream = hashlib.shake_256(seed).digest(size * number)
    return [int.from_bytes(stream[size * i : size * (i + 1)], "big") for i in range(number)]


def _statement(shuffled: Shuffled, c: Sequence[Element]) -> str:
    """str1 of §10: what is shuffled, what it became, and the permutation committed to."""
    return _listed(shuffled.group, chain(*shuffled.e, *shuffled.e_prime, c))


def _listed(group: Group, elements: Iterable[Element]) -> str:
    """E of §10: after every element a comma, after the last one too."""
    return "".join(f"{text}," for text in group.encode(list(elements)))


def _weights(shuffled: Shuffled, text: str) -> list[int]:
    """u_1 … u_N."""
    seed = hex_hash(f"shuffle-challenges|{shuffled.election}|{text}".encode())
    return [challenge(seed + hex_hash(b"%d" % i), (), shuffled.group.order) for i in range(len(shuffled.e))]


def _shuffle_challenge(
    shuffled: Shuffled, text: str, t: Sequence[Element], t_hat: Sequence[Element], c_hat: Sequence[Element]
) -> int:
    """c*: everything the prover must not change any more, and the key."""
    group = shuffled.group
    prefix = f"shuffle-challenge|{shuffled.election}|{_listed(group, [*t, *t_hat])}{text}{_listed(group, c_hat)}"
    return challenge(prefix, group.encode([shuffled.y]), group.order)


def _secret_powers(group: Group, bases: Sequence[Element], powers: Sequence[int]) -> Element:
    raised = [group.secret_power(base, power) for base, power in zip(bases, powers, strict=True)]
    return group.secret_product(raised)


def _plus(group: Group, nonce: int, secret: int, factor: int) -> int:
    """nonce + secret · factor."""
    return group.response(nonce, secret, -factor % group.order)


def _sum(group: Group, secrets: Sequence[int], factors: Sequence[int]) -> int:
    return reduce(lambda total, pair: _plus(group, total, *pair), zip(secrets, factors, strict=True), 0)


def _folded(group: Group, secrets: Sequence[int], factors: Sequence[int]) -> int:
    """Σ r̂_i · u′_(i+1) ⋯ u′_N: the exponent of g that the chain ends with."""
    return reduce(lambda total, pair: _plus(group, pair[0], total, pair[1]), zip(secrets, factors, strict=True), 0)
