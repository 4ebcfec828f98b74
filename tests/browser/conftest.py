"""One Chromium for the whole run; a copy of the demonstration for each module; a new browser for each visitor.

Chromium belongs to the loop that started it, so modules say ``pytestmark = pytest.mark.asyncio(loop_scope="session")``.
"""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import cache
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.browser import chromium, town, visitor
from tests.browser import first_day as beginning
from tests.browser.town import Town
from tests.browser.visitor import Visitor

Arrives = Callable[..., Awaitable[Visitor]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--keep", action="store_true", help="take what the pages say now as the stored text")


def pytest_configure() -> None:
    """Said once, before anything runs."""
    if shutil.which("chromium") is None:
        raise pytest.UsageError(chromium.MISSING)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chrome() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await chromium.started(playwright)
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, made once."""
    home = tmp_path_factory.mktemp("told") / "home"
    town.tell(home)
    return home


@pytest.fixture(scope="session")
def told_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The demonstration of another model, by the letter of its rule book, made once when it is first asked for."""

    @cache
    def made(letter: str) -> Path:
        home = tmp_path_factory.mktemp(f"told-{letter}") / "home"
        town.tell(home, letter)
        return home

    return made


@pytest.fixture(scope="session")
def first_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Members, two assistants and one decision, and nothing that anybody has arranged yet."""
    home = tmp_path_factory.mktemp("first-day") / "home"
    beginning.tell_to(home)
    return home


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def demonstration(told: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    async with town.opened(told, tmp_path_factory.mktemp("town") / "home") as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def arrives(chrome: Browser, demonstration: Town) -> AsyncIterator[Arrives]:
    """Call it for a visitor: ``await arrives("secretary")``. Afterwards none may have raised an alarm."""
    came: list[Visitor] = []

    async def arrive(who: str = town.NOBODY, **options: object) -> Visitor:
        came.append(await visitor.arrived(chrome, demonstration, who, **options))
        return came[-1]

    yield arrive
    for one in came:
        await visitor.left(one)
