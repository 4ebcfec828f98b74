"""Groups of integers modulo a prime: BELENIOS-2048 and RFC-3526-2048."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ballots.errors import Invalid, Unsupported
from ballots.groups.embedding import embed, embedded
from ballots.groups.independent import Independent
from ballots.groups.integers import Integers
from ballots.groups.interface import Term, by_point
from ballots.groups.simultaneous import Law, powers_of_one, product_of_powers

_CANONICAL = re.compile(r"[1-9][0-9]*")
_TABLES = 4
"""Tables kept: the generator's, the key's of the election at hand, and of the one before."""

_PADDING, _MOST_EMBEDDED = 8, 255


class FixedBase:
    """All powers of one public base that are multiples of a window, so that a power costs products only."""

    def __init__(self, base: int, one: int, p: int, bits: int, window: int) -> None:
        self._p, self._window, self._mask = p, window, (1 << window) - 1
        self._rows: list[list[int]] = []
        for _ in range(-(-bits // window)):
            row = [one]
            for _ in range(self._mask):
                row.append(row[-1] * base % p)
            self._rows.append(row)
            base = row[-1] * base % p

    def power(self, exponent: int) -> int:
        result = self._rows[0][exponent & self._mask]
        for row in self._rows[1:]:
            exponent >>= self._window
            digit = exponent & self._mask
            if digit:
                result = result * row[digit] % self._p
        return result


class FiniteField:
    """The subgroup of prime order q of the integers modulo p. Texts are decimal.

    Where p = 2q + 1 (RFC-3526-2048) an x with 0 < x < p is a member exactly if its Jacobi symbol (x/p) is 1: p is
    prime, so the symbol is Legendre's, which by Euler's criterion is x^((p−1)/2) = x^q modulo p. It costs 7 µs with
    GMP, the power 2.4 ms. In BELENIOS-2048 nothing is cheaper than the power: (p−1)/q is 6 times a large number whose
    factors nobody knows, and an element of such an order has to be caught too.
    """

    def __init__(self, name: str, p: int, q: int, g: int, integers: Integers) -> None:
        self.name, self.arithmetic = name, integers.name
        self.order = q
        self.generator, self.identity = integers.number(g), integers.number(1)
        self._p, self._q, self._integers = integers.number(p), integers.number(q), integers
        self._safe = p == 2 * q + 1
        self._digits = len(str(p))
        # 10 bits would save a fifth of a power's time, and pay for the larger table after 700 ballots in one process.
        self._window = 8 if q.bit_length() <= 256 else 6
        self._table = lru_cache(maxsize=_TABLES)(self._new_table)
        modulus = self._p
        self._law = Law(self.identity, lambda a, b: a * b % modulus, lambda a: a * a % modulus)
        self._independent = Independent(self._derive, self.identity, self.generator)

    def decode(self, texts: Sequence[str], *, members: bool = True) -> list[int]:
        elements = [self._number(text) for text in texts]
        if members:
            self._require_members(elements)
        return elements

    def _number(self, text: str) -> int:
        if len(text) > self._digits or not _CANONICAL.fullmatch(text):
            raise Invalid("element-spelling", f"not the decimal form of an element: {text[:24]}…")
        return self._integers.number(int(text))

    def _require_members(self, elements: Iterable[int]) -> None:
        for element in elements:
            if not self._is_member(element):
                raise self._no_member(element)

    def _is_member(self, element: int) -> bool:
        if not 0 < element < self._p:
            return False
        if self._safe:
            return self._integers.jacobi(element, self._p) == 1
        return self._integers.power(element, self._q, self._p) == 1

    def _no_member(self, element: int) -> Invalid:
        return Invalid("not-in-group", f"not an element of {self.name}: {str(element)[:24]}…")

    def encode(self, elements: Sequence[int]) -> list[str]:
        return [str(element) for element in elements]

    def commitments(self, y: int, terms: Sequence[Term[int]], unchecked: Sequence[int] = ()) -> list[str]:
        waiting = set(unchecked)
        if self._safe:
            self._require_members(waiting)
            waiting.clear()
        texts = [""] * len(terms)
        for point, places in by_point(terms).items():
            powers = self._powers(point, [terms[place].power % self.order for place in places], point in waiting)
            for place, power in zip(places, powers, strict=True):
                texts[place] = str(self._commitment(y, terms[place], power))
        self._require_members(waiting.difference(term.point for term in terms))
        return texts

    def _powers(self, point: int, exponents: list[int], check: bool) -> list[int]:
        """Two powers with shared squarings cost what GMP needs for two, three a fifth less."""
        if check:
            *powers, to_the_order = powers_of_one(self._law, point, [*exponents, self.order])
            if point >= self._p or to_the_order != 1:
                raise self._no_member(point)
            return powers
        if len(exponents) == 1 or max(exponents) < 2:
            return [self._power(point, exponent) for exponent in exponents]
        return powers_of_one(self._law, point, exponents)

    def _power(self, element: int, exponent: int) -> int:
        return element if exponent == 1 else self._integers.power(element, exponent, self._p)

    def _commitment(self, y: int, term: Term[int], power: int) -> int:
        for base, exponent in ((self.generator, term.g % self.order), (y, term.y % self.order)):
            if exponent:
                power = power * self._table(base).power(exponent) % self._p
        return power

    def _new_table(self, base: int) -> FixedBase:
        return FixedBase(base, self.identity, self._p, self.order.bit_length(), self._window)

    def multi_exp(self, elements: Sequence[int], powers: Sequence[int]) -> int:
        exponents = [power % self.order for _, power in zip(elements, powers, strict=True)]
        if len(elements) <= 2:  # GMP's own powers are quicker, as they never leave Montgomery's form
            return self.product([self._power(*pair) for pair in zip(elements, exponents, strict=True)])
        return product_of_powers(self._law, elements, exponents)

    def product(self, elements: Sequence[int]) -> int:
        result = self.identity
        for element in elements:
            result = result * element % self._p
        return result

    def secret_power(self, element: int, power: int) -> int:
        """Never through a table, whose rows touched would depend on the secret.

        Four times the order changes nothing but the length of the exponent, which for every secret, zero included,
        becomes the same number of machine words: that number is what the time depends on.
        """
        return self._integers.secret_power(element, power % self.order + 4 * self.order, self._p)

    def secret_product(self, elements: Sequence[int]) -> int:
        return self.product(elements)

    def encrypt(self, y: int, pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        g, power, p = self.generator, self.secret_power, self._p
        return [(power(g, r), power(y, r) * power(g, m) % p) for r, m in pairs]

    def response(self, nonce: int, secret: int, challenge: int) -> int:
        return (nonce - secret * challenge) % self.order

    def sort_key(self, text: str) -> int:
        return int(text)

    def embed(self, numbers: Sequence[int]) -> int:
        if not self._safe:
            raise Unsupported(f"{self.name} has no elements for rankings")
        return embed(numbers, _PADDING, _MOST_EMBEDDED, self._member)

    def _member(self, number: int) -> int | None:
        element = self._integers.number(number)
        return element if self._is_member(element) else None

    def embed_public(self, answers: Sequence[Sequence[int]]) -> list[int]:
        return [self.embed(numbers) for numbers in answers]

    def embedded(self, element: int, count: int) -> list[int]:
        return embedded(int(element), _PADDING, count)

    def independent(self, count: int) -> list[int]:
        return self._independent.first(count)

    def _derive(self, seed: int) -> int:
        return self._integers.power(self._integers.number(seed), (self._p - 1) // self._q, self._p)
