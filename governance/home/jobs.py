"""What the first page does by itself: writing to those for whom something waits."""

import asyncio

from governance.home import letters
from governance.platform.clock import Clock
from governance.platform.db import Database
from governance.platform.jobs.runner import keep_at

HOUR = 3600.0


async def remind_for_ever(database: Database, clock: Clock, stop: asyncio.Event, *, pause: float = HOUR) -> None:
    async def remind_again() -> int:
        await remind(database, clock)
        return 0

    await keep_at(remind_again, stop, pause=pause)


async def remind(database: Database, clock: Clock) -> int:
    """A look first: an idle organisation takes no lock."""
    async with database.reading() as view:
        if not await letters.waits(view, clock.now()):
            return 0
    async with database.writing() as tx:
        return await letters.remind(tx, clock.now())
