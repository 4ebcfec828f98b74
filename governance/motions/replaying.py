"""Past decisions answered again under proposed rules, before members vote on them: what would have been different?"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from constitution import Finding, Rulebook, replay
from constitution.balloting import open_long_enough
from constitution.errors import MissingFact
from constitution.proposing import is_supported, motion_in_time
from governance.actor import Actor
from governance.errors import NotFound
from governance.meetings import service as meetings
from governance.members import service as members
from governance.motions.matters import about
from governance.motions.model import Stage, known_to
from governance.motions.records import MotionRecord
from governance.platform.clock import legal_day
from governance.platform.db import View
from governance.platform.texts import Texts
from governance.votes import service as votes

LATEST = 50
"""How many motions, meetings and ballots are looked at, the latest of each: a page, not an archive."""
_FOUND = ("notice-found", "began", "inquorate")
WITHHELD = "withheld"


class About(StrEnum):
    MOTION = "motion"
    MEETING = "meeting"
    BALLOT = "ballot"


@dataclass(frozen=True, slots=True)
class Subject:
    """What was decided about: ``kind`` names a meeting, ``title`` everything else."""

    about: About
    id: str
    at: datetime
    title: Texts | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Replayed:
    """One answer, and what it would have been. Without ``after`` it cannot be told: ``untold`` is "withheld", where
    numbers would show how somebody voted (SMALL-2), or names the fact that nobody kept."""

    subject: Subject
    before: Finding
    after: Finding | None
    untold: str | None = None

    @property
    def is_changed(self) -> bool:
        return self.after is not None and replay.changed(self.before, self.after)


async def replayed(view: View, actor: Actor, rules: Rulebook, now: datetime) -> tuple[Replayed, ...]:
    """Decisions, how motions came, meetings and ballots of the past under ``rules``, the newest first."""
    if not known_to(actor):
        raise NotFound
    again = _Again(view, actor, rules)
    streams = (
        again.motions(await _decided(view)),
        again.meetings(await meetings.latest(view, now, LATEST)),
        again.ballots(await votes.latest(view, actor, now, LATEST)),
    )
    found = chain.from_iterable([[one async for one in stream] for stream in streams])
    return tuple(sorted(found, key=lambda one: (one.subject.at, one.subject.id), reverse=True))


async def _decided(view: View) -> Sequence[MotionRecord]:
    statement = (
        select(MotionRecord)
        .where(MotionRecord.stage.in_((Stage.CARRIED, Stage.LOST)))
        .options(selectinload(MotionRecord.supporters))
        .order_by(MotionRecord.decided_at.desc(), MotionRecord.id)
        .limit(LATEST)
    )
    return list(await view.scalars(statement))


@dataclass(frozen=True, slots=True)
class _Again:
    """The new rules are asked with the members of the day of each decision, as the old ones were."""

    view: View
    actor: Actor
    rules: Rulebook

    async def motions(self, past: Sequence[MotionRecord]) -> AsyncIterator[Replayed]:
        for motion in past:
            if motion.decided_at is not None and motion.decision is not None:
                subject = Subject(About.MOTION, motion.id, motion.decided_at, motion.titled)
                yield await self._decision(subject, motion, motion.decision)
            if motion.proposer is not None:
                yield await self._support(motion)
                for one in await self._in_time(motion):
                    yield one

    async def meetings(self, past: Sequence[meetings.MeetingRecord]) -> AsyncIterator[Replayed]:
        by_id = {meeting.id: meeting for meeting in past}
        for event in await meetings.events_of(self.view, by_id, _FOUND):
            meeting = by_id[event.meeting]
            before, subject = Finding.from_dict(event.finding or {}), _held(meeting, event.at)
            rules = await self._on(event.at)
            if before.question in replay.QUESTIONS:
                electorate, attendance = await meetings.assembly(self.view, rules, meeting.id, event.at)
                yield _asked(subject, before, rules, electorate=electorate, attendance=attendance)
            else:
                yield Replayed(subject, before, await meetings.standing_under(self.view, meeting, rules, event.at))

    async def ballots(self, past: Sequence[votes.VoteRecord]) -> AsyncIterator[Replayed]:
        for vote in past:
            opens, closes = vote.opened_at, await votes.ended_at(self.view, vote)
            if opens is None or closes is None:
                continue
            was, rules = await members.rules_on(self.view, opens), await self._on(opens)
            subject = Subject(About.BALLOT, vote.id, opens, vote.titled)
            before, after = (open_long_enough(one, opens, closes) for one in (was, rules))
            yield Replayed(subject, before, after)

    async def _decision(self, subject: Subject, motion: MotionRecord, before: Finding) -> Replayed:
        if motion.result is None or not before.figures:
            return Replayed(subject, before, None, WITHHELD)
        held = None if motion.meeting is None else await meetings.find(self.view, self.actor, motion.meeting)
        matters = await about(self.view, await self._on(subject.at), motion)
        facts: dict[str, Any] = {"matter": matters, "entitled": motion.result["roll"]}
        if held is None:
            return _asked(subject, before, await self._on(subject.at), **facts)
        facts["present"] = len(await meetings.attendance(self.view, held))
        facts["members"] = await members.count(self.view, held.day)
        return _asked(subject, before, await self._on(held.closed_at or subject.at), **facts)

    async def _support(self, motion: MotionRecord) -> Replayed:
        number = await members.count(self.view, motion.proposed_on)
        return await self._compared(motion, lambda rules: is_supported(rules, len(motion.supporters), number))

    async def _in_time(self, motion: MotionRecord) -> Sequence[Replayed]:
        """Only where the day of the notice is known, from which the last day is counted back (P-073)."""
        held = None if motion.meeting is None else await meetings.find(self.view, self.actor, motion.meeting)
        if held is None or held.notified_at is None:
            return ()
        notice = legal_day(held.notified_at)
        return (await self._compared(motion, lambda rules: motion_in_time(rules, motion.proposed_on, notice)),)

    async def _compared(self, motion: MotionRecord, ask: Callable[[Rulebook], Finding]) -> Replayed:
        """What nobody kept an answer to is asked of the rules of that time as well."""
        subject = Subject(About.MOTION, motion.id, motion.proposed_at, motion.titled)
        was = await members.rules_on(self.view, motion.proposed_at)
        return Replayed(subject, ask(was), ask(await self._on(motion.proposed_at)))

    def _on(self, at: datetime) -> Awaitable[Rulebook]:
        return members.with_members(self.view, self.rules, at)


def _held(meeting: meetings.MeetingRecord, at: datetime) -> Subject:
    return Subject(About.MEETING, meeting.id, at, kind=str(meeting.kind))


def _asked(subject: Subject, before: Finding, rules: Rulebook, **facts: object) -> Replayed:
    try:
        return Replayed(subject, before, replay.replayed(before, rules, **facts))
    except MissingFact as missing:
        return Replayed(subject, before, None, missing.fact)
