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
from ballots.errors import Invalid
from ballots.groups import Element, Group
from ballots.keys import SHAPE, public_key_json
from ballots.proofs import require
from ballots.threshold import (
    CERTIFICATE,
    Certificate,
    certs_text,
    context,
    dealing_claims,
    evaluated,
    read_certificates,
    read_coefficients,
    read_member_key,
    read_threshold,
    summed,
)

_DEALING = ("polynomial", "secrets", "coefexps", "signature")
_LETTER = ("polynomial", "secrets", "coefexps", "signatures")
_SHARE = ("private_key", "public_key")


@dataclass(frozen=True, slots=True)
class _Circle:
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


def _circle(group: Group, certificates: Sequence[bytes]) -> _Circle:
    values = [read(certificate) for certificate in certificates]
    if not values:
        raise Invalid(CERTIFICATE, "there is no certificate")
    threshold = _threshold(read_signed(values[0], group.order, SHAPE).message)
    return _Circle(group, threshold, read_certificates(group, values, threshold))


def _threshold(message: str) -> int:
    """What the first certificate says; the others are refused if they say otherwise."""
    fields = members(read(message.encode()), SHAPE, "context", "verification", "encryption")
    return count(members(fields["context"], SHAPE, "group", "size", "threshold", "index")["threshold"], SHAPE)


# --- 1: certificates ------------------------------------------------------------------------------------------------


def certify(group: Group, seed: str, *, size: int, threshold: int, index: int, draw: Draw = SYSTEM) -> bytes:
    """The certificate (``cert``) of member ``index`` of ``size``, counted from 1."""
    if not (1 <= threshold <= size and 1 <= index <= size):
        raise Invalid(CERTIFICATE, f"member {index} of {size}, of whom {threshold} decrypt")
    keys = channel_keys(group, seed)
    value: dict[str, Json] = {
        "context": context(group, size, threshold, index),
        "verification": keys.verification_key,
        "encryption": keys.encryption_key,
    }
    return write(sign(group, keys.signing, write(value).decode(), draw).json())


# --- 2: dealings ----------------------------------------------------------------------------------------------------


def deal(group: Group, seed: str, certificates: Sequence[bytes], draw: Draw = SYSTEM) -> bytes:
    """A member's dealing (``polynomial``), after all certificates were checked."""
    circle, keys = _circle(group, certificates), channel_keys(group, seed)
    circle.number_of(keys)
    polynomial = [below(group.order, draw) for _ in range(circle.threshold)]
    coefficients = group.encode([group.secret_power(group.generator, coefficient) for coefficient in polynomial])
    signed = sign(group, keys.signing, write({"coefexps": [*coefficients]}).decode(), draw)

    def sealed(recipient: str, value: Json) -> str:
        return send(group, keys, recipient, write(value).decode(), draw)

    return write(
        {
            "polynomial": sealed(keys.encryption_key, {"polynomial": [str(coefficient) for coefficient in polynomial]}),
            "secrets": [
                sealed(certificate.encryption_text, {"secret": str(_value(polynomial, number, group.order))})
                for number, certificate in enumerate(circle.certificates, 1)
            ],
            "coefexps": signed.json(),
            "signature": signature(group, keys.signing, certs_text(circle.certificates, signed), draw).json(),
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
    return b64_hash(write(members(read(dealing, LARGE), SHAPE, *_DEALING)["coefexps"]))


def check_dealing(
    group: Group, certificates: Sequence[bytes], number: int, dealing: bytes, committed: str | None = None
) -> None:
    """What the router checks of member ``number``'s dealing before anybody else sees it."""
    fields = _check_dealing(_circle(group, certificates), number, dealing)
    if committed is not None:
        _require_committed(number, fields["coefexps"], committed)


def _require_committed(number: int, coefexps: Json, committed: str) -> None:
    if b64_hash(write(coefexps)) != committed:
        raise Invalid("threshold-commitment", f"member {number} dealt other coefficients than the committed ones")


def _check_dealing(circle: _Circle, number: int, dealing: bytes) -> dict[str, Json]:
    fields = members(read(dealing, LARGE), SHAPE, *_DEALING)
    strings(array(fields["secrets"], SHAPE, len(circle.certificates)), SHAPE)
    string(fields["polynomial"], SHAPE)
    _read_dealt(circle, number, fields["coefexps"], fields["signature"])
    return fields


def _read_dealt(circle: _Circle, number: int, coefexps: Json, signature: Json) -> list[Element]:
    """A member's public coefficients, signed by him together with these certificates."""
    group, dealer = circle.group, circle.certificates[number - 1]
    signed = read_signed(coefexps, group.order, SHAPE)
    coefficients = read_coefficients(group, signed, circle.threshold)
    claims = dealing_claims(group, circle.certificates, dealer, signed, signature)
    require(group, group.generator, list(claims))
    return coefficients


# --- 3: routing -----------------------------------------------------------------------------------------------------


def route(group: Group, certificates: Sequence[bytes], dealings: Sequence[bytes]) -> list[bytes]:
    """For each member in turn the letter (``vinput``) with his part of all dealings, which are checked."""
    circle = _circle(group, certificates)
    if len(dealings) != len(circle.certificates):
        raise Invalid(SHAPE, f"{len(circle.certificates)} dealings are expected")
    dealt = [_check_dealing(circle, number, dealing) for number, dealing in enumerate(dealings, 1)]
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
    circle, keys = _circle(group, certificates), channel_keys(group, seed)
    number = circle.number_of(keys)
    fields = members(read(letter, LARGE), SHAPE, *_LETTER)
    dealt = _read_letter(circle, fields)
    if committed is not None:
        for dealer, (coefexps, text) in enumerate(zip(array(fields["coefexps"], SHAPE), committed, strict=True), 1):
            _require_committed(dealer, coefexps, text)
    _require_own_polynomial(circle, keys, number, fields["polynomial"], dealt[number - 1])
    secret = sum(_received(circle, keys, number, fields["secrets"], dealt)) % group.order
    private_key = write({"decryption_key": str(secret)}).decode()
    public_key = public_key_json(group, secret, name, draw, sign=lambda key: signature(group, keys.signing, key, draw))
    return write({"private_key": send(group, keys, keys.encryption_key, private_key, draw), "public_key": public_key})


def _read_letter(circle: _Circle, fields: dict[str, Json]) -> list[list[Element]]:
    size = len(circle.certificates)
    coefexps, signatures = array(fields["coefexps"], SHAPE, size), array(fields["signatures"], SHAPE, size)
    return [_read_dealt(circle, dealer, coefexps[dealer - 1], signatures[dealer - 1]) for dealer in range(1, size + 1)]


def _require_own_polynomial(
    circle: _Circle, keys: ChannelKeys, number: int, sealed: Json, coefficients: Sequence[Element]
) -> None:
    """The router gave back what this member dealt, not something he signed in another ceremony."""
    group = circle.group
    text = receive(group, keys, circle.certificates[number - 1].verification_key, string(sealed, SHAPE))
    fields = members(read(text.encode(), LARGE), SHAPE, "polynomial")
    polynomial = [scalar(value, group.order) for value in array(fields["polynomial"], SHAPE, circle.threshold)]
    own = [group.secret_power(group.generator, coefficient) for coefficient in polynomial]
    if group.encode(own) != group.encode(coefficients):
        raise Invalid("threshold-share", "these are not the coefficients that this member dealt")


def _received(
    circle: _Circle, keys: ChannelKeys, number: int, sealed: Json, dealt: Sequence[Sequence[Element]]
) -> list[int]:
    """The values that all members dealt to this one, each the value of its dealer's polynomial."""
    group, values = circle.group, []
    texts = strings(array(sealed, SHAPE, len(dealt)), SHAPE)
    for dealer, text, coefficients in zip(circle.certificates, texts, dealt, strict=True):
        opened = receive(group, keys, dealer.verification_key, text)
        value = scalar(members(read(opened.encode(), LARGE), SHAPE, "secret")["secret"], group.order)
        expected = evaluated(group, coefficients, number)
        if group.encode([group.secret_power(group.generator, value)]) != group.encode([expected]):
            raise Invalid("threshold-share", "a member dealt a value that is not on the polynomial")
        values.append(value)
    return values


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
    circle = _circle(group, certificates)
    dealt = []
    for dealer, dealing in enumerate(dealings, 1):
        fields = members(read(dealing, LARGE), SHAPE, *_DEALING)
        dealt.append(_read_dealt(circle, dealer, fields["coefexps"], fields["signature"]))
    key = members(read(share, LARGE), SHAPE, *_SHARE)["public_key"]
    expected = evaluated(group, summed(group, dealt), number)
    read_member_key(group, circle.certificates[number - 1], expected, key)


# --- 5: the committee -----------------------------------------------------------------------------------------------


def gather(group: Group, certificates: Sequence[bytes], dealings: Sequence[bytes], shares: Sequence[bytes]) -> bytes:
    """The committee to publish (``threshold_parameters``), checked as everybody will check it."""
    circle = _circle(group, certificates)
    dealt = [members(read(dealing, LARGE), SHAPE, *_DEALING) for dealing in dealings]
    value: dict[str, Json] = {
        "threshold": circle.threshold,
        "certs": [certificate.signed.json() for certificate in circle.certificates],
        "coefexps": [fields["coefexps"] for fields in dealt],
        "signatures": [fields["signature"] for fields in dealt],
        "verification_keys": [members(read(share, LARGE), SHAPE, *_SHARE)["public_key"] for share in shares],
    }
    read_threshold(group, value)
    return write(value)
