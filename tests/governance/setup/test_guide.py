"""The founding guide: officers see how far the founding has come, and bring what is undecided before the members."""

import pytest

from constitution.amendment import Amendment, amended
from constitution.wording import value_in_words
from governance.motions import resolution
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.rulebook import service as rulebook
from governance.rulebook.packs import MODELS, model
from governance.setup.model import kept
from tests.governance.conftest import Web, application, web
from tests.governance.setup.test_every_pack import founded, officer

__all__ = ["application", "web"]


async def test_each_founding_decision_stands_with_what_the_model_says(
    web: Web, database: Database, clock: ScriptedClock
) -> None:
    await founded(database, clock, "E")
    secretary = await officer(web, "secretary")
    steps = (await secretary.get("/en/setup")).text
    assert "<title>Founding, step by step – Tree</title>" in steps
    assert f"Decided: 0 of {len(model('E').undecided())}" in steps
    shown = (await secretary.get("/en/setup/decisions")).text
    assert shown.count("Not decided yet.") == len(model("E").undecided())
    async with database.reading() as view:
        rules = await rulebook.in_force(view, clock.now())
    for one in rules.undecided():
        assert value_in_words(rules, one, "en") in shown.replace("&#39;", "'"), one


async def test_keeping_two_answers_and_changing_one_is_a_single_motion(
    web: Web, database: Database, clock: ScriptedClock
) -> None:
    await founded(database, clock, "E")
    secretary = await officer(web, "secretary")
    for one in ("P-065", "P-226"):
        answer = await secretary.post(f"/en/setup/decisions/{one}/keep", page="/en/setup/decisions")
        assert answer.status_code == 303, answer.text
    await secretary.post(
        "/en/rules/changes/new/values/P-080", {"value": "28"}, page="/en/rules/changes/new/values/P-080"
    )
    together = (await secretary.get("/en/rules/changes/new/together")).text
    for number in ("31", "8", "36"):
        assert f"Rule {number}" in together


async def test_a_motion_that_keeps_an_answer_says_that_it_stays(
    web: Web, database: Database, clock: ScriptedClock
) -> None:
    await founded(database, clock, "E")
    async with database.writing() as tx:
        old = await rulebook.in_force(tx, clock.now())
        written = resolution.of(old, amended(old, kept(Amendment({}), old, "P-226")))
    words = value_in_words(old, "P-226", "en")
    assert f"This stays: {words}." in written.text.en
    assert "stays as it is." in written.text.en
    assert "Now:" not in written.text.en
    assert f"Mae hyn yn aros: {value_in_words(old, 'P-226', 'cy')}." in written.text.cy


async def test_what_is_decided_already_cannot_be_kept_again(web: Web, database: Database, clock: ScriptedClock) -> None:
    await founded(database, clock, "E")
    secretary = await officer(web, "secretary")
    answer = await secretary.post("/en/setup/decisions/P-081/keep", page="/en/setup/decisions")
    assert answer.status_code == 404


@pytest.mark.parametrize("letter", MODELS)
async def test_every_model_can_be_read_in_all_variants(
    web: Web, database: Database, clock: ScriptedClock, letter: str
) -> None:
    await founded(database, clock, "E")
    chair = await officer(web, "chair")
    for variant in ("en", "cy", "en-easy", "cy-easy"):
        read = await chair.get(f"/{variant}/setup/models/{letter}")
        assert read.status_code == 200
        assert model(letter).titles[variant[:2]] in read.text.replace("&#39;", "'")


async def test_the_table_shows_only_what_differs(web: Web, database: Database, clock: ScriptedClock) -> None:
    await founded(database, clock, "E")
    chair = await officer(web, "chair")
    shown = (await chair.get("/en/setup/models/compare?group=notice")).text
    differs = {value_in_words(model(letter), "P-080", "en") for letter in MODELS}
    assert len(differs) > 1
    assert all(f">{words}<" in shown for words in differs)
    assert (await chair.get("/en/setup/models/compare?group=nonsense")).status_code == 404
