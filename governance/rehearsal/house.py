"""A co-operative on a scripted clock: its home, opened for a play by one process, and the people who act in it."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from governance import settings as settings_of
from governance.access import service as access
from governance.actor import Actor, Assurance, Role
from governance.board import service as board
from governance.correspondence.jobs import channels, deliver_due
from governance.platform.clock import ScriptedClock, legal_day
from governance.platform.db import Database, View, migrate
from governance.platform.jobs.runner import Handler, run_due
from governance.platform.keys import Keys
from governance.rulebook import service as rulebook
from governance.settings import Settings
from governance.votes.jobs import mints

HandlersOf = Callable[[Keys], Mapping[str, Handler]]
"""The application's job handlers, made for the keys of a home."""


@dataclass(frozen=True, slots=True)
class House:
    settings: Settings
    database: Database
    keys: Keys
    clock: ScriptedClock
    handlers: Mapping[str, Handler]

    async def pass_on(self) -> None:
        """Let the jobs and the post run that are due by now."""
        await run_due(self.database, self.handlers, self.clock)
        async with self.database.reading() as view:
            organisation = await rulebook.organisation(view)
        ways = channels(self.settings, organisation.name_both, mints(self.keys))
        await deliver_due(self.database, ways, self.clock)
        await run_due(self.database, self.handlers, self.clock)


@asynccontextmanager
async def opened(home: Path, start: datetime, handlers_of: HandlersOf) -> AsyncIterator[House]:
    """The house in ``home``, made if it is not there; no other process can use it meanwhile."""
    settings = settings_of.read(home)
    settings.home.mkdir(parents=True, exist_ok=True)
    keys = Keys.create(settings.keys_folder, settings.host)
    database = Database(settings.database)
    database.hold()
    try:
        await migrate.upgrade(database)
        yield House(settings, database, keys, ScriptedClock(start), handlers_of(keys))
    finally:
        await database.close()


async def acting(view: View, member_id: str, now: datetime) -> Actor:
    """A member signed in as surely as they can be, or one without an account, helped by an officer."""
    account = await access.account_for(view, member_id)
    if account is None:
        return Actor(member=member_id, roles=frozenset({Role.MEMBER}), assurance=Assurance.LINK, name="rehearsal")
    roles = await access.roles_of(view, account.id, now)
    return Actor(account.id, member_id, roles | {Role.MEMBER}, Assurance.TWO_FACTORS, now, account.name)


async def officer(view: View, office: str, now: datetime) -> Actor:
    """Whoever holds the office today, signed in; of several the first."""
    holder = next(one for one in await board.holders(view, legal_day(now)) if one.office == office)
    return await acting(view, holder.member, now)
