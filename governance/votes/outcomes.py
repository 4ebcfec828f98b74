"""What the counted answers say before any rule for counting is applied: votes in order, ties, grades as given.

Who is elected from rankings and grades is for a counting rule to say, and none is applied here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from governance.votes.asking import Question

Answers = Sequence[Sequence[int]]
"""Of a ranking or of grades, once for each ballot: one number for each option."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One answer with its votes. ``place`` counts from 1; those who have the same number of votes share one."""

    answer: int
    votes: int
    place: int
    tied: bool


def in_order(counts: Sequence[int]) -> tuple[Placed, ...]:
    """The answers by their votes; ``counts`` as the protocol gives them, the blank first."""
    by_votes = sorted(enumerate(counts[1:]), key=lambda one: (-one[1], one[0]))
    found: list[Placed] = []
    for votes, alike in groupby(by_votes, key=lambda one: one[1]):
        together = list(alike)
        place = len(found) + 1
        found += [Placed(answer, votes, place, len(together) > 1) for answer, _ in together]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Papers:
    """Answers that were opened one by one: those a rule can count, how many are blank, and how many mean nothing."""

    countable: tuple[tuple[int, ...], ...]
    blank: int
    unusable: int


def sorted_out(question: Question, answers: Answers) -> Papers:
    """The answers to one ranking, or to one question of grades."""
    countable = tuple(tuple(answer) for answer in answers if any(answer) and question.is_answer(answer))
    blank = sum(not any(answer) for answer in answers)
    return Papers(countable, blank, len(answers) - blank - len(countable))


def grades_given(question: Question, papers: Papers) -> tuple[tuple[int, ...], ...]:
    """For each option how often each grade was given, the best first, and last how often none was."""
    grades = (*range(1, len(question.grades) + 1), 0)
    return tuple(
        tuple(sum(answer[option] == grade for answer in papers.countable) for grade in grades)
        for option in range(len(question.options))
    )
