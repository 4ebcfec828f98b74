"""A running organisation with a vote whose roll is frozen, and those who hold its parts before a browser each."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page, expect

from governance.access import service as access
from governance.actor import Actor, Assurance, Role
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.keys import Keys
from governance.platform.web import cookies
from tests.browser.booth_room import served
from tests.browser.sent import Sent
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPENS, OPERATOR

PATIENCE = 30_000
PASSWORD = "naw cath ar y tŷ"


@dataclass
class Holder:
    """One person before one browser. ``words`` and ``file`` are what they take away from making a key or codes.

    ``look`` is done on every page on the way.
    """

    page: Page
    context: BrowserContext
    address: str
    folder: Path
    account: str
    sent: Sent = field(default_factory=Sent)
    said: list[str] = field(default_factory=list)
    words: str = ""
    file: Path = Path()
    look: Callable[["Holder"], Awaitable[None]] | None = None

    async def enter(self, variant: str = "en") -> None:
        await self.page.goto(self.address.replace("/en/", f"/{variant}/"))
        await expect(self.page.locator("h1")).to_be_focused(timeout=PATIENCE)

    async def now_reads(self, heading: str) -> None:
        await expect(self.page.locator("h1")).to_have_text(heading, timeout=PATIENCE)
        if self.look is not None:
            await self.look(self)

    async def sees(self, words: str) -> None:
        await expect(self.page.get_by_text(words).first).to_be_visible(timeout=PATIENCE)

    async def press(self, name: str) -> None:
        await self.page.get_by_role("button", name=name, exact=True).click()

    async def makes_a_key(self, name: str = "") -> None:
        """From the desk to the sent public part, as S-60 has it."""
        await self.press("Make my key")
        await self.now_reads("Make your key")
        await self.page.get_by_label("Your name, as it is published with the key").fill(name)
        await self.press("Make my key now")
        await self.now_reads("Write these 24 words on paper")
        self.words = " ".join(await self.page.locator(".app-words li").all_inner_texts())
        await self.press("I have written them down")
        await self.gives_words_back()
        await self.keeps_the_file()

    async def gives_words_back(self) -> None:
        await self.now_reads("Show that you have the words")
        for field_ in await self.page.locator("input[id^=word-]").all():
            number = int((await field_.get_attribute("id") or "").removeprefix("word-"))
            await field_.fill(self.words.split()[number - 1])
        await self.press("Check these words")

    async def keeps_the_file(self) -> None:
        """Locks it, saves it, and opens what was saved."""
        await self.now_reads("Choose a password")
        await self.chooses(PASSWORD)
        async with self.page.expect_download(timeout=PATIENCE) as saving:
            await self.press("Lock the file and save it")
        saved = await saving.value
        self.file = self.folder / saved.suggested_filename
        await saved.save_as(self.file)
        await self.now_reads("Prove that you can open it")
        await self.opens_the_file()

    async def chooses(self, password: str, again: str | None = None) -> None:
        await self.page.get_by_label("Password", exact=True).fill(password)
        await self.page.get_by_label("The same password again").fill(password if again is None else again)

    async def opens_the_file(self, password: str = PASSWORD) -> None:
        await self.page.locator("input[type=file]").set_input_files(self.file)
        await self.page.get_by_label("Its password").fill(password)
        await self.press("Open the file")


@dataclass
class House:
    origin: str
    database: Database
    keys: Keys
    clock: ScriptedClock
    vote: str
    uuid: str
    browser: Browser
    app: Any
    folder: Path
    voters: list[Actor]
    holders: list[Holder] = field(default_factory=list)

    async def sits_down(self, *roles: Role, **options: Any) -> Holder:
        """Somebody who plays these parts, with a browser of their own, signed in with two factors."""
        context = await self.browser.new_context(**{"locale": "en-GB", "accept_downloads": True, **options})
        number = len(self.holders) + 1
        async with self.database.writing() as tx:
            email, now = f"holder{number}@example.org", self.clock.now()
            name = f"Deiliad {number}"
            account = await access.open_account(tx, OPERATOR, member_id=None, email=email, name=name, now=now)
            for role in roles:
                await access.grant_role(tx, OPERATOR, account.id, role, now)
        folder = self.folder / str(number)
        folder.mkdir()
        address = f"{self.origin}/en/keys/{self.vote}/room"
        holder = Holder(await context.new_page(), context, address, folder, account.id)
        await self.signs_in(holder)
        await self.listen(holder)
        self.holders.append(holder)
        return holder

    async def signs_in(self, holder: Holder) -> None:
        """With two factors, now."""
        async with self.database.writing() as tx:
            stamp = await access.begin(tx, holder.account, Assurance.TWO_FACTORS, self.clock.now())
        value = stamp.written(self.app.state.cookie_key)
        cookie = {"name": cookies.name_of(cookies.SIGN_IN, secure=False), "value": value, "url": self.origin}
        await holder.context.add_cookies([cookie])  # type: ignore[list-item]  # a plain dictionary of its members

    async def listen(self, holder: Holder) -> None:
        holder.sent.listen(holder.page)
        holder.page.on("console", lambda message: holder.said.append(f"{message.type}: {message.text}"))
        holder.page.on("pageerror", lambda error: holder.said.append(str(error)))


@asynccontextmanager
async def house(browser: Browser, template: Path, home: Path, **vote: Any) -> AsyncIterator[House]:
    """``vote`` is how it is prepared; 2 of 3 key-holders open it where nothing else is said."""
    shutil.copy(template, home / "coop.sqlite")
    database, keys = Database(f"sqlite:///{home / 'coop.sqlite'}"), Keys.create(home / "keys")
    clock = ScriptedClock(OPENS)
    voters = await ballots.found(database, count=vote.pop("count", 4))
    prepared, uuid = await ballots.prepared(database, voters, **{"size": 3, "needed": 2, **vote})
    async with served(home, database, keys, clock) as (origin, made):
        held = House(origin, database, keys, clock, prepared, uuid, browser, made, home, voters)
        yield held
        for holder in held.holders:
            await holder.context.close()
