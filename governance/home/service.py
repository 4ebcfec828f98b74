"""What needs one person now, what is coming, what was decided lately: asked of the slices, remembered nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from constitution.balloting import smallest_cell
from governance.access.permissions import INSIDERS
from governance.actor import Actor
from governance.errors import NotFound
from governance.home import asked
from governance.home.duties import duties as duties
from governance.home.model import MEETING_NEAR, Card, Need, Turnout, first, told
from governance.inspection import service as inspection
from governance.inspection.model import decides_about_grants, person
from governance.meetings import service as meetings
from governance.meetings.model import Stage as MeetingStage
from governance.meetings.service import MeetingRecord
from governance.members import service as members
from governance.motions import service as motions
from governance.motions.model import Stage
from governance.motions.service import MotionRecord
from governance.platform.db import View
from governance.platform.keys import Keys
from governance.votes import service as votes
from governance.votes.model import State

LATELY = 3
MINUTES_TO_VOTE, MINUTES_TO_READ, MINUTES_FOR_A_PART = 3, 2, 10
TO_COME = (MeetingStage.NOTIFIED, MeetingStage.OPEN)


@dataclass(frozen=True, slots=True)
class Front:
    """One person's first page; ``coming`` holds the meetings that need nobody yet; ``is_founding``: the founding
    members have not decided all that the rules leave to them."""

    needs: Sequence[Card]
    coming: Sequence[MeetingRecord]
    decided: Sequence[MotionRecord]
    turnout: Sequence[Turnout]
    is_founding: bool


async def front(view: View, keys: Keys, actor: Actor, now: datetime) -> Front:
    """
    Raises:
        NotFound: nobody is signed in.
    """
    if actor.account is None:
        raise NotFound
    own = [*await asked.asked(view, actor, now), *await asked.offices(view, actor, now)]
    if not INSIDERS.opens_for(actor):
        return Front(first([*await _looks(view, actor, now), *own]), (), (), (), is_founding=False)
    ahead = [meeting for meeting in await meetings.meetings(view) if meeting.stage in TO_COME][::-1]
    found = [
        *await _ballots(view, keys, actor),
        *await _parts(view, actor),
        *_near(ahead, now),
        *await _disclosures(view, actor, now),
        *await _looks(view, actor, now),
        *own,
        *await _motions(view, actor, now),
    ]
    return Front(
        needs=first(found),
        coming=[meeting for meeting in ahead if meeting.starts_at - now > MEETING_NEAR],
        decided=(await motions.decided(view, actor))[:LATELY],
        turnout=await _turnout(view, actor, now),
        is_founding=bool((await members.rules_on(view, now)).undecided()),
    )


async def _ballots(view: View, keys: Keys, actor: Actor) -> Sequence[Card]:
    """The open votes in which the reader has a right that no ballot has used yet."""
    cards = []
    for vote in await _open(view, actor):
        if await votes.right_of(view, vote.id, actor.member) is None or await votes.has_cast(view, keys, actor, vote):
            continue
        meeting = None if vote.meeting is None else await meetings.find(view, actor, vote.meeting)
        cards.append(
            Card(
                Need.VOTE,
                f"/votes/{vote.id}",
                by=vote.closes_at or (None if meeting is None else meeting.starts_at),
                minutes=MINUTES_TO_VOTE,
                words=vote.titled,
                ends_with_meeting=vote.closes_at is None,
            )
        )
    return cards


async def _parts(view: View, actor: Actor) -> Sequence[Card]:
    """A key-holder's and the scrutineer's: before the ballot by its last opening, after it as soon as can be."""
    return [
        Card(
            Need(one.part),
            f"/keys/{one.vote.id}",
            by=one.vote.open_by if one.vote.state is State.ROLLED else one.vote.closed_at,
            minutes=MINUTES_FOR_A_PART,
            words=one.vote.titled,
        )
        for one in await votes.awaited(view, actor)
    ]


def _near(ahead: Sequence[MeetingRecord], now: datetime) -> Sequence[Card]:
    return [
        Card(
            Need.MEETING,
            f"/meetings/{meeting.id}",
            by=meeting.starts_at,
            about=str(meeting.kind),
            place=meeting.place,
            is_remote=bool(meeting.join_link),
        )
        for meeting in ahead
        if meeting.starts_at - now <= MEETING_NEAR
    ]


async def _motions(view: View, actor: Actor, now: datetime) -> Sequence[Card]:
    """Motions of others that seek support, the newest first."""
    if actor.member is None:
        return ()
    rules = await members.rules_on(view, now)
    cards = []
    for motion in await motions.motions(view, actor):
        behind = {supporter.member for supporter in motion.supporters}
        if motion.stage is not Stage.SEEKING_SUPPORT or actor.member in behind:
            continue
        support = await motions.support_found(view, rules, len(behind), now)
        needed = support.figures.get("needed")
        cards.append(
            Card(
                Need.MOTION,
                f"/motions/{motion.id}",
                minutes=MINUTES_TO_READ,
                words=motion.titled,
                number=len(behind),
                of=needed if isinstance(needed, int) else 0,
                why=support,
            )
        )
    return cards


async def _disclosures(view: View, actor: Actor, now: datetime) -> Sequence[Card]:
    """Requests to see the register that somebody else has put before a second person."""
    if not decides_about_grants(actor):
        return ()
    return [
        Card(
            Need.DISCLOSURE,
            f"/office/disclosures/{'person/' if grant.discloses else ''}{grant.id}",
            by=grant.expires_at,
            minutes=MINUTES_TO_READ,
            about=grant.body,
        )
        for grant in await inspection.grants(view, actor)
        if grant.approved_at is None
        and grant.revoked_at is None
        and now < grant.expires_at
        and grant.proposed_by != person(actor)
    ]


async def _looks(view: View, actor: Actor, now: datetime) -> Sequence[Card]:
    """What the reader was let in to look at."""
    return [
        Card(
            Need.LOOK,
            f"/inspect/{grant.id}{'/person' if grant.discloses else ''}",
            by=grant.expires_at,
            about=grant.body,
        )
        for grant in await inspection.grants(view, actor)
        if grant.account == actor.account
        and grant.approved_at is not None
        and grant.revoked_at is None
        and now < grant.expires_at
    ]


async def _turnout(view: View, actor: Actor, now: datetime) -> Sequence[Turnout]:
    smallest = smallest_cell(await members.rules_on(view, now))
    found = []
    for vote in await _open(view, actor):
        contents = await votes.contents(view, vote)
        people = 0 if contents is None else contents.people
        found.append(Turnout(vote.id, vote.titled, told(people, vote.roll_count, smallest), vote.roll_count))
    return found


async def _open(view: View, actor: Actor) -> Sequence[votes.VoteRecord]:
    return [vote for vote in await votes.every(view, actor) if vote.state is State.OPEN]
