"""The meetings of the demonstration: called, told, held, minuted."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from governance.correspondence import service as correspondence
from governance.demonstration.story import GUIDE, Story
from governance.demonstration.texts import LINK, PLACE
from governance.meetings import service as meetings
from governance.meetings.model import How, Kind
from governance.members import service as members
from governance.motions import service as motions
from governance.platform.texts import Texts
from governance.rehearsal.house import officer

POSTED_AFTER = timedelta(hours=3)
LASTS = timedelta(hours=2)


async def call(
    story: Story, kind: Kind, starts_at: datetime, *, business: Sequence[Texts] = (), motion: str | None = None
) -> str:
    """Call a meeting and send everybody its notice; what cannot go by e-mail is posted the same day."""
    now = story.clock.now()
    async with story.database.writing() as tx:
        secretary = await officer(tx, "secretary", now)
        meeting = await meetings.call(tx, secretary, kind=kind, starts_at=starts_at, place=PLACE, link=LINK, now=now)
        for title in business:
            await meetings.add_item(tx, secretary, meeting.id, title=title, now=now)
        if motion is not None:
            await motions.put_to_meeting(tx, secretary, motion, now, meeting_id=meeting.id)
        await meetings.serve_notice(tx, secretary, meeting.id, now)
    await story.pass_on()
    await _post(story, meeting.id)
    return meeting.id


async def _post(story: Story, meeting_id: str) -> None:
    story.clock.pass_time(POSTED_AFTER)
    now = story.clock.now()
    await story.pass_on()
    async with story.database.writing() as tx:
        secretary = await officer(tx, "secretary", now)
        meeting = await meetings.find(tx, secretary, meeting_id)
        ledger = await correspondence.ledger(tx, secretary, meeting.cause)
        if ledger.to_post:
            await correspondence.mark_posted(tx, secretary, [letter.id for letter in ledger.to_post], now, now)


async def hold(story: Story, meeting_id: str, *, one_in: int) -> None:
    """Some members come, every fourth of them by video; the meeting begins, and ends two hours later."""
    async with story.database.reading() as view:
        meeting = await meetings.find(view, GUIDE, meeting_id)
        everybody = [member.id for member in await view.scalars(members.entitled_on(meeting.day).order_by("number"))]
    story.clock.move_to(meeting.starts_at)
    now = story.clock.now()
    async with story.database.writing() as tx:
        secretary, chair = await officer(tx, "secretary", now), await officer(tx, "chair", now)
        for place, member in enumerate(everybody[::one_in]):
            how = How.REMOTE if place % 4 == 3 else How.IN_PERSON
            await meetings.attend(tx, secretary, meeting_id, member, how=how, now=now)
        await meetings.begin(tx, chair, meeting_id, now)
    story.clock.pass_time(LASTS)
    now = story.clock.now()
    async with story.database.writing() as tx:
        await meetings.close(tx, await officer(tx, "chair", now), meeting_id, now)
    await story.pass_on()


async def write_minutes(story: Story, meeting_id: str) -> None:
    now = story.clock.now()
    async with story.database.writing() as tx:
        await meetings.minutes(tx, await officer(tx, "secretary", now), meeting_id, now=now)


async def approve_minutes(story: Story, meeting_id: str) -> None:
    now = story.clock.now()
    async with story.database.writing() as tx:
        await meetings.approve(tx, await officer(tx, "chair", now), meeting_id, now)
