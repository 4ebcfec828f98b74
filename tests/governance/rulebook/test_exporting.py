"""A version of the rules as a file for people and for programs."""

import re
from dataclasses import replace
from datetime import date

import pytest

from constitution import Rulebook, wording
from governance.actor import Actor
from governance.errors import NotFound
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.rulebook import exporting
from governance.rulebook import service as rulebook
from governance.rulebook.exporting import Export
from tests.governance.platform.printing import says, texts
from tests.governance.rulebook.test_changing import NOTICE, SECRETARY, drafted, founded, registered, submitted

MEMBER = Actor(account="m", member="m")
DAY = date(2027, 3, 1)


async def _export(database: Database, number: int, actor: Actor = SECRETARY) -> Export:
    async with database.reading() as view:
        return await exporting.export(view, actor, number)


def _small(**changes: object) -> Export:
    clause = {
        "title": {"en": "Notice", "cy": "Hysbysiad"},
        "paragraphs": [
            {"en": "At least {P-080:clear_days} & no less.", "cy": "O leiaf {P-080:clear_days} ac nid llai."},
            {"en": "<b>By post.</b>"},
        ],
        "easy": [{"en": "We tell you {P-080:clear_days} before.", "cy": "Byddwn yn dweud wrthych."}],
    }
    data = {
        "id": "small",
        "version": 3,
        "title": {"en": "Rules of Tree", "cy": "Rheolau Coeden"},
        "parts": [{"first": "36", "title": {"en": "Meetings", "cy": "Cyfarfodydd"}}],
        "clauses": {"36": clause, "37": {"title": {"en": "Silence", "cy": "Tawelwch"}}},
        "parameters": {"P-080": {"rule": "36", "value": 21}},
    }
    found = exporting.of_model(Rulebook.from_dict(data), DAY)
    return replace(found, name="Coeden / Tree", state="registered", took_effect=True, reference="FCA 7", **changes)


def _seen(html: str) -> str:
    """The words between the tags."""
    body = html.partition("<body")[2]
    return " ".join(re.sub(r"<[^>]*>", " ", "<body" + body).split())


async def test_the_cover_says_whose_rules_they_are_and_since_when_they_hold(
    database: Database, clock: ScriptedClock
) -> None:
    await founded(database, clock)
    found = await _export(database, 1)
    seen = _seen(exporting.html(found, ("en",), DAY))
    assert "Coeden / Tree" in seen
    assert "FCA 1" in seen
    assert "in force since" in seen
    async with database.reading() as view:
        version = await rulebook.version_in_force(view, clock.now())
    assert version.governing_text in seen


async def test_a_version_that_was_replaced_says_until_when_it_held(database: Database, clock: ScriptedClock) -> None:
    await founded(database, clock)
    await registered(database, clock, await submitted(database, clock, NOTICE))
    first, second = await _export(database, 1), await _export(database, 2)
    assert (first.until, second.until) == (second.since, None)
    assert first.adopted == second.adopted == first.since
    assert "until it was replaced" in _seen(exporting.html(first, ("en",), DAY))
    assert second.rules.value("P-080") == 28


async def test_a_draft_is_for_those_who_draft_and_does_not_claim_to_hold(
    database: Database, clock: ScriptedClock
) -> None:
    await founded(database, clock)
    await drafted(database, clock)
    found = await _export(database, 2)
    assert "never in force" in _seen(exporting.html(found, ("en",), DAY))
    assert b'<FRBRprescriptive value="false"' in exporting.xml(found, "en", DAY)
    for number in (2, 9):
        with pytest.raises(NotFound):
            await _export(database, number, MEMBER)


def test_every_sentence_has_its_number_and_its_values() -> None:
    seen = _seen(exporting.html(_small(), ("en",), DAY))
    assert "36.1 At least 21 clear days &amp; no less." in seen
    assert "36.2 &lt;b&gt;By post.&lt;/b&gt;" in seen
    assert "Hysbysiad" not in seen


def test_a_model_rule_book_is_printed_whole() -> None:
    rules = Rulebook.from_pack("a-service-user")
    seen = _seen(exporting.html(exporting.of_model(rules, DAY), ("en",), DAY))
    for number in rules.clauses:
        for place, words in enumerate(wording.paragraphs(rules, number, "en"), start=1):
            assert f"{number}.{place} {' '.join(words.split())}" in seen.replace("&#39;", "'").replace("&amp;", "&")


def test_both_languages_stand_side_by_side_and_words_that_lack_one_are_marked_with_theirs() -> None:
    html = exporting.html(_small(), ("cy", "en"), DAY)
    rows = re.findall(r'<div class="row">(.*?)</div>', html)
    assert [re.findall(r'<p lang="(\w+)">', row) for row in rows] == [["cy", "en"], ["en", "en"]]
    assert '<span lang="cy">Cyfarfodydd</span>' in html
    assert "mewn grym ers" in html
    assert "in force since" in html


def test_easy_read_has_only_what_is_in_easy_read_and_says_what_counts() -> None:
    html = exporting.html(_small(), ("en-easy",), DAY)
    seen = _seen(html)
    assert "The full words count." in seen
    assert "We tell you 21 clear days before." in seen
    assert "At least" not in seen
    assert "Silence" not in seen
    assert '<html lang="en">' in html


@pytest.mark.parametrize("variants", [("cy",), ("cy", "en"), ("cy-easy",)])
async def test_the_paper_can_be_read_aloud_and_has_the_pages_in_its_contents(variants: tuple[str, ...]) -> None:
    made = await exporting.pdf(_small(), variants, DAY)
    cover, contents, rules = texts(made)
    assert "Rheolau Coeden" in cover
    assert re.search(r"36 Hysbysiad.*\s3\s", contents + " ", re.DOTALL)
    assert "Hysbysiad" in rules
    assert says(made, b'pdfuaid:part="1"')
    assert says(made, b"/Lang (cy)")


@pytest.mark.long
async def test_a_whole_model_rule_book_fits_through_the_press_in_two_columns() -> None:
    found = exporting.of_model(Rulebook.from_pack("e-citizen-directed"), DAY)
    assert len(texts(await exporting.pdf(found, ("cy", "en"), DAY))) > 20


def test_a_pack_can_be_taken_on_from_the_file() -> None:
    found = _small()
    assert Rulebook.from_toml(exporting.toml(found)) == found.rules
