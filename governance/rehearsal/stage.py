"""Where a rehearsal plays: a home of its own, a scripted clock, and the people who act."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from constitution import Finding
from governance import settings as settings_of
from governance.access import service as access
from governance.actor import Actor, Assurance, Role, platform
from governance.board import service as board
from governance.correspondence.jobs import channels, deliver_due
from governance.platform.clock import ScriptedClock, legal_day
from governance.platform.db import Database, View, migrate
from governance.platform.jobs.runner import Handler, run_due
from governance.platform.keys import Keys
from governance.rulebook import service as rulebook
from governance.settings import Settings

PROMPTER = platform("rehearsal")
"""The platform, where the script needs nobody in particular."""

Progress = Callable[[Sequence[Any], str], AbstractContextManager[Any]]
"""Wraps a long list in a progress bar with a label; yields what is to be looped over."""


class OtherRehearsal(Exception):
    """The folder holds a rehearsal that was begun with other options; the message says what differs."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What was asked for. ``members`` is a CSV file; without one, ``count`` people are made up."""

    out: Path
    start: datetime
    count: int
    members: Path | None
    group: str

    @property
    def private(self) -> Path:
        """What in a real vote lies on many machines: key-holders' keys, voting codes, receipts."""
        return self.out / "private"

    @property
    def evidence(self) -> Path:
        return self.out / "evidence"

    @property
    def ballot(self) -> Path:
        return self.evidence / "ballot"


@dataclass(frozen=True, slots=True)
class Stage:
    plan: Plan
    settings: Settings
    database: Database
    keys: Keys
    clock: ScriptedClock
    handlers: Mapping[str, Handler]
    progress: Progress

    async def pass_on(self) -> None:
        """Let the jobs and the post run that are due by now."""
        await run_due(self.database, self.handlers, self.clock)
        async with self.database.reading() as view:
            organisation = await rulebook.organisation(view)
        ways = channels(self.settings, organisation.name_both)
        await deliver_due(self.database, ways, self.clock)
        await run_due(self.database, self.handlers, self.clock)


@asynccontextmanager
async def set_up(
    plan: Plan, handlers_of: Callable[[Keys], Mapping[str, Handler]], progress: Progress
) -> AsyncIterator[Stage]:
    """Open the home in ``plan.out``, making it if it is not there; a second rehearsal in it cannot start meanwhile."""
    settings = settings_of.read(plan.out / "home")
    for folder in (settings.home, plan.private, plan.ballot):
        folder.mkdir(parents=True, exist_ok=True)
    plan.private.chmod(0o700)
    keys = Keys.create(settings.keys_folder)
    database = Database(settings.database)
    database.hold()
    try:
        await migrate.upgrade(database)
        yield Stage(plan, settings, database, keys, ScriptedClock(plan.start), handlers_of(keys), progress)
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
    """Whoever holds the office today, signed in."""
    holder = next(one for one in await board.holders(view, legal_day(now)) if one.office == office)
    return await acting(view, holder.member, now)


def cited(finding: Finding) -> str:
    """The clauses that a finding rests on: "rule 39 (P-100, P-101), rule 41 (P-107)"."""
    clauses: dict[str, list[str]] = {}
    for citation in finding.citations:
        source = f"rule {citation.rule}" if citation.rule else citation.provenance.value
        clauses.setdefault(source, []).append(citation.parameter)
    return ", ".join(f"{source} ({', '.join(parameters)})" for source, parameters in clauses.items())
