""" "Why?" beside a number: a sentence, the rule in the version that decided, its parameters, in all four variants."""

import re
from datetime import date

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

BOOK = Rulebook.from_pack("e-citizen-directed")
WHY = environment().from_string('{% from "ui/why.html" import why with context %}{{ why(finding) }}')
VALUE = environment().from_string('{% from "ui/why.html" import why_value with context %}{{ why_value(rules, one) }}')

FOUND = BOOK.finding("quorum", "P-101", "P-100", "P-107", met=False, present=5, needed=9, missing=4)

DAY = date(2027, 1, 31)


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
        "Voting members here: 5. Needed: 9. More needed: 4. There is no quorum. "
        "Rule 39 in version 1 of our rules (P-101, P-100) Rule 41 in version 1 of our rules (P-107)"
    )
    assert 'href="/en/rules/39/version/1"' in explained(FOUND)


def test_the_name_of_the_control_begins_with_the_word_that_is_seen() -> None:
    summary = re.search(r"<summary.*?</summary>", explained(FOUND), re.DOTALL)
    assert summary is not None
    assert plain(summary.group()) == "Why? How many people must be there"


def test_a_value_is_told_with_its_meaning_and_its_rule() -> None:
    said = plain(valued("P-140"))
    assert "The majority for an ordinary resolution. more than half" in said
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
    finding = BOOK.finding("annual-return-last-day", "annual_return_months", met=True, last_day=DAY)
    assert "annual_return_months" not in explained(finding)


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_variant_has_its_own_words_and_nothing_of_the_reader_becomes_markup(variant: str) -> None:
    hostile = Citation("P-100", "x", 1, '<b>"39', Provenance.RULE)
    shown = explained(Finding("may-vote-again", True, {"policy": "<b>"}, (hostile,)), variant)
    assert "<b>" not in shown
    assert ("Our rules" in shown) == (variant in ("en", "en-easy"))
    assert valued("P-101", variant)


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
