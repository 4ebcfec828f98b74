"""Making a demonstration, whole or not at all, and finding one again."""

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from governance import settings as settings_of
from governance.demonstration.calendar import Calendar
from governance.demonstration.play import Play
from governance.demonstration.plays import PLAYS, USUAL
from governance.demonstration.private import Private
from governance.demonstration.story import Story
from governance.platform.db import Database, migrate
from governance.rehearsal.house import HandlersOf, opened
from governance.rulebook import service as rulebook
from governance.settings import Settings

PURPOSE = "demo"
SETTINGS = """\
# The settings of a demonstration. Its letters go into the folder `mail`, never to anybody.
origin = "{origin}"
log_level = "warning"

[mail]
sender = "secretary@demo.example"

[contact]
phone = "01632 960123"
email = "secretary@demo.example"
"""
"""The phone number belongs to those set aside for stories: nobody has it."""


class NotADemonstration(Exception):
    """The home holds no demonstration: nothing at all, or a co-operative of real people, which is left alone."""


@dataclass(frozen=True, slots=True)
class Demonstration:
    """One that is there. ``made_on`` is the day from which its dates are counted."""

    home: Path
    made_on: date

    @property
    def private(self) -> Private:
        return Private(self.home)

    @property
    def calendar(self) -> Calendar:
        return Calendar(self.made_on)

    @property
    def play(self) -> Play:
        return PLAYS[self.private.letter()]

    def is_stale(self, today: date) -> bool:
        """What it announces lies behind us, such as a meeting and the ballot that ends with it."""
        last = self.play.last_day(self.calendar)
        return last is not None and today > last


def make(
    home: Path,
    today: date,
    handlers_of: HandlersOf,
    group: str,
    say: Callable[[str], None],
    *,
    play: Play = PLAYS[USUAL],
) -> None:
    """Tell the story in a folder beside ``home``, which takes the name only when it is complete."""
    scratch = home.with_name(home.name + ".unfinished")
    if scratch.exists():
        shutil.rmtree(scratch)
    private = Private(scratch)
    private.make()
    write_settings(scratch, "http://localhost:8000")
    asyncio.run(_told(private, play, Calendar(today), handlers_of=handlers_of, group=group, say=say))
    private.keep_day(today)
    private.keep_letter(play.letter)
    if home.exists():
        home.rmdir()
    scratch.rename(home)


async def _told(
    private: Private,
    play: Play,
    calendar: Calendar,
    *,
    handlers_of: HandlersOf,
    group: str,
    say: Callable[[str], None],
) -> None:
    async with opened(private.home, calendar.founding, handlers_of) as house:
        story = Story(
            house.settings,
            house.database,
            house.keys,
            house.clock,
            house.handlers,
            play=play,
            calendar=calendar,
            private=private,
            group=group,
        )
        async for heading in play.tell(story):
            say(heading)


def write_settings(home: Path, origin: str) -> None:
    (home / settings_of.FILE).write_text(SETTINGS.format(origin=origin), encoding="utf-8")


def find(home: Path) -> Demonstration:
    """
    Raises:
        NotADemonstration: there is none in this home; a real co-operative is never taken for one.
    """
    settings = settings_of.read(home)
    purpose = asyncio.run(_purpose(settings))
    if purpose is None:
        raise NotADemonstration(f"there is no demonstration in {home}; make one with: coop demo make")
    if purpose != PURPOSE:
        raise NotADemonstration(f"{home} holds a co-operative that is no demonstration; it is left alone")
    return Demonstration(home, Private(home).day())


async def _purpose(settings: Settings) -> str | None:
    """What the co-operative in this home is for; ``None`` where there is none."""
    database = Database(settings.database)
    if database.path is not None and not database.path.exists():
        return None
    try:
        async with database.reading() as view:
            return (await rulebook.organisation(view)).purpose
    except rulebook.NotFounded:
        return None
    finally:
        await database.close()


def bring_up_to_date(found: Demonstration) -> None:
    """Its tables, where the program has gone on since it was made."""
    asyncio.run(_upgraded(settings_of.read(found.home)))


async def _upgraded(settings: Settings) -> None:
    database = Database(settings.database)
    database.hold()
    try:
        await migrate.upgrade(database)
    finally:
        await database.close()


def remove(found: Demonstration) -> None:
    """Everything it made; what somebody else laid into the folder goes too, so only a demonstration is removed."""
    shutil.rmtree(found.home)
