"""Elements whose logarithms nobody can know, because they come out of a hash (specification §2.4)."""

import hashlib
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from ballots.errors import Invalid

E = TypeVar("E", bound=Hashable)


class Independent(Generic[E]):
    """gen(−1), gen(0), … of one group. They are the same for all elections, so they are kept and only ever added to.

    ``derive`` makes one of the hash as a number; equal elements must be equal objects. ``spoiled`` are the elements
    whose logarithms are known.
    """

    def __init__(self, derive: Callable[[int], E], *spoiled: E) -> None:
        self._derive, self._spoiled = derive, spoiled
        self._made: list[E] = []

    def first(self, count: int) -> list[E]:
        """The first so many, gen(−1) at their head."""
        made = self._made
        if len(made) < count:
            # A new list, not a longer one: other threads may be at the same.
            made = made + [self._derive(seed(index)) for index in range(len(made) - 1, count - 1)]
            if len({*made, *self._spoiled}) < len(made) + len(self._spoiled):
                raise Invalid("generators", "two generators of a shuffle are the same")
            self._made = made
        return made[:count]


def seed(index: int) -> int:
    return int.from_bytes(hashlib.sha256(f"ggen|{index}".encode()).digest(), "big")
