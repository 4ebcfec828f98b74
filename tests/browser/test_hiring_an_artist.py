"""A group hires an artist: everybody says yes to what it costs and to how late a workshop may be called off."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Arrives
from tests.browser.steps import fills, follows, presses, presses_enter_on, reads_also, says
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

GROUP = ("17", "18", "19")


@pytest.fixture(scope="module")
def told(first_day: Path) -> Path:
    return first_day


async def test_a_group_hires_an_artist_once_everybody_says_yes(arrives: Arrives) -> None:
    first = await arrives(GROUP[0])
    shared = await _asks_for_an_artist(first)
    first.is_refused = True
    await _says_yes(first, shared)
    await presses(first, "Begin on these terms")
    await expect(first.page.locator(".govuk-error-summary")).to_be_visible()
    for number in GROUP[1:]:
        await _says_yes(await arrives(number), shared)

    await first.goes_to(f"/en{shared}")
    await presses(first, "Begin on these terms")
    await says(first, "It has begun on these terms.", "Mari the painter", "Days of notice to call a session off")
    await reads_also(
        first,
        "artist",
        {"cy": "Dyddiau o rybudd i ganslo sesiwn", "en-easy": "This is what it costs. We share the cost."},
    )
    await follows(first, "Plan a session")
    await fills(first, starts_at="2026-11-26T10:00", ends_at="2026-11-26T12:00")
    await presses(first, "Plan it")
    await follows(first, "Thursday 26 November 2026")
    await says(first, "If everybody comes")
    await first.page.get_by_text("Call this session off").first.click()
    await says(first, "With less notice than agreed (14 days), whoever leads or assists is still paid.")
    await presses(first, "Call this session off")
    await says(first, "Called off")


async def _asks_for_an_artist(first: Visitor) -> str:
    """Question by question; answers the path of what is shared."""
    await first.goes_to("/en/support/shared/new")
    await fills(first, kind="activity", title="Painting together")
    await presses_enter_on(first, "Continue")
    await fills(first, leader="Mari the painter", notice_days="14")
    await presses(first, "Continue")
    await fills(first, sessions="6", hours="2")
    await presses(first, "Continue")
    await fills(first, leader_asks="85", room="20", materials="60", basis="attended_hours")
    await presses(first, "Continue")
    await fills(first, emails="\n".join(f"member{number}@pooling.example" for number in GROUP[1:]))
    await presses(first, "Continue")
    await says(first, "A group activity: Painting together", "Mari the painter", "£690.00")
    return (await presses(first, "Ask everybody")).partition("?")[0]


async def _says_yes(friend: Visitor, shared: str) -> None:
    await friend.goes_to(f"/en{shared}")
    await says(friend, "Mari the painter")
    await presses_enter_on(friend, "Yes, on these terms")
