"""What one meeting's pages and answers show, gathered in one look."""

from datetime import datetime
from typing import Any

from constitution import Finding
from governance.actor import Actor
from governance.correspondence import service as correspondence
from governance.meetings.holding import attendance, quorum
from governance.meetings.looking import find
from governance.meetings.model import Stage
from governance.meetings.records import MeetingRecord
from governance.meetings.telling import standing
from governance.members import service as members
from governance.papers import service as papers
from governance.platform.clock import legal_day
from governance.platform.db import View

MOST_FOUND = 20


async def shown(view: View, actor: Actor, meeting_id: str, now: datetime) -> dict[str, Any]:
    """The meeting, how notice of it stands, and what this reader was sent."""
    meeting = await find(view, actor, meeting_id)
    told = await correspondence.services(view, meeting.cause)
    came = await attendance(view, meeting)
    return {
        "meeting": meeting,
        "standing": await _standing(view, meeting, now),
        "told_me": next((service for service in told if service.member == actor.member), None),
        "came": len(came),
        "i_came": any(one.member == actor.member for one in came),
        "is_today": legal_day(now) == meeting.day,
        "papers": await papers.about(view, meeting_id),
    }


async def desk(view: View, actor: Actor, meeting_id: str, search: str, now: datetime) -> dict[str, Any]:
    """Who is there, whether they are enough, and the members that a search finds at the door."""
    meeting = await find(view, actor, meeting_id)
    came = await attendance(view, meeting)
    found = await members.register(view, actor, day=meeting.day, search=search, size=MOST_FOUND) if search else ()
    return {
        "meeting": meeting,
        "attendance": came,
        "names": await members.names(view, [one.member for one in came]),
        "quorum": meeting.quorum_finding or await quorum(view, meeting, now),
        "search": search,
        "found": found,
        "there": {one.member for one in came},
        "is_today": legal_day(now) == meeting.day,
        "has_minutes": bool(await papers.about(view, meeting_id, kind="minutes")),
    }


async def _standing(view: View, meeting: MeetingRecord, now: datetime) -> Finding | None:
    return await standing(view, meeting, now) if meeting.stage == Stage.NOTIFIED else None
