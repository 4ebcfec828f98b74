"""What the ballots came to, question by question: online and on paper, as exact numbers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from governance.votes.model.asking import Question

NO_PAPERS: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Tally:
    """One question's count.

    ``took_part`` counts ballots, the ``blank`` ones included. ``numbers``, of a question that is added up, has one for
    each answer. ``answers``, of rankings and grades, has every answer that means something, in an order that tells
    nothing; ``spoilt`` counts those that mean nothing, which no honest booth makes.
    """

    question: Question
    took_part: int
    blank: int
    numbers: tuple[int, ...] = ()
    answers: tuple[tuple[int, ...], ...] = ()
    spoilt: int = 0


def tallied(
    asked: Sequence[Question], online: Sequence[Sequence[Any]], counted: int, paper: Mapping[str, Any] = NO_PAPERS
) -> tuple[Tally, ...]:
    """What ``counted`` ballots and the papers came to, for each question.

    ``online`` is the protocol's result. ``paper`` has how many ``papers`` there were and, by question, their
    ``numbers`` or ``answers`` in the same form; ``cancelled`` of the ballots are blank because a paper stands for them
    (BAL-16), and are not counted twice.
    """
    papers, cancelled = paper.get("papers", 0), paper.get("cancelled", 0)
    by_hand = paper.get("questions", [NO_PAPERS] * len(asked))
    took_part = counted - cancelled + papers
    return tuple(
        _of_answers(question, [*opened, *hand.get("answers", ())], took_part, cancelled)
        if question.is_shuffled
        else _of_numbers(question, opened, hand.get("numbers", ()), took_part, cancelled)
        for question, opened, hand in zip(asked, online, by_hand, strict=True)
    )


def _of_numbers(
    question: Question, online: Sequence[int], by_hand: Sequence[int], took_part: int, cancelled: int
) -> Tally:
    blank, *numbers = (number + other for number, other in zip(online, by_hand or [0] * len(online), strict=True))
    return Tally(question, took_part, blank - cancelled, numbers=tuple(numbers))


def _of_answers(question: Question, every: Sequence[Sequence[int]], took_part: int, cancelled: int) -> Tally:
    heap = Counter(tuple(answer) for answer in every)
    blank = heap.pop((0,) * len(question.options), 0) - cancelled
    answers = tuple(sorted(answer for answer in heap.elements() if question.is_answer(answer)))
    return Tally(question, took_part, blank, answers=answers, spoilt=heap.total() - len(answers))
