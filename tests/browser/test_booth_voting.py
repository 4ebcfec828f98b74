"""The booth as a voter meets it, in Chromium."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from ballots.ballot import check_ballot
from tests.browser import booth_room
from tests.browser.booth_room import Room

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with booth_room.chromium() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def room(browser: Browser, sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Room]:
    async with booth_room.room(browser, sqlite_template, tmp_path) as room:
        yield room


async def test_a_member_votes_and_gets_a_receipt(room: Room) -> None:
    voter = await room.sits_down()
    await voter.vote("Yes")
    await voter.now_reads("Your vote is in the box")
    (ballot,) = await room.in_the_box()
    credentials = ballots_listed(room)
    checked = check_ballot(room.polling.election, credentials, ballot)
    await expect(voter.page.get_by_text(checked.tracker, exact=True).first).to_be_attached()
    await voter.press("Check it is there now")
    await expect(voter.page.get_by_text("Yes. Your vote is in the box now.")).to_be_visible()
    assert voter.said == []


def ballots_listed(room: Room) -> set[str]:
    from ballots import public_of

    election = room.polling.election
    return {public_of(code, election.uuid, election.group) for code in room.polling.codes}
