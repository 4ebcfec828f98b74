"""The steps of a journey: following a link, pressing a button, filling in, and reading the page in other words."""

from collections.abc import Mapping

from playwright.async_api import Locator, expect

from tests.browser.looking import faults, too_wide
from tests.browser.visitor import Visitor

CHOICES = ("radio", "checkbox")


def main(visitor: Visitor) -> Locator:
    return visitor.page.locator("main")


async def follows(visitor: Visitor, words: str) -> str:
    """The link of these words; answers the path of the page that comes."""
    await main(visitor).get_by_role("link", name=words).first.click()
    await visitor.page.wait_for_load_state()
    return visitor.path


async def goes_back(visitor: Visitor) -> str:
    """By the link above the heading."""
    await visitor.page.get_by_role("navigation", name="Back").get_by_role("link").click()
    await visitor.page.wait_for_load_state()
    return visitor.path


async def presses(visitor: Visitor, words: str) -> str:
    """The button of these words; answers the path of the page that comes."""
    await main(visitor).get_by_role("button", name=words).first.click()
    await visitor.page.wait_for_load_state()
    return visitor.path


async def presses_enter_on(visitor: Visitor, words: str) -> str:
    """The same without a mouse: Tab until the button or link has the focus, then Enter."""
    wanted = main(visitor).get_by_role("button", name=words).or_(main(visitor).get_by_role("link", name=words)).first
    await expect(wanted).to_be_visible()
    for _ in range(150):
        await visitor.page.keyboard.press("Tab")
        if await wanted.evaluate("place => place === document.activeElement"):
            await visitor.page.keyboard.press("Enter")
            await visitor.page.wait_for_load_state()
            return visitor.path
    raise AssertionError(f"Tab never came to: {words}")


async def fills(visitor: Visitor, **given: str) -> None:
    """Each by its name: typed, or chosen where there is a choice."""
    for name, value in given.items():
        field = main(visitor).locator(f'[name="{name}"]:not([type=hidden])')
        if await field.first.get_attribute("type") in CHOICES:
            await main(visitor).locator(f'[name="{name}"][value="{value}"]').check()
        else:
            await field.fill(value)


async def says(visitor: Visitor, *sentences: str) -> None:
    for sentence in sentences:
        await expect(main(visitor)).to_contain_text(sentence)


async def refused(visitor: Visitor, words: str) -> None:
    """The page came back with what is wrong, and with the words of the rule."""
    await expect(visitor.page.locator(".govuk-error-summary")).to_contain_text(words)


async def reads_also(visitor: Visitor, name: str, said: Mapping[str, str]) -> None:
    """The page where they are, in each variant named, says this sentence; it has no barrier and fits a telephone."""
    here = visitor.path
    for variant, sentence in said.items():
        await visitor.goes_to(f"/{variant}{here}")
        await expect(main(visitor), variant).to_contain_text(sentence)
        await visitor.pictured(f"journeys/{variant}/{name}")
        assert await faults(visitor.page) == [], f"{variant} {here}"
        assert await too_wide(visitor.page) == [], f"{variant} {here}"
    await visitor.goes_to(f"/en{here}")
