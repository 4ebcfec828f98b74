"""Groups of integers modulo a prime of 2048 bits by the native core for public data, and by GMP for secrets."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from ballots.errors import Invalid
from ballots.groups.finite_field import FiniteField
from ballots.groups.integers import Integers
from ballots.groups.interface import Term
from ballots.groups.native.library import Buffer, Core, numbers, parts, space
from ballots.groups.native.terms import gather

_NUMBER = 256
_TABLES = 4
_RADIX_BITS = 2074
"""Of Montgomery's radix in the core: 34 limbs of 61 bits."""


class NativeField(FiniteField):
    """Powers of public elements by the core. Secrets, and single products, stay where ``FiniteField`` has them."""

    def __init__(self, name: str, p: int, q: int, g: int, integers: Integers, *, core: Core) -> None:
        super().__init__(name, p, q, g, integers)
        self.arithmetic = "native core"
        self._core = core
        self._size = (q.bit_length() + 7) // 8
        self._order = numbers([q], self._size)
        self._modulus = space(core.size("field_modulus_size"))
        core.run("field_modulus", self._modulus, numbers([p], _NUMBER), numbers([pow(2, 2 * _RADIX_BITS, p)], _NUMBER))
        self._rows = lru_cache(maxsize=_TABLES)(self._new_rows)

    def commitments(self, y: int, terms: Sequence[Term[int]], unchecked: Sequence[int] = ()) -> list[str]:
        if self._safe:  # a Jacobi symbol costs less than the power would
            self._require_members(unchecked)
            unchecked = ()
        gathered = gather(terms, unchecked)
        results = space(_NUMBER * len(terms))
        refused = self._core.run(
            "field_commitments",
            results,
            self._modulus,
            self._rows(self.generator) if terms else None,
            self._rows(y) if any(term.y for term in terms) else None,
            self._window,
            self._size,
            self._bytes(gathered.points),
            gathered.sizes,
            gathered.unchecked,
            len(gathered.points),
            numbers(gathered.exponents(self.order), self._size),
            self._order,
        )
        if refused is not None:
            raise self._refusal(gathered.points[refused])
        made = [self._integers.number(int.from_bytes(part, "little")) for part in parts(results, _NUMBER)]
        return gathered.restored(self.encode(made))

    def _require_members(self, elements: Iterable[int]) -> None:
        if self._safe:
            super()._require_members(elements)
        else:
            self.commitments(self.identity, [], list(elements))

    def _refusal(self, element: int) -> Invalid:
        """Nobody is refused on the core's word alone."""
        if self._is_member(element):
            raise RuntimeError(f"the native core refuses {element}, which is a member")
        return self._no_member(element)

    def _bytes(self, elements: Sequence[int]) -> bytes:
        for element in elements:
            if not 0 < element < self._p:
                raise self._no_member(element)
        return numbers(map(int, elements), _NUMBER)

    def _new_rows(self, base: int) -> Buffer:
        rows = space(self._core.size("field_table_size", self._window, self._size))
        self._core.run("field_table", rows, self._bytes([base]), self._window, self._size, self._modulus)
        return rows

    def multi_exp(self, elements: Sequence[int], powers: Sequence[int]) -> int:
        exponents = [power % self.order for _, power in zip(elements, powers, strict=True)]
        if not elements:
            return self.identity
        size = (max(exponents).bit_length() + 7) // 8 or 1
        result = space(_NUMBER)
        bases = self._bytes(elements)
        self._core.run("field_multi_exp", result, self._modulus, bases, numbers(exponents, size), len(elements), size)
        return self._integers.number(int.from_bytes(result.raw, "little"))
