"""Every small change of a model rule book or a law pack is noticed: a slice at once, all of them in the long set."""

import re
from pathlib import Path

import pytest

import constitution
from constitution import Rulebook
from tests.constitution.answers import PACKS, QUESTIONS, law
from tests.constitution.mutations import of_law, of_rules, read_by

READ = re.compile(
    r"rules\.(?:flag|count|share|words?|numbers|majority|duration|greater_of|closing|table|value)\(\"(P-\d{3})\"\)"
)


@pytest.mark.parametrize("letter", PACKS)
def test_one_slip_of_the_pen_in_twenty_is_noticed(letter: str) -> None:
    assert of_rules(letter, every=20).survivors == []


@pytest.mark.long
@pytest.mark.parametrize("letter", PACKS)
def test_no_slip_of_the_pen_in_a_model_rule_book_goes_unnoticed(letter: str) -> None:
    report = of_rules(letter)
    assert report.survivors == []
    assert report.count > 1000


@pytest.mark.parametrize("name", law.LAWS)
def test_no_slip_of_the_pen_in_a_law_goes_unnoticed(name: str) -> None:
    assert of_law(name).survivors == []


def test_everything_the_library_acts_on_is_asked_about() -> None:
    """A parameter that a module reads changes some answer of some pack."""
    modules = (one for one in Path(constitution.__path__[0]).glob("*.py") if one.stem not in ("checks", "wording"))
    acted_on = {found for module in modules for found in READ.findall(module.read_text(encoding="utf-8"))}
    packs = {letter: Rulebook.from_pack(pack) for letter, pack in PACKS.items()}
    asked = {read for one in QUESTIONS for letter in one.expected for read in read_by(packs[letter], one)}
    assert acted_on - asked == set()
