"""Where the demonstration is told: its house, its calendar, and what it keeps in private."""

from dataclasses import dataclass

from governance.actor import Actor, platform
from governance.demonstration.calendar import Calendar
from governance.demonstration.play import Play
from governance.demonstration.private import Private
from governance.members import service as members
from governance.platform.db import View
from governance.rehearsal.house import House, acting

GUIDE = platform("demonstration")
"""The platform, where the story needs nobody in particular."""


@dataclass(frozen=True, slots=True)
class Story(House):
    play: Play
    calendar: Calendar
    private: Private
    group: str

    async def member(self, view: View, number: str) -> Actor:
        """The member with this number, signed in."""
        found = await members.numbered(view, GUIDE, number)
        return await acting(view, found.id, self.clock.now())
