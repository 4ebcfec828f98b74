"""Ed25519 in plain Python integers: the reference that every faster arithmetic is compared with.

Points are (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z on −x² + y² = 1 + d·x²·y². The addition formulas are
complete: they hold for every pair of points, the neutral one and those of small order included.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

from ballots.errors import Invalid
from ballots.groups.interface import Term

Point: TypeAlias = tuple[int, int, int, int]

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
_ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
_TEXT = re.compile(r"[0-9a-f]{64}")

IDENTITY: Point = (0, 1, 1, 0)
_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202
_Y = 46316835694926478169428394003475163141307993866256225615783033603165251855960
GENERATOR: Point = (_X, _Y, 1, _X * _Y % P)


def add(left: Point, right: Point) -> Point:
    x1, y1, z1, t1 = left
    x2, y2, z2, t2 = right
    a = (y1 - x1) * (y2 - x2) % P
    b = (y1 + x1) * (y2 + x2) % P
    c = 2 * D * t1 * t2 % P
    d = 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def double(point: Point) -> Point:
    x, y, z, _ = point
    a, b, c = x * x % P, y * y % P, 2 * z * z % P
    e = (x + y) * (x + y) - a - b
    g = b - a
    f, h = g - c, -a - b
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(point: Point, scalar: int) -> Point:
    """Four bits at a time from the top. The scalar is not reduced: multiplying by the order itself must work."""
    multiples = _multiples(point)
    result = IDENTITY
    for shift in range((scalar.bit_length() + 3) // 4 * 4 - 4, -1, -4):
        result = double(double(double(double(result))))
        digit = scalar >> shift & 15
        if digit:
            result = add(result, multiples[digit])
    return result


def _multiples(point: Point) -> list[Point]:
    multiples = [IDENTITY]
    for _ in range(15):
        multiples.append(add(multiples[-1], point))
    return multiples


@lru_cache(maxsize=4)
def _rows(base: Point) -> list[list[Point]]:
    rows = []
    for _ in range(64):
        rows.append(_multiples(base))
        base = double(double(double(double(base))))
    return rows


def multiply_fixed(base: Point, scalar: int) -> Point:
    """The same for a base used again and again: a table instead of the doublings."""
    result = IDENTITY
    for row in _rows(base):
        if scalar & 15:
            result = add(result, row[scalar & 15])
        scalar >>= 4
    return result


def to_text(point: Point) -> str:
    x, y, z, _ = point
    inverse = pow(z, -1, P)
    return f"{y * inverse % P | (x * inverse % P & 1) << 255:064x}"


def from_text(text: str) -> Point:
    """The point with this spelling, wherever on the curve it lies; raises ``Invalid`` unless it is the only one."""
    if not _TEXT.fullmatch(text):
        raise Invalid("element-spelling", f"not 64 lower-case hexadecimal digits: {text[:64]}")
    number = int(text, 16)
    sign, y = number >> 255, number & (1 << 255) - 1
    if y >= P:
        raise Invalid("element-spelling", f"not the shortest form of a point: {text}")
    x = _root((y * y - 1) * pow(D * y * y + 1, -1, P) % P)
    if x is None:
        raise Invalid("not-in-group", f"not a point of the curve: {text}")
    if x == 0 and sign:
        raise Invalid("element-spelling", f"not the shortest form of a point: {text}")
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def _root(square: int) -> int | None:
    root = pow(square, (P + 3) // 8, P)
    for candidate in (root, root * _ROOT_OF_MINUS_ONE % P):
        if candidate * candidate % P == square:
            return candidate
    return None


def is_member(point: Point) -> bool:
    x, y, z, _ = multiply(point, ORDER)
    return x == 0 and y == z


class PureEd25519:
    """Not constant in time: fit for checking, and for secrets only where nothing better is installed."""

    name = "Ed25519"
    arithmetic = "pure Python"
    order = ORDER
    generator = GENERATOR
    identity = IDENTITY

    def decode(self, texts: Sequence[str], *, members: bool = True) -> list[Point]:
        points = [from_text(text) for text in texts]
        if members:
            for text, point in zip(texts, points, strict=True):
                if not is_member(point):
                    raise Invalid("not-in-group", f"a point outside the group of prime order: {text}")
        return points

    def encode(self, elements: Sequence[Point]) -> list[str]:
        return [to_text(element) for element in elements]

    def commitments(self, y: Point, terms: Sequence[Term[Point]]) -> list[str]:
        return [to_text(self._commitment(y, term)) for term in terms]

    def _commitment(self, y: Point, term: Term[Point]) -> Point:
        result = multiply(term.point, term.power % ORDER)
        for base, scalar in ((GENERATOR, term.g % ORDER), (y, term.y % ORDER)):
            if scalar:
                result = add(result, multiply_fixed(base, scalar))
        return result

    def multi_exp(self, elements: Sequence[Point], powers: Sequence[int]) -> Point:
        return self.product([multiply(point, power % ORDER) for point, power in zip(elements, powers, strict=True)])

    def product(self, elements: Sequence[Point]) -> Point:
        result = IDENTITY
        for element in elements:
            result = add(result, element)
        return result

    def secret_power(self, element: Point, power: int) -> Point:
        return multiply(element, power % ORDER)

    def encrypt(self, y: Point, pairs: Sequence[tuple[int, int]]) -> list[tuple[Point, Point]]:
        return [
            (
                multiply_fixed(GENERATOR, r % ORDER),
                add(multiply_fixed(y, r % ORDER), multiply_fixed(GENERATOR, m % ORDER)),
            )
            for r, m in pairs
        ]

    def response(self, nonce: int, secret: int, challenge: int) -> int:
        return (nonce - secret * challenge) % ORDER

    def sort_key(self, text: str) -> bytes:
        return bytes.fromhex(text)[::-1]
