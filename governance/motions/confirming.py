"""What the law has members decide at two meetings: the first decision waits for a second, then for the registrar.

The second meeting is held within a window of days (L-057, L-058), and told of only after the first has decided (L-059):
a motion is put before it once the first decision is there. A copy then goes to the registrar, and nothing has effect
before it is registered (L-050).
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from constitution import Finding, Rulebook
from constitution.confirming import second_meeting, second_meeting_dates, window
from constitution.deadlines import special_resolution_filing
from constitution.notice import Business
from constitution.statutory import Special, is_special, quorum_for_conversion
from constitution.statutory import instrument as dissolution_instrument
from governance.actor import Actor
from governance.audit import service as audit
from governance.errors import Invalid
from governance.meetings import service as meetings
from governance.members import service as members
from governance.motions import model
from governance.motions.looking import find_at
from governance.motions.model import FirstDecision, Stage
from governance.motions.records import MotionRecord
from governance.platform.clock import first_instant, legal_day
from governance.platform.db import Transaction, View
from governance.platform.jobs.queue import enqueue

LAPSES = "motion-lapses"


def awaits_second(rules: Rulebook, motion: MotionRecord) -> bool:
    """Would a decision in favour now be the first of two?"""
    return motion.first_decision is None and is_special(rules, motion.matter)


async def wait_for_second(
    tx: Transaction, actor: Actor, motion: MotionRecord, rules: Rulebook, *, day: date, found: Finding, now: datetime
) -> None:
    """The first meeting passed it. It goes back to where it can be put before a meeting, until the window closes."""
    first = FirstDecision(meeting=motion.meeting or "", day=day, finding=found, result=motion.result)
    _opens, closes = window(rules, day)
    motion.first_decision = first.to_json()
    motion.stage, motion.meeting, motion.result = Stage.SUPPORTED, None, None
    enqueue(tx, LAPSES, {"motion": motion.id}, due_at=first_instant(closes + timedelta(days=1)))
    await audit.note(tx, actor, "motion.passed-first", motion.id, now, meeting=first.meeting, closes=closes.isoformat())


def require_window(rules: Rulebook, motion: MotionRecord, meeting: meetings.MeetingRecord) -> None:
    """
    Raises:
        OutsideWindow: the meeting is too soon after the first, or too late.
    """
    if motion.first is None:
        return
    found = second_meeting(rules, motion.first.day, meeting.day)
    if not found.met:
        raise model.OutsideWindow(finding=found, motion=motion.id, meeting=meeting.id)


async def require_enough_here(
    view: View, rules: Rulebook, motion: MotionRecord, meeting: meetings.MeetingRecord
) -> None:
    """To become a company takes more members at the first meeting than other business (P-111).

    Raises:
        TooFewHere: with how many it takes.
    """
    if motion.matter != Special.COMPANY_CONVERSION or not awaits_second(rules, motion):
        return
    found = quorum_for_conversion(rules, await members.count(view, meeting.day))
    needed = found.figures["needed"]
    if len(await meetings.attendance(view, meeting)) < (needed if isinstance(needed, int) else 0):
        raise model.TooFewHere(finding=found, motion=motion.id)


async def lapse(tx: Transaction, actor: Actor, motion_id: str, now: datetime) -> MotionRecord | None:
    """The window closed and no second meeting decided: the first decision is worth nothing any more."""
    motion = await tx.get(MotionRecord, motion_id, lock=True)
    if motion is None or motion.first is None or motion.stage not in (Stage.SUPPORTED, Stage.ON_AGENDA):
        return None
    rules = await members.rules_on(tx, now)
    motion.finding = second_meeting(rules, motion.first.day, legal_day(now)).to_dict()
    motion.stage, motion.decided_at = Stage.UNDECIDED, now
    await audit.note(tx, actor, "motion.lapsed", motion_id, now)
    return motion


def dates(rules: Rulebook, motion: MotionRecord, first: date | None) -> Finding | None:
    """The days that are left for the second meeting; not met where no day is lawful, which is known beforehand (L-062).

    ``first`` is the day of the first meeting, once there is one. The longer notice that some of these resolutions need
    is read as that of the first meeting: it would never fit into the window.
    """
    day = motion.first.day if motion.first is not None else first
    is_open = motion.stage in (Stage.SUPPORTED, Stage.ON_AGENDA)
    if day is None or not is_open or not is_special(rules, motion.matter):
        return None
    return second_meeting_dates(rules, day, (Business.OTHER,))


def instrument(rules: Rulebook, motion: MotionRecord, number: int) -> Finding | None:
    """How many of all members must sign, where a society that is not dormant would dissolve (L-055).

    A motion dissolves a dormant one only (L-052). The signatures stand on the paper, so none is known here.
    """
    is_about_it = motion.matter == Special.DISSOLUTION and is_special(rules, motion.matter)
    return dissolution_instrument(rules, number, 0) if is_about_it and motion.stage not in model.ENDED else None


def filing(rules: Rulebook, motion: MotionRecord) -> Finding | None:
    """The last day for sending the copy to the registrar (L-050); None where nothing is to be filed."""
    if motion.first is None or motion.stage is not Stage.CARRIED or motion.decided_at is None:
        return None
    return special_resolution_filing(rules, legal_day(motion.decided_at))


async def sent(tx: Transaction, actor: Actor, motion_id: str, sent_on: date, now: datetime) -> MotionRecord:
    """The copy, signed by the chair of the second meeting and the secretary, went to the registrar.

    Raises:
        Invalid: a day before it was passed, or one to come.
    """
    motion = await _filed(tx, actor, motion_id, {"sent_on": sent_on}, now)
    await audit.note(tx, actor, "motion.sent", motion_id, now, sent_on=sent_on.isoformat())
    return motion


async def registered(tx: Transaction, actor: Actor, motion_id: str, registered_on: date, now: datetime) -> MotionRecord:
    """The registrar registered it: from that day it has effect.

    Raises:
        NotSent: the copy comes first.
        Invalid: a day before it was passed, or one to come.
    """
    motion = await find_at(tx, actor, motion_id, Stage.CARRIED)
    if motion.first is None or motion.first.sent_on is None:
        raise model.NotSent(motion=motion_id)
    motion = await _filed(tx, actor, motion_id, {"registered_on": registered_on}, now)
    await audit.note(tx, actor, "motion.registered", motion_id, now, registered_on=registered_on.isoformat())
    return motion


async def _filed(
    tx: Transaction, actor: Actor, motion_id: str, days: Mapping[str, date], now: datetime
) -> MotionRecord:
    motion = await find_at(tx, actor, motion_id, Stage.CARRIED)
    if motion.first is None or motion.decided_at is None:
        raise model.WrongStage(motion=motion_id, stage=str(motion.stage))
    earliest, latest = legal_day(motion.decided_at), legal_day(now)
    errors = {field: "not-that-day" for field, day in days.items() if not earliest <= day <= latest}
    if errors:
        raise Invalid(errors)
    motion.first_decision = motion.first.to_json() | {field: day.isoformat() for field, day in days.items()}
    return motion
