"""The keys that together open the result: made with a proof, combined, and used once on the sums of all votes."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ballots.chance import SYSTEM, Draw, below, nonzero
from ballots.election import Election
from ballots.encoding import LARGE, Json, array, b64_hash, members, read, string, write
from ballots.errors import Invalid, Unsupported
from ballots.groups import Element, Group
from ballots.proofs import Proof, challenge, knowledge, prove_knowledge, read_proof, require
from ballots.tally import EncryptedTally, Factors

_CODE = "trustees-shape"


@dataclass(frozen=True, slots=True)
class Trustee:
    key: str
    name: str | None
    public_key: Element = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """Of the key as JSON, quotes included: the form that the protocol's audit data shows."""
        return b64_hash(write(self.key))


@dataclass(frozen=True, slots=True)
class Trustees:
    """All trustees in their order; the first is number 1, and every one is needed to open the result."""

    raw: bytes
    each: tuple[Trustee, ...]


def new_secret(group: Group, draw: Draw = SYSTEM) -> int:
    return nonzero(group.order, draw)


def make_public_key(group: Group, secret: int, name: str | None = None, draw: Draw = SYSTEM) -> bytes:
    """What a trustee publishes: the key, and the proof that it was not derived from the others' keys."""
    key = group.encode([group.secret_power(group.generator, secret)])[0]
    proof = prove_knowledge(group, f"pok|{group.name}|{key}|", secret, draw)
    value: dict[str, Json] = {"pok": proof.json(), "public_key": key}
    return write(value if name is None else {**value, "name": name})


def write_trustees(public_keys: Sequence[bytes]) -> bytes:
    return write([["Single", read(public_key)] for public_key in public_keys])


def read_public_key(group: Group, value: Json) -> Trustee:
    """A trustee's key, its proof checked."""
    fields = members(value, _CODE, "pok", "public_key", "name?")
    key = string(fields["public_key"], _CODE)
    name = string(fields["name"], _CODE) if "name" in fields else None
    public_key = group.decode([key])[0]
    if key == group.encode([group.identity])[0]:
        raise Invalid("neutral-element", "a trustee's key protects nothing")
    proof = read_proof(fields["pok"], group.order, _CODE)
    claim = knowledge("trustee-proof", f"pok|{group.name}|{key}|", public_key, proof)
    require(group, group.generator, [claim])
    return Trustee(key, name, public_key)


def read_trustees(group: Group, raw: bytes) -> Trustees:
    each = []
    for entry in array(read(raw, LARGE), _CODE):
        kind, value = array(entry, _CODE, 2)
        if kind == "Pedersen":
            raise Unsupported("trustees of the kind 'Pedersen'")
        if kind != "Single":
            raise Invalid(_CODE, "an unknown kind of trustee")
        each.append(read_public_key(group, value))
    if not each:
        raise Invalid(_CODE, "there is no trustee")
    return Trustees(raw, tuple(each))


def combined_key(group: Group, trustees: Trustees) -> str:
    """The election's public key: votes encrypted with it open only when every trustee takes part."""
    return group.encode([group.product([trustee.public_key for trustee in trustees.each])])[0]


def decrypt(election: Election, tally: EncryptedTally, secret: int, draw: Draw = SYSTEM) -> bytes:
    """A trustee's share of the decryption, with the proof that it was made with the trustee's key.

    Decrypting anything but the sums of all votes would open somebody's ballot: the caller has recomputed ``tally``
    from a verified archive (BAL-9).
    """
    group = election.group
    key = group.encode([group.secret_power(group.generator, secret)])[0]
    shares = [[_decrypt(election, key, alpha, secret, draw) for alpha, _ in question] for question in tally]
    return write(
        {
            "decryption_factors": [[factor for factor, _ in question] for question in shares],
            "decryption_proofs": [[proof.json() for _, proof in question] for question in shares],
        }
    )


def _decrypt(election: Election, key: str, alpha: Element, secret: int, draw: Draw) -> tuple[str, Proof]:
    group = election.group
    nonce = below(group.order, draw)
    factor, a, b = group.encode(
        [
            group.secret_power(alpha, secret),
            group.secret_power(group.generator, nonce),
            group.secret_power(alpha, nonce),
        ]
    )
    c = challenge(_prefix(election, key), [a, b], group.order)
    return factor, Proof(c, group.response(nonce, secret, c))


def _prefix(election: Election, key: str) -> str:
    return f"decrypt|{election.fingerprint}|{key}|"


def check_decryption(election: Election, trustee: Trustee, tally: EncryptedTally, raw: bytes) -> Factors:
    """The factors of a published partial decryption, each proved to be the trustee's."""
    code = "decryption-shape"
    fields = members(read(raw, LARGE), code, "decryption_factors", "decryption_proofs")
    all_factors = array(fields["decryption_factors"], code, len(tally))
    all_proofs = array(fields["decryption_proofs"], code, len(tally))
    result = []
    for question, factors, proofs in zip(tally, all_factors, all_proofs, strict=True):
        texts = [string(factor, code) for factor in array(factors, code, len(question))]
        elements = election.group.decode(texts)
        for (alpha, _), factor, proof in zip(question, elements, array(proofs, code, len(question)), strict=True):
            _require_share(election, trustee, alpha, factor, read_proof(proof, election.group.order, code))
        result.append(elements)
    return result


def _require_share(election: Election, trustee: Trustee, alpha: Element, factor: Element, proof: Proof) -> None:
    """A = g^r · X^c and B = α^r · F^c hash to c."""
    group = election.group
    a = group.multi_exp([group.generator, trustee.public_key], [proof.response, proof.challenge])
    b = group.multi_exp([alpha, factor], [proof.response, proof.challenge])
    if challenge(_prefix(election, trustee.key), group.encode([a, b]), group.order) != proof.challenge:
        raise Invalid("decryption-proof", "a partial decryption was not made with the trustee's key")
