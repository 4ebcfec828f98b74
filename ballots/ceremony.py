"""How a committee makes its key: what each member writes, and what whoever routes the messages checks (§6.5).

    1. ``certify``    every member: keys for the channel, in a certificate that all others are given
    2. ``deal``       every member: a polynomial, its coefficients in public, its values sealed for each member
    3. ``route``      the router: what each member needs of all dealings
    4. ``finish``     every member: his share of the key, sealed for himself, and its public key
    5. ``gather``     the router: the committee as it is published

A step is a function of messages, so it can be repeated; but whoever deals or finishes twice must hand over the bytes
of the first time, since each draws anew. Who deals last could choose his polynomial by the others' coefficients, which
biases the key (§16.2): so every member first hands over the ``commitment`` of his dealing, and the dealing itself only
when all commitments are in.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ballots.chance import SYSTEM, Draw, below
from ballots.channel import ChannelKeys, channel_keys, read_signed, receive, send, sign, signature
from ballots.encoding import LARGE, Json, array, b64_hash, count, members, read, scalar, string, strings, write
from ballots.errors import Invalid, about
from ballots.groups import Element, Group
from ballots.keys import SHAPE, public_key_json
from ballots.proofs import require
from ballots.threshold import (
    CERTIFICATE,
    LARGEST,
    Certificate,
    certs_text,
    context,
    dealing_claims,
    evaluated,
    read_certificate,
    read_certificates,
    read_coefficients,
    read_member_key,
    read_threshold,
    summed,
)

_DEALING = ("polynomial", "secrets", "coefexps", "signature")
_LETTER = ("polynomial", "secrets", "coefexps", "signatures")
_SHARE = ("private_key", "public_key")
_COMMITMENT = "threshold-commitment"


@dataclass(frozen=True, slots=True)
class _Roster:
    """The members as their certificates name them, all certificates checked."""

    group: Group
    threshold: int
    certificates: tuple[Certificate, ...]

    def number_of(self, keys: ChannelKeys) -> int:
        """A member's place. What he signed there is what he agreed to: group, size, threshold and place."""
        for number, certificate in enumerate(self.certificates, 1):
            if certificate.verification_text == keys.verification_key:
                return number
        raise Invalid(CERTIFICATE, "the certificate of this seed is not among them")


def _roster(group: Group, certificates: Sequence[bytes]) -> _Roster:
    values = [read(certificate) for certificate in certificates]
    if not values:
        raise Invalid(CERTIFICATE, "there is no certificate")
    threshold = _threshold(read_signed(values[0], group.order, SHAPE).message)
    return _Roster(group, threshold, read_certificates(group, values, threshold))


def _threshold(message: str) -> int:
    """What the first certificate says; the others are refused if they say otherwise."""
    fields = members(read(message.encode()), SHAPE, "context", "verification", "encryption")
    return count(members(fields["context"], SHAPE, "group", "size", "threshold", "index")["threshold"], SHAPE)


# --- 1: certificates ------------------------------------------------------------------------------------------------


def certify(group: Group, seed: str, *, size: int, threshold: int, index: int, draw: Draw = SYSTEM) -> bytes:
    """The certificate (``cert``) of member ``index`` of ``size``, counted from 1."""
    if size > LARGEST:
        raise Invalid(CERTIFICATE, f"a committee has at most {LARGEST} members")
    if not (1 <= threshold <= size and 1 <= index <= size):
        raise Invalid(CERTIFICATE, f"member {index} of {size}, of whom {threshold} decrypt")
    keys = channel_keys(group, seed)
    value: dict[str, Json] = {
        "context": context(group, size, threshold, index),
        "verification": keys.verification_key,
        "encryption": keys.encryption_key,
    }
    return write(sign(group, keys.signing, write(value).decode(), draw).json())


def check_certificate(group: Group, certificate: bytes, *, size: int, threshold: int, index: int) -> None:
    """What can be said of one certificate while others are still to come; the steps below check all of them."""
    read_certificate(group, read(certificate), context(group, size, threshold, index))


# --- 2: dealings ----------------------------------------------------------------------------------------------------


def deal(group: Group, seed: str, certificates: Sequence[bytes], draw: Draw = SYSTEM) -> bytes:
    """A member's dealing (``polynomial``), after all certificates were checked."""
    roster, keys = _roster(group, certificates), channel_keys(group, seed)
    roster.number_of(keys)
    polynomial = [below(group.order, draw) for _ in range(roster.threshold)]
    coefficients = group.encode([group.secret_power(group.generator, coefficient) for coefficient in polynomial])
    signed = sign(group, keys.signing, write({"coefexps": [*coefficients]}).decode(), draw)

    def sealed(recipient: str, value: Json) -> str:
        return send(group, keys, recipient, write(value).decode(), draw)

    return write(
        {
            "polynomial": sealed(keys.encryption_key, {"polynomial": [str(coefficient) for coefficient in polynomial]}),
            "secrets": [
                sealed(certificate.encryption_text, {"secret": str(_value(polynomial, number, group.order))})
                for number, certificate in enumerate(roster.certificates, 1)
            ],
            "coefexps": signed.json(),
            "signature": signature(group, keys.signing, certs_text(roster.certificates, signed), draw).json(),
        }
    )


def _value(polynomial: Sequence[int], place: int, order: int) -> int:
    """Horner's rule."""
    result = 0
    for coefficient in reversed(polynomial):
        result = (result * place + coefficient) % order
    return result


def commitment(dealing: bytes) -> str:
    """The hash of a dealing's public coefficients, in 43 characters: it binds them and tells nothing of them."""
    return _hash(members(read(dealing, LARGE), SHAPE, *_DEALING)["coefexps"])


def _hash(coefexps: Json) -> str:
    return b64_hash(write(coefexps))


def check_dealing(
    group: Group, certificates: Sequence[bytes], number: int, dealing: bytes, committed: str | None = None
) -> None:
    """What the router checks of member ``number``'s dealing before anybody else sees it."""
    _read_dealing(_roster(group, certificates), number, dealing)
    if committed is not None and commitment(dealing) != committed:
        raise Invalid(_COMMITMENT, f"member {number} dealt other coefficients than the committed ones")


@dataclass(frozen=True, slots=True)
class _Dealing:
    fields: dict[str, Json]
    coefficients: list[Element]


def _read_dealings(roster: _Roster, dealings: Sequence[bytes]) -> list[_Dealing]:
    if len(dealings) != len(roster.certificates):
        raise Invalid(SHAPE, f"{len(roster.certificates)} dealings are expected")
    return [_read_dealing(roster, number, dealing) for number, dealing in enumerate(dealings, 1)]


def _read_dealing(roster: _Roster, number: int, dealing: bytes) -> _Dealing:
    """A member's dealing as far as the router can judge it: what is sealed is for the members to check."""
    fields = members(read(dealing, LARGE), SHAPE, *_DEALING)
    string(fields["polynomial"], SHAPE)
    strings(array(fields["secrets"], SHAPE, len(roster.certificates)), SHAPE)
    return _Dealing(fields, _read_dealt(roster, number, fields["coefexps"], fields["signature"]))


def _read_dealt(roster: _Roster, number: int, coefexps: Json, signature: Json) -> list[Element]:
    """A member's public coefficients, signed by him together with these certificates."""
    group, dealer = roster.group, roster.certificates[number - 1]
    signed = read_signed(coefexps, group.order, SHAPE)
    coefficients = read_coefficients(group, signed, roster.threshold)
    claims = dealing_claims(group, roster.certificates, dealer, signed, signature)
    require(group, group.generator, list(claims))
    return coefficients


# --- 3: routing -----------------------------------------------------------------------------------------------------


def route(group: Group, certificates: Sequence[bytes], dealings: Sequence[bytes]) -> list[bytes]:
    """For each member in turn the letter (``vinput``) with his part of all dealings, which are checked."""
    roster = _roster(group, certificates)
    dealt = [dealing.fields for dealing in _read_dealings(roster, dealings)]
    return [
        write(
            {
                "polynomial": own["polynomial"],
                "secrets": [array(fields["secrets"], SHAPE)[place] for fields in dealt],
                "coefexps": [fields["coefexps"] for fields in dealt],
                "signatures": [fields["signature"] for fields in dealt],
            }
        )
        for place, own in enumerate(dealt)
    ]


# --- 4: shares ------------------------------------------------------------------------------------------------------


def finish(
    group: Group,
    seed: str,
    certificates: Sequence[bytes],
    letter: bytes,
    name: str | None = None,
    *,
    committed: Sequence[str] | None = None,
    draw: Draw = SYSTEM,
) -> bytes:
    """A member's share of the key (``voutput``): sealed for himself, with the public key that belongs to it.

    Every value he was dealt is compared with the public coefficients, which all dealers signed together with the
    certificates; and with their commitments where he kept those.
    """
    roster, keys = _roster(group, certificates), channel_keys(group, seed)
    number = roster.number_of(keys)
    fields = members(read(letter, LARGE), SHAPE, *_LETTER)
    dealt = _read_letter(roster, fields, committed)
    _require_own_polynomial(roster, keys, number, fields["polynomial"], dealt[number - 1])
    secret = sum(_received(roster, keys, number, fields["secrets"], dealt)) % group.order
    private_key = write({"decryption_key": str(secret)}).decode()
    public_key = public_key_json(group, secret, name, draw, sign=lambda key: signature(group, keys.signing, key, draw))
    return write({"private_key": send(group, keys, keys.encryption_key, private_key, draw), "public_key": public_key})


def _read_letter(roster: _Roster, fields: dict[str, Json], committed: Sequence[str] | None) -> list[list[Element]]:
    size = len(roster.certificates)
    coefexps, signatures = array(fields["coefexps"], SHAPE, size), array(fields["signatures"], SHAPE, size)
    if committed is not None and len(committed) != size:
        raise Invalid(_COMMITMENT, f"{size} commitments are expected")
    dealt = []
    for place in range(size):
        with about(f"member {place + 1}"):
            if committed is not None and _hash(coefexps[place]) != committed[place]:
                raise Invalid(_COMMITMENT, "other coefficients were dealt than the committed ones")
            dealt.append(_read_dealt(roster, place + 1, coefexps[place], signatures[place]))
    return dealt


def _require_own_polynomial(
    roster: _Roster, keys: ChannelKeys, number: int, sealed: Json, coefficients: Sequence[Element]
) -> None:
    """The router gave back what this member dealt, not something he signed in another ceremony."""
    group = roster.group
    text = receive(group, keys, roster.certificates[number - 1].verification_key, string(sealed, SHAPE))
    fields = members(read(text.encode(), LARGE), SHAPE, "polynomial")
    polynomial = [scalar(value, group.order) for value in array(fields["polynomial"], SHAPE, roster.threshold)]
    own = [group.secret_power(group.generator, coefficient) for coefficient in polynomial]
    if group.encode(own) != group.encode(coefficients):
        raise Invalid("threshold-share", "these are not the coefficients that this member dealt")


def _received(
    roster: _Roster, keys: ChannelKeys, number: int, sealed: Json, dealt: Sequence[Sequence[Element]]
) -> list[int]:
    """The values that all members dealt to this one, each the value of its dealer's polynomial."""
    texts, values = strings(array(sealed, SHAPE, len(dealt)), SHAPE), []
    for dealer, (text, coefficients) in enumerate(zip(texts, dealt, strict=True), 1):
        with about(f"member {dealer}"):
            opened = receive(roster.group, keys, roster.certificates[dealer - 1].verification_key, text)
            values.append(_on_polynomial(roster.group, opened, coefficients, number))
    return values


def _on_polynomial(group: Group, opened: str, coefficients: Sequence[Element], place: int) -> int:
    value = scalar(members(read(opened.encode(), LARGE), SHAPE, "secret")["secret"], group.order)
    expected = evaluated(group, coefficients, place)
    if group.encode([group.secret_power(group.generator, value)]) != group.encode([expected]):
        raise Invalid("threshold-share", "the value dealt is not on the polynomial")
    return value


def share_secret(group: Group, seed: str, share: bytes) -> int:
    """The exponent with which a member decrypts, from the share that he published and his seed."""
    keys = channel_keys(group, seed)
    fields = members(read(share, LARGE), SHAPE, *_SHARE)
    own = group.decode([keys.verification_key])[0]
    text = receive(group, keys, own, string(fields["private_key"], SHAPE))
    return scalar(members(read(text.encode()), SHAPE, "decryption_key")["decryption_key"], group.order)


def check_share(
    group: Group, certificates: Sequence[bytes], dealings: Sequence[bytes], number: int, share: bytes
) -> None:
    """What the router checks of member ``number``'s share: its public key, and all that is said of it."""
    roster = _roster(group, certificates)
    total = summed(group, [dealing.coefficients for dealing in _read_dealings(roster, dealings)])
    key = members(read(share, LARGE), SHAPE, *_SHARE)["public_key"]
    read_member_key(group, roster.certificates[number - 1], evaluated(group, total, number), key)


# --- 5: the committee -----------------------------------------------------------------------------------------------


def gather(group: Group, certificates: Sequence[bytes], dealings: Sequence[bytes], shares: Sequence[bytes]) -> bytes:
    """The committee to publish (``threshold_parameters``), checked as everybody will check it."""
    roster = _roster(group, certificates)
    dealt = [dealing.fields for dealing in _read_dealings(roster, dealings)]
    value: dict[str, Json] = {
        "threshold": roster.threshold,
        "certs": [certificate.signed.json() for certificate in roster.certificates],
        "coefexps": [fields["coefexps"] for fields in dealt],
        "signatures": [fields["signature"] for fields in dealt],
        "verification_keys": [members(read(share, LARGE), SHAPE, *_SHARE)["public_key"] for share in shares],
    }
    read_threshold(group, value)
    return write(value)
