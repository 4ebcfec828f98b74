"""What members do for each other: an offer that somebody takes up, and a thing that is lent."""

from datetime import timedelta

from governance.arrangements.model.together import Feature, Notice, Times
from governance.arrangements.service import peers, things, together
from governance.demonstration.story import Story
from governance.platform.clock import legal_day
from governance.rehearsal.house import officer

OFFERS, ANSWERS, BOOKS = "9", "11", "16"
"""By their number in the register."""


async def help_each_other(story: Story, decision: str) -> None:
    """Both are turned on by what members decided; one offer was taken up, and one waits for a yes."""
    now, domain = story.clock.now(), story.play.town.domain
    async with story.database.writing() as tx:
        secretary = await officer(tx, "secretary", now)
        for feature in Feature:
            await together.turn(tx, secretary, feature, on=True, motion_id=decision, now=now)
    until = legal_day(story.calendar.ago(-60))
    async with story.database.writing() as tx:
        offers, answers = await story.member(tx, OFFERS), await story.member(tx, ANSWERS)
        going_along = Notice("offer", "I can go with somebody to the library on Fridays.", "either", until)
        notice = await peers.put(tx, offers, story.keys, going_along, contact=f"member{OFFERS}@{domain}", now=now)
        await peers.answer(tx, answers, story.keys, notice.id, contact=f"member{ANSWERS}@{domain}", now=now)
        asked = Notice("request", "Who would show me how to fill in the form for a review?", "en", until)
        await peers.put(tx, answers, story.keys, asked, contact=f"member{ANSWERS}@{domain}", now=now)
        thing = await things.share(tx, offers, name="Folding ramp", place="Community hall, by the door", now=now)
        books = await story.member(tx, BOOKS)
        starts_at = story.calendar.ago(-3)
        await things.book(tx, books, thing.id, Times(starts_at, starts_at + timedelta(hours=3)), now)
