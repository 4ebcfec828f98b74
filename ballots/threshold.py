"""Committees: trustees of whom any ``threshold`` can decrypt, as Pedersen's key generation leaves them (§6).

Each member i of n deals out a polynomial of degree T−1 whose coefficients a_{i,k} stay secret, while their images
A_{i,k} = g^(a_{i,k}) are published. The committee's key is the product of all A_{i,0}, and member j's share of it
belongs to the public key X_j = product over i and k of A_{i,k}^(j^k). Here is what of this is public; ``ceremony``
is how it comes about.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import prod

from ballots.channel import Signed, read_signed, signed_by
from ballots.encoding import LARGE, Json, array, b64_hash, count, members, read, strings, write
from ballots.errors import Invalid
from ballots.groups import Element, Group
from ballots.keys import SHAPE, Trustee, claimed_key
from ballots.proofs import Claim, read_proof, require

CERTIFICATE = "threshold-certificate"
SIGNATURE = "threshold-signature"

LARGEST = 255
"""The most members of a committee: each makes work for all others, and for whoever checks what they signed."""

_RELEASE_2_0 = ("threshold", "certs", "coefexps", "verification_keys")
"""The members of a committee's parameters as that release of the protocol's program wrote them."""


@dataclass(frozen=True, slots=True)
class Committee:
    """Members in their order; the first is number 1 within the committee."""

    threshold: int
    members: tuple[Trustee, ...]
    public_key: Element = field(repr=False)


# --- certificates ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a member calls himself: his place, and the keys that others verify and seal with."""

    signed: Signed
    verification_key: Element = field(repr=False)
    verification_text: str
    encryption_text: str

    @property
    def fingerprint(self) -> str:
        return b64_hash(self.signed.message.encode())


def context(group: Group, size: int, threshold: int, index: int) -> dict[str, Json]:
    return {"group": group.name, "size": size, "threshold": threshold, "index": index}


def read_certificates(group: Group, values: Sequence[Json], threshold: int) -> tuple[Certificate, ...]:
    """All certificates of a committee, each in its place, signed by itself, and no key twice (§6.5, step 2).

    Signatures do not hash their key, so one key under two names would let a message pass for another member's.
    """
    if len(values) > LARGEST:
        raise Invalid(SHAPE, f"a committee has at most {LARGEST} members")
    if not 1 <= threshold <= len(values):
        raise Invalid(CERTIFICATE, f"a threshold of {threshold} among {len(values)} members")
    certificates = tuple(
        read_certificate(group, value, context(group, len(values), threshold, index))
        for index, value in enumerate(values, 1)
    )
    if len({certificate.verification_text for certificate in certificates}) != len(certificates):
        raise Invalid(CERTIFICATE, "two members have the same key")
    return certificates


def read_certificate(group: Group, value: Json, expected: dict[str, Json]) -> Certificate:
    """One certificate, made for this place and signed by itself."""
    signed = read_signed(value, group.order, SHAPE)
    keys = read(signed.message.encode())
    if isinstance(keys, dict) and "context" not in keys:
        raise Invalid("threshold-context", "a certificate does not name its committee, as in release 2.0")
    fields = members(keys, SHAPE, "context", "verification", "encryption")
    if write(fields["context"]) != write(expected):
        raise Invalid(CERTIFICATE, f"certificate {expected['index']} was made for another place or committee")
    texts = strings([fields["verification"], fields["encryption"]], SHAPE)
    verification_key, _ = group.decode(texts)
    if group.encode([group.identity])[0] in texts:
        raise Invalid("neutral-element", "a member's certificate holds a key that belongs to no secret")
    require(group, group.generator, [signed_by(CERTIFICATE, verification_key, signed)])
    return Certificate(signed, verification_key, *texts)


# --- coefficients ---------------------------------------------------------------------------------------------------


def certs_text(certificates: Sequence[Certificate], coefficients: Signed) -> str:
    """What each member signs so that all of them dealt on the same certificates."""
    value: dict[str, Json] = {
        "certs": [certificate.signed.json() for certificate in certificates],
        "coefexps": members(read(coefficients.message.encode(), LARGE), SHAPE, "coefexps")["coefexps"],
    }
    return f"certs_sig|{write(value).decode()}"


def read_coefficients(group: Group, signed: Signed, threshold: int) -> list[Element]:
    """A_{i,0} to A_{i,T−1} of one member."""
    fields = members(read(signed.message.encode(), LARGE), SHAPE, "coefexps")
    return group.decode(strings(array(fields["coefexps"], SHAPE, threshold), SHAPE))


def dealing_claims(
    group: Group, certificates: Sequence[Certificate], dealer: Certificate, coefficients: Signed, signature: Json
) -> Iterator[Claim]:
    """That the dealer signed his coefficients, and the certificates together with them."""
    yield signed_by(SIGNATURE, dealer.verification_key, coefficients)
    everything = Signed(certs_text(certificates, coefficients), read_proof(signature, group.order, SHAPE))
    yield signed_by(SIGNATURE, dealer.verification_key, everything)


def evaluated(group: Group, coefficients: Sequence[Element], place: int) -> Element:
    """g to the value of a polynomial at ``place``: the product over k of A_k^(place^k)."""
    return group.multi_exp(coefficients, [pow(place, power, group.order) for power in range(len(coefficients))])


def summed(group: Group, coefficients: Sequence[Sequence[Element]]) -> list[Element]:
    """The coefficients of the sum of all polynomials: the first is the committee's key."""
    return [group.product(same_power) for same_power in zip(*coefficients, strict=True)]


# --- the committee as published -------------------------------------------------------------------------------------


def read_threshold(group: Group, value: Json) -> Committee:
    """A committee's parameters, everything in them checked (§6.6)."""
    if isinstance(value, dict) and tuple(value) == _RELEASE_2_0:
        raise Invalid("threshold-context", "members did not sign each other's certificates, as in release 2.0")
    fields = members(value, SHAPE, "threshold", "certs", "coefexps", "signatures", "verification_keys")
    threshold = count(fields["threshold"], SHAPE)
    certificates = read_certificates(group, array(fields["certs"], SHAPE), threshold)
    size = len(certificates)
    dealt = [read_signed(each, group.order, SHAPE) for each in array(fields["coefexps"], SHAPE, size)]
    total = summed(group, [read_coefficients(group, signed, threshold) for signed in dealt])
    if group.encode(total[:1]) == group.encode([group.identity]):
        raise Invalid("neutral-element", "a committee's key protects nothing")
    claims: list[Claim] = []
    for dealer, coefficients, signature in zip(
        certificates, dealt, array(fields["signatures"], SHAPE, size), strict=True
    ):
        claims += dealing_claims(group, certificates, dealer, coefficients, signature)
    require(group, group.generator, claims)
    keys = array(fields["verification_keys"], SHAPE, size)
    each = [
        read_member_key(group, certificate, evaluated(group, total, place), key)
        for place, (certificate, key) in enumerate(zip(certificates, keys, strict=True), 1)
    ]
    return Committee(threshold, tuple(each), total[0])


def read_member_key(group: Group, certificate: Certificate, expected: Element, value: Json) -> Trustee:
    """A member's key: the one that the coefficients give, with the proof of its secret, signed by the member."""
    fields = members(value, SHAPE, "pok", "public_key", "signature", "name?")
    trustee, claim = claimed_key(group, fields, certificate.fingerprint)
    if group.encode([expected])[0] != trustee.key:
        raise Invalid("threshold-key", "a member's key is not the one that the committee's coefficients give")
    signed = Signed(trustee.key, read_proof(fields["signature"], group.order, SHAPE))
    require(group, group.generator, [claim, signed_by(SIGNATURE, certificate.verification_key, signed)])
    return trustee


# --- decrypting together --------------------------------------------------------------------------------------------


def lagrange(places: Sequence[int], order: int) -> list[int]:
    """λ_j = product over k ≠ j of k/(k−j): the powers that turn these members' shares into the committee's (§11.2)."""
    powers = []
    for j in places:
        others = [k for k in places if k != j]
        powers.append(prod(others) * pow(prod(k - j for k in others), -1, order) % order)
    return powers
