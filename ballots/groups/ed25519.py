"""Ed25519 through libsodium: constant in time for secrets, and many times faster than plain Python.

Four answers of libsodium differ from the group's, and every verifier must reach the same verdict: it fails on a zero
scalar, it fails on the neutral element, it calls the neutral element no valid point, and versions before the repair
of CVE-2025-69277 accept some points outside the group. The first three are handled here; the last is refused at
start by ``sound``. Whenever libsodium says no, the reference decides.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from nacl import bindings, exceptions

from ballots.groups import ed25519_pure as pure
from ballots.groups.ed25519_pure import MOST_EMBEDDED, ORDER, PADDING, small_order_points
from ballots.groups.ed25519_table import PointTable
from ballots.groups.embedding import embed, embedded
from ballots.groups.independent import Independent
from ballots.groups.integers import GMP, Integers
from ballots.groups.interface import Term

_IDENTITY = (1).to_bytes(32, "little")
_GENERATOR = bytes([0x58]) + bytes([0x66]) * 31
_REFERENCE = pure.PureEd25519()


def _scalar(number: int) -> bytes:
    return number.to_bytes(32, "little")


def _text(point: bytes) -> str:
    return point[::-1].hex()


def _bytes(point: pure.Point) -> bytes:
    return _scalar(pure.to_number(point))


def _reference(point: bytes) -> pure.Point:
    """What the reference makes of a point that libsodium refuses: nearly always a refusal with its reason."""
    (member,) = _REFERENCE.decode([_text(point)])
    return member


def _multiply(point: bytes, power: int) -> bytes:
    scalar = power % ORDER
    if scalar == 0 or point == _IDENTITY:
        return _IDENTITY
    if scalar == 1:
        return point
    try:
        return bindings.crypto_scalarmult_ed25519_noclamp(_scalar(scalar), point)
    except exceptions.RuntimeError:
        return _bytes(pure.multiply(_reference(point), scalar))


def _multiply_generator(power: int) -> bytes:
    scalar = power % ORDER
    return bindings.crypto_scalarmult_ed25519_base_noclamp(_scalar(scalar)) if scalar else _IDENTITY


@lru_cache(maxsize=4)
def _table(key: bytes, integers: Integers) -> PointTable:
    x, y, z, t = (integers.number(coordinate) for coordinate in pure.from_text(_text(key)))
    return PointTable((x, y, z, t), integers)


def _multiply_key(key: bytes, power: int) -> bytes:
    """For a key that is raised again and again: libsodium has a table for the generator only."""
    if GMP is None:
        return _multiply(key, power)
    scalar = power % ORDER
    return _bytes(_table(key, GMP).multiple(scalar)) if scalar else _IDENTITY


def _multiply_generator_evenly(power: int) -> bytes:
    """The same, taking as long for 0, the commonest secret of all, as for any other: one step further, then back."""
    further = _multiply_generator(power + 1)
    return bindings.crypto_core_ed25519_sub(further, _GENERATOR)


def _add(left: bytes, right: bytes) -> bytes:
    if left == _IDENTITY:
        return right
    if right == _IDENTITY:
        return left
    try:
        return bindings.crypto_core_ed25519_add(left, right)
    except exceptions.RuntimeError:
        return _bytes(pure.add(pure.from_text(_text(left)), pure.from_text(_text(right))))


def sound() -> bool:
    """Does this libsodium refuse a member shifted by each point of small order, in both places that matter?"""
    return not any(_accepts(_shifted(torsion)) for torsion in small_order_points())


def _shifted(torsion: pure.Point) -> bytes:
    return _bytes(pure.add(pure.double(pure.GENERATOR), torsion))


def _accepts(point: bytes) -> bool:
    if bindings.crypto_core_ed25519_is_valid_point(point):
        return True
    try:
        bindings.crypto_scalarmult_ed25519_noclamp(_scalar(2), point)
    except exceptions.RuntimeError:
        return False
    return True


class SodiumEd25519:
    """Elements are the 32 bytes of RFC 8032; texts are the same number written big-endian."""

    name = "Ed25519"
    arithmetic = "libsodium"
    order = ORDER
    generator = _GENERATOR
    identity = _IDENTITY

    def __init__(self) -> None:
        self._independent = Independent(_derive, _IDENTITY, _GENERATOR)

    def decode(self, texts: Sequence[str], *, members: bool = True) -> list[bytes]:
        points = [_scalar(pure.spelled(text)) for text in texts]
        if members:
            self._require_members(points)
        return points

    def _require_members(self, points: Iterable[bytes]) -> None:
        for point in points:
            if not bindings.crypto_core_ed25519_is_valid_point(point):
                _reference(point)

    def encode(self, elements: Sequence[bytes]) -> list[str]:
        return [_text(element) for element in elements]

    def commitments(self, y: bytes, terms: Sequence[Term[bytes]], unchecked: Sequence[bytes] = ()) -> list[str]:
        """Every real multiplication refuses a point outside the group, so that only the others are looked at first."""
        multiplied = {term.point for term in terms if term.power % ORDER > 1}
        self._require_members(point for point in unchecked if point not in multiplied)
        return [
            _text(_add(_add(_multiply(term.point, term.power), _multiply_generator(term.g)), _multiply_key(y, term.y)))
            for term in terms
        ]

    def multi_exp(self, elements: Sequence[bytes], powers: Sequence[int]) -> bytes:
        """One by one, 89 µs each. libsodium adds points only by their encodings, in 15 µs, and the bucket method needs
        47 additions for each of 1,000 elements, and still 24 for each of 80,000.
        """
        return self.product([_multiply(element, power) for element, power in zip(elements, powers, strict=True)])

    def product(self, elements: Sequence[bytes]) -> bytes:
        result = _IDENTITY
        for element in elements:
            result = _add(result, element)
        return result

    def secret_power(self, element: bytes, power: int) -> bytes:
        return _multiply_generator(power) if element == _GENERATOR else _multiply(element, power)

    def secret_product(self, elements: Sequence[bytes]) -> bytes:
        return self.product(elements)

    def encrypt(self, y: bytes, pairs: Sequence[tuple[int, int]]) -> list[tuple[bytes, bytes]]:
        return [
            (
                _multiply_generator(r),
                bindings.crypto_core_ed25519_add(_multiply(y, r), _multiply_generator_evenly(m)),
            )
            for r, m in pairs
        ]

    def response(self, nonce: int, secret: int, challenge: int) -> int:
        product = bindings.crypto_core_ed25519_scalar_mul(_scalar(secret), _scalar(challenge))
        return int.from_bytes(bindings.crypto_core_ed25519_scalar_sub(_scalar(nonce), product), "little")

    def sort_key(self, text: str) -> bytes:
        return bytes.fromhex(text)[::-1]

    def embed(self, numbers: Sequence[int]) -> bytes:
        return embed(numbers, PADDING, MOST_EMBEDDED, _member)

    def embed_public(self, answers: Sequence[Sequence[int]]) -> list[bytes]:
        return [self.embed(numbers) for numbers in answers]

    def embedded(self, element: bytes, count: int) -> list[int]:
        return embedded(int.from_bytes(element, "little"), PADDING, count)

    def independent(self, count: int) -> list[bytes]:
        return self._independent.first(count)


def _member(number: int) -> bytes | None:
    point = _scalar(number)
    return point if point == _IDENTITY or bindings.crypto_core_ed25519_is_valid_point(point) else None


def _derive(seed: int) -> bytes:
    """Eight times the first point from a hash on: adding it to itself tells also whether it is one."""
    number = seed >> 2
    while True:
        try:
            twice = _twice(_scalar(number))
        except exceptions.RuntimeError:
            number += 1
        else:
            return _twice(_twice(twice))


def _twice(point: bytes) -> bytes:
    return bindings.crypto_core_ed25519_add(point, point)
