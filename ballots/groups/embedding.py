"""Small numbers as one group element, by which a ranking is encrypted whole (specification §2.3)."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from ballots.errors import Invalid

E = TypeVar("E")

BITS = 8
LARGEST = (1 << BITS) - 1


def embed(numbers: Sequence[int], padding: int, most: int, element: Callable[[int], E | None]) -> E:
    """The element of the first integer that spells one, among those with these numbers above ``padding`` bits.

    ``element`` gives the element with this spelling, or None. Raises ``Invalid`` for numbers that do not fit.
    """
    if len(numbers) > most:
        raise Invalid("embedding", f"at most {most} numbers fit into an element of this group")
    packed = 0
    for number in numbers:
        if not 0 <= number <= LARGEST:
            raise Invalid("embedding", f"{number} is not between 0 and {LARGEST}")
        packed = packed << BITS | number
    for spelled in range(packed << padding, (packed + 1) << padding):
        found = element(spelled)
        if found is not None:
            return found
    raise Invalid("embedding", "no element of this group stands for these numbers")


def embedded(spelled: int, padding: int, count: int) -> list[int]:
    """The numbers read from an element's integer; what may stand above them is not looked at."""
    return [spelled >> padding + BITS * place & LARGEST for place in reversed(range(count))]
