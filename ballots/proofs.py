"""Every proof of the protocol under its usual name, with the equations that its verifier recomputes.

A published proof is a challenge and responses; the challenge is the hash of a text that names the whole statement
(BAL-1), then of the prover's commitments. So a proof to be checked becomes a ``Claim``: the products that must be
recomputed, and the hash they must give. All claims of a ballot go to the group in one batch. Only a shuffle publishes
its commitments too, and is checked otherwise.

The texts before the commitments (specification §3.1; φ is the election's fingerprint, S0 and S are those of §8.1):

=====================================  =======================================  ====================
``pok|{group}|{X}|``                   a trustee's key                          Schnorr
``sigmsg|{message}|``                  a message between threshold trustees     Schnorr
``sig|{hash}|``                        a ballot's signature                     Schnorr
``raweg|{S0}|{y},{alpha},{beta}|``     an answer of numbers                     Schnorr
``decrypt|{φ}|{X}|``                   a partial decryption                     Chaum–Pedersen
``prove|{S0}|{alpha},{beta}|``         a choice is 0 or 1                       one of many
``prove|{S}|{alpha},{beta}|``          the number of choices is allowed         one of many
``bproof0|{S}|``, ``bproof1|{S}|``     blank, or a number that is allowed       one of many
``lproof|{S}|``                        only candidates of the list chosen       one of many
``nonzero|{S}|``                       some candidate is chosen                 non-zero
``shuffle-challenge(s)|{φ}|``          the same votes in another order          Terelius–Wikström
=====================================  =======================================  ====================
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from ballots.chance import Draw, below
from ballots.encoding import Json, array, members, scalar
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


@dataclass(frozen=True, slots=True)
class Claim:
    """What a proof asserts: these products, hashed after the prefix, give the challenge. ``code`` names a failure."""

    code: str
    prefix: str
    terms: tuple[Term[Element], ...]
    challenge: int


def require(group: Group, y: Element, claims: Sequence[Claim], unchecked: Sequence[Element] = ()) -> None:
    """Raise ``Invalid`` with the code of the first claim that does not hold.

    ``unchecked`` are elements in these claims whose membership is still to be tested: see ``Backend.commitments``.
    """
    terms = [term for claim in claims for term in claim.terms]
    texts = iter(group.commitments(y, terms, unchecked) if unchecked else group.commitments(y, terms))
    for claim in claims:
        commitments = [next(texts) for _ in claim.terms]
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
    total = 0
    for ((alpha, beta), value), proof in zip(cases, proofs, strict=True):
        terms.append(Term(proof.response, 0, alpha, proof.challenge))
        terms.append(Term(-value * proof.challenge, proof.response, beta, proof.challenge))
        total += proof.challenge
    return Claim(code, prefix, tuple(terms), total)
