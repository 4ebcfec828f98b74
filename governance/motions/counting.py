"""The count behind a decision: of one box, or of every box where the rules count class by class."""

from collections import Counter
from collections.abc import Sequence

from constitution import Finding, Rulebook, Votes
from constitution.boxes import Box, carried_in_boxes
from constitution.resolutions import Resolution, counts_by_class
from governance.actor import Actor
from governance.meetings import service as meetings
from governance.members import service as members
from governance.motions.matters import about
from governance.motions.records import MotionRecord
from governance.platform.db import View
from governance.votes import service as votes
from governance.votes.model import Fallback, Outcome, State

NOBODY = Outcome(yes=0, no=0, blank=0, roll=0)


def is_awaited(vote: votes.VoteRecord) -> bool:
    """Is the count of this box still to come?"""
    return vote.state is not State.DECLARED and not has_lapsed(vote)


def has_lapsed(vote: votes.VoteRecord) -> bool:
    """A class of which too few voted for its box to be opened: it cast no vote, as was said beforehand (SMALL-1)."""
    never_opened = vote.state is State.VOID and vote.closed_at is not None and vote.counted is not None
    return never_opened and vote.joint is not None and vote.fallback is Fallback.LAPSE and vote.result is None


async def found(
    view: View,
    actor: Actor,
    rules: Rulebook,
    motion: MotionRecord,
    boxes: Sequence[votes.VoteRecord],
    *,
    meeting: meetings.MeetingRecord,
    casting: bool | None = None,
) -> Finding:
    """The decision of everybody who was asked, in every box (P-140 to P-146); ``casting`` the chair's second vote."""
    matters = await about(view, rules, motion)
    by_class = counts_by_class(rules, matters)
    return carried_in_boxes(
        rules,
        [await _box(view, actor, vote, by_class=by_class) for vote in boxes],
        matters,
        present=await _voters_present(view, rules, meeting),
        members=await members.count(view, meeting.day),
        entitled=sum(vote.roll_count for vote in boxes),
        confirming=motion.first_decision is not None,
        casting=casting,
    )


def may_be_cast(rules: Rulebook, finding: Finding) -> bool:
    """Are the votes equal, and may the chair decide between them (P-121)? Only where votes count alike."""
    is_ordinary = finding.figures.get("resolution") == Resolution.ORDINARY
    return finding.figures.get("tied") is True and is_ordinary and rules.flag("P-121")


def numbers(boxes: Sequence[votes.VoteRecord]) -> dict[str, int]:
    """The heads of all boxes."""
    outcomes = [_outcome(vote) for vote in boxes]
    return {
        "in_favour": sum(one.yes for one in outcomes),
        "against": sum(one.no for one in outcomes),
        "abstaining": sum(one.blank for one in outcomes),
        "took_part": sum(one.took_part for one in outcomes),
        "roll": sum(vote.roll_count for vote in boxes),
    }


async def are_told(view: View, actor: Actor, vote: votes.VoteRecord) -> bool:
    """May the numbers be kept with the decision? Not where few papers would show how somebody voted (SMALL-2)."""
    results = await votes.results(view, actor, vote.id)
    return results is not None and not results.is_withheld


async def _voters_present(view: View, rules: Rulebook, meeting: meetings.MeetingRecord) -> int:
    """A member without a vote is welcome at the meeting, and no part of a majority of those present (P-142)."""
    voters = {voter.member for voter in await members.voting_members(view, rules, meeting.day)}
    return sum(one.member in voters for one in await meetings.attendance(view, meeting))


def _outcome(vote: votes.VoteRecord) -> Outcome:
    return votes.outcome(vote) or NOBODY


async def _box(view: View, actor: Actor, vote: votes.VoteRecord, *, by_class: bool) -> Box:
    said = _outcome(vote)
    lines = await votes.roll(view, actor, vote.id) if by_class else ()
    counted = Votes(in_favour=said.yes, against=said.no, abstaining=said.blank)
    return Box(counted, Counter(line.class_ for line in lines))
