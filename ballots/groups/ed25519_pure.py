"""Ed25519 in plain Python integers: the reference that every faster arithmetic is compared with.

Points are (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z on −x² + y² = 1 + d·x²·y². The addition formulas are
complete: they hold for every pair of points, the neutral one and those of small order included.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeAlias

from ballots.errors import Invalid
from ballots.groups.embedding import embed, embedded
from ballots.groups.independent import Independent
from ballots.groups.interface import Term, by_point
from ballots.groups.simultaneous import Law, powers_of_one, product_of_powers

Point: TypeAlias = tuple[int, int, int, int]

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
_ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
_TEXT = re.compile(r"[0-9a-f]{64}")
_Y_MASK = (1 << 255) - 1
_SIGNED_ZEROS = (_Y_MASK + 2, _Y_MASK + P)

IDENTITY: Point = (0, 1, 1, 0)
_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202
_Y = 46316835694926478169428394003475163141307993866256225615783033603165251855960
GENERATOR: Point = (_X, _Y, 1, _X * _Y % P)

PADDING, MOST_EMBEDDED = 14, 30


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


def affine(point: Point) -> Point:
    """The same point in the one form with Z = 1, by which points can be told apart."""
    x, y, z, _ = point
    inverse = pow(z, -1, P)
    x, y = x * inverse % P, y * inverse % P
    return x, y, 1, x * y % P


def to_number(point: Point) -> int:
    x, y, _, _ = affine(point)
    return y | (x & 1) << 255


def to_text(point: Point) -> str:
    return f"{to_number(point):064x}"


def from_text(text: str) -> Point:
    """The point with this spelling, wherever on the curve it lies; raises ``Invalid`` unless it is the only one."""
    number = spelled(text)
    point = even_point(number & _Y_MASK)
    if point is None:
        raise Invalid("not-in-group", f"not a point of the curve: {text}")
    x, y, _, xy = point
    return (P - x, y, 1, -xy % P) if number > _Y_MASK else point


def spelled(text: str) -> int:
    """The integer of a text that can be the one spelling of a point: y < P, and no sign where x is 0, at y = ±1."""
    number = int(digits(text), 16)
    if number & _Y_MASK >= P or number in _SIGNED_ZEROS:
        raise Invalid("element-spelling", f"not the shortest form of a point: {text}")
    return number


def digits(text: str) -> str:
    """The text, if it has the digits of some number of 256 bits."""
    if not _TEXT.fullmatch(text):
        raise Invalid("element-spelling", f"not 64 lower-case hexadecimal digits: {text[:64]}")
    return text


def even_point(y: int) -> Point | None:
    """The point with this y below P, and of the two the one whose x is even; None where the curve has none.

    x² = u/v for u = y² − 1 and v = d·y² + 1, which is never 0. As P is 5 modulo 8, w = u·v³·(u·v⁷)^((P−5)/8) is the
    root of u/v, up to a factor √−1, if there is one: a single power, and no inverse.
    """
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    w = u * v**3 * pow(u * v**7, (P - 5) // 8, P) % P
    for root in (w, w * _ROOT_OF_MINUS_ONE % P):
        if (v * root * root - u) % P == 0:
            x = P - root if root & 1 else root
            return x, y, 1, x * y % P
    return None


def small_order_points() -> list[Point]:
    """The seven points whose order divides eight, the neutral one left out."""
    start = from_text(f"{0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7:064x}")
    return [multiply(start, times) for times in range(1, 8)]


def is_member(point: Point) -> bool:
    return _is_neutral(multiply(point, ORDER))


def _is_neutral(point: Point) -> bool:
    x, y, z, _ = point
    return x == 0 and y == z


_LAW: Law[Point] = Law(IDENTITY, add, double)


class PureEd25519:
    """Not constant in time: fit for checking, and for secrets only where nothing better is installed."""

    name = "Ed25519"
    arithmetic = "pure Python"
    order = ORDER
    generator = GENERATOR
    identity = IDENTITY

    def __init__(self) -> None:
        self._independent = Independent(_derive, IDENTITY, GENERATOR)

    def decode(self, texts: Sequence[str], *, members: bool = True) -> list[Point]:
        points = [from_text(text) for text in texts]
        if members:
            self._require_members(points)
        return points

    def _require_members(self, points: Iterable[Point]) -> None:
        for point in points:
            if not is_member(point):
                raise _no_member(point)

    def encode(self, elements: Sequence[Point]) -> list[str]:
        return [to_text(element) for element in elements]

    def commitments(self, y: Point, terms: Sequence[Term[Point]], unchecked: Sequence[Point] = ()) -> list[str]:
        waiting = set(unchecked)
        texts = [""] * len(terms)
        for point, places in by_point(terms).items():
            multiples = _multiples_of_one(point, [terms[place].power % ORDER for place in places], point in waiting)
            for place, multiple in zip(places, multiples, strict=True):
                texts[place] = to_text(self._commitment(y, terms[place], multiple))
        self._require_members(waiting.difference(term.point for term in terms))
        return texts

    def _commitment(self, y: Point, term: Term[Point], multiple: Point) -> Point:
        for base, scalar in ((GENERATOR, term.g % ORDER), (y, term.y % ORDER)):
            if scalar:
                multiple = add(multiple, multiply_fixed(base, scalar))
        return multiple

    def multi_exp(self, elements: Sequence[Point], powers: Sequence[int]) -> Point:
        scalars = [power % ORDER for _, power in zip(elements, powers, strict=True)]
        return product_of_powers(_LAW, elements, scalars)

    def product(self, elements: Sequence[Point]) -> Point:
        result = IDENTITY
        for element in elements:
            result = add(result, element)
        return result

    def secret_power(self, element: Point, power: int) -> Point:
        return multiply(element, power % ORDER)

    def secret_product(self, elements: Sequence[Point]) -> Point:
        return self.product(elements)

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

    def embed(self, numbers: Sequence[int]) -> Point:
        return embed(numbers, PADDING, MOST_EMBEDDED, _even_member)

    def embed_public(self, answers: Sequence[Sequence[int]]) -> list[Point]:
        return [self.embed(numbers) for numbers in answers]

    def embedded(self, element: Point, count: int) -> list[int]:
        return embedded(to_number(element), PADDING, count)

    def independent(self, count: int) -> list[Point]:
        return self._independent.first(count)


def _multiples_of_one(point: Point, scalars: list[int], check: bool) -> list[Point]:
    if not check:
        return powers_of_one(_LAW, point, scalars)
    *multiples, ending = powers_of_one(_LAW, point, [*scalars, ORDER])
    if not _is_neutral(ending):
        raise _no_member(point)
    return multiples


def _no_member(point: Point) -> Invalid:
    return Invalid("not-in-group", f"a point outside the group of prime order: {to_text(point)}")


def _even_member(y: int) -> Point | None:
    point = even_point(y)
    return point if point is not None and is_member(point) else None


def _derive(seed: int) -> Point:
    y = seed >> 2
    while (point := even_point(y)) is None:
        y += 1
    return affine(double(double(double(point))))
