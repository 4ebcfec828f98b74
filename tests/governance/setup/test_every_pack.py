"""Under every model rule book a co-operative can be founded, and its officers can open every page that links lead to."""

import re
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from governance.access import service as access
from governance.actor import Assurance, platform
from governance.board import service as board
from governance.platform.clock import ScriptedClock, legal_day
from governance.platform.db import Database
from governance.rulebook.packs import MODELS, model
from governance.setup import service as setup
from governance.setup.model import Founder, Founding
from tests.governance.conftest import Browser, Web, application, web

__all__ = ["application", "web"]

FOUNDERS = (
    Founder("secretary", "1", "Siân", "Tŷnan", "sian@coop.example", "cy", "1 Stryd Fawr"),
    Founder("chair", "2", "Jo", "Bowen", "jo@coop.example", "en", "2 Stryd Fawr"),
)
PLATFORM = platform("test")
SAME = re.compile(r"\d+|[0-9A-HJKMNP-TV-Z]{26}|P-\d{3}|[0-9a-z]{26}")
"""What differs between pages of one kind."""
PER_KIND = 2


async def founded(database: Database, clock: ScriptedClock, letter: str) -> None:
    async with database.writing() as tx:
        founding = Founding("Tree", "Coeden", model(letter), "real", FOUNDERS)
        await setup.found(tx, PLATFORM, founding, clock.now())
        await setup.welcome(tx, PLATFORM, clock.now())


async def officer(web: Web, office: str) -> Browser:
    """The browser of a founder, signed in as officers do."""
    async with web.database.reading() as view:
        holders = await board.holders(view, legal_day(web.clock.now()))
        account = await access.account_for(view, next(one.member for one in holders if one.office == office))
    assert account is not None
    browser = web.browser()
    await web.sign_in(browser, account.id, Assurance.TWO_FACTORS)
    return browser


async def walked(browser: Browser, *first: str) -> AsyncIterator[tuple[str, int]]:
    """The pages that links lead to, with their statuses."""
    waiting, seen, kinds = list(first), set[str](), Counter[str]()
    while waiting:
        path = waiting.pop(0)
        kind = SAME.sub("…", path.partition("?")[0])
        if path in seen or kinds[kind] >= PER_KIND or "/sign-out" in path:
            continue
        seen.add(path)
        kinds[kind] += 1
        answer = await browser.get(path)
        yield path, answer.status_code
        if "text/html" in answer.headers.get("content-type", ""):
            waiting += re.findall(r'<a [^>]*href="(/en/[^"#?]*)', answer.text)


@pytest.mark.parametrize("letter", MODELS)
async def test_the_secretary_can_open_every_page(
    web: Web, database: Database, clock: ScriptedClock, letter: str
) -> None:
    await founded(database, clock, letter)
    opened = {path: status async for path, status in walked(await officer(web, "secretary"), "/en/")}
    assert {path: status for path, status in opened.items() if status not in (200, 303)} == {}
    assert {"/en/rules", "/en/office/register", "/en/meetings"} <= opened.keys(), sorted(opened)
