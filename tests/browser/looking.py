"""What a page is held to: axe's rules, no sideways scrolling on a small screen, focus that can be seen."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from playwright.async_api import Page, ViewportSize

import hatch_build

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
COLOURS = ("color-contrast", "link-in-text-block")
THEMES = ("light", "dark", "contrast", "cream")
SMALL = ViewportSize(width=320, height=640)


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the Tab key comes to rest. ``seen``: the place looks different for having the focus."""

    words: str
    seen: bool


@lru_cache
def inside() -> str:
    """Axe, and what we ask of a page beside it."""
    hatch_build.fetch_packages()
    axe = (hatch_build.PACKAGES / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    return axe + Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


async def _ask(page: Page, question: str, *arguments: Any) -> Any:
    if not await page.evaluate("() => 'looking' in window"):
        await page.evaluate(inside())
    return await page.evaluate(f"(given) => looking.{question}(...given)", list(arguments))


async def faults(page: Page) -> list[str]:
    """Every breach of WCAG 2.2 AA or of good practice that axe finds on this page as it stands."""
    found: list[str] = await _ask(page, "faults", "tag", RULES)
    return found


async def faults_of_colour(page: Page, theme: str) -> list[str]:
    """What is too faint when the page is read in this set of colours."""
    await _ask(page, "dress", "data-theme", theme)
    found = [f"{theme}: {fault}" for fault in await _ask(page, "faults", "rule", COLOURS)]
    await _ask(page, "dress", "data-theme", None)
    return found


async def too_wide(page: Page) -> list[str]:
    """What sticks out at 320 pixels: as it is, with the largest text, and with a reader's own spacing."""
    before = page.viewport_size
    assert before is not None
    await page.set_viewport_size(SMALL)
    found = [f"plain: {one}" for one in await _ask(page, "wide")]
    await _ask(page, "dress", "data-text", "largest")
    found += [f"largest text: {one}" for one in await _ask(page, "wide")]
    await _ask(page, "dress", "data-text", None)
    await _ask(page, "space", True)
    found += [f"own spacing: {one}" for one in await _ask(page, "wide")]
    await _ask(page, "space", False)
    await page.set_viewport_size(before)
    return found


async def stops(page: Page, most: int = 150) -> list[Stop]:
    """Everything that Tab comes to, from the top of the page to its end."""
    await _ask(page, "leave")
    found: list[Stop] = []
    for _ in range(most):
        await page.keyboard.press("Tab")
        focused = await _ask(page, "focused")
        if focused is None:
            return found
        found.append(Stop(**focused))
    raise AssertionError(f"Tab never came to the end: {[stop.words for stop in found[-5:]]}")
