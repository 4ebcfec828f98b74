"""Forms that ask what a vote asks, without a script: the answers of one person, and the totals of one teller."""

from collections.abc import Mapping, Sequence
from typing import Any

from governance.errors import Invalid
from governance.platform.web.forms import Form
from governance.votes.model.asking import Kind, Question
from governance.votes.model.by_hand import Counted, Totals, read_answers

BLANK = "blank"
LONGEST = 6
"""Figures of the largest number that anybody counts by hand."""


def read_choices(asked: Sequence[Question], form: Form, *, prefix: str = "question") -> list[list[int]]:
    """One person's answers: a tick or a mark for each answer of a question, or a number for each that is ranked.

    ``prefix`` begins the names of the fields.

    Raises:
        Invalid: a question was passed over. Whoever does not want to choose says so.
    """
    answers = [_choice(question, form, f"{prefix}_{place}") for place, question in enumerate(asked)]
    missing = {f"{prefix}_{place}": "not-answered" for place, answer in enumerate(answers) if answer is None}
    if missing:
        raise Invalid(missing)
    return [answer for answer in answers if answer is not None]


def _choice(question: Question, form: Form, name: str) -> list[int] | None:
    """None where nothing was said; numbers that nobody can mean are left to whoever takes them in."""
    places = range(len(question.answers))
    if question.kind in (Kind.RANKING, Kind.GRADES):
        return [_number(form, f"{name}_{place}") for place in places]
    marked = form.values.get(name, [])
    if marked == [BLANK]:
        return [0] * len(question.answers)
    if not marked or not set(marked) <= {str(place) for place in places}:
        return None
    return [int(str(place) in marked) for place in places]


def read_totals(asked: Sequence[Question], form: Form) -> Totals:
    """What one teller counted.

    Raises:
        Invalid: something is no number, or no list of rankings.
    """
    errors: dict[str, str] = {}
    papers, spoilt = (_counted(form, name, errors) for name in ("papers", "spoilt"))
    counts = tuple(_count(question, form, f"question_{place}", errors) for place, question in enumerate(asked))
    if errors:
        raise Invalid(errors)
    return Totals(papers, spoilt, counts)


def read_hands(asked: Sequence[Question], form: Form) -> list[list[int]]:
    """How many abstained, were for, and against, for each question.

    Raises:
        Invalid: something is no number.
    """
    errors: dict[str, str] = {}
    totals = [list(_count(one, form, f"question_{place}", errors).numbers) for place, one in enumerate(asked)]
    if errors:
        raise Invalid(errors)
    return totals


def _count(question: Question, form: Form, name: str, errors: dict[str, str]) -> Counted:
    if question.is_shuffled:
        answers = read_answers(question, form.text(name))
        if answers is None:
            errors[name] = "not-rankings"
        return Counted(answers=answers or ())
    cells = [f"{name}_{place}" for place in range(len(question.answers) + 1)]
    return Counted(numbers=tuple(_counted(form, cell, errors) for cell in cells))


def _counted(form: Form, name: str, errors: dict[str, str]) -> int:
    typed = form.text(name)
    if not typed.isascii() or not typed.isdigit() or len(typed) > LONGEST:
        errors[name] = "not-a-number" if typed else "missing"
        return 0
    return int(typed)


def _number(form: Form, name: str) -> int:
    typed = form.text(name)
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= len("100") else 0


def typed_of(totals: Totals | None) -> Mapping[str, Any]:
    """What a teller counted last, as the form has it."""
    if totals is None:
        return {}
    found: dict[str, Any] = {"papers": totals.papers, "spoilt": totals.spoilt}
    for place, counted in enumerate(totals.questions):
        found |= {f"question_{place}_{cell}": number for cell, number in enumerate(counted.numbers)}
        found[f"question_{place}"] = "\n".join(" ".join(map(str, answer)) for answer in counted.answers)
    return found
