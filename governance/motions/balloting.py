"""The secret ballot on a motion before its meeting: whether it may be held, who votes, from when and until when."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from constitution import Finding, Rulebook
from constitution.balloting import (
    may_be_electronic,
    may_vote_again,
    open_long_enough,
    secret_ballot_required,
    smallest_cell,
)
from constitution.resolutions import Resolution
from governance.actor import Actor
from governance.audit import service as audit
from governance.meetings import service as meetings
from governance.meetings.model import Stage as MeetingStage
from governance.members import service as members
from governance.members.model import Voter
from governance.motions import model
from governance.motions.looking import find_at
from governance.motions.matters import about
from governance.motions.model import Stage
from governance.motions.records import MotionRecord
from governance.platform.clock import first_instant, legal_day
from governance.platform.db import Transaction, View
from governance.rulebook import service as rulebook
from governance.votes import service as votes
from governance.votes.model import PURPOSES_ON_ONE_MACHINE, Mode
from governance.votes.model.conduct import Conduct, Lawful, lawful_modes
from governance.votes.model.refusals import WrongMode

EVERYBODY_NEEDED = Conduct(needed=3)
"""As a rehearsal and a program have it that say nothing else: each of three key-holders opens the count."""


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
    groups: Sequence[Sequence[str]] = ()
    """The classes of each box, where the rules count this motion class by class."""
    proxies: Mapping[str, str] = field(default_factory=dict)


async def plan(
    view: View,
    actor: Actor,
    motion: MotionRecord,
    now: datetime,
    *,
    opens_at: datetime | None = None,
) -> Plan:
    """
    Raises:
        NoMeeting, NoAsynchronousBallot, NotByBallot, BallotTooLate
    """
    meeting = await _noticed_meeting(view, actor, motion)
    rules = await members.rules_on(view, now)
    _require_ballot_allowed(rules, motion)
    opening, open_by = _opening(rules, meeting, now, opens_at)
    roll = await votes.eligible(view, rules, now, meeting)
    return Plan(
        meeting=meeting,
        roll=roll,
        opens_at=opening,
        open_by=open_by,
        closes_at=votes.closing(rules, meeting),
        again=may_vote_again(rules),
        smallest_cell=smallest_cell(rules),
        groups=votes.groups_of(rules, await about(view, rules, motion), roll),
        proxies=await votes.casting_proxies(view, rules, meeting.id),
    )


def lawful(rules: Rulebook, motion: MotionRecord, matters: Sequence[str]) -> Lawful:
    """The ways in which members may decide this motion, which is about all these matters (MODE-1, MODE-3)."""
    kind = "ordinary" if motion.resolution == Resolution.ORDINARY else "extraordinary"
    statutory = model.is_statutory(rules, motion.matter)
    matter = model.matter_of_ballot(rules, matters)
    return lawful_modes(rules, binding=True, matter=matter, kind=kind, statutory=statutory)


def no_way_here(rules: Rulebook, motion: MotionRecord, matters: Sequence[str]) -> Finding | None:
    """Why this cannot be put to any vote here: the law wants it decided at the meeting (L-054), and the rules want it
    decided in secret, which members do here only before a meeting."""
    if not model.is_statutory(rules, motion.matter).met or motion.stage in model.ENDED:
        return None
    return None if lawful(rules, motion, matters).modes else secret_ballot_required(rules, matters[0])


async def open_ballot(
    tx: Transaction,
    actor: Actor,
    motion_id: str,
    now: datetime,
    *,
    group: str = votes.DEFAULT_GROUP,
    opens_at: datetime | None = None,
    conduct: Conduct = EVERYBODY_NEEDED,
) -> votes.VoteRecord:
    """Prepare the secret ballot on a motion of a meeting that members have been told of; the roll is frozen here.

    The rules say how long a ballot must be open before the meeting (P-151): unless ``opens_at`` says earlier, it may be
    opened from the first instant of the last day on which that is still possible. It ends when P-152 says. Where
    classes vote apart, the motion waits for all of the votes and names the first.

    Raises:
        NoAsynchronousBallot, NotByBallot, BallotTooLate: each with the finding that says so.
    """
    motion = await find_at(tx, actor, motion_id, Stage.ON_AGENDA)
    if conduct.mode is not Mode.VERIFIABLE:
        raise WrongMode(motion=motion_id, mode=conduct.mode)
    is_play = (await rulebook.organisation(tx)).purpose in PURPOSES_ON_ONE_MACHINE
    await votes.require_hands(tx, conduct, now, binding=not is_play)
    planned = await plan(tx, actor, motion, now, opens_at=opens_at)
    vote, *_others = await votes.prepare_each(
        tx,
        actor,
        planned.roll,
        planned.groups,
        question=motion.titled,
        **asdict(conduct),
        proxies=planned.proxies,
        record_date=legal_day(now),
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
    latest = votes.last_opening(rules, meeting.starts_at)
    opening = max(now, first_instant(legal_day(latest))) if wanted is None else wanted
    found = open_long_enough(rules, opening, meeting.starts_at)
    if not found.met:
        raise model.BallotTooLate(finding=found, meeting=meeting.id)
    return opening, latest
