"""The secret ballot on a motion before its meeting: whether it may be held, who votes, from when and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from constitution import Finding, Rulebook
from constitution.balloting import closing_time, latest_opening, may_be_electronic, may_vote_again, open_long_enough
from constitution.resolutions import Resolution
from governance.actor import Actor
from governance.audit import service as audit
from governance.meetings import service as meetings
from governance.meetings.model import Stage as MeetingStage
from governance.members import service as members
from governance.members.model import Voter
from governance.motions import model
from governance.motions.looking import find_at, in_ballot
from governance.motions.model import Stage
from governance.motions.records import MotionRecord
from governance.platform.clock import first_instant, legal_day
from governance.platform.db import Transaction, View
from governance.rulebook import service as rulebook
from governance.votes import service as votes
from governance.votes.model import State


@dataclass(frozen=True, slots=True)
class Plan:
    """A ballot as the rules would have it now; ``again`` is the finding whether members may vote again (P-153)."""

    meeting: meetings.MeetingRecord
    roll: Sequence[Voter]
    opens_at: datetime
    open_by: datetime
    closes_at: datetime | None
    again: Finding
    smallest_cell: int


async def plan(
    view: View, actor: Actor, motion: MotionRecord, now: datetime, *, opens_at: datetime | None = None
) -> Plan:
    """
    Raises:
        NoMeeting, NoAsynchronousBallot, NotByBallot, BallotTooLate
    """
    meeting = await _noticed_meeting(view, actor, motion)
    rules = await rulebook.in_force(view, now)
    _require_ballot_allowed(rules, motion)
    opening, open_by = _opening(rules, meeting, now, opens_at)
    return Plan(
        meeting=meeting,
        roll=await _roll(view, rules, meeting, now),
        opens_at=opening,
        open_by=open_by,
        closes_at=_closing(rules, meeting),
        again=may_vote_again(rules),
        smallest_cell=rules.count("P-159"),
    )


async def open_ballot(
    tx: Transaction,
    actor: Actor,
    motion_id: str,
    now: datetime,
    *,
    group: str = votes.DEFAULT_GROUP,
    opens_at: datetime | None = None,
) -> votes.VoteRecord:
    """Prepare the secret ballot on a motion of a meeting that members have been told of; the roll is frozen here.

    The rules say how long it must be open before the meeting (P-151): unless ``opens_at`` says earlier, it may be
    opened from the first instant of the last day on which that is still possible. It ends when P-152 says.

    Raises:
        NoAsynchronousBallot, NotByBallot, BallotTooLate: each with the finding that says so.
    """
    motion = await find_at(tx, actor, motion_id, Stage.ON_AGENDA)
    planned = await plan(tx, actor, motion, now, opens_at=opens_at)
    vote = await votes.prepare(
        tx,
        actor,
        question=motion.titled,
        roll=planned.roll,
        group=group,
        opens_at=planned.opens_at,
        open_by=planned.open_by,
        closes_at=planned.closes_at,
        revote=planned.again.met,
        revote_finding=planned.again,
        smallest_cell=planned.smallest_cell,
        meeting=planned.meeting.id,
        now=now,
    )
    motion.vote = vote.id
    motion.stage = Stage.BALLOT
    await audit.note(tx, actor, "motion.ballot-prepared", motion_id, now, vote=vote.id)
    return vote


async def meeting_moved(tx: Transaction, actor: Actor, meeting_id: str, now: datetime) -> None:
    """The meeting has another date: ballots that are prepared and not yet open follow it (P-151, P-152).

    An open ballot keeps the end that members were promised.
    """
    meeting = await meetings.find(tx, actor, meeting_id)
    for motion in await in_ballot(tx, meeting_id):
        vote = await votes.find(tx, actor, motion.vote or "")
        if vote.state is not State.ROLLED:
            continue
        rules = await rulebook.in_force(tx, now)
        latest = _latest_opening(rules, meeting)
        opens_at = min(vote.opens_at, first_instant(legal_day(latest)))
        closes_at = _closing(rules, meeting)
        await votes.reschedule(tx, actor, vote.id, now, opens_at=opens_at, open_by=latest, closes_at=closes_at)


async def _noticed_meeting(view: View, actor: Actor, motion: MotionRecord) -> meetings.MeetingRecord:
    if motion.meeting is None:
        raise model.NoMeeting(motion=motion.id)
    meeting = await meetings.find(view, actor, motion.meeting)
    if meeting.stage != MeetingStage.NOTIFIED:
        raise model.NoMeeting(motion=motion.id, meeting=meeting.id, stage=str(meeting.stage))
    return meeting


def _require_ballot_allowed(rules: Rulebook, motion: MotionRecord) -> None:
    statutory = model.is_statutory(rules, motion.matter)
    if statutory.met:
        raise model.NoAsynchronousBallot(finding=statutory, motion=motion.id)
    is_ordinary = motion.resolution == Resolution.ORDINARY
    allowed = may_be_electronic(rules, "ordinary" if is_ordinary else "extraordinary")
    if not allowed.met:
        raise model.NotByBallot(finding=allowed, motion=motion.id)


def _opening(
    rules: Rulebook, meeting: meetings.MeetingRecord, now: datetime, wanted: datetime | None
) -> tuple[datetime, datetime]:
    """The first and the last instant for opening; the meeting's beginning stands for its end, still unknown."""
    latest = _latest_opening(rules, meeting)
    opening = max(now, first_instant(legal_day(latest))) if wanted is None else wanted
    found = open_long_enough(rules, opening, meeting.starts_at)
    if not found.met:
        raise model.BallotTooLate(finding=found, meeting=meeting.id)
    return opening, latest


def _latest_opening(rules: Rulebook, meeting: meetings.MeetingRecord) -> datetime:
    latest = latest_opening(rules, meeting.starts_at).figures["latest"]
    if not isinstance(latest, datetime):
        raise TypeError("the latest opening is an instant")
    return latest


def _closing(rules: Rulebook, meeting: meetings.MeetingRecord) -> datetime | None:
    """None where the ballot ends with the meeting."""
    closes = closing_time(rules, meeting_starts=meeting.starts_at, called=meeting.called_at).figures.get("closes")
    return closes if isinstance(closes, datetime) else None


async def _roll(view: View, rules: Rulebook, meeting: meetings.MeetingRecord, now: datetime) -> Sequence[Voter]:
    """Who may vote, as far as is known when the roll is frozen before the meeting (P-022, P-043)."""
    today = legal_day(now)
    voters = await members.voting_members(view, rules, today)
    if rules.word("P-043") != "at_notice_and_meeting":
        return voters
    served = meeting.notice_finding.figures.get("served")
    noticed = served if isinstance(served, date) else legal_day(meeting.notified_at or now)
    told = {member.id for member in await view.scalars(members.entitled_on(min(noticed, today)))}
    return [voter for voter in voters if voter.member in told]
