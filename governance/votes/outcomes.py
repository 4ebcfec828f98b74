"""What counted answers say before any rule for counting is applied: votes in order, ties, grades as they were given.

Who is elected from rankings and grades is for a counting rule to say, and none is applied here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from governance.votes.tally import Tally


@dataclass(frozen=True, slots=True)
class Placed:
    """One answer with its votes. ``place`` counts from 1; those who have the same number of votes share one."""

    answer: int
    votes: int
    place: int
    tied: bool


def in_order(numbers: Sequence[int]) -> tuple[Placed, ...]:
    """The answers by their votes; of those that are level the first on the paper comes first, which means nothing."""
    by_votes = sorted(enumerate(numbers), key=lambda one: -one[1])
    found: list[Placed] = []
    for votes, alike in groupby(by_votes, key=lambda one: one[1]):
        level = [answer for answer, _ in alike]
        place = len(found) + 1
        found += [Placed(answer, votes, place, len(level) > 1) for answer in level]
    return tuple(found)


def grades_given(tally: Tally) -> tuple[tuple[int, ...], ...]:
    """For each option how often each grade was given, the best first, and last how often none was.

    Of ballots that grade somebody; the blank ones are told apart.
    """
    grades = (*range(1, len(tally.question.grades) + 1), 0)
    return tuple(
        tuple(sum(answer[option] == grade for answer in tally.answers) for grade in grades)
        for option in range(len(tally.question.options))
    )
