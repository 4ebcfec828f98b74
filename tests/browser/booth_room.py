"""A running organisation with an open vote, and voters who sit before a browser each."""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect
from sqlalchemy import select

from governance import app
from governance.access import service as access
from governance.actor import Assurance
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.keys import Keys
from governance.platform.web import cookies
from governance.settings import Contact, Settings
from governance.votes.records import BallotRecord, BoardRecord
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPENS, Polling

PATIENCE = 20_000


@dataclass
class Sitting:
    """One voter before one browser: every request and every console message is kept for looking at afterwards."""

    page: Page
    context: BrowserContext
    code: str
    address: str
    sent: list[Request] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def hear(self, request: Request) -> None:
        self.sent.append(request)

    async def enter(self, variant: str = "en") -> None:
        await self.page.goto(self.address.replace("/en/", f"/{variant}/"))
        await self.heading()

    async def heading(self) -> str:
        await expect(self.page.locator("h1")).to_have_count(1)
        await expect(self.page.locator("h1")).to_be_focused(timeout=PATIENCE)
        return (await self.page.locator("h1").inner_text()).strip()

    async def now_reads(self, heading: str) -> None:
        await expect(self.page.locator("h1")).to_have_text(heading, timeout=PATIENCE)

    async def press(self, name: str) -> None:
        await self.page.get_by_role("button", name=name, exact=True).click()

    async def give_code(self, code: str | None = None) -> None:
        await self.page.get_by_label("Or type your voting code").fill(code or self.code)
        await self.press("Check my code")

    async def choose(self, answer: str) -> None:
        await self.page.get_by_label(answer, exact=True).check()
        await self.press("Continue")

    async def to_the_check_page(self, answer: str = "Yes") -> None:
        await self.enter()
        await self.give_code()
        await self.now_reads("Shall we buy a minibus?")
        await self.choose(answer)
        await self.now_reads("Check your vote")

    async def vote(self, answer: str = "Yes") -> None:
        await self.to_the_check_page(answer)
        await self.press("Put my vote in the box")


@dataclass
class Room:
    origin: str
    database: Database
    keys: Keys
    clock: ScriptedClock
    polling: Polling
    browser: Browser
    app: Any
    contexts: list[BrowserContext] = field(default_factory=list)

    async def sits_down(self, voter: int = 0, **options: Any) -> Sitting:
        """A voter with a browser of their own, signed in by a link."""
        context = await self.browser.new_context(**{"locale": "en-GB", **options})
        self.contexts.append(context)
        await self.sign_in(context, voter)
        return await self.another_tab(context, voter)

    async def another_tab(self, context: BrowserContext, voter: int = 0) -> Sitting:
        page = await context.new_page()
        address = f"{self.origin}/en/votes/{self.polling.vote}/booth"
        sitting = Sitting(page, context, self.polling.codes[voter], address)
        page.on("request", sitting.hear)
        page.on("console", lambda message: sitting.said.append(_words(message)))
        page.on("pageerror", lambda error: sitting.said.append(str(error)))
        return sitting

    async def sign_in(self, context: BrowserContext, voter: int) -> None:
        member = self.polling.voters[voter].member
        async with self.database.writing() as tx:
            account = await access.account_for(tx, member or "")
            assert account is not None
            stamp = await access.begin(tx, account.id, Assurance.LINK, self.clock.now())
        value = stamp.written(self.app.state.cookie_key)
        name = cookies.name_of(cookies.SIGN_IN, secure=False)
        await context.add_cookies([{"name": name, "value": value, "url": self.origin}])

    async def in_the_box(self) -> list[bytes]:
        """The ballots of the box, byte for byte, in its order."""
        rows = (
            select(BoardRecord.content)
            .join(BallotRecord, (BallotRecord.vote == BoardRecord.vote) & (BallotRecord.hash == BoardRecord.hash))
            .where(BallotRecord.vote == self.polling.vote)
            .order_by(BallotRecord.sequence)
        )
        async with self.database.reading() as view:
            return list(await view.scalars(rows))


def _words(message: ConsoleMessage) -> str:
    return f"{message.type}: {message.text}"


@asynccontextmanager
async def room(browser: Browser, template: Path, home: Path, **vote: Any) -> AsyncIterator[Room]:
    """A house with an open vote, in the loop of the test."""
    shutil.copy(template, home / "coop.sqlite")
    database, keys = Database(f"sqlite:///{home / 'coop.sqlite'}"), Keys.create(home / "keys")
    clock = ScriptedClock(OPENS)
    polling = await ballots.opened(database, keys, **{"count": 3, **vote})
    async with served(home, database, keys, clock) as (origin, made):
        held = Room(origin, database, keys, clock, polling, browser, made)
        yield held
        for context in held.contexts:
            await context.close()


@asynccontextmanager
async def served(home: Path, database: Database, keys: Keys, clock: ScriptedClock) -> AsyncIterator[tuple[str, Any]]:
    """The application on a port of its own, and its address."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    origin = f"http://localhost:{listener.getsockname()[1]}"
    settings = Settings(home=home, database="", origin=origin, contact=Contact(phone="01978 000000"))
    made = app.create(settings, clock=clock, database=database, keys=keys, with_jobs=False)
    server = uvicorn.Server(uvicorn.Config(made, log_level="error", lifespan="on"))
    running = asyncio.create_task(server.serve(sockets=[listener]))
    await _started(server)
    yield origin, made
    server.should_exit = True
    await running


async def _started(server: uvicorn.Server) -> None:
    """Uvicorn tells of its start by a flag alone."""
    for _ in range(1000):
        if server.started:
            return
        await asyncio.sleep(0.02)
    raise TimeoutError("the server did not start")
