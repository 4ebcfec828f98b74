"""A version of the rules taken away as a file: by anybody, in every language, each under a name of its own."""

import tomllib
from xml.etree import ElementTree

import pytest

from constitution import Rulebook
from constitution.amendment import Amendment
from governance.actor import Role
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.rulebook import service as rulebook
from tests.governance.conftest import Web
from tests.governance.platform.printing import texts
from tests.governance.rulebook.test_changing import NOTICE, drafted, registered, submitted

EXPORT = "/en/rules/export/1"
LARGE = 2**70


async def test_anybody_takes_the_rules_away_under_a_name_in_the_language_of_the_file(web: Web, coop: Database) -> None:
    browser = web.browser()
    names = {
        "en.html": "rules-1-2027-01-04.html",
        "cy.html": "rheolau-1-2027-01-04.html",
        "cy-en.html": "rheolau-rules-1-2027-01-04.html",
        "en-easy.html": "easy-read-rules-1-2027-01-04.html",
        "cy.xml": "rheolau-1-2027-01-04.xml",
        "rules.toml": "rules-1-2027-01-04.toml",
    }
    for file, name in names.items():
        answer = await browser.get(f"{EXPORT}/{file}")
        assert answer.status_code == 200, file
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
        assert len(answer.content) > 20_000, file


async def test_each_file_is_what_its_kind_says(web: Web, coop: Database, clock: ScriptedClock) -> None:
    browser = web.browser()
    async with coop.reading() as view:
        kept = await rulebook.in_force(view, clock.now())
    toml = await browser.get(f"{EXPORT}/rules.toml")
    assert toml.headers["content-type"] == "application/toml"
    assert Rulebook.from_dict(tomllib.loads(toml.text)).entries == kept.entries
    xml = await browser.get(f"{EXPORT}/cy.xml")
    assert xml.headers["content-type"] == "application/akn+xml"
    assert ElementTree.fromstring(xml.content).tag.endswith("akomaNtoso")
    html = await browser.get(f"{EXPORT}/cy.html")
    assert html.headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="cy">' in html.text
    assert "Cworwm" in html.text


@pytest.mark.long
async def test_whoever_is_signed_in_gets_a_copy_to_print(web: Web, coop: Database) -> None:
    member = await web.signed_in(Role.SCRUTINEER)
    answer = await member.get(f"{EXPORT}/pdf/cy")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert "Cworwm" in "".join(texts(answer.content))
    assert (await member.get(f"{EXPORT}/pdf/fr")).status_code == 404


async def test_nobody_prints_without_signing_in_and_the_page_says_so(web: Web, coop: Database) -> None:
    browser = web.browser()
    assert (await browser.get(f"{EXPORT}/pdf/cy")).status_code in (303, 401)
    page = (await browser.get("/en/rules")).text
    assert "/pdf/" not in page
    assert "Sign in to get these rules as PDF." in page


@pytest.mark.parametrize(
    "path", ["fr.html", "en-easy.xml", "en.toml", "rules.pdf", "html", ".html", "..%2f..%2fsettings.html", "😀.xml"]
)
async def test_there_is_no_other_file(web: Web, coop: Database, path: str) -> None:
    assert (await web.browser().get(f"{EXPORT}/{path}")).status_code == 404


@pytest.mark.parametrize("version", [0, 2, -1, LARGE, "x"])
async def test_there_is_no_file_of_a_version_that_is_not_there(web: Web, coop: Database, version: object) -> None:
    assert (await web.browser().get(f"/en/rules/export/{version}/en.xml")).status_code == 404


async def test_a_draft_is_for_those_who_draft(web: Web, coop: Database, clock: ScriptedClock) -> None:
    await drafted(coop, clock)
    assert (await web.browser().get("/en/rules/export/2/en.xml")).status_code == 404
    officer = await web.signed_in(Role.SECRETARY)
    assert (await officer.get("/en/rules/export/2/en.xml")).status_code == 200


async def test_the_words_of_the_vote_stay_beside_those_that_the_registrar_registered(
    web: Web, coop: Database, clock: ScriptedClock
) -> None:
    version = await submitted(coop, clock, NOTICE)
    await registered(coop, clock, version, Amendment({"P-080": {"rule": "36", "value": 35}}))
    browser = web.browser()
    file = "/en/rules/export/2/rules.toml"
    assert 'P-080 = { rule = "36", value = 35' in (await browser.get(file)).text
    voted = await browser.get(f"{file}?words=voted")
    assert 'P-080 = { rule = "36", value = 28' in voted.text
    assert "voted.toml" in voted.headers["content-disposition"]
    assert (
        "The registrar registered other words than members voted on." in (await browser.get("/en/rules/versions")).text
    )
