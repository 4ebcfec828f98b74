"""What a device says of its owner is followed: dark, forced colours, more contrast, less movement. Print is plain."""

import pytest

from tests.browser.conftest import Arrives
from tests.browser.looking import faults

pytestmark = pytest.mark.asyncio(loop_scope="session")

PATHS = ("/en/", "/en/votes", "/en/meetings", "/en/me/record", "/en/comfort")


@pytest.mark.parametrize(
    "wish",
    [
        {"color_scheme": "dark"},
        {"forced_colors": "active"},
        {"contrast": "more"},
        {"reduced_motion": "reduce"},
        {"color_scheme": "dark", "forced_colors": "active"},
    ],
    ids=lambda wish: " and ".join(f"{name} {value}" for name, value in wish.items()),
)
async def test_pages_are_free_of_barriers_as_the_device_wishes(arrives: Arrives, wish: dict[str, str]) -> None:
    """Axe reads the colours that we wrote; where they are forced, the device paints its own over them."""
    visitor = await arrives("member", **wish)
    found: list[str] = []
    for path in PATHS:
        await visitor.goes_to(path)
        found += [f"{path}: {fault}" for fault in await faults(visitor.page)]
    assert [fault for fault in found if "forced_colors" not in wish or "color-contrast" not in fault] == []


async def test_a_dark_device_gets_dark_pages_until_its_owner_says_otherwise(arrives: Arrives) -> None:
    visitor = await arrives(color_scheme="dark")
    await visitor.goes_to("/en/sign-in")
    ground = "() => getComputedStyle(document.body).backgroundColor"
    assert await visitor.page.evaluate(ground) == "rgb(29, 26, 38)"
    await visitor.goes_to("/en/comfort")
    await visitor.page.locator("[name=theme][value=light]").check()
    await visitor.page.locator("main form button").first.click()
    await visitor.page.wait_for_load_state()
    assert await visitor.page.evaluate(ground) == "rgb(255, 255, 255)"


async def test_print_is_black_on_white_whatever_the_screen_shows(arrives: Arrives) -> None:
    visitor = await arrives("member", color_scheme="dark")
    await visitor.goes_to("/en/votes")
    await visitor.page.emulate_media(media="print")
    shown = await visitor.page.evaluate("() => getComputedStyle(document.querySelector('h1')).color")
    assert shown == "rgb(0, 0, 0)"
    assert not await visitor.page.get_by_role("navigation", name="Menu").is_visible()
