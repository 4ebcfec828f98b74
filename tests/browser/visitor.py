"""Somebody before a browser, and the guards that watch what their browser does."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from tests.browser.town import NOBODY, NOW, Town

PICTURES = Path(__file__).parents[2] / "build" / "pictures"


REFUSED = ("the server responded with a status of 422", "the server responded with a status of 409")


@dataclass
class Visitor:
    """``alarms`` fills with every request to somebody else and every word on the console; the test ends on one. Where
    ``is_refused``, a form is sent that the server does not take, and Chromium may say that much."""

    town: Town
    context: BrowserContext
    page: Page
    alarms: list[str] = field(default_factory=list)
    asked: list[Request] = field(default_factory=list)
    is_refused: bool = False

    async def goes_to(self, path: str) -> Response:
        answer = await self.page.goto(self.town.origin + path)
        assert answer is not None
        return answer

    async def signs_in(self, who: str) -> None:
        """By a link, as the demonstration offers it to everybody."""
        await self.page.goto(await self.town.link(who))
        main = self.page.locator("main")
        if await main.get_by_role("button").count():
            await main.get_by_role("button").first.click()

    @property
    def path(self) -> str:
        """Where they are, without the variant."""
        return "/" + urlsplit(self.page.url).path.lstrip("/").partition("/")[2]

    async def reads(self, path: str) -> str:
        """The page's HTML without showing it; nothing for what a browser keeps as a file."""
        answer = await self.context.request.get(self.town.origin + path)
        is_html = answer.ok and answer.headers.get("content-type", "").startswith("text/html")
        return await answer.text() if is_html and "content-disposition" not in answer.headers else ""

    async def pictured(self, name: str) -> None:
        """Kept below ``build`` for people to look at."""
        path = PICTURES / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=path, full_page=True)

    def heard(self, message: ConsoleMessage) -> None:
        if self.is_refused and any(status in message.text for status in REFUSED):
            return
        self.alarms.append(f"console at {self.page.url}: {message.type}: {message.text}")

    def saw(self, request: Request) -> None:
        self.asked.append(request)
        if not request.url.startswith((self.town.origin + "/", "data:", "blob:")):
            self.alarms.append(f"request to somebody else at {self.page.url}: {request.url}")


async def arrived(browser: Browser, town: Town, who: str = NOBODY, **options: Any) -> Visitor:
    """A new browser, signed in unless nobody in particular; options are those of Playwright's contexts."""
    usual: Mapping[str, Any] = {"locale": "en-GB", "viewport": {"width": 1024, "height": 900}, "color_scheme": "light"}
    context = await browser.new_context(**{**usual, **options})
    page = await context.new_page()
    if options.get("java_script_enabled", True):
        await page.clock.set_fixed_time(NOW)
    visitor = Visitor(town, context, page)
    context.on("console", visitor.heard)
    context.on("weberror", lambda error: visitor.alarms.append(str(error.error)))
    context.on("request", visitor.saw)
    if who != NOBODY:
        await visitor.signs_in(who)
        visitor.asked.clear()
    return visitor


async def left(visitor: Visitor) -> None:
    with suppress(Exception):
        await visitor.context.close()
    assert not visitor.alarms, "\n".join(visitor.alarms)
