"""Papers counted by hand: what a teller found, whether it can be, and where two tellers differ (P-155).

A paper of which nothing can be read is spoilt; where one answer cannot be read, that answer counts as blank.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from governance.votes.model.asking import Kind, Question


@dataclass(frozen=True, slots=True)
class Counted:
    """One question: ``numbers`` as the protocol has them, the blank first; or ``answers`` to rankings and grades."""

    numbers: tuple[int, ...] = ()
    answers: tuple[tuple[int, ...], ...] = ()

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Counted":
        return cls(tuple(stored.get("numbers", ())), tuple(map(tuple, stored.get("answers", ()))))

    def to_json(self, question: Question) -> dict[str, Any]:
        if question.is_shuffled:
            return {"answers": [list(answer) for answer in sorted(self.answers)]}
        return {"numbers": list(self.numbers)}


@dataclass(frozen=True, slots=True)
class Totals:
    """What one teller found. ``papers`` count, the blank ones included; the ``spoilt`` ones are not among them."""

    papers: int
    spoilt: int
    questions: tuple[Counted, ...]

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Totals":
        counts = tuple(Counted.from_json(one) for one in stored["questions"])
        return cls(stored["papers"], stored["spoilt"], counts)

    def to_json(self, asked: Sequence[Question]) -> dict[str, Any]:
        """In one order, whatever order the papers lay in: what two tellers agree on is equal."""
        counts = [one.to_json(question) for question, one in zip(asked, self.questions, strict=True)]
        return {"papers": self.papers, "spoilt": self.spoilt, "questions": counts}


def problems(asked: Sequence[Question], totals: Totals, returned: int) -> dict[str, str]:
    """Why so many papers cannot say this, by the name of the field; ``returned`` came back before the end."""
    found = {"papers": "more-than-came"} if totals.papers + totals.spoilt > returned else {}
    for place, (question, counted) in enumerate(zip(asked, totals.questions, strict=True)):
        if not _is_possible(question, counted, totals.papers):
            found[f"question_{place}"] = "adds-up-wrong"
    return found


def _is_possible(question: Question, counted: Counted, papers: int) -> bool:
    if question.is_shuffled:
        return len(counted.answers) == papers and all(question.is_answer(answer) for answer in counted.answers)
    if len(counted.numbers) != len(question.answers) + 1 or min(counted.numbers) < 0:
        return False
    blank, *chosen = counted.numbers
    marked = papers - blank
    least, most = question.minimum * marked, question.maximum * marked
    return marked >= 0 and max(chosen) <= marked and least <= sum(chosen) <= most


Cell = str | int | tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell in which two tellers differ. ``question`` counts from 0, and is None for ``papers`` and ``spoilt``.

    ``cell`` is the place of a number, 0 for the blank, or an answer of which there are ``mine`` and ``theirs``.
    """

    question: int | None
    cell: Cell
    mine: int
    theirs: int


def differences(asked: Sequence[Question], mine: Totals, theirs: Totals) -> tuple[Difference, ...]:
    """Cell by cell; none where the two agree."""
    cells = [
        Difference(None, "papers", mine.papers, theirs.papers),
        Difference(None, "spoilt", mine.spoilt, theirs.spoilt),
    ]
    for place, (question, one, other) in enumerate(zip(asked, mine.questions, theirs.questions, strict=True)):
        ours, others = _cells(question, one), _cells(question, other)
        every = sorted(ours.keys() | others.keys())
        cells += [Difference(place, cell, ours[cell], others[cell]) for cell in every]
    return tuple(cell for cell in cells if cell.mine != cell.theirs)


def _cells(question: Question, counted: Counted) -> Counter[Any]:
    return Counter(counted.answers) if question.is_shuffled else Counter(dict(enumerate(counted.numbers)))


def read_answers(question: Question, typed: str) -> tuple[tuple[int, ...], ...] | None:
    """One paper in each line, a number for each option, as ``2 1 0``; None where a line holds something else."""
    lines = [line.replace(",", " ").split() for line in typed.splitlines() if line.strip()]
    if any(len(line) != len(question.options) or not all(map(_is_number, line)) for line in lines):
        return None
    return tuple(tuple(map(int, line)) for line in lines)


def _is_number(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) <= len("100")


def by_hands(question: Question) -> bool:
    """Can it be decided by a show of hands?"""
    return question.kind is Kind.YES_NO


# --- does it add up? -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Channels:
    """How people took part. Of the ballots that were cast ``cancelled`` ones stand for a paper or a phone call."""

    online: int
    paper: int
    phone: int
    cancelled: int


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Everybody on the roll, by what they did. ``issued`` went out; ``counted`` papers and ``spoilt`` ones came back.

    ``cancelled_for`` are the people whose ballot was cancelled.
    """

    roll: int
    channels: Channels
    issued: int
    counted: int | None
    spoilt: int
    cancelled_for: int

    @property
    def missing(self) -> int:
        """Envelopes that came back without a paper in them."""
        came = self.channels.paper + self.channels.phone
        return 0 if self.counted is None else came - self.counted - self.spoilt

    @property
    def stayed_away(self) -> int:
        return self.roll - self.channels.online - self.channels.paper - self.channels.phone

    @property
    def adds_up(self) -> bool:
        """Nobody took part twice, and each cancelled ballot belongs to somebody with a paper or a phone call."""
        same = self.channels.cancelled == self.cancelled_for
        return same and self.stayed_away >= 0 and self.missing >= 0
