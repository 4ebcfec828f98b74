"""Somebody with a browser before the demonstration, as the guide to it says to begin."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from html import unescape
from pathlib import Path
from typing import Any, cast

import httpx
from click.testing import CliRunner, Result
from litestar import Litestar

from governance import app, settings
from governance.cli import main
from governance.platform.clock import SystemClock
from governance.platform.db import Database
from governance.platform.keys import Keys


def coop(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


@asynccontextmanager
async def opened(home: Path) -> AsyncIterator[Litestar]:
    """The application on this demonstration, without a server."""
    found = settings.read(home)
    made_app = app.create(
        found, database=Database(found.database), keys=Keys(found.keys_folder), clock=SystemClock(), with_jobs=False
    )
    try:
        yield made_app
    finally:
        await made_app.state.database.close()


class Newcomer:
    """Somebody with a browser; `presses` sends the form of a page as it stands, with what is typed."""

    def __init__(self, served: Litestar) -> None:
        transport = httpx.ASGITransport(app=cast(Any, served), raise_app_exceptions=False)
        self.browser = httpx.AsyncClient(transport=transport, base_url="http://localhost:8000")

    async def sees(self, path: str) -> str:
        answer = await self.browser.get(path)
        assert answer.status_code == 200, answer.text
        return unescape(answer.text)

    async def presses(
        self, page: str, path: str, typed: Mapping[str, str] | None = None, **more: Any
    ) -> httpx.Response:
        given = {"form_token": await self.token(page), **(typed or {})}
        return await self.browser.post(path, data=given, headers={"Sec-Fetch-Site": "same-origin"}, **more)

    async def token(self, page: str) -> str:
        found = re.search(r'name="form_token" value="([0-9a-f]{64})"', (await self.browser.get(page)).text)
        return "" if found is None else found.group(1)


async def by_link(served: Litestar, home: Path, who: str) -> Newcomer:
    link = await asyncio.to_thread(link_for, home, who)
    newcomer = Newcomer(served)
    assert (await newcomer.presses(link, link)).status_code == 303
    return newcomer


def link_for(home: Path, who: str) -> str:
    printed = coop("demo", "--home", str(home), "link", who)
    assert printed.exit_code == 0, printed.output
    return printed.output.strip()
