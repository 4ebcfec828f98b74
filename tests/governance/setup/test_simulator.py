"""The change simulator: what a change would do in practice, beside what the rules do now."""

import pytest

from constitution import Rulebook
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.rulebook.packs import model
from governance.setup import service as setup
from governance.setup.model import Founding
from tests.governance.conftest import Browser, Web, application, web
from tests.governance.setup.test_every_pack import FOUNDERS, PLATFORM, founded, officer

__all__ = ["application", "web"]


@pytest.fixture
async def secretary(web: Web, database: Database, clock: ScriptedClock) -> Browser:
    await founded(database, clock, "E")
    return await officer(web, "secretary")


async def chooses(browser: Browser, parameter: str, **typed: str) -> None:
    page = f"/en/rules/changes/new/values/{parameter}"
    answer = await browser.post(page, typed, page=page)
    assert answer.status_code == 303, answer.text


async def test_without_a_change_it_asks_for_one(secretary: Browser) -> None:
    assert "First choose what should change" in (await secretary.get("/en/rules/simulator")).text


async def test_longer_notice_shows_the_dates_it_moves_and_no_quorum(secretary: Browser) -> None:
    await chooses(secretary, "P-080", value="28")
    shown = (await secretary.get("/en/rules/simulator")).text
    assert "needed: 21" in shown
    assert "needed: 28" in shown
    assert "quorum" not in shown.partition("<main")[2].casefold()


async def test_a_larger_quorum_is_told_for_the_number_typed(secretary: Browser) -> None:
    await chooses(secretary, "P-101", value="1/4")
    shown = (await secretary.get("/en/rules/simulator?number=200")).text.partition("<main")[2]
    assert "40" in shown
    assert "50" in shown
    assert "Clear days" not in shown


@pytest.mark.parametrize("number", ["", "0", "-1", "x", "99999999999999999999", "³"])
async def test_rubbish_for_a_number_is_said_and_the_members_there_are_counted(secretary: Browser, number: str) -> None:
    await chooses(secretary, "P-101", value="1/4")
    answer = await secretary.get("/en/rules/simulator", params={"number": number})
    assert answer.status_code == 200
    assert "for 2 members who vote" in answer.text
    assert ("Type a whole number from 1 to 100,000." in answer.text) is bool(number)


@pytest.mark.parametrize("variant", ["cy", "en-easy", "cy-easy"])
async def test_it_speaks_every_variant(secretary: Browser, variant: str) -> None:
    await chooses(secretary, "P-080", value="28")
    answer = await secretary.get(f"/{variant}/rules/simulator")
    assert answer.status_code == 200
    assert "28" in answer.text


async def test_a_motion_that_is_not_there_is_not_found(secretary: Browser) -> None:
    assert (await secretary.get("/en/rules/simulator?motion=nothing")).status_code == 404


async def test_another_majority_tells_how_many_of_so_many_votes(secretary: Browser) -> None:
    await chooses(secretary, "P-140", **{"value.fraction": "2/3", "value.cmp": ">="})
    shown = (await secretary.get("/en/rules/simulator")).text
    for needed in ("6 of 10", "7 of 10", "26 of 50", "34 of 50", "51 of 100", "67 of 100"):
        assert f"Votes needed: {needed}." in shown
    typed = (await secretary.get("/en/rules/simulator?number=30")).text
    assert "Votes needed: 16 of 30." in typed
    assert "Votes needed: 20 of 30." in typed


async def test_a_rule_for_many_members_is_asked_for_as_many_as_are_typed(
    web: Web, database: Database, clock: ScriptedClock
) -> None:
    many = {"when": "members >= 100", "rule": "39", "set": {"P-101": "1/10"}}
    async with database.writing() as tx:
        rules = Rulebook.from_dict({**model("E").to_dict(), "conditions": [many]})
        await setup.found(tx, PLATFORM, Founding("Tree", "Coeden", rules, "real", FOUNDERS), clock.now())
    secretary = await officer(web, "secretary")
    await chooses(secretary, "P-100", value="30")
    shown = (await secretary.get("/en/rules/simulator?number=200")).text
    assert "Of 200 members at least 20 must be there." in shown
    assert "Of 200 members at least 30 must be there." in shown


async def test_a_past_that_would_have_been_the_same_is_said(secretary: Browser) -> None:
    await chooses(secretary, "P-080", value="28")
    assert "Nothing of the past would have been different." in (await secretary.get("/en/rules/simulator")).text
