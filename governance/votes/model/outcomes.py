"""What counted answers say before any rule for counting is applied: votes in order, ties, grades as they were given.

Who is elected from rankings and grades is for a counting rule to say, and none is applied here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from operator import add

from governance.votes.model.tally import Tally


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


@dataclass(frozen=True, slots=True)
class Counted:
    """One question as a page shows it: ``placed`` where answers are added up, ``grades`` where they were given."""

    number: int
    tally: Tally
    placed: tuple[Placed, ...]
    grades: tuple[tuple[int, ...], ...]

    @property
    def leading(self) -> tuple[Placed, ...]:
        """Those with the most votes: one, several who are level, or nobody where nobody has a vote."""
        return tuple(one for one in self.placed if one.place == 1 and one.votes)


def counted(tallies: Sequence[Tally]) -> tuple[Counted, ...]:
    return tuple(
        Counted(number, tally, in_order(tally.numbers), grades_given(tally))
        for number, tally in enumerate(tallies, start=1)
    )


def added_together(every: Sequence[Sequence[Tally]]) -> tuple[Tally, ...]:
    """The same questions asked of several groups, counted as if everybody had used one box."""
    return tuple(reduce(_sum, alike) for alike in zip(*every, strict=True))


def _sum(one: Tally, other: Tally) -> Tally:
    return Tally(
        one.question,
        one.took_part + other.took_part,
        one.blank + other.blank,
        numbers=tuple(map(add, one.numbers, other.numbers)),
        answers=tuple(sorted([*one.answers, *other.answers])),
        spoilt=one.spoilt + other.spoilt,
    )
