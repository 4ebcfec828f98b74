"""Groups of integers modulo a prime: BELENIOS-2048 and RFC-3526-2048."""

import re
from collections.abc import Sequence
from functools import lru_cache

from ballots.errors import Invalid
from ballots.groups.integers import Integers
from ballots.groups.interface import Term

_CANONICAL = re.compile(r"[1-9][0-9]*")
_TABLES = 4
"""Tables kept: the generator's, the key's of the election at hand, and of the one before."""


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
    """The subgroup of prime order q of the integers modulo p. Texts are decimal."""

    def __init__(self, name: str, p: int, q: int, g: int, integers: Integers) -> None:
        self.name, self.arithmetic = name, integers.name
        self.order = q
        self.generator, self.identity = integers.number(g), integers.number(1)
        self._p, self._q, self._integers = integers.number(p), integers.number(q), integers
        self._digits = len(str(p))
        self._window = 8 if q.bit_length() <= 256 else 6
        self._table = lru_cache(maxsize=_TABLES)(self._new_table)

    def decode(self, texts: Sequence[str], *, members: bool = True) -> list[int]:
        elements = [self._number(text) for text in texts]
        if members:
            for element in elements:
                if element >= self._p or self._integers.power(element, self._q, self._p) != 1:
                    raise Invalid("not-in-group", f"not an element of {self.name}: {str(element)[:24]}…")
        return elements

    def _number(self, text: str) -> int:
        if len(text) > self._digits or not _CANONICAL.fullmatch(text):
            raise Invalid("element-spelling", f"not the decimal form of an element: {text[:24]}…")
        return self._integers.number(int(text))

    def encode(self, elements: Sequence[int]) -> list[str]:
        return [str(element) for element in elements]

    def commitments(self, y: int, terms: Sequence[Term[int]]) -> list[str]:
        return [str(self._commitment(y, term)) for term in terms]

    def _commitment(self, y: int, term: Term[int]) -> int:
        result = self._power(term.point, term.power)
        for base, exponent in ((self.generator, term.g % self.order), (y, term.y % self.order)):
            if exponent:
                result = result * self._table(base).power(exponent) % self._p
        return result

    def _power(self, element: int, power: int) -> int:
        return element if power == 1 else self._integers.power(element, power % self.order, self._p)

    def _new_table(self, base: int) -> FixedBase:
        return FixedBase(base, self.identity, self._p, self.order.bit_length(), self._window)

    def multi_exp(self, elements: Sequence[int], powers: Sequence[int]) -> int:
        return self.product([self._power(element, power) for element, power in zip(elements, powers, strict=True)])

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

    def encrypt(self, y: int, pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        g, power, p = self.generator, self.secret_power, self._p
        return [(power(g, r), power(y, r) * power(g, m) % p) for r, m in pairs]

    def response(self, nonce: int, secret: int, challenge: int) -> int:
        return (nonce - secret * challenge) % self.order

    def sort_key(self, text: str) -> int:
        return int(text)
