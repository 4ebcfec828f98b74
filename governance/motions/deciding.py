"""The decision: the majority by clause when the votes are counted and the meeting was held, or none."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from constitution import Finding
from governance.actor import Actor
from governance.audit import service as audit
from governance.meetings import service as meetings
from governance.meetings.model import Decision
from governance.meetings.model import Stage as MeetingStage
from governance.members import service as members
from governance.motions import confirming, counting, model, rule_changes
from governance.motions.looking import about_vote, find_at, in_ballot
from governance.motions.model import Stage
from governance.motions.records import MotionRecord
from governance.platform.db import Transaction, View
from governance.votes import service as votes
from governance.votes.model import OPEN_MODES, State


async def meeting_closed(tx: Transaction, actor: Actor, meeting_id: str, now: datetime) -> None:
    """The meeting is over, and ballots that end with it are sealed: one never opened or set aside decides nothing."""
    for motion in await in_ballot(tx, meeting_id):
        boxes = await votes.boxes(tx, actor, motion.vote or "")
        if _are_set_aside(boxes):
            await _leave_undecided(tx, actor, motion, now, None)
            continue
        await _decide(tx, actor, motion, boxes, now)


async def vote_declared(tx: Transaction, actor: Actor, vote_id: str, now: datetime) -> None:
    """The count is known. A motion is decided by it once its meeting has been held with a quorum."""
    known = await about_vote(tx, vote_id)
    if known is None or known.stage is not Stage.BALLOT:
        return
    motion = await find_at(tx, actor, known.id, Stage.BALLOT)
    await _decide(tx, actor, motion, await votes.boxes(tx, actor, vote_id), now)


async def vote_voided(tx: Transaction, actor: Actor, vote_id: str, now: datetime) -> None:
    """The ballot was set aside: its motion stands where it stood before, and another ballot may be prepared in time.

    A class whose box stayed too empty to be opened lapses, and the others decide.
    """
    known = await about_vote(tx, vote_id)
    if known is None or known.stage is not Stage.BALLOT:
        return
    motion = await find_at(tx, actor, known.id, Stage.BALLOT)
    boxes = await votes.boxes(tx, actor, vote_id)
    if not _are_set_aside(boxes):
        await _decide(tx, actor, motion, boxes, now)
        return
    meeting = None if motion.meeting is None else await meetings.find(tx, actor, motion.meeting)
    if meeting is not None and meeting.stage == MeetingStage.CLOSED:
        await _leave_undecided(tx, actor, motion, now, None)
        return
    motion.stage = Stage.ON_AGENDA
    await audit.note(tx, actor, "motion.ballot-set-aside", motion.id, now, vote=vote_id)


async def leave_undecided(tx: Transaction, actor: Actor, motion_id: str, now: datetime) -> MotionRecord:
    """Close the file on a motion whose meeting was cancelled, had no quorum or ended without a ballot on it.

    The finding on the quorum is kept. A ballot that was prepared and not opened is set aside with the motion.

    Raises:
        StillToCome: the meeting may still be held, or the ballot may still be counted.
    """
    motion = await find_at(tx, actor, motion_id, Stage.ON_AGENDA, Stage.BALLOT)
    if motion.meeting is None:
        raise model.NoMeeting(motion=motion_id)
    meeting = await meetings.find(tx, actor, motion.meeting)
    without_quorum = await _inquorate(tx, meeting)
    without_ballot = meeting.stage == MeetingStage.CLOSED and motion.stage is Stage.ON_AGENDA
    not_held = without_quorum is not None and meeting.began_at is None
    if not (without_ballot or not_held or meeting.stage == MeetingStage.CANCELLED):
        raise model.StillToCome(motion=motion_id, stage=str(meeting.stage))
    if motion.stage is Stage.BALLOT:
        await _set_aside_unopened(tx, actor, motion, now)
    await _leave_undecided(tx, actor, motion, now, without_quorum)
    return motion


def _are_set_aside(boxes: Sequence[votes.VoteRecord]) -> bool:
    """One box set aside leaves nothing to decide by, unless it lapsed; nor do boxes that all lapsed."""
    void = [vote for vote in boxes if vote.state is State.VOID]
    return len(void) == len(boxes) or any(not counting.has_lapsed(vote) for vote in void)


async def cast_deciding_vote(
    tx: Transaction, actor: Actor, motion_id: str, now: datetime, *, in_favour: bool
) -> MotionRecord:
    """The votes in the room were equal, and the chair decides between them (P-121).

    Raises:
        NoCastingVote: they were not, or the rules give the chair none.
    """
    motion = await find_at(tx, actor, motion_id, Stage.BALLOT)
    if await tie(tx, actor, motion, now) is None:
        raise model.NoCastingVote(motion=motion_id)
    await audit.note(tx, actor, "motion.casting-vote", motion_id, now, in_favour=in_favour)
    await _decide(tx, actor, motion, await votes.boxes(tx, actor, motion.vote or ""), now, casting=in_favour)
    return motion


async def tie(view: View, actor: Actor, motion: MotionRecord, now: datetime) -> Finding | None:
    """What the votes in the room came to, where the motion waits for the chair to decide between them."""
    meeting = None if motion.meeting is None else await meetings.find(view, actor, motion.meeting)
    if motion.stage is not Stage.BALLOT or meeting is None or meeting.stage != MeetingStage.OPEN:
        return None
    boxes = await votes.boxes(view, actor, motion.vote or "")
    if any(counting.is_awaited(vote) for vote in boxes):
        return None
    rules = await members.rules_on(view, now)
    found = await counting.found(view, actor, rules, motion, boxes, meeting=meeting)
    return found if counting.may_be_cast(rules, found) else None


async def _decide(
    tx: Transaction,
    actor: Actor,
    motion: MotionRecord,
    boxes: Sequence[votes.VoteRecord],
    now: datetime,
    *,
    casting: bool | None = None,
) -> None:
    """Apply the majority by clause, once every box is declared and the meeting was held (P-140 to P-146).

    What was decided openly in the room is decided there, while the meeting goes on; where votes are equal and the
    chair may decide between them, it waits for that until the meeting ends. Where the decision depends on how
    the classes of one box divide, which nobody may know, the boxes decide nothing.
    """
    meeting = None if motion.meeting is None else await meetings.find(tx, actor, motion.meeting)
    if meeting is None or any(counting.is_awaited(vote) for vote in boxes):
        return
    are_open = all(vote.mode in OPEN_MODES for vote in boxes)
    if meeting.stage not in ((MeetingStage.CLOSED, MeetingStage.OPEN) if are_open else (MeetingStage.CLOSED,)):
        return
    rules = await members.rules_on(tx, meeting.closed_at or now)
    found = await counting.found(tx, actor, rules, motion, boxes, meeting=meeting, casting=casting)
    if casting is None and meeting.stage == MeetingStage.OPEN and counting.may_be_cast(rules, found):
        return
    declared = next(vote for vote in boxes if vote.state is State.DECLARED)
    are_told = await counting.are_told(tx, actor, declared)
    motion.result = counting.numbers(boxes) if are_told else None
    if found.question != "carried":
        await _leave_undecided(tx, actor, motion, now, found)
        return
    found = found if are_told else replace(found, figures={})
    if found.met and confirming.awaits_second(rules, motion):
        await _for_the_minutes(tx, actor, motion, now, passed_first=found)
        await confirming.wait_for_second(tx, actor, motion, rules, day=meeting.day, found=found, now=now)
        return
    motion.finding = found.to_dict()
    motion.stage = Stage.CARRIED if found.met else Stage.LOST
    motion.decided_at = now
    await audit.note(tx, actor, f"motion.{motion.stage}", motion.id, now, vote=declared.id, **(motion.result or {}))
    await rule_changes.ended(tx, motion, now)
    await _for_the_minutes(tx, actor, motion, now)


async def lapse(tx: Transaction, actor: Actor, motion_id: str, now: datetime) -> None:
    """The window for the second meeting closed: what the first decided is left undecided for good."""
    motion = await confirming.lapse(tx, actor, motion_id, now)
    if motion is not None:
        await _for_the_minutes(tx, actor, motion, now)


async def _leave_undecided(
    tx: Transaction, actor: Actor, motion: MotionRecord, now: datetime, finding: Finding | None
) -> None:
    motion.finding = None if finding is None else finding.to_dict()
    motion.stage = Stage.UNDECIDED
    motion.decided_at = now
    await audit.note(tx, actor, "motion.undecided", motion.id, now)
    await rule_changes.ended(tx, motion, now)
    await _for_the_minutes(tx, actor, motion, now)


async def _set_aside_unopened(tx: Transaction, actor: Actor, motion: MotionRecord, now: datetime) -> None:
    """One that is open was promised to members: setting it aside takes two people at its own desk (PERM-7)."""
    for vote in await votes.boxes(tx, actor, motion.vote or ""):
        if vote.state is State.ROLLED:
            await votes.void(tx, actor, vote.id, "meeting-not-held", now)


async def _for_the_minutes(
    tx: Transaction, actor: Actor, motion: MotionRecord, now: datetime, *, passed_first: Finding | None = None
) -> None:
    """``passed_first`` is the decision of the first of two meetings: carried there, and not yet the end of it."""
    meeting = None if motion.meeting is None else await meetings.find(tx, actor, motion.meeting)
    item = None if meeting is None else next((one for one in meeting.items if one.subject == motion.id), None)
    if item is None:
        return
    votes_ = motion.result or {}
    decision = Decision(
        item=item.id,
        outcome=str(motion.stage if passed_first is None else Stage.CARRIED),
        in_favour=votes_.get("in_favour"),
        against=votes_.get("against"),
        abstaining=votes_.get("abstaining"),
        finding=passed_first or motion.decision,
    )
    await meetings.decide(tx, actor, item.meeting, decision, now)


async def _inquorate(view: View, meeting: meetings.MeetingRecord) -> Finding | None:
    """The finding of the last time the meeting was found without a quorum."""
    found = [event for event in await meetings.events(view, meeting.id) if event.what == "inquorate"]
    return Finding.from_dict(found[-1].finding) if found and found[-1].finding else None
