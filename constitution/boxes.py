"""Votes counted class by class that came in boxes, of which some are shared so that no small class can be seen.

What a shared box says fits with many ways in which its classes may have voted. Where every one of them leads to the
same decision, the decision is known though nobody knows who voted how; else the boxes decide nothing (SMALL-1).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Any

from constitution.finding import Finding
from constitution.majority import Votes, together
from constitution.resolutions import About, carried, counts_by_class
from constitution.rulebook import Rulebook
from constitution.weights import are_weighted

MOST_WAYS = 5_000
"""Ways that are looked at. Where a box leaves more, it is not known what the classes decided."""

_OF_CLASSES = (
    "weighted-",
    "share-",
    "vote-worth-",
    "in-favour-of-",
    "against-of-",
    "abstaining-of-",
    "classes-without-",
    "refused-by",
)


@dataclass(frozen=True, slots=True)
class Box:
    """``rolls``: how many of each class could put a vote into this box."""

    votes: Votes
    rolls: Mapping[str, int]

    @property
    def is_shared(self) -> bool:
        return len(self.rolls) > 1


def carried_in_boxes(rules: Rulebook, boxes: Collection[Box], matter: About = None, **facts: Any) -> Finding:
    """Was it carried? ``facts`` are those of :func:`constitution.resolutions.carried`.

    Where a box is shared, no figure of a class and none that is weighted is given: exact ones would give the small
    classes away (V-21). The question is "class-votes-known", and not met, where the decision depends on them.
    """
    if not counts_by_class(rules, matter):
        return carried(rules, together(box.votes for box in boxes), matter, **facts)
    ways = islice(_ways_together(boxes), MOST_WAYS + 1)
    found = carried(rules, next(ways), matter, **facts)
    for looked_at, way in enumerate(ways, start=2):
        if looked_at > MOST_WAYS or carried(rules, way, matter, **facts).met != found.met:
            return rules.finding("class-votes-known", "P-131", "P-146", "P-159", met=False)
    return _by_heads(rules, found) if any(box.is_shared for box in boxes) else found


def _by_heads(rules: Rulebook, found: Finding) -> Finding:
    figures = {name: one for name, one in found.figures.items() if not name.startswith(_OF_CLASSES)}
    return replace(found, figures=figures | ({"weighted": True} if are_weighted(rules) else {}))


def _ways_together(boxes: Collection[Box]) -> Iterator[Mapping[str, Votes]]:
    """Every way in which the classes can have voted."""
    each = [list(islice(_ways(box.votes, _smallest_first(box.rolls)), MOST_WAYS + 1)) for box in boxes]
    for chosen in product(*each):
        yield {name: votes for way in chosen for name, votes in way.items()}


def _ways(votes: Votes, rolls: tuple[tuple[str, int], ...]) -> Iterator[Mapping[str, Votes]]:
    """Nobody votes twice: a class casts no more votes than it has members on the roll."""
    (name, size), *others = rolls
    if not others:
        yield {name: votes}
        return
    room = sum(members for _, members in others)
    for in_favour in range(min(votes.in_favour, size) + 1):
        for against in range(min(votes.against, size - in_favour) + 1):
            left = Votes(votes.in_favour - in_favour, votes.against - against, votes.abstaining)
            if left.cast <= room:
                yield from ({name: Votes(in_favour, against), **way} for way in _ways(left, tuple(others)))


def _smallest_first(rolls: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(rolls.items(), key=lambda one: (one[1], one[0])))
