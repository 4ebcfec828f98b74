"""The keyroom in Chromium against the real server: keys and codes made, kept, proved, lost and brought back."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from governance.actor import Role
from tests.browser import keyroom_room
from tests.browser.keyroom_room import House

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def house(chrome: Browser, sqlite_template: Path, tmp_path: Path) -> AsyncIterator[House]:
    """A vote whose key any two of three people can use."""
    async with keyroom_room.house(chrome, sqlite_template, tmp_path) as house:
        yield house


async def test_three_people_make_a_key(house: House) -> None:
    holders = [await house.sits_down(Role.KEY_HOLDER) for _ in range(3)]
    for holder in holders:
        await holder.enter()
        await holder.makes_a_key("Siân")
        await holder.now_reads("Your part in this vote, on this device")
    for holder in holders:
        await holder.sees("All is ready on your side.")
        assert holder.said == []
