"""What sign-in does by itself: removing what has run out."""

import asyncio

from governance.access import service as access
from governance.platform.clock import Clock
from governance.platform.db import Database

HOUR = 3600.0


async def tidy_for_ever(database: Database, clock: Clock, stop: asyncio.Event, *, pause: float = HOUR) -> None:
    while not stop.is_set():
        async with database.writing() as tx:
            await access.tidy(tx, clock.now())
        try:
            await asyncio.wait_for(stop.wait(), timeout=pause)
        except TimeoutError:
            continue
