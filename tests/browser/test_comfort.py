"""Time enough, and pages as somebody likes to read them: in a real browser, with scripts and without."""

from datetime import timedelta

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Arrives
from tests.browser.town import NOW
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def _later(visitor: Visitor, minutes: int) -> None:
    """The device wakes after this many minutes."""
    await visitor.page.clock.set_fixed_time(NOW + timedelta(minutes=minutes))
    await visitor.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


async def test_five_minutes_before_a_member_is_signed_out_one_press_gives_the_whole_time_again(
    arrives: Arrives,
) -> None:
    visitor = await arrives("member")
    await visitor.goes_to("/en/comfort")
    warning = visitor.page.get_by_text("You will be signed out in 5 minutes.")
    stay = visitor.page.get_by_role("button", name="Stay signed in")
    await _later(visitor, 24)
    await expect(warning).to_be_hidden()
    await _later(visitor, 26)
    await expect(warning).to_be_visible()
    await stay.click()
    await expect(warning).to_be_hidden()
    await _later(visitor, 50)
    await expect(warning).to_be_hidden()
    await _later(visitor, 52)
    await expect(warning).to_be_visible()


async def test_somebody_who_is_signed_out_is_told_and_shown_the_way_in(arrives: Arrives) -> None:
    visitor = await arrives("member")
    await visitor.goes_to("/en/comfort")
    await _later(visitor, 31)
    await expect(visitor.page.get_by_role("link", name="Sign in again")).to_be_visible()
    await expect(visitor.page.get_by_role("button", name="Stay signed in")).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False])
async def test_colours_and_size_are_chosen_with_scripts_and_without(arrives: Arrives, scripts: bool) -> None:
    visitor = await arrives(java_script_enabled=scripts)
    await visitor.goes_to("/cy-easy/help")
    await visitor.page.locator('header a[href*="/comfort?from="]').click()
    await visitor.page.locator('input[value="contrast"]').check()
    await visitor.page.locator('input[value="largest"]').check()
    await visitor.page.locator("main button").click()
    assert visitor.path == "/help"
    await expect(visitor.page.locator("body")).to_have_css("background-color", "rgb(0, 0, 0)")
    await expect(visitor.page.locator("html")).to_have_css("font-size", "24px")


@pytest.mark.parametrize("text", ["normal", "largest"])
async def test_on_a_telephone_the_page_begins_on_the_first_screen_and_no_target_is_small(
    arrives: Arrives, text: str
) -> None:
    visitor = await arrives("member", viewport={"width": 320, "height": 640})
    await visitor.goes_to("/cy-easy/comfort")
    await visitor.page.locator(f'input[value="{text}"]').check()
    await visitor.page.locator("main button").first.click()
    await visitor.goes_to("/cy-easy/")
    heading = await visitor.page.locator("h1").bounding_box()
    assert heading is not None
    assert heading["y"] < (480 if text == "normal" else 600)
    boxes = [await one.bounding_box() for one in await visitor.page.locator(":is(header, nav) :is(a, button)").all()]
    assert [box for box in boxes if box is not None and box["height"] < 44] == []
    assert await visitor.page.evaluate("document.documentElement.scrollWidth") == 320
