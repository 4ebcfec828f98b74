"""What sign-in does by itself: removing what has run out."""

import asyncio

from governance.access import service as access
from governance.platform.clock import Clock
from governance.platform.db import Database
from governance.platform.jobs.runner import keep_at

HOUR = 3600.0


async def tidy_for_ever(database: Database, clock: Clock, stop: asyncio.Event, *, pause: float = HOUR) -> None:
    async def tidy_again() -> int:
        await tidy(database, clock)
        return 0

    await keep_at(tidy_again, stop, pause=pause)


async def tidy(database: Database, clock: Clock) -> None:
    async with database.writing() as tx:
        await access.tidy(tx, clock.now())
    await database.cut_log()
