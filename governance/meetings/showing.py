"""What one meeting's pages and answers show, gathered in one look."""

from datetime import date, datetime
from typing import Any

from constitution import Finding
from constitution.periods import clear_days_between
from constitution.quorum import if_inquorate
from governance.actor import Actor
from governance.correspondence import service as correspondence
from governance.meetings.holding import attendance, quorum
from governance.meetings.looking import current_item, events, find, meetings
from governance.meetings.minutes import are_outdated, decided
from governance.meetings.model import Stage
from governance.meetings.records import ItemRecord, MeetingRecord
from governance.meetings.telling import limits_of, rules_of_notice, standing
from governance.members import service as members
from governance.papers import service as papers
from governance.platform.clock import legal_day
from governance.platform.db import View

MOST_FOUND = 20


async def listed(view: View) -> dict[str, Any]:
    """Meetings to come, the next one first, and those that were, the latest first."""
    every = await meetings(view)
    ended = (Stage.CLOSED, Stage.CANCELLED)
    to_come = [meeting for meeting in every if meeting.stage not in ended]
    return {"to_come": to_come[::-1], "past": [meeting for meeting in every if meeting.stage in ended]}


async def shown(view: View, actor: Actor, meeting_id: str, variant: str, now: datetime) -> dict[str, Any]:
    """The meeting, how notice of it stands, and what this reader was sent."""
    meeting = await find(view, actor, meeting_id)
    mine = [one for one in await correspondence.services(view, meeting.cause) if one.member == actor.member]
    came = await attendance(view, meeting)
    past = await events(view, meeting_id)
    return {
        "meeting": meeting,
        "limits": limits_of(await rules_of_notice(view, meeting, now), meeting),
        "standing": _settled(await _standing(view, meeting, now), legal_day(now)),
        "told_me": mine[0] if mine else None,
        "clear_days": clear_days_between(mine[0].deemed_on, meeting.day) if mine else None,
        "came": len(came),
        "i_came": any(one.member == actor.member for one in came),
        "is_today": legal_day(now) == meeting.day,
        "papers": [paper for paper in await papers.about(view, meeting_id) if paper.variant == variant],
        "decisions": decided(past),
    }


async def live(view: View, actor: Actor, meeting_id: str, now: datetime) -> dict[str, Any]:
    """What is happening in the meeting just now (S-31)."""
    meeting = await find(view, actor, meeting_id)
    came = await attendance(view, meeting)
    return {
        "meeting": meeting,
        "current": await _current(view, meeting),
        "quorum": meeting.quorum_finding or await quorum(view, meeting, now),
        "i_came": any(one.member == actor.member for one in came),
        "is_today": legal_day(now) == meeting.day,
        "decisions": decided(await events(view, meeting_id)),
        "now": now,
    }


async def desk(view: View, actor: Actor, meeting_id: str, now: datetime, *, search: str = "") -> dict[str, Any]:
    """Who is there, whether they are enough, and the members that a search finds at the door."""
    meeting = await find(view, actor, meeting_id)
    rules = await members.rules_on(view, now)
    came = await attendance(view, meeting)
    found = await members.register(view, actor, day=meeting.day, search=search, size=MOST_FOUND) if search else ()
    past = await events(view, meeting_id)
    return {
        "meeting": meeting,
        "rules": rules,
        "attendance": came,
        "names": await members.names(view, [one.member for one in came]),
        "quorum": meeting.quorum_finding or await quorum(view, meeting, now),
        "standing": await _standing(view, meeting, now),
        "waiting": if_inquorate(rules, meeting.starts_at),
        "search": search,
        "found": found,
        "there": {one.member for one in came},
        "is_today": legal_day(now) == meeting.day,
        "day_passed": legal_day(now) > meeting.day,
        "current": await _current(view, meeting),
        "decisions": decided(past),
        "events": past,
        "is_outdated": are_outdated(past),
        "has_minutes": bool(await papers.about(view, meeting_id, kind="minutes")),
        "now": now,
    }


async def _current(view: View, meeting: MeetingRecord) -> ItemRecord | None:
    place = await current_item(view, meeting.id)
    return next((item for item in meeting.items if item.id == place), None)


def _settled(found: Finding | None, today: date) -> Finding | None:
    """Members are told how notice stands once it is good or can no longer become so: until then letters travel."""
    last = found.figures.get("latest-service") if found is not None else None
    if found is None or found.met or (isinstance(last, date) and today > last):
        return found
    return None


async def _standing(view: View, meeting: MeetingRecord, now: datetime) -> Finding | None:
    return await standing(view, meeting, now) if meeting.stage == Stage.NOTIFIED else None
