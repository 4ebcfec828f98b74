"""A trustee's part in opening the result: partial decryptions, their proofs, and the proof beside the archive.

The protocol's own proof hashes neither the ciphertext nor the factor. Who decrypts last can therefore redraw a factor
of an answer of numbers until it reads as chosen (§16.1). So each trustee publishes a second proof of the same
statement, in a file of its own, whose challenge hashes both; the archive stays as every other program expects it.
"""

from collections.abc import Sequence

from ballots.chance import SYSTEM, Draw
from ballots.election import Election
from ballots.encoding import LARGE, Json, array, members, read, string, strings, write
from ballots.errors import Invalid
from ballots.keys import Trustee
from ballots.proofs import Equality, Proof, prove_equality, read_proof, require_equality
from ballots.tally import EncryptedTally, Factors

_SHAPE = "decryption-shape"
_BINDING_SHAPE = "binding-shape"


# --- in the archive -------------------------------------------------------------------------------------------------


def decrypt(election: Election, tally: EncryptedTally, secret: int, draw: Draw = SYSTEM) -> bytes:
    """A trustee's share of the decryption, with the proof that it was made with the trustee's key (§11.1).

    Decrypting anything but the sums of all votes would open somebody's ballot: the caller has recomputed ``tally``
    from a verified archive (BAL-9).
    """
    group = election.group
    prefix = _prefix(election, _key(election, secret))
    factors = [group.encode([group.secret_power(alpha, secret) for alpha, _ in question]) for question in tally]
    proofs = [
        [prove_equality(group, prefix, alpha, secret, draw).json() for alpha, _ in question] for question in tally
    ]
    return write({"decryption_factors": _nested(election, factors), "decryption_proofs": _nested(election, proofs)})


def check_decryption(election: Election, trustee: Trustee, tally: EncryptedTally, raw: bytes) -> Factors:
    """The factors of a published partial decryption, each proved to be the trustee's."""
    group = election.group
    fields = members(read(raw, LARGE), _SHAPE, "decryption_factors", "decryption_proofs")
    texts = _flat(election, tally, fields["decryption_factors"], _SHAPE)
    factors = [group.decode(strings(question, _SHAPE)) for question in texts]
    proofs = _read_proofs(election, tally, fields["decryption_proofs"], _SHAPE)
    prefix = _prefix(election, trustee.key)
    statements = [
        Equality(prefix, alpha, factor, proof)
        for question in zip(tally, factors, proofs, strict=True)
        for (alpha, _), factor, proof in zip(*question, strict=True)
    ]
    require_equality(group, "decryption-proof", trustee.public_key, statements)
    return factors


def _key(election: Election, secret: int) -> str:
    group = election.group
    return group.encode([group.secret_power(group.generator, secret)])[0]


def _prefix(election: Election, key: str) -> str:
    return f"decrypt|{election.fingerprint}|{key}|"


# --- beside the archive ---------------------------------------------------------------------------------------------


def bind_decryption(
    election: Election, tally: EncryptedTally, factors: Factors, secret: int, draw: Draw = SYSTEM
) -> bytes:
    """The additional proof, to be published with a trustee's factors for this tally, as ``check_decryption`` gave them.

    ``{"election_hash":φ,"public_key":X,"binding_proofs":[…]}``, with proofs where the decryption has its own.
    """
    key = _key(election, secret)
    proofs = [
        [
            prove_equality(election.group, prefix, alpha, secret, draw).json()
            for (alpha, _), prefix in zip(question, prefixes, strict=True)
        ]
        for question, prefixes in zip(tally, _bound_prefixes(election, key, tally, factors), strict=True)
    ]
    return write(
        {"election_hash": election.fingerprint, "public_key": key, "binding_proofs": _nested(election, proofs)}
    )


def check_binding(election: Election, trustee: Trustee, tally: EncryptedTally, factors: Factors, raw: bytes) -> None:
    """Raise ``Invalid`` unless the trustee proved these very factors of this tally to be made with the key."""
    if bound_key(election, raw) != trustee.key:
        raise Invalid("binding-owner", "the additional proof is another trustee's")
    proofs = _read_proofs(election, tally, _read_binding(raw)["binding_proofs"], _BINDING_SHAPE)
    prefixes = _bound_prefixes(election, trustee.key, tally, factors)
    statements = [
        Equality(prefix, alpha, factor, proof)
        for question in zip(prefixes, tally, factors, proofs, strict=True)
        for prefix, (alpha, _), factor, proof in zip(*question, strict=True)
    ]
    require_equality(election.group, "binding-proof", trustee.public_key, statements)


def bound_key(election: Election, raw: bytes) -> str:
    """Whose additional proof this claims to be: the text of the public key."""
    fields = _read_binding(raw)
    if fields["election_hash"] != election.fingerprint:
        raise Invalid("wrong-election", "the additional proof was made for another election")
    return string(fields["public_key"], _BINDING_SHAPE)


def _read_binding(raw: bytes) -> dict[str, Json]:
    return members(read(raw, LARGE), _BINDING_SHAPE, "election_hash", "public_key", "binding_proofs")


def _bound_prefixes(election: Election, key: str, tally: EncryptedTally, factors: Factors) -> list[list[str]]:
    start, encode = f"bound-decrypt|{election.fingerprint}|{key}|", election.group.encode
    return [
        [
            f"{start}{alpha},{factor}|"
            for alpha, factor in zip(encode([alpha for alpha, _ in question]), encode(made), strict=True)
        ]
        for question, made in zip(tally, factors, strict=True)
    ]


# --- as published ---------------------------------------------------------------------------------------------------


def _nested(election: Election, flat: Sequence[Sequence[Json]]) -> list[Json]:
    return [question.nest(row) for question, row in zip(election.questions, flat, strict=True)]


def _flat(election: Election, tally: EncryptedTally, value: Json, code: str) -> list[list[Json]]:
    """As many entries for each question as the tally has ciphertexts."""
    return [
        question.flatten(entries, code, len(row))
        for question, entries, row in zip(election.questions, array(value, code, len(tally)), tally, strict=True)
    ]


def _read_proofs(election: Election, tally: EncryptedTally, value: Json, code: str) -> list[list[Proof]]:
    order = election.group.order
    return [[read_proof(proof, order, code) for proof in row] for row in _flat(election, tally, value, code)]
