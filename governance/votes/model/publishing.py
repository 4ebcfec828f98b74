"""What a result may say where few people voted, so that nobody can work out how one of them did (SMALL-1, SMALL-2)."""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, product

LEAST_POSSIBILITIES = 3
"""A small group's count must be one of so many that fit with all that is said (SMALL-2)."""

MOST_TRIED = 100_000
"""Combinations that are tried. What is not found safe among them is not published."""

Numbers = tuple[int, ...]
"""One question's count as the protocol gives it: how many left it blank, then how many chose each answer."""


def class_groups(roll: Mapping[str, int], floor: int) -> tuple[tuple[str, ...], ...]:
    """Which classes vote in one box, from how many of each stand on the roll (SMALL-1).

    A class stands alone with a roll of twice the floor. All others vote together, and where even they are too few,
    together with the smallest class that could stand alone. What is counted together can never be told apart.
    """
    alone = sorted((name for name, size in roll.items() if size >= 2 * floor), key=lambda name: (roll[name], name))
    rest = sorted(roll.keys() - set(alone))
    if rest and alone and sum(roll[name] for name in rest) < 2 * floor:
        rest = sorted([*rest, alone.pop(0)])
    groups = [(name,) for name in alone]
    return tuple(sorted([*groups, tuple(rest)] if rest else groups))


class Detail(StrEnum):
    """How much a result says beside the decision and the turnout."""

    PARTS = "parts"  # the count of each part, and so of all together
    TOTAL = "total"  # one count of all parts
    DECISION = "decision"  # nothing: this part of the result cannot be checked by everyone


@dataclass(frozen=True, slots=True)
class Part:
    """The ballots of one group that came in one way. ``is_public``: anybody reads its count from an archive."""

    ballots: int
    numbers: Numbers
    is_public: bool = False


@dataclass(frozen=True, slots=True)
class Choosing:
    """How many answers each ballot chooses that is not blank."""

    minimum: int = 1
    maximum: int = 1


Said = Callable[[Mapping[str, Numbers]], Hashable]
"""What is said about the counts of all parts."""


def fullest(parts: Mapping[str, Part], floor: int, choosing: Choosing, decided: Said) -> Detail:
    """The most that can be said so that every small part keeps its secret; ``decided`` is said in any case."""
    if not small(parts, floor):
        return Detail.PARTS
    if sum(part.ballots for part in parts.values() if not part.is_public) < floor:
        return Detail.DECISION

    def with_total(counts: Mapping[str, Numbers]) -> Hashable:
        return decided(counts), total(counts.values())

    return Detail.DECISION if given_away(parts, floor, choosing, with_total) else Detail.TOTAL


def total(counts: Collection[Numbers]) -> Numbers:
    return tuple(map(sum, zip(*counts, strict=True)))


def small(parts: Mapping[str, Part], floor: int) -> frozenset[str]:
    """Parts with fewer ballots than the floor that no archive tells."""
    return frozenset(name for name, part in parts.items() if 0 < part.ballots < floor and not part.is_public)


def given_away(parts: Mapping[str, Part], floor: int, choosing: Choosing, said: Said) -> frozenset[str]:
    """Small parts of which fewer than three counts fit with what is said.

    How many ballots each part has is taken as known, and so is the count of every part that is public.
    """
    actual = {name: part.numbers for name, part in parts.items()}
    truth, fitting = said(actual), {name: set[Numbers]() for name in small(parts, floor)}
    for counts in islice(_imagined(parts, choosing), MOST_TRIED):
        if said(counts) != truth:
            continue
        for name, found in fitting.items():
            found.add(counts[name])
        if all(len(found) >= LEAST_POSSIBILITIES for found in fitting.values()):
            return frozenset()
    return frozenset(name for name, found in fitting.items() if len(found) < LEAST_POSSIBILITIES)


def _imagined(parts: Mapping[str, Part], choosing: Choosing) -> Iterator[Mapping[str, Numbers]]:
    """Every way in which the parts can have voted that are not public."""
    fixed = {name: part.numbers for name, part in parts.items() if part.is_public}
    hidden = {name: part for name, part in parts.items() if not part.is_public}
    ways = [list(islice(_ways(part, choosing), MOST_TRIED)) for part in hidden.values()]
    for chosen in product(*ways):
        yield {**fixed, **dict(zip(hidden, chosen, strict=True))}


def _ways(part: Part, choosing: Choosing) -> Iterator[Numbers]:
    """Every count that so many ballots can have."""
    for blank in range(part.ballots + 1):
        marked = part.ballots - blank
        for chosen in _choices(marked, len(part.numbers) - 1):
            if choosing.minimum * marked <= sum(chosen) <= choosing.maximum * marked:
                yield (blank, *chosen)


def _choices(ballots: int, answers: int) -> Iterator[Sequence[int]]:
    return product(range(ballots + 1), repeat=answers)
