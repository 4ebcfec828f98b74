"""A finding in words: what was asked, whether it is met, with its figures and by how much, in all four variants."""

import ast
import re
from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction
from html import unescape
from pathlib import Path

import pytest

from constitution import Finding
from governance.platform.texts import CY, CY_EASY, EN, EN_EASY, VARIANTS
from governance.platform.web import variants
from governance.platform.web.layout import environment
from tests.governance.rulebook import answers_of_bodies, answers_of_support, answers_of_trusts
from tests.governance.rulebook.answers import BOOK, answers

ROOT = Path(__file__).parents[3]
TOLD = environment().from_string('{% from "ui/finding.html" import told with context %}{{ told(finding) }}')
ABOUT = environment().from_string(
    '{% from "ui/finding.html" import about, because with context %}{{ about(one) }} {{ because(one) }}'
)
FINDERS = ("finding", "Finding", "_enough", "_sending_limits", "_days_after", "_by_law")
NOT_TOLD = {
    ("carried", "share"): "the number of votes needed is told",
    ("director-removed", "share"): "the number of votes needed is told",
    ("written-resolution", "share"): "the number of votes needed is told",
    ("carried", "missing"): "told where votes are too few, not where the chair decides",
    ("notice-given", "deemed-at"): "the moment is told with the day",
    ("subtotal-may-be-published", "votes"): "it would show how few voted",
    ("home-apart-from-support", "tied"): "one is told as much as two would be",
    ("trust-has-somebody-outside", "outside"): "told where it is not nought",
    ("plan-covers", "amount"): "it is the sum that the page is about",
    ("plan-covers", "left"): "told where the rules ask for a plan",
    ("plan-covers", "over"): "told where the rules ask for a plan",
    ("rules-speak", "number"): "told where it is not nought",
    ("board-quorum", "board"): "kept so that the question can be put again",
    ("motion-in-time", "notice"): "kept so that the question can be put again",
    ("motion-supported", "members"): "kept so that the question can be put again",
}
"""Numbers and days of a finding that its words leave out, and why."""
AS_WRITTEN = ("unknown", "gaps", "silent", "unquoted", "lacking", "standard")
"""Figures that name a place in a rule book, or a paper, as its author wrote it."""
ENGLISH = re.compile(r"\b(the|of|and|must|needed|members?|votes?|meeting|rules?|law|citizen|supporter|worker)\b", re.I)

ASKED = (*answers(), *answers_of_bodies.answers(), *answers_of_support.answers(), *answers_of_trusts.answers())


def told(finding: Finding, variant: str = EN) -> str:
    with variants.speaking(variant):
        said = TOLD.render(finding=finding, variant=variant, link=lambda path: path)
    return " ".join(unescape(said).split())


def shown(figure: object) -> Iterator[str]:
    """How a page writes it; of the ways to write one, any will do."""
    filters = environment().filters
    match figure:
        case bool() | str():
            return
        case datetime():
            yield filters["moment"](figure)
            yield filters["day"](figure)
        case date():
            yield filters["day"](figure)
        case int():
            yield filters["number"](figure)
            yield filters["money"](figure)
        case Fraction():
            yield f"{figure.numerator} out of {figure.denominator}"
            yield str(figure)
            yield str(figure.numerator // figure.denominator)


def id_of(finding: Finding) -> str:
    return f"{finding.question}-{finding.met}"


def test_every_question_has_an_example_and_words_of_what_it_is_about() -> None:
    """A new question wants its words in templates/ui/answers and an example in answers.py."""
    asked = {finding.question for finding in ASKED}
    assert asked == questions()
    generic = ABOUT.render(one="something-else")
    assert [question for question in sorted(asked) if ABOUT.render(one=question) == generic] == []


def questions() -> set[str]:
    paths = (path for package in ("constitution", "governance") for path in (ROOT / package).rglob("*.py"))
    return {one for path in paths for one in asked_in(path)}


def asked_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in FINDERS:
            words = (one.value for one in node.args[:3] if isinstance(one, ast.Constant))
            yield from (word for word in words if isinstance(word, str) and re.fullmatch(r"[a-z]+(-[a-z]+)*", word))


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_answer_is_told_without_raw_codes(variant: str) -> None:
    for finding in ASKED:
        said = told(finding, variant)
        assert said, id_of(finding)
        assert not re.search(r"[a-z]_[a-z]|None|True|False|Fraction|\(\w+=|[.:][A-Za-z]|%\(| \.", said), said
        coded = (one for name, one in finding.figures.items() if isinstance(one, str) and name not in AS_WRITTEN)
        assert [
            code for code in coded if re.search(r"[-_]", code) and code in said and not code.startswith("P-")
        ] == [], said


def test_every_number_and_day_is_told() -> None:
    left = {
        (finding.question, name)
        for finding in ASKED
        for name, figure in finding.figures.items()
        if (ways := tuple(shown(figure))) and not any(way in told(finding) for way in ways)
    }
    nothing_missing = {(question, name) for question, name in left if name == "missing" or name.endswith("-missing")}
    assert left - nothing_missing - NOT_TOLD.keys() == set()


@pytest.mark.parametrize("variant", [CY, CY_EASY])
def test_no_english_is_left_in_welsh(variant: str) -> None:
    found = {found.group(): told(one, variant) for one in ASKED if (found := ENGLISH.search(told(one, variant)))}
    assert found == {}


@pytest.mark.parametrize("variant", VARIANTS)
def test_met_and_not_met_are_told_apart(variant: str) -> None:
    by_question: dict[str, dict[bool, set[str]]] = {}
    for finding in ASKED:
        without_figures = re.sub(r"\d+", "", told(finding, variant))
        by_question.setdefault(finding.question, {}).setdefault(finding.met, set()).add(without_figures)
    alike = [one for one, said in by_question.items() if len(said) == 2 and said[True] & said[False]]
    assert alike == []


def test_an_answer_says_by_how_much() -> None:
    short = Finding("quorum", False, {"present": 12, "needed": 16, "missing": 4}, ())
    assert told(short) == "Voting members here: 12. Needed: 16. More needed: 4. There is no quorum."
    assert told(short, EN_EASY) == (
        "Members here who can vote: 12. We need: 16. We need 4 more. There are not enough members to decide."
    )
    assert told(short, CY) == (
        "Aelodau â phleidlais sydd yma: 12. Nifer sydd ei angen: 16. Angen 4 arall. Nid oes cworwm."
    )
    late = BOOK.finding("motion-in-time", met=False, received=date(2027, 6, 4), last_day=date(2027, 6, 1))
    assert told(late).endswith("The last day is Tuesday 1 June 2027. Days too late: 3.")


def test_a_count_that_would_show_how_somebody_voted_is_not_told() -> None:
    assert told(Finding("carried", False, {}, ())) == "It is not carried."
