"""Officers bring rules in a file: told all that is wrong at once, shown what would change, and may propose it."""

import re

import pytest

from constitution import Rulebook, toml
from constitution.amendment import amended, between
from governance.actor import Role
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.rulebook import service as rulebook
from tests.governance.conftest import Web

IMPORT = "/en/rules/import"
E = Rulebook.from_pack("e-citizen-directed")
OTHER = toml.written(E.amended({"P-080": {"rule": "36", "value": 28}}))
BROKEN = """
id = "broken"
version = 1
texts = ["en", "cy"]
colour = "red"
[clauses.1]
title = { en = "Notice", cy = "Hysbysiad" }
paragraphs = [{ en = "At least {P-080:clear_days} & <b>no less</b>." }]
[parameters]
P-080 = { rule = "1", value = "soon" }
P-999 = { rule = "1", value = 3 }
"""


async def _kept(database: Database, clock: ScriptedClock) -> str:
    """The rules in force, as somebody would take them away."""
    async with database.reading() as view:
        return toml.written(await rulebook.in_force(view, clock.now()))


def test_a_change_between_two_books_makes_one_of_the_other() -> None:
    other = Rulebook.from_pack("a-service-user")
    there = amended(E, between(E, other))
    assert {number: there.clauses[number] for number in other.clauses} == dict(other.clauses)
    assert {one: there.entries[one] for one in other.entries} == dict(other.entries)
    assert set(there.clauses) == set(other.clauses)
    assert not between(E, E).entries
    assert not between(E, E).clauses


async def test_everything_that_is_wrong_is_told_at_once_and_the_text_comes_back(web: Web, coop: Database) -> None:
    officer = await web.signed_in(Role.SECRETARY)
    await officer.get(IMPORT)
    page = await officer.post(IMPORT, {"source": BROKEN})
    assert page.status_code == 200
    for path in ("colour", "parameters.P-080", "parameters.P-999", "clauses.1.paragraphs.0.cy"):
        assert f">{path}" in page.text, path
    assert "It cannot be used yet: 3 things have to be put right." in page.text
    assert "&lt;b&gt;no less&lt;/b&gt;" in page.text
    assert "<b>no less" not in page.text
    assert "Begin a change" not in page.text


@pytest.mark.parametrize(
    ("variant", "told"),
    [
        ("cy", "Nid oes gan y feddalwedd baramedr"),
        ("en-easy", "The computer does not know this number."),
        ("cy-easy", "adnabod y rhif hwn"),
    ],
)
async def test_it_is_told_in_the_reader_s_words(web: Web, coop: Database, variant: str, told: str) -> None:
    officer = await web.signed_in(Role.CHAIR)
    await officer.get(f"/{variant}/rules/import")
    assert told in (await officer.post(f"/{variant}/rules/import", {"source": BROKEN})).text


async def test_rules_of_a_file_are_read_beside_those_in_force_and_become_a_change(web: Web, coop: Database) -> None:
    officer = await web.signed_in(Role.SECRETARY)
    await officer.get(IMPORT)
    page = await officer.post(IMPORT, files={"file": ("rules.toml", OTHER.encode(), "application/toml")})
    assert page.status_code == 200
    assert "rule would change." in page.text
    assert re.search(r"<del>.*21.*</del>.*<ins>.*28.*</ins>", page.text, re.DOTALL)
    begun = await officer.post("/en/rules/changes/new/brought", {"source": OTHER})
    assert (begun.status_code, begun.headers["location"]) == (303, "/en/rules/changes/new/together")
    together = (await officer.get("/en/rules/changes/new/together")).text
    assert "P-080" in together
    assert "28" in together


async def test_the_rules_in_force_change_nothing(web: Web, coop: Database, clock: ScriptedClock) -> None:
    officer = await web.signed_in(Role.SECRETARY)
    await officer.get(IMPORT)
    kept = await _kept(coop, clock)
    page = await officer.post(IMPORT, {"source": kept})
    assert "These are the rules that are in force now. Nothing would change." in page.text
    assert (await officer.post("/en/rules/changes/new/brought", {"source": kept})).status_code == 409


async def test_what_is_no_rule_book_begins_no_change_and_is_not_lost(web: Web, coop: Database) -> None:
    officer = await web.signed_in(Role.SECRETARY)
    await officer.get(IMPORT)
    refused = await officer.post("/en/rules/changes/new/brought", {"source": BROKEN})
    assert refused.status_code == 422
    assert "This is not a rule book as it should be." in refused.text
    assert "P-999 = " in refused.text


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Please fill this in."),
        (b"  \n ", "Please fill this in."),
        (b"\xff\xfe\x00rules", "This is not a text file."),
        (b"#" * (1024 * 1024 + 1), "This is larger than one megabyte."),
    ],
    ids=["nothing", "blank", "no text", "too large"],
)
async def test_what_cannot_be_read_is_refused_in_words(web: Web, coop: Database, content: bytes, told: str) -> None:
    officer = await web.signed_in(Role.SECRETARY)
    await officer.get(IMPORT)
    answer = await officer.post(IMPORT, files={"file": ("rules.toml", content, "application/toml")})
    assert answer.status_code == 422
    assert told in answer.text


async def test_a_file_of_ten_megabytes_is_turned_away_at_the_door(web: Web, coop: Database) -> None:
    officer = await web.signed_in(Role.SECRETARY)
    await officer.get(IMPORT)
    assert (await officer.post(IMPORT, files={"file": ("r.toml", b"#" * 10_000_000)})).status_code == 413


async def test_importing_is_for_officers(web: Web, coop: Database) -> None:
    assert (await web.browser().get(IMPORT)).status_code in (303, 401)
    member = await web.signed_in(Role.SCRUTINEER)
    assert (await member.get(IMPORT)).status_code == 403
