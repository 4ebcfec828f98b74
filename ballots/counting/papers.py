"""Ballot papers as programs that count them read them: how often each ranking was given, and not by whom."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """``weight`` people ranked alike. Each rank holds the numbers, from 1, of the candidates who share it.

    An empty rank was skipped; a paper without ranks is blank.
    """

    weight: int
    ranks: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """``withdrawn`` candidates are named by their numbers and still stand on the papers."""

    seats: int
    candidates: tuple[str, ...]
    papers: tuple[Paper, ...]
    withdrawn: frozenset[int] = frozenset()
    title: str = ""


def ranked(answers: Iterable[Sequence[int]]) -> tuple[tuple[Paper, ...], int]:
    """The papers of a decrypted ranking, and how many of its answers rank nobody in a way that can be written.

    An answer has one number for each candidate: 1 for the first choice, the same number where choices are equal, 0
    where there is none. A rank greater than the number of candidates means nothing, and its answer is left out.
    """
    counted = times(answers)
    writable = {answer: number for answer, number in counted.items() if max(answer) <= len(answer)}
    papers = (Paper(number, _ranks(answer)) for answer, number in writable.items())
    return in_order(papers), counted.total() - sum(writable.values())


def times(answers: Iterable[Sequence[int]]) -> Counter[tuple[int, ...]]:
    """How often each answer was given, in an order that tells nothing: the most frequent first, then by its numbers."""
    counted = Counter(map(tuple, answers))
    return Counter(dict(sorted(counted.items(), key=lambda one: (-one[1], one[0]))))


def in_order(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    """Equal papers together, the heaviest first, then by their ranks: any two people write the same papers alike."""
    weights: Counter[tuple[tuple[int, ...], ...]] = Counter()
    for paper in papers:
        weights[paper.ranks] += paper.weight
    return tuple(Paper(weight, ranks) for ranks, weight in sorted(weights.items(), key=lambda one: (-one[1], one[0])))


def _ranks(answer: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    return tuple(
        tuple(candidate for candidate, given in enumerate(answer, start=1) if given == rank)
        for rank in range(1, max(answer) + 1)
    )
