"""Votes that are tied to a meeting: they follow it to another date, and end when it ends (P-151, P-152)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from constitution import Rulebook
from constitution.balloting import closing_time, latest_opening
from governance.actor import Actor
from governance.meetings import service as meetings
from governance.members import service as members
from governance.platform.clock import first_instant, legal_day
from governance.platform.db import Transaction, View
from governance.platform.keys import Keys
from governance.votes.model import OPEN_MODES, Mode, State
from governance.votes.records import VoteRecord
from governance.votes.service.openly import hands
from governance.votes.service.preparing import reschedule
from governance.votes.service.sealing import close, void


async def tied_to(view: View, meeting_id: str, *states: State) -> Sequence[VoteRecord]:
    """The votes of a meeting that stand at one of these states, in the order in which they were prepared."""
    rows = select(VoteRecord).where(VoteRecord.meeting == meeting_id, VoteRecord.state.in_(states))
    return (await view.scalars(rows.order_by(VoteRecord.prepared_at, VoteRecord.id))).all()


async def follow_meeting(tx: Transaction, actor: Actor, meeting_id: str, now: datetime) -> None:
    """The meeting has another date: what is prepared and not open yet follows it.

    An open ballot keeps the end that members were promised, and an opinion is asked for when it was said to be.
    """
    meeting = await meetings.find(tx, actor, meeting_id)
    rules = await members.rules_on(tx, now)
    latest = last_opening(rules, meeting.starts_at)
    for vote in await tied_to(tx, meeting_id, State.ROLLED):
        if vote.mode in OPEN_MODES and vote.open_by is None and vote.closes_at is None:
            at = meeting.starts_at
            await reschedule(tx, actor, vote.id, now, opens_at=at, open_by=None, closes_at=None)
        elif vote.binding:
            at, ends = min(vote.opens_at, first_instant(legal_day(latest))), closing(rules, meeting)
            await reschedule(tx, actor, vote.id, now, opens_at=at, open_by=latest, closes_at=ends)


async def end_with_meeting(tx: Transaction, keys: Keys, actor: Actor, meeting_id: str, now: datetime) -> None:
    """The meeting is over: ballots that end with it are sealed, and those never opened decide nothing.

    An opinion that has an end of its own has nothing to do with it. Hands that nobody counted decide nothing either.
    """
    for vote in await tied_to(tx, meeting_id, State.ROLLED, State.OPEN):
        if vote.state is State.OPEN and vote.mode is Mode.HANDS and not await hands(tx, vote.id):
            await void(tx, actor, vote.id, "never-counted", now)
        elif vote.state is State.OPEN and vote.closes_at is None:
            await close(tx, keys, actor, vote.id, now)
        elif vote.state is State.ROLLED and (vote.binding or vote.closes_at is None):
            await void(tx, actor, vote.id, "never-opened", now)


def last_opening(rules: Rulebook, until: datetime) -> datetime:
    """The last instant at which a ballot may open that runs until then (P-151)."""
    latest = latest_opening(rules, until).figures["latest"]
    if not isinstance(latest, datetime):
        raise TypeError("the latest opening is an instant")
    return latest


def closing(rules: Rulebook, meeting: meetings.MeetingRecord) -> datetime | None:
    """None where the ballot ends with the meeting (P-152)."""
    closes = closing_time(rules, meeting_starts=meeting.starts_at, called=meeting.called_at).figures.get("closes")
    return closes if isinstance(closes, datetime) else None
