"""The application in the test's own loop, and browsers to visit it with."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
from litestar import Litestar

from governance import app
from governance.access import service as access
from governance.access.records import AccountRecord
from governance.actor import Assurance, Role, platform
from governance.platform import logs
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.keys import Keys
from governance.platform.web import cookies
from governance.settings import Settings

ORIGIN = "https://coop.test"
TOKEN = re.compile(r'name="form_token" value="([0-9a-f]{64})"')


@dataclass
class Browser:
    """One browser with its cookies. `get` and `post` as a person would; `post` takes the token from the page first."""

    client: httpx.AsyncClient
    last: httpx.Response | None = field(default=None)

    async def get(self, path: str, **options: Any) -> httpx.Response:
        self.last = await self.client.get(path, **options)
        return self.last

    async def post(
        self, path: str, data: Mapping[str, Any] | None = None, *, page: str | None = None, **options: Any
    ) -> httpx.Response:
        """Send a form. The token comes from ``page``, by default from the page looked at last."""
        if page is not None or self.last is None:
            await self.get(page or "/en/sign-in")
        token = {} if self.token is None else {"form_token": self.token}
        answer = await self.client.post(
            path, data={**token, **(data or {})}, headers={"Sec-Fetch-Site": "same-origin"}, **options
        )
        if TOKEN.search(answer.text):
            self.last = answer
        return answer

    async def post_json(self, path: str, content: Any) -> httpx.Response:
        if self.token is None:
            await self.get("/en/")
        headers = {"Sec-Fetch-Site": "same-origin", "X-Form-Token": self.token or ""}
        return await self.client.post(path, json=content, headers=headers)

    @property
    def token(self) -> str | None:
        found = TOKEN.search(self.last.text) if self.last is not None else None
        return found.group(1) if found else None


@dataclass
class Web:
    """The running application. `browser` is a new one each time; `signed_in` one in which somebody is signed in."""

    app: Litestar
    database: Database
    clock: ScriptedClock
    keys: Keys
    settings: Settings
    opened: list[httpx.AsyncClient] = field(default_factory=list)

    def browser(self, **options: Any) -> Browser:
        transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False, **options)
        client = httpx.AsyncClient(transport=transport, base_url=ORIGIN)
        self.opened.append(client)
        return Browser(client)

    async def account(self, *roles: Role, member_id: str | None = None, name: str = "Ann Pugh") -> AccountRecord:
        """A new account that plays these parts."""
        actor = platform("test")
        async with self.database.writing() as tx:
            number = len(self.opened) + len(name)
            email = f"{name.casefold().replace(' ', '.')}{number}@example.org"
            found = await access.open_account(
                tx, actor, member_id=member_id, email=email, name=name, now=self.clock.now()
            )
            for role in roles:
                await access.grant_role(tx, actor, found.id, role, self.clock.now())
        return found

    async def sign_in(self, browser: Browser, account_id: str, assurance: Assurance = Assurance.TWO_FACTORS) -> None:
        """Through the service: the browser gets the cookie that a sign-in would have left."""
        async with self.database.writing() as tx:
            stamp = await access.begin(tx, account_id, assurance, self.clock.now())
        value = stamp.written(self.app.state.cookie_key)
        browser.client.cookies.set(cookies.name_of(cookies.SIGN_IN, secure=True), value, domain="coop.test")
        browser.last = None

    async def signed_in(
        self, *roles: Role, member_id: str | None = None, assurance: Assurance = Assurance.TWO_FACTORS
    ) -> Browser:
        """A browser in which a new account with these parts is signed in, stepped up just now."""
        account = await self.account(*roles, member_id=member_id)
        browser = self.browser()
        await self.sign_in(browser, account.id, assurance)
        return browser


@pytest.fixture(scope="session")
def application(tmp_path_factory: pytest.TempPathFactory) -> Litestar:
    """All pages and addresses, put together once: each test gives it an organisation of its own."""
    home = tmp_path_factory.mktemp("nobody")
    nobody = Settings(home=home, database="", origin=ORIGIN)
    database = Database(f"sqlite:///{home}/coop.sqlite")
    return app.create(nobody, database=database, keys=Keys.create(home / "keys"), with_jobs=False)


@pytest.fixture
async def web(
    application: Litestar, database: Database, clock: ScriptedClock, keys: Keys, tmp_path: Path
) -> AsyncIterator[Web]:
    """The lifespan lives in one task of its own, as a server keeps it."""
    settings = Settings(home=tmp_path, database="", origin=ORIGIN)
    made = application
    made.state = app.own_state(settings, clock=clock, database=database, keys=keys, with_jobs=False)
    started, stop = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with made.lifespan():
            started.set()
            await stop.wait()

    task = asyncio.create_task(live())
    await asyncio.wait([task, asyncio.create_task(started.wait())], return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        task.result()
    web = Web(made, database, clock, keys, settings)
    yield web
    for client in web.opened:
        await client.aclose()
    stop.set()
    await task


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    """What the log says, whatever was configured before."""
    handlers, level = logging.getLogger().handlers, logging.getLogger().level
    logs.configure("debug")
    yield capsys
    structlog.reset_defaults()
    logging.getLogger().handlers = handlers
    logging.getLogger().setLevel(level)
