"""One meeting with one motion, from notice to minutes: by show of hands, or by secret ballot where rules ask it."""

from datetime import datetime, timedelta
from functools import partial

from constitution.balloting import Demand
from governance.demonstration import gathering, polling
from governance.demonstration.calendar import AFTERNOON
from governance.demonstration.story import GUIDE, Story
from governance.demonstration.texts import YEARLY, Proposal
from governance.meetings import service as meetings
from governance.meetings.model import How, Kind
from governance.members import service as members
from governance.motions import service as motions
from governance.platform.clock import legal_day
from governance.rehearsal.house import officer
from governance.rehearsal.people import choice
from governance.votes import service as votes
from governance.votes.model import Mode

LASTS = timedelta(hours=2)
CALLED_BEFORE, OPEN_BEFORE = 30, 28
"""Days before the meeting."""


async def decide(story: Story, proposal: Proposal, days_ago: int) -> str:
    """The board puts a motion to an annual meeting, and members carry it. Answers the motion."""
    story.clock.move_to(story.calendar.ago(days_ago + CALLED_BEFORE))
    now = story.clock.now()
    async with story.database.writing() as tx:
        chair = await officer(tx, "chair", now)
        motion = await motions.propose(
            tx,
            chair,
            title=proposal.title,
            text=proposal.text,
            matter="pooled_fund" if proposal.purposes else None,
            by_board=True,
            now=now,
        )
        if proposal.purposes:
            since = legal_day(story.calendar.ago(days_ago))
            authority = motions.Authority(proposal.purposes, since, total=proposal.up_to)
            await motions.authorise(tx, chair, motion.id, authority, now)
    starts_at = story.calendar.ago(days_ago, AFTERNOON)
    meeting = await gathering.call(story, Kind.AGM, starts_at, business=YEARLY, motion=motion.id)
    if story.play.key_holders:
        await _by_ballot(story, motion.id, meeting, starts_at, days_ago)
    else:
        await _by_hands(story, motion.id, meeting)
    await gathering.write_minutes(story, meeting)
    story.clock.pass_time(timedelta(days=7))
    await gathering.approve_minutes(story, meeting)
    return motion.id


async def _by_ballot(story: Story, motion_id: str, meeting_id: str, starts_at: datetime, days_ago: int) -> None:
    keepers = story.private.keepers(f"meeting-{days_ago}-days-ago", story.group)
    opens = story.calendar.ago(days_ago + OPEN_BEFORE)
    vote = await polling.open_ballot(story, motion_id, keepers, opens)
    chosen = partial(choice, in_favour=8)
    await polling.cast_some(story, vote, keepers, leave_out=6, until=starts_at, chosen=chosen)
    await gathering.hold(story, meeting_id, one_in=1)
    await polling.open_the_sum(story, vote, keepers, range(1, 4))
    await polling.declare(story, vote)


async def _by_hands(story: Story, motion_id: str, meeting_id: str) -> None:
    """Everybody who may vote is there; all but one in each class vote in favour."""
    async with story.database.reading() as view:
        meeting = await meetings.find(view, GUIDE, meeting_id)
        everybody = [member.id for member in await view.scalars(members.entitled_on(meeting.day).order_by("number"))]
    story.clock.move_to(meeting.starts_at)
    now = story.clock.now()
    async with story.database.writing() as tx:
        chair = await officer(tx, "chair", now)
        for member in everybody:
            await meetings.attend(tx, chair, meeting_id, member, how=How.IN_PERSON, now=now)
        await meetings.begin(tx, chair, meeting_id, now)
        first = await motions.vote_in_the_room(tx, story.keys, chair, motion_id, now, mode=Mode.HANDS, demand=Demand())
        for vote in await votes.boxes(tx, chair, first.id):
            against = int(vote.roll_count > 2)
            await votes.count_hands(tx, chair, vote.id, [[0, vote.roll_count - against, against]], now)
            await votes.close(tx, story.keys, chair, vote.id, now)
            await votes.declare(tx, await officer(tx, "secretary", now), vote.id, now)
    await story.pass_on()
    story.clock.pass_time(LASTS)
    now = story.clock.now()
    async with story.database.writing() as tx:
        await meetings.close(tx, await officer(tx, "chair", now), meeting_id, now)
    await story.pass_on()
