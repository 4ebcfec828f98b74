"""Motions as they are remembered: one, all, those of a meeting, those decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from constitution import Finding, Rulebook
from constitution.proposing import is_supported, motion_deadline
from governance.actor import Actor
from governance.errors import NotFound
from governance.meetings import service as meetings
from governance.members import service as members
from governance.motions.model import DECIDED, Stage, WrongStage, known_to
from governance.motions.records import MotionRecord
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.plain import plain
from governance.votes import service as votes


@dataclass(frozen=True, slots=True)
class Chance:
    """A meeting that still takes motions, and the last day for them."""

    meeting: str
    starts_at: datetime
    last_day: date
    finding: Finding


async def find(view: View, actor: Actor, motion_id: str, *, lock: bool = False) -> MotionRecord:
    """The motion with its supporters, or one answer for "not there" and "not for you" (PERM-2)."""
    options = [selectinload(MotionRecord.supporters)]
    motion = await view.get(MotionRecord, motion_id, options=options, lock=lock)
    if motion is None or not known_to(actor):
        raise NotFound(motion=motion_id)
    return motion


async def find_at(tx: Transaction, actor: Actor, motion_id: str, *stages: Stage) -> MotionRecord:
    """The motion, held for this act alone, if it stands at one of these stages.

    Raises:
        WrongStage: it does not.
    """
    motion = await find(tx, actor, motion_id, lock=True)
    if motion.stage not in stages:
        raise WrongStage(motion=motion_id, stage=str(motion.stage))
    return motion


async def motions(view: View, actor: Actor, *, meeting: str | None = None) -> Sequence[MotionRecord]:
    """All of them, the newest first; or those put before one meeting."""
    if not known_to(actor):
        raise NotFound
    statement = select(MotionRecord).options(selectinload(MotionRecord.supporters))
    if meeting is not None:
        statement = statement.where(MotionRecord.meeting == meeting)
    return list(await view.scalars(statement.order_by(MotionRecord.proposed_at.desc(), MotionRecord.id)))


async def decided(view: View, actor: Actor, *, search: str = "") -> Sequence[MotionRecord]:
    """The register of decisions, the newest first; or those whose words hold every word of ``search``.

    Accents and capitals do not matter, and each language is looked through.
    """
    if not known_to(actor):
        raise NotFound
    statement = select(MotionRecord).where(MotionRecord.stage.in_(DECIDED))
    found = list(await view.scalars(statement.order_by(MotionRecord.decided_at.desc(), MotionRecord.id)))
    wanted = plain(search).split()
    return [motion for motion in found if all(word in _all_words(motion) for word in wanted)]


async def about_vote(view: View, vote_id: str) -> MotionRecord | None:
    """The motion that this vote decides, alone or with those that ask other classes the same."""
    asked = await votes.asked_with(view, vote_id)
    found: MotionRecord | None = await view.scalar(select(MotionRecord).where(MotionRecord.vote.in_(asked)))
    return found


def _all_words(motion: MotionRecord) -> str:
    return plain(" ".join([*motion.titled.to_json().values(), *motion.worded.to_json().values()]))


async def in_ballot(tx: Transaction, meeting_id: str) -> Sequence[MotionRecord]:
    statement = select(MotionRecord).where(MotionRecord.meeting == meeting_id, MotionRecord.stage == Stage.BALLOT)
    return list(await tx.scalars(statement.order_by(MotionRecord.id).with_for_update()))


async def support_found(view: View, rules: Rulebook, supporters: int, now: datetime) -> Finding:
    """Are so many members enough? The proposer is one of them (P-072)."""
    return is_supported(rules, supporters, await members.count(view, legal_day(now)))


async def chances(view: View, now: datetime) -> Sequence[Chance]:
    """The meetings for which a member's motion proposed today is in time."""
    rules = await members.rules_on(view, now)
    found = []
    for meeting in await meetings.planned(view):
        finding = motion_deadline(rules, notice_day(rules, meeting))
        last = finding.figures["last-day"]
        if isinstance(last, date) and legal_day(now) <= last:
            found.append(Chance(meeting.id, meeting.starts_at, last, finding))
    return found


def notice_day(rules: Rulebook, meeting: meetings.MeetingRecord) -> date:
    """The day from which the last day for motions is counted back (P-073): that of the notice, or the last on which its
    letters can be posted. It is the day that the timeline shows the secretary."""
    if meeting.notified_at is not None:
        return legal_day(meeting.notified_at)
    last = meetings.limits_of(rules, meeting).figures["practical-posting"]
    return last if isinstance(last, date) else meeting.day
