"""Many powers for less than the sum of their costs, by whatever multiplication a group has. For public data only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Law(Generic[E]):
    """How a group multiplies; ``square`` is the same for an element and itself, where that is quicker."""

    identity: E
    multiply: Callable[[E, E], E]
    square: Callable[[E], E]


def product_of_powers(law: Law[E], elements: Sequence[E], powers: Sequence[int]) -> E:
    """∏ element^power, by whichever way needs the fewest products. No power is negative."""
    bits = max((power.bit_length() for power in powers), default=0)
    interleaved, width = min((_interleaved_cost(len(elements), bits, width), width) for width in range(1, 8))
    bucketed, digit = min((_bucketed_cost(len(elements), bits, digit), digit) for digit in range(1, 21))
    if interleaved < bucketed:
        return _interleaved(law, elements, powers, width)
    return _bucketed(law, elements, powers, digit)


def _interleaved_cost(count: int, bits: int, width: int) -> int:
    return count * ((1 << width) - 2 + -(-bits // width))


def _bucketed_cost(count: int, bits: int, width: int) -> int:
    return -(-bits // width) * (count + (2 << width))


def _interleaved(law: Law[E], elements: Sequence[E], powers: Sequence[int], width: int) -> E:
    """Straus: a table of small powers for each element, and one chain of squarings for all."""
    mask = (1 << width) - 1
    tables = [_small_powers(law, element, mask) for element in elements]
    result = law.identity
    for shift in _shifts(powers, width):
        result = _squared(law, result, width)
        for table, power in zip(tables, powers, strict=True):
            digit = power >> shift & mask
            if digit:
                result = law.multiply(result, table[digit])
    return result


def _small_powers(law: Law[E], element: E, last: int) -> list[E]:
    row = [law.identity, element]
    while len(row) <= last:
        row.append(law.multiply(row[-1], element))
    return row


def _bucketed(law: Law[E], elements: Sequence[E], powers: Sequence[int], width: int) -> E:
    """Pippenger: for each digit of the powers, the elements with the same digit are multiplied first."""
    mask = (1 << width) - 1
    result = law.identity
    for shift in _shifts(powers, width):
        buckets: list[E | None] = [None] * (mask + 1)
        for element, power in zip(elements, powers, strict=True):
            digit = power >> shift & mask
            if digit:
                held = buckets[digit]
                buckets[digit] = element if held is None else law.multiply(held, element)
        result = law.multiply(_squared(law, result, width), _weighted(law, buckets))
    return result


def _weighted(law: Law[E], buckets: Sequence[E | None]) -> E:
    """∏ bucket[d]^d, as the product of the products of all buckets from d upwards."""
    above = result = law.identity
    for held in reversed(buckets[1:]):
        if held is not None:
            above = law.multiply(above, held)
        result = law.multiply(result, above)
    return result


def _shifts(powers: Sequence[int], width: int) -> range:
    bits = max((power.bit_length() for power in powers), default=0)
    return range(-(-bits // width) * width - width, -1, -width)


def _squared(law: Law[E], element: E, times: int) -> E:
    for _ in range(times):
        element = law.square(element)
    return element


def powers_of_one(law: Law[E], element: E, powers: Sequence[int]) -> list[E]:
    """Several powers of one element, with one chain of squarings for all of them (Yao). No power is negative."""
    bits = max(power.bit_length() for power in powers)
    width = min(range(1, 12), key=lambda width: bits // (width + 1) + (1 << width))
    chain = [element]
    for _ in range(bits - 1):
        chain.append(law.square(chain[-1]))
    return [_from_chain(law, chain, power, width) for power in powers]


def _from_chain(law: Law[E], chain: Sequence[E], power: int, width: int) -> E:
    """Element^power from chain[i] = element^(2^i). Digits are taken from the low end, each odd, zeros skipped.

    The bucket of the digit 2h + 1 stands at h, and ∏ bucket[h]^(2h+1) is (∏ bucket[h]^h)² · ∏ bucket[h].
    """
    buckets: list[E | None] = [None] * (1 << width - 1)
    mask = (1 << width) - 1
    place = 0
    while power:
        zeros = (power & -power).bit_length() - 1
        power >>= zeros
        place += zeros
        half = (power & mask) >> 1
        held = buckets[half]
        buckets[half] = chain[place] if held is None else law.multiply(held, chain[place])
        power >>= width
        place += width
    once = law.identity
    for held in buckets:
        if held is not None:
            once = law.multiply(once, held)
    return law.multiply(law.square(_weighted(law, buckets)), once)
