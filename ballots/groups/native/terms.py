"""The terms of a call in the order in which the core takes them: those on one point together."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from ballots.groups.interface import Term, by_point

E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Gathered(Generic[E]):
    """Each point once, with the number of its terms and whether it is unchecked; then the terms, and their places."""

    points: list[E]
    sizes: bytes
    unchecked: bytes
    terms: list[Term[E]]
    places: list[int]

    def exponents(self, order: int) -> list[int]:
        """Three for each term: the point's, the generator's and y's."""
        return [exponent % order for g, y, _, power in self.terms for exponent in (power, g, y)]

    def restored(self, results: Sequence[str]) -> list[str]:
        """What came of the terms, in the order of the call."""
        texts = [""] * len(results)
        for place, text in zip(self.places, results, strict=True):
            texts[place] = text
        return texts


def gather(terms: Sequence[Term[E]], unchecked: Sequence[E]) -> Gathered[E]:
    found = by_point(terms)
    for point in unchecked:
        found.setdefault(point, [])
    waiting = set(unchecked)
    places = [place for own in found.values() for place in own]
    return Gathered(
        list(found),
        array("I", [len(own) for own in found.values()]).tobytes(),
        bytes([point in waiting for point in found]),
        [terms[place] for place in places],
        places,
    )
