"""One organisation and one running application for all questions of the wall; nothing that is asked changes them."""

import asyncio
import dataclasses
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from litestar import Litestar

from governance import app
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database, Transaction
from governance.platform.keys import Keys
from governance.settings import Settings
from tests.governance.conftest import ORIGIN, Web
from tests.governance.wall.organisation import Organisation, built


class Undoing(Database):
    """Every act is done and then undone, so that each question meets the same organisation."""

    keeps = True

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        async with super().writing() as tx:
            yield tx
            if not self.keeps:
                await tx._session.rollback()


@dataclasses.dataclass
class Wall:
    organisation: Organisation
    web: Web
    folder: Path


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def wall(
    application: Litestar, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Wall]:
    folder = tmp_path_factory.mktemp("wall")
    shutil.copy(sqlite_template, folder / "coop.sqlite")
    database, keys = Undoing(f"sqlite:///{folder}/coop.sqlite"), Keys.create(folder / "keys")
    clock = ScriptedClock(datetime(2027, 1, 4, 9, tzinfo=UTC))
    organisation = await built(database, clock, keys)
    settings = Settings(home=folder, database="", origin=ORIGIN)
    application.state = app.own_state(settings, clock=clock, database=database, keys=keys, with_jobs=False)
    started, stop = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with application.lifespan():
            started.set()
            await stop.wait()

    task = asyncio.create_task(live())
    await asyncio.wait([task, asyncio.create_task(started.wait())], return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        task.result()
    web = Web(application, database, clock, keys, settings)
    yield Wall(organisation, web, folder)
    for client in web.opened:
        await client.aclose()
    stop.set()
    await task
    await database.close()
