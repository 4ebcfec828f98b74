"""The business of a meeting before its notice: corrected, taken off, and then fixed."""

from datetime import UTC, datetime

import pytest

from governance.actor import Role
from governance.errors import Invalid, NotFound
from governance.meetings import service as meetings
from governance.meetings.model import MotionsWords, WrongStage
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.texts import Texts
from tests.governance.conftest import Web
from tests.governance.meetings.conftest import ACCOUNTS, ACTOR, called

LAWFUL = datetime(2027, 1, 29, 14, 0, tzinfo=UTC)
BETTER = Texts(en="Accounts of 2026", cy="Cyfrifon 2026")
OTHER = Texts(en="Report", cy="Adroddiad")


async def test_an_item_gets_other_words_in_both_languages_or_none(coop: Database, clock: ScriptedClock) -> None:
    meeting = await called(coop, clock, LAWFUL)
    item = meeting.items[0].id
    with pytest.raises(Invalid) as refused:
        async with coop.writing() as tx:
            await meetings.correct_item(tx, ACTOR, meeting.id, item, title=Texts(en="A"), text=Texts(), now=clock.now())
    assert refused.value.errors == {"title_cy": "missing"}
    async with coop.writing() as tx:
        await meetings.correct_item(tx, ACTOR, meeting.id, item, title=BETTER, text=Texts(), now=clock.now())
    async with coop.reading() as view:
        _, kept = await meetings.item(view, ACTOR, meeting.id, item)
        assert (kept.titled, kept.worded) == (BETTER, Texts())
        assert [event.what for event in await meetings.events(view, meeting.id)][-1] == "item-corrected"


async def test_an_item_is_removed_and_the_others_close_the_gap_in_their_order(
    coop: Database, clock: ScriptedClock
) -> None:
    meeting = await called(coop, clock, LAWFUL)
    first = meeting.items[0].id
    async with coop.writing() as tx:
        await meetings.add_item(tx, ACTOR, meeting.id, title=BETTER, now=clock.now())
        await meetings.add_item(tx, ACTOR, meeting.id, title=OTHER, now=clock.now())
        await meetings.remove_item(tx, ACTOR, meeting.id, first, clock.now())
    async with coop.writing() as tx:
        await meetings.add_item(tx, ACTOR, meeting.id, title=ACCOUNTS, now=clock.now())
    async with coop.reading() as view:
        items = (await meetings.find(view, ACTOR, meeting.id)).items
        assert [(item.position, item.titled) for item in items] == [(1, BETTER), (2, OTHER), (3, ACCOUNTS)]
    with pytest.raises(NotFound):
        async with coop.writing() as tx:
            await meetings.remove_item(tx, ACTOR, meeting.id, first, clock.now())


async def test_once_notice_is_served_the_business_stays(coop: Database, clock: ScriptedClock) -> None:
    meeting = await called(coop, clock, LAWFUL)
    item = meeting.items[0].id
    async with coop.writing() as tx:
        await meetings.serve_notice(tx, ACTOR, meeting.id, clock.now())
    with pytest.raises(WrongStage):
        async with coop.writing() as tx:
            await meetings.remove_item(tx, ACTOR, meeting.id, item, clock.now())
    with pytest.raises(WrongStage):
        async with coop.writing() as tx:
            await meetings.correct_item(tx, ACTOR, meeting.id, item, title=BETTER, text=BETTER, now=clock.now())


async def test_the_words_of_a_motion_are_not_the_secretarys_to_correct(coop: Database, clock: ScriptedClock) -> None:
    meeting = await called(coop, clock, LAWFUL)
    async with coop.writing() as tx:
        item = await meetings.add_item(tx, ACTOR, meeting.id, title=BETTER, subject="m" * 26, now=clock.now())
    with pytest.raises(MotionsWords):
        async with coop.writing() as tx:
            await meetings.correct_item(tx, ACTOR, meeting.id, item.id, title=BETTER, text=BETTER, now=clock.now())


async def test_the_secretary_corrects_and_removes_on_the_page_and_through_the_api(
    coop: Database, web: Web, clock: ScriptedClock
) -> None:
    meeting = await called(coop, clock, LAWFUL)
    secretary = await web.signed_in(Role.SECRETARY)
    page = f"/cy/office/convene/{meeting.id}/items/{meeting.items[0].id}"
    assert page in (await secretary.get(f"/cy/office/convene/{meeting.id}/words")).text
    shown = await secretary.get(page)
    assert "Tynnu&#39;r eitem hon" in shown.text or "Tynnu'r eitem hon" in shown.text
    kept = await secretary.post(page, {"title_en": "Kept", "title_cy": ""})
    assert kept.status_code == 422
    assert 'value="Kept"' in kept.text
    assert (await secretary.post(page, {"title_en": BETTER.en, "title_cy": BETTER.cy})).status_code == 303
    api = f"/api/meetings/{meeting.id}/items/{meeting.items[0].id}"
    answer = await secretary.post_json(api, {"title": {"en": "Ours", "cy": "Ein heiddo"}})
    assert (answer.status_code, answer.json()["title"]["cy"]) == (200, "Ein heiddo")
    await secretary.get(page)
    assert (await secretary.post(f"{page}/removal")).status_code == 303
    gone = await secretary.post_json(f"{api}/removal", {})
    assert gone.status_code == 404
