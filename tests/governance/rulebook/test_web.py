"""The rules through HTTP: open to everybody, in both languages, as of any day."""

from types import SimpleNamespace

from constitution.amendment import Amendment
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.web.layout import environment
from governance.rulebook import model
from governance.rulebook import service as rulebook
from tests.governance.conftest import Web
from tests.governance.people import SETUP
from tests.governance.rulebook.test_changing import NOTICE, registered, submitted


async def test_anybody_reads_the_rules_in_either_language(web: Web, coop: Database) -> None:
    browser = web.browser()
    english = (await browser.get("/en/rules")).text
    assert "Rule 39" in english
    assert "one fifth <small" in english
    assert "(P-101" in english
    welsh = (await browser.get("/cy/rules")).text
    assert "Rheol 39" in welsh
    assert "Cworwm" in welsh
    assert "un rhan o bump <small" in welsh
    assert "Benthyca" in welsh
    assert "Borrowing" not in welsh


def test_a_title_that_is_not_in_the_readers_language_is_marked_as_the_other() -> None:
    clause = SimpleNamespace(titles={"en": "Borrowing"})
    shown = environment().from_string(
        "{% from 'pages/rulebook/_clause.html' import title_of with context %}{{ title_of(clause) }}"
    )
    assert shown.render(clause=clause, language="cy") == '<span lang="en">Borrowing</span>'


async def test_a_clause_has_a_page_and_an_unknown_one_is_not_there(web: Web, coop: Database) -> None:
    browser = web.browser()
    page = await browser.get("/en/rules/39")
    assert (page.status_code, page.text.count("<h1")) == (200, 1)
    assert (await browser.get("/en/rules/399")).status_code == 404


async def test_the_rules_are_shown_as_they_were_at_the_end_of_a_day(web: Web, coop: Database) -> None:
    browser = web.browser()
    assert "Monday 4 January 2027" in (await browser.get("/en/rules/at/2027-01-04")).text
    before = await browser.get("/cy/rules/at/2027-01-03")
    assert before.status_code == 409
    assert "Nid oedd rheolau mewn grym bryd hynny." in before.text


async def test_a_change_on_its_way_is_announced(web: Web, coop: Database, clock: ScriptedClock) -> None:
    browser = web.browser()
    assert "on its way" not in (await browser.get("/en/rules")).text
    async with coop.writing() as tx:
        rules = (await rulebook.in_force(tx, clock.now())).amended({"P-100": {"rule": "39", "value": 5}})
        version = await rulebook.draft(tx, SETUP, rules, clock.now())
        await rulebook.advance(tx, SETUP, version.id, model.State.PROPOSED, clock.now())
    assert "on its way" in (await browser.get("/en/rules")).text


async def test_programs_get_every_parameter_with_its_clause(web: Web, coop: Database) -> None:
    rules = (await web.browser().get("/api/rules")).json()
    assert (rules["version"], rules["state"], rules["reference"]) == (1, "registered", "FCA 1")
    quorum = next(clause for clause in rules["clauses"] if clause["number"] == "39")
    assert {"parameter": "P-101", "value": "1/5", "applies": True}.items() <= quorum["parameters"][1].items()
    assert "3" in quorum["words"]["en"][0]
    assert len(quorum["words"]["cy"]) == len(quorum["words"]["en"])
    assert quorum["easy_read"]["cy"]
    early = await web.browser().get("/api/rules", params={"at": "2026-01-01T00:00:00Z"})
    assert (early.status_code, early.json()["type"]) == (409, "not-founded")


async def test_a_rule_is_found_in_any_tongue_and_without_accents(web: Web, coop: Database) -> None:
    browser = web.browser()
    for typed in ("quorum", "CWORWM", "39", "p-101"):
        page = (await browser.get("/en/rules", params={"search": typed})).text
        assert 'id="rule-39"' in page, typed
        assert 'id="rule-21"' not in page, typed
    nothing = (await browser.get("/cy/rules", params={"search": "<script>ŵ</script>"})).text
    assert "<script>ŵ" not in nothing


async def test_the_date_field_leads_to_the_rules_of_that_day_or_says_that_there_is_no_such_day(
    web: Web, coop: Database
) -> None:
    browser = web.browser()
    there = await browser.get("/cy/rules/at", params={"day": "2027-01-04"})
    assert (there.status_code, there.headers["location"]) == (303, "/cy/rules/at/2027-01-04")
    for typed in ("2027-02-30", "", "😀"):
        refused = await browser.get("/en/rules/at", params={"day": typed})
        assert refused.status_code == 422, typed
        assert "This is not a date." in refused.text
        assert 'name="day"' in refused.text, "and the field to try again"
    before = await browser.get("/en/rules/at", params={"day": "2020-01-01"})
    assert before.headers["location"] == "/en/rules/at/2020-01-01"


async def test_two_days_to_compare_stay_on_the_page_when_one_is_refused(web: Web, coop: Database) -> None:
    browser = web.browser()
    refused = await browser.get("/en/rules/compare", params={"first": "", "second": "2027-01-09"})
    assert refused.status_code == 422
    assert "This is not a date." in refused.text
    assert 'value="2027-01-09"' in refused.text
    early = await browser.get("/cy/rules/compare", params={"first": "2020-01-01", "second": "2027-01-09"})
    assert early.status_code == 409
    assert "Nid oedd rheolau mewn grym bryd hynny." in early.text
    assert 'value="2020-01-01"' in early.text


async def test_an_easy_read_reader_gets_one_rule_a_page(web: Web, coop: Database) -> None:
    browser = web.browser()
    contents = (await browser.get("/en-easy/rules")).text
    assert 'href="/en-easy/rules/39"' in contents
    assert "P-101" not in contents
    one = await browser.get("/en-easy/rules/39")
    assert (one.status_code, one.text.count("<h1")) == (200, 1)


async def test_a_change_is_read_beside_the_rules_that_it_was_written_on(
    web: Web, coop: Database, clock: ScriptedClock
) -> None:
    """Else it would seem to take back what other changes did meanwhile."""
    waiting = await submitted(coop, clock)
    await registered(coop, clock, await submitted(coop, clock, NOTICE))
    browser = web.browser()
    rules = (await browser.get("/en/rules")).text
    assert 'href="/en/rules/compare/1/2"' in rules
    assert "/rules/compare/3/2" not in rules
    versions = (await browser.get("/en/rules/versions")).text
    assert 'href="/en/rules/compare/1/3"' in versions
    assert "See what changed from version 1 to version 3" in versions
    assert 'href="/en/rules/compare/1/2"' in versions
    await registered(coop, clock, waiting)
    assert 'href="/en/rules/compare/3/2"' in (await browser.get("/en/rules/versions")).text


async def test_the_history_of_a_rule_begins_with_the_version_that_brought_it(
    web: Web, coop: Database, clock: ScriptedClock
) -> None:
    new = {"title": {"en": "Gardens", "cy": "Gerddi"}, "paragraphs": [{"en": "We garden.", "cy": "Rydym yn garddio."}]}
    await registered(coop, clock, await submitted(coop, clock, Amendment(clauses={"200": new})))
    page = (await web.browser().get("/en/rules/200")).text
    assert "This rule is new." in page
    assert "The first words." not in page
    assert "/rules/200/version/1" not in page, "there was no such rule then"
    assert "The first words." in (await web.browser().get("/en/rules/39")).text
