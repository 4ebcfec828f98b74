"""Proofs of knowledge: how they are made, and what must be recomputed to believe one.

Every published proof is a challenge and a response; the challenge is the hash of a text that names the whole
statement (BAL-1), then of the commitments. So a proof to be checked becomes a ``Claim``: the products that must be
recomputed, and the hash they must give. All claims of a ballot go to the group in one batch.
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
    digest = hashlib.sha256((prefix + ",".join(commitments)).encode()).digest()
    return int.from_bytes(digest, "big") % order


@dataclass(frozen=True, slots=True)
class Claim:
    """What a proof asserts: these products, hashed after the prefix, give the challenge. ``code`` names a failure."""

    code: str
    prefix: str
    terms: tuple[Term[Element], ...]
    challenge: int


def require(group: Group, y: Element, claims: Sequence[Claim]) -> None:
    """Raise ``Invalid`` with the code of the first claim that does not hold."""
    texts = iter(group.commitments(y, [term for claim in claims for term in claim.terms]))
    for claim in claims:
        commitments = [next(texts) for _ in claim.terms]
        if challenge(claim.prefix, commitments, group.order) != claim.challenge % group.order:
            raise Invalid(claim.code, "a proof does not hold")


def prove_knowledge(group: Group, prefix: str, secret: int, draw: Draw) -> Proof:
    """Schnorr: the prover knows the exponent of an element that the prefix names."""
    nonce = below(group.order, draw)
    commitment = group.encode([group.secret_power(group.generator, nonce)])
    c = challenge(prefix, commitment, group.order)
    return Proof(c, group.response(nonce, secret, c))


def knowledge(code: str, prefix: str, element: Element, proof: Proof) -> Claim:
    return Claim(code, prefix, (Term(proof.response, 0, element, proof.challenge),), proof.challenge)


@dataclass(frozen=True, slots=True)
class Opened:
    """A ciphertext as its maker knows it: g^randomness, y^randomness · g^plaintext."""

    randomness: int
    plaintext: int


def prove_one_of(
    group: Group, y: Element, prefix: str, cases: Sequence[tuple[Opened, int]], *, true: int, draw: Draw
) -> list[Proof]:
    """One of the ciphertexts encrypts the value beside it; ``true`` says which, the proof does not.

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
    """The claim of ``prove_one_of``, from (β/g^M)^c = β^c · g^(−Mc)."""
    terms: list[Term[Element]] = []
    total = 0
    for ((alpha, beta), value), proof in zip(cases, proofs, strict=True):
        terms.append(Term(proof.response, 0, alpha, proof.challenge))
        terms.append(Term(-value * proof.challenge, proof.response, beta, proof.challenge))
        total += proof.challenge
    return Claim(code, prefix, tuple(terms), total)
