"""The demonstration, served to browsers on a port of its own, on a day that never passes."""

import asyncio
import re
import shutil
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import uvicorn
from litestar import Litestar

from governance import app
from governance import settings as settings_of
from governance.access import service as access
from governance.access.model import fold
from governance.actor import platform
from governance.demonstration import making, showing
from governance.demonstration.making import Demonstration
from governance.demonstration.plays import PLAYS, USUAL
from governance.platform import logs
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.keys import Keys
from governance.votes import service as votes
from governance.votes.service import DEFAULT_GROUP

TODAY = date(2026, 11, 16)
NOW = datetime(2026, 11, 16, 19, 0, tzinfo=UTC)
"""After everything that the demonstration tells."""
NOBODY = "nobody"
ROLES = ("member", "secretary", "chair", "board", "scrutineer", "key-holder", "regulator", NOBODY)


@dataclass(frozen=True, slots=True)
class Town:
    origin: str
    app: Litestar
    database: Database
    demonstration: Demonstration

    async def link(self, who: str) -> str:
        """The address of a link that signs somebody in, once: a part, a member's number, or an e-mail address."""
        now = self.app.state.clock.now()
        async with self.database.writing() as tx:
            if "@" not in who:
                return self.origin + await showing.link(tx, self.demonstration, who, now)
            account = await access.account_of(tx, fold(who))
            assert account is not None, who
            return self.origin + await access.lend_link(
                tx, account.id, purpose="sign-in", variant="en", life=showing.LIFE, now=now
            )

    async def an_hour_passes(self, vote: str) -> None:
        """The job of every hour is done: the public record of an open vote goes on to where the box is now."""
        async with self.database.writing() as tx:
            await votes.checkpoint_on_time(tx, self.app.state.keyring, platform("town"), vote, NOW)

    def voting_code(self, number: str = "25") -> str:
        return self.demonstration.private.code_file(number).read_text(encoding="ascii").strip()

    def pages(self) -> Iterable[tuple[str, re.Pattern[str]]]:
        """Every kind of address that answers a GET below a variant, with a pattern that knows it again."""
        for route in self.app.routes:
            methods: Any = getattr(route, "methods", ())
            if "GET" in methods and route.path_format.startswith("/{variant}"):
                kind = route.path_format.removeprefix("/{variant}") or "/"
                yield kind, re.compile(re.sub(r"\\{[^}]*\\}", "[^/]+", re.escape(kind)))


class _Server(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_up = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_up.set()


def tell(home: Path, letter: str = USUAL) -> None:
    """Make the demonstration that every module gets a copy of; ``letter`` is that of the model rule book."""
    making.make(home, TODAY, app.job_handlers, DEFAULT_GROUP, lambda _heading: None, play=PLAYS[letter])


@asynccontextmanager
async def opened(template: Path, home: Path) -> AsyncIterator[Town]:
    """The application in the loop of the tests, with a copy of the demonstration, until the module is done."""
    logs.configure("error")
    shutil.copytree(template, home)
    door = socket.create_server(("127.0.0.1", 0))
    origin = f"http://localhost:{door.getsockname()[1]}"
    making.write_settings(home, origin)
    settings = settings_of.read(home)
    database = Database(settings.database)
    made = app.create(
        settings, clock=ScriptedClock(NOW), database=database, keys=Keys(settings.keys_folder), with_jobs=False
    )
    server = _Server(uvicorn.Config(made, log_config=None, access_log=False, lifespan="on", http="h11"))
    running = asyncio.create_task(server.serve(sockets=[door]))
    await asyncio.wait([running, asyncio.create_task(server.is_up.wait())], return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        running.result()
    yield Town(origin, made, database, Demonstration(home, TODAY))
    server.should_exit = True
    await running
