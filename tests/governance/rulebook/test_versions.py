"""The versions of the rules through HTTP: what each changed, word by word, and the whole on one page."""

import re
from datetime import timedelta

import pytest

from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.rulebook import model
from governance.rulebook import service as rulebook
from tests.governance.conftest import Web
from tests.governance.people import SETUP


@pytest.fixture
async def changed(coop: Database, clock: ScriptedClock) -> None:
    """A second version: notice of the annual meeting goes from 21 to 28 clear days, a week after the first."""
    async with coop.writing() as tx:
        rules = (await rulebook.in_force(tx, clock.now())).amended({"P-080": {"rule": "36", "value": 28}})
        version = await rulebook.draft(tx, SETUP, rules, clock.now())
        for state in (model.State.PROPOSED, model.State.PASSED, model.State.SUBMITTED):
            await rulebook.advance(tx, SETUP, version.id, state, clock.now())
        clock.move_to(clock.now() + timedelta(days=7))
        await rulebook.take_effect(tx, SETUP, version.id, effective_at=clock.now(), reference="FCA 2", now=clock.now())


@pytest.fixture
async def drafted(coop: Database, clock: ScriptedClock) -> None:
    async with coop.writing() as tx:
        rules = (await rulebook.in_force(tx, clock.now())).amended({"P-100": {"rule": "39", "value": 5}})
        await rulebook.draft(tx, SETUP, rules, clock.now())


@pytest.mark.usefixtures("changed")
async def test_every_version_is_listed_with_its_day_and_reference(web: Web) -> None:
    page = (await web.browser().get("/en/rules/versions")).text
    assert page.index("Version 2") < page.index("Version 1")
    assert {"FCA 1", "FCA 2"} <= set(re.findall(r"FCA \d", page))
    assert "In force" in page
    assert "Was in force" in page


@pytest.mark.usefixtures("changed")
async def test_what_a_version_changed_is_said_to_whoever_cannot_see_the_line_through_it(web: Web) -> None:
    page = (await web.browser().get("/en/rules/compare/1/2")).text
    assert re.search(r"<del>.*Taken out:.*?21", page, re.DOTALL)
    assert re.search(r"<ins>.*Added:.*?28", page, re.DOTALL)
    assert page.count("<section") == 1, "only the rule that changed is shown"
    welsh = (await web.browser().get("/cy/rules/compare/1/2")).text
    assert "Ychwanegwyd:" in welsh
    assert "Added" not in welsh


@pytest.mark.usefixtures("changed")
async def test_two_days_are_compared_by_the_versions_that_governed_them(web: Web) -> None:
    browser = web.browser()
    there = await browser.get("/en/rules/compare", params={"first": "2027-01-04", "second": "2027-01-30"})
    assert (there.status_code, there.headers["location"]) == (303, "/en/rules/compare/1/2")
    assert "Both say the same." in (await browser.get("/en/rules/compare/2/2")).text
    refused = await browser.get("/en/rules/compare", params={"first": "soon", "second": "2027-01-30"})
    assert (refused.status_code, "This is not a date." in refused.text) == (422, True)
    before = await browser.get("/en/rules/compare", params={"first": "1999-01-01", "second": "2027-01-30"})
    assert (before.status_code, "There were no rules in force then." in before.text) == (409, True)


@pytest.mark.parametrize("path", ["/en/rules/compare/1/3", "/en/rules/compare/99999999999/1", "/en/rules/compare/a/1"])
@pytest.mark.usefixtures("changed")
async def test_a_version_that_is_not_there_is_not_there(web: Web, path: str) -> None:
    assert (await web.browser().get(path)).status_code == 404


@pytest.mark.usefixtures("drafted")
async def test_a_draft_is_nobodys_business_but_of_those_who_draft(web: Web) -> None:
    browser = web.browser()
    assert "A draft" not in (await browser.get("/en/rules/versions")).text
    assert (await browser.get("/en/rules/compare/1/2")).status_code == 404


@pytest.mark.usefixtures("changed")
async def test_a_rule_tells_how_it_came_to_be(web: Web) -> None:
    browser = web.browser()
    notice = (await browser.get("/en/rules/36")).text
    assert notice.index("Version 2, in force since") < notice.rindex("Version 1, in force since")
    assert "The first words." in notice
    assert "28 clear days" in notice
    old = (await browser.get("/en/rules/36/version/1")).text
    assert "These are old rules." in old
    assert "21 clear days" in old.split("How this rule came to be")[0]
    untouched = (await browser.get("/en/rules/39")).text
    assert untouched.count("in force since") == 2, "the version that is read, and the first words"


@pytest.mark.usefixtures("changed")
async def test_all_rules_stand_on_one_page_of_either_version(web: Web) -> None:
    browser = web.browser()
    now = (await browser.get("/en/rules/print")).text
    before = (await browser.get("/en/rules/print", params={"version": 1})).text
    assert "at least 28 clear days before it" in now
    assert "at least 28 clear days before it" not in before
    assert now.count("<section") > 70
    assert (await browser.get("/en/rules/print", params={"version": 3})).status_code == 404
