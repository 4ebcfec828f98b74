"""Counts, rankings and grades as files for other programs. No file says who, when, or in what order."""

from collections.abc import Sequence

from ballots.counting import Contest, ranked, times, write_blt
from governance.members.spreadsheet import write
from governance.votes.asking import Question, both
from governance.votes.outcomes import Answers

BLANK = "(blank vote)"


def counts_csv(asked: Sequence[Question], counts: Sequence[Sequence[int]]) -> bytes:
    """Of questions that are added up: how many chose each answer, and how many none. The blank comes first."""
    rows = [
        (str(number), both(question.text), answer, str(votes))
        for number, (question, counted) in enumerate(zip(asked, counts, strict=True), start=1)
        for answer, votes in zip((BLANK, *question.answers), counted, strict=True)
    ]
    return write(rows, ("question", "text", "answer", "votes"))


def answers_csv(question: Question, answers: Answers) -> bytes:
    """Of a ranking or of grades: each answer that was given, and on how many ballots.

    A column for each option holds its rank, or the number of its grade where 1 is the best; 0 is neither.
    """
    rows = [(str(number), *map(str, answer)) for answer, number in times(answers).items()]
    return write(rows, ("ballots", *question.answers))


def blt(question: Question, answers: Answers) -> bytes:
    """A decrypted ranking for programs that count single transferable votes; ``maximum`` of the question are its seats.

    Blank ballots are papers without a rank. What is no answer to the question is left out, because it counts for none.
    """
    papers, _ = ranked(answer for answer in answers if question.is_answer(answer))
    contest = Contest(seats=question.maximum, candidates=question.answers, papers=papers, title=both(question.text))
    return write_blt(contest)
