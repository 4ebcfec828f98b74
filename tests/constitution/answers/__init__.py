"""What the software answers under each model rule book, as its members would work it out by hand.

A question is asked of all five packs: A service users, B several kinds of member, C employees, D a living trust,
E citizens in Wales. The ids D-01, V-01 … are those of the worked examples that the figures come from.
"""

from tests.constitution.answers import board, dates, directors, meetings, people, running, support, votes
from tests.constitution.answers.question import PACKS, Question

QUESTIONS: tuple[Question, ...] = (
    *people.QUESTIONS,
    *dates.QUESTIONS,
    *meetings.QUESTIONS,
    *votes.QUESTIONS,
    *board.QUESTIONS,
    *directors.QUESTIONS,
    *running.QUESTIONS,
    *support.QUESTIONS,
)

__all__ = ["PACKS", "QUESTIONS", "Question"]
