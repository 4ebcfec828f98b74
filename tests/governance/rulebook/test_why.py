""" "Why?" beside a number: a sentence, the rule in the version that decided, its parameters, in all four variants."""

import ast
import re
from fractions import Fraction
from pathlib import Path

import pytest

from constitution import Citation, Finding, Provenance, Rulebook
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.texts import VARIANTS
from governance.platform.web import variants
from governance.platform.web.layout import environment
from governance.rulebook import service as rulebook
from tests.governance.conftest import Web
from tests.governance.people import SETUP

ROOT = Path(__file__).parents[3]
BOOK = Rulebook.from_pack("e-citizen-directed")
WHY = environment().from_string('{% from "ui/why.html" import why with context %}{{ why(finding) }}')
VALUE = environment().from_string('{% from "ui/why.html" import why_value with context %}{{ why_value(rules, one) }}')
ABOUT = environment().from_string('{% from "ui/why.html" import about with context %}{{ about(question) }}')

FOUND = BOOK.finding("quorum", "P-101", "P-100", "P-107", met=False, needed=9)


def explained(finding: Finding, variant: str = "en") -> str:
    with variants.speaking(variant):
        return WHY.render(finding=finding, variant=variant, link=lambda path: f"/{variant}{path}")


def valued(parameter: str, variant: str = "en", rules: Rulebook = BOOK) -> str:
    with variants.speaking(variant):
        return VALUE.render(rules=rules, one=parameter, variant=variant, link=lambda path: f"/{variant}{path}")


def plain(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", markup)).replace("&#39;", "'").strip()


def test_a_finding_names_each_rule_once_with_its_version_and_parameters() -> None:
    said = plain(explained(FOUND))
    assert said == (
        "Why? How many people must be there Our rules say how many members must be there before a meeting can decide. "
        "Rule 39 in version 1 of our rules (P-101, P-100) Rule 41 in version 1 of our rules (P-107)"
    )
    assert 'href="/en/rules/39/version/1"' in explained(FOUND)


def test_the_name_of_the_control_begins_with_the_word_that_is_seen() -> None:
    summary = re.search(r"<summary.*?</summary>", explained(FOUND), re.DOTALL)
    assert summary is not None
    assert plain(summary.group()) == "Why? How many people must be there"


def test_a_value_is_told_with_its_meaning_and_its_rule() -> None:
    said = plain(valued("P-140"))
    assert "The majority for an ordinary resolution. more than 1 out of 2" in said
    assert "Rule 56 in version 1 of our rules (P-140)" in said


def test_where_the_rules_are_silent_the_usual_value_is_called_so() -> None:
    silent = BOOK.amended({"P-100": {"rule": None, "value": 3}})
    assert "Our rules do not say." in plain(valued("P-100", rules=silent))
    assert 'href="/en/rules/silent/version/2"' in valued("P-100", rules=silent)


def test_where_the_law_overrides_a_rule_both_are_named() -> None:
    breaking = BOOK.amended({"P-130": {"rule": "48", "value": False}})
    said = plain(valued("P-130", rules=breaking))
    assert "The law says so." in said
    assert "s.2(2)(a)(i)" in said
    assert "Rule 48" in said


def test_a_test_of_the_law_itself_has_no_parameter_to_name() -> None:
    finding = BOOK.finding("annual-return-last-day", "annual_return_months", met=True)
    assert "annual_return_months" not in explained(finding)


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_variant_has_its_own_words_and_nothing_of_the_reader_becomes_markup(variant: str) -> None:
    hostile = Citation("P-100", "x", 1, '<b>"39', Provenance.RULE)
    shown = explained(Finding("quorum", True, {"share": Fraction(1, 3)}, (hostile,)), variant)
    assert "<b>" not in shown
    assert ("Our rules" in shown) == (variant in ("en", "en-easy"))
    assert valued("P-101", variant)


def test_no_question_that_a_page_can_show_is_left_without_words() -> None:
    asked = questions("governance") | questions("constitution")
    of_rule_books_alone = {question for question in questions("constitution") if question in in_file("checks.py")}
    of_dates = {"next-review", "filing-last-day"} | {question for question in asked if question.startswith("a")}
    generic = ABOUT.render(question="something-else")
    left = {question for question in asked if ABOUT.render(question=question) == generic}
    assert left <= of_rule_books_alone | of_dates


def questions(package: str) -> set[str]:
    found: set[str] = set()
    for path in (ROOT / package).rglob("*.py"):
        found |= asked_in(path)
    return found


def in_file(name: str) -> set[str]:
    return asked_in(ROOT / "constitution" / name)


def asked_in(path: Path) -> set[str]:
    calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call) and node.args)
    named = (call.args[0] for call in calls if getattr(call.func, "attr", getattr(call.func, "id", "")) in FINDERS)
    return {str(first.value) for first in named if isinstance(first, ast.Constant)}


FINDERS = ("finding", "Finding", "_enough")


async def test_an_old_reason_still_leads_to_the_words_that_decided(
    web: Web, coop: Database, clock: ScriptedClock
) -> None:
    async with coop.writing() as tx:
        rules = (await rulebook.in_force(tx, clock.now())).amended({"P-100": {"rule": "39", "value": 7}})
        draft = await rulebook.draft(tx, SETUP, rules, clock.now())
    browser = web.browser()
    first = await browser.get("/en/rules/39/version/1")
    assert first.status_code == 200
    assert (await browser.get(f"/en/rules/39/version/{draft.number}")).status_code == 404
    assert (await browser.get("/en/rules/39/version/99999999999999999999")).status_code == 404
