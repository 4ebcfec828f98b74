"""Counts, rankings and grades as files for other programs. No file says who, when, or in what order."""

from collections.abc import Sequence

from ballots.counting import Contest, ranked, times, write_blt
from governance.members.spreadsheet import write
from governance.votes.model.asking import both
from governance.votes.model.tally import Tally

BLANK = "(blank vote)"


def counts_csv(tallies: Sequence[Tally]) -> bytes:
    """Of questions that are added up: how many chose each answer, and how many left it blank."""
    rows = [
        (str(number), both(tally.question.text), answer, str(votes))
        for number, tally in enumerate(tallies, start=1)
        if not tally.question.is_shuffled
        for answer, votes in zip((*tally.question.answers, BLANK), (*tally.numbers, tally.blank), strict=True)
    ]
    return write(rows, ("question", "text", "answer", "votes"))


def answers_csv(tally: Tally) -> bytes:
    """Of a ranking or of grades: each answer that was given, and on how many ballots.

    A column for each option holds its rank, or the number of its grade where 1 is the best; 0 is neither.
    """
    rows = [(str(number), *map(str, answer)) for answer, number in times(_every(tally)).items()]
    return write(rows, ("ballots", *tally.question.answers))


def blt(tally: Tally) -> bytes:
    """A ranking for programs that count single transferable votes; ``maximum`` of the question are its seats.

    Blank ballots are papers without a rank. Spoilt ones count for none, and are left out.
    """
    question = tally.question
    papers, _ = ranked(_every(tally))
    contest = Contest(seats=question.maximum, candidates=question.answers, papers=papers, title=both(question.text))
    return write_blt(contest)


def _every(tally: Tally) -> list[tuple[int, ...]]:
    return [*tally.answers, *[(0,) * len(tally.question.options)] * tally.blank]
