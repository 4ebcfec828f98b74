"""One meeting from the call to its approved minutes, as the secretary, the post and the members live it."""

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import text

from constitution.finding import Finding
from governance.audit import service as audit
from governance.correspondence import service as correspondence
from governance.correspondence.jobs import Channels, deliver_due
from governance.meetings import model
from governance.meetings import service as meetings
from governance.meetings.model import Decision, How
from governance.papers import service as papers
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from notifications import Channel, Folder
from tests.governance.meetings.conftest import ACTOR, called, citizens, post_folder, posted

DAY = datetime(2027, 1, 29, 14, 0, tzinfo=UTC)


async def test_call_serve_deliver_attend_begin_close_and_minute(
    coop: Database, clock: ScriptedClock, post: Channels
) -> None:
    meeting = await called(coop, clock, DAY)
    async with coop.writing() as tx:
        await meetings.serve_notice(tx, ACTOR, meeting.id, clock.now())
    await deliver_due(coop, post, clock)
    await posted(coop, post, clock)

    # Twelve members, ten by e-mail and two by post; numbers 3 and 4 asked for Easy Read.
    folder = post.carriers[Channel.EMAIL]
    assert isinstance(folder, Folder)
    mails = [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted((folder.path / "mail").glob("*.eml"))
    ]
    assert (len(mails), len(list(post_folder(post).glob("*.html")))) == (10, 2)
    bodies = [(str(mail["To"]), mail.get_body(("plain",))) for mail in mails]
    texts = {to: body.get_content() for to, body in bodies if body is not None}
    assert len(texts) == 10
    easy_welsh = next(text for to, text in texts.items() if "a3@" in to)
    order = ("Dewch i'n cyfarfod blynyddol", "Fe'ch gwahoddir", "Please come to our yearly", "You are invited")
    places = [easy_welsh.index(words) for words in order]
    assert places == sorted(places)
    assert all("Neuadd y Dref, Tŷ Ŵyn" in text for text in texts.values())
    assert all("Cyfrifon y flwyddyn: tŷ a dŵr" in text for text in texts.values())
    assert "How we spent our money." in easy_welsh
    assert all("https://bryn.example/" in text for text in texts.values())
    async with coop.reading() as view:
        words = await correspondence.words(view, meeting.cause, model.NOTICE)
    assert [one.variant for one in words] == ["cy", "cy-easy", "en", "en-easy"]

    clock.move_to(DAY)
    async with coop.writing() as tx:
        for place, member in enumerate((await citizens(coop))[:4]):
            how = How.REMOTE if place == 3 else How.IN_PERSON
            await meetings.attend(tx, ACTOR, meeting.id, member, how=how, now=clock.now())
        await meetings.begin(tx, ACTOR, meeting.id, clock.now())
    clock.pass_time(timedelta(hours=2))
    async with coop.writing() as tx:
        await meetings.close(tx, ACTOR, meeting.id, clock.now())

    async with coop.reading() as view:
        (item,) = (await meetings.find(view, ACTOR, meeting.id)).items
    carried = Finding("carried", True, {"in-favour": 3}, ())
    async with coop.writing() as tx:
        decision = Decision(item.id, "carried", in_favour=3, against=1, abstaining=0, finding=carried)
        await meetings.decide(tx, ACTOR, meeting.id, decision, clock.now())
        drafts = await meetings.minutes(tx, ACTOR, meeting.id, now=clock.now())
    assert [paper.variant for paper in drafts] == ["en", "cy", "en-easy", "cy-easy"]
    english, welsh, easy, _ = (re.sub(r"\s+", " ", paper.html) for paper in drafts)
    assert "4 members took part: 3 in the room and 1 from elsewhere." in english
    assert "There was a quorum: 4 voting members were there and 3 were needed. (rules 39" in english
    assert "12 of 12 members had been given notice" in english
    assert "Votes in favour: 3. Votes against: 1. Abstentions: 0." in english
    assert "<strong>Carried.</strong>" in english
    assert "Cymerodd 4 o aelodau ran" in welsh
    assert "Pleidleisiau o blaid: 3." in welsh
    assert "3 voted yes. 1 voted no." in easy

    async with coop.writing() as tx:
        again = await meetings.minutes(tx, ACTOR, meeting.id, now=clock.now())
        assert [paper.id for paper in again] == [paper.id for paper in drafts]
        await meetings.decide(tx, ACTOR, meeting.id, decision, clock.now())
    with pytest.raises(model.MinutesOutdated):
        async with coop.writing() as tx:
            await meetings.approve(tx, ACTOR, meeting.id, clock.now())
    async with coop.writing() as tx:
        await meetings.minutes(tx, ACTOR, meeting.id, now=clock.now())
        await meetings.approve(tx, ACTOR, meeting.id, clock.now())
    with pytest.raises(model.WrongStage):
        async with coop.writing() as tx:
            await meetings.minutes(tx, ACTOR, meeting.id, now=clock.now())
    async with coop.reading() as view:
        assert len(await papers.about(view, meeting.id, kind="minutes")) == 4
        happened = [event.what for event in await meetings.events(view, meeting.id)]
        await audit.check(view)
    assert happened == [
        "called",
        "item-added",
        "notice-served",
        "notice-found",
        "began",
        "closed",
        "decided",
        "minuted",
        "minuted",
        "decided",
        "minuted",
        "minutes-approved",
    ]


async def test_minutes_altered_behind_our_back_are_not_shown(coop: Database, clock: ScriptedClock) -> None:
    meeting = await called(coop, clock, DAY)
    async with coop.writing() as tx:
        await papers.keep(
            tx,
            ACTOR,
            kind="minutes",
            about=meeting.id,
            variant="en",
            title="Minutes",
            html="<p>Yes</p>",
            now=clock.now(),
        )
    async with coop.reading() as view:
        assert await meetings.minutes_in(view, ACTOR, meeting.id, "en") is not None
        assert await meetings.minutes_in(view, ACTOR, meeting.id, "cy") is None
    async with coop.writing() as tx:
        if tx.dialect == "sqlite":
            await tx.execute(text("DROP TRIGGER paper_refuses_update"))
        else:
            await tx.execute(text("ALTER TABLE paper DISABLE TRIGGER paper_refuses_update"))
        await tx.execute(text("UPDATE paper SET html = '<p>No</p>'"))
    async with coop.reading() as view:
        with pytest.raises(papers.PaperDamaged):
            await meetings.minutes_in(view, ACTOR, meeting.id, "en")


async def test_minutes_of_a_meeting_held_again_say_why(coop: Database, clock: ScriptedClock, post: Channels) -> None:
    meeting = await called(coop, clock, DAY)
    async with coop.writing() as tx:
        await meetings.serve_notice(tx, ACTOR, meeting.id, clock.now())
    await posted(coop, post, clock)
    clock.move_to(DAY + timedelta(minutes=30))
    async with coop.writing() as tx:
        await meetings.adjourn_inquorate(tx, ACTOR, meeting.id, clock.now())
    await posted(coop, post, clock)
    async with coop.reading() as view:
        again = await meetings.find(view, ACTOR, meeting.id)
        letters = {one.variant: one.text for one in await correspondence.words(view, again.cause, model.ADJOURNED)}
    assert all(" 21 " not in letter for letter in letters.values()), "no letter claims a notice that nobody gave"
    assert "the rules ask for no new notice (rule 47)" in letters["en"]
    assert "nad yw'r rheolau'n gofyn am hysbysiad newydd (rheol 47)" in letters["cy"]
    clock.move_to(DAY + timedelta(weeks=1))
    async with coop.writing() as tx:
        for member in (await citizens(coop))[:3]:
            await meetings.attend(tx, ACTOR, meeting.id, member, how=How.IN_PERSON, now=clock.now())
        await meetings.begin(tx, ACTOR, meeting.id, clock.now())
        await meetings.close(tx, ACTOR, meeting.id, clock.now())
        english, *_ = await meetings.minutes(tx, ACTOR, meeting.id, now=clock.now())
    assert (
        "The meeting was first called for Friday 29 January 2027. 0 voting members came; 3 were needed." in english.html
    )
    assert "It was adjourned to Friday 5 February 2027." in english.html
    assert "the rules ask for no fresh notice" in english.html


async def test_there_is_nothing_to_approve_before_minutes_are_written(
    coop: Database, clock: ScriptedClock, post: Channels
) -> None:
    meeting = await called(coop, clock, DAY)
    async with coop.writing() as tx:
        await meetings.serve_notice(tx, ACTOR, meeting.id, clock.now())
    await posted(coop, post, clock)
    clock.move_to(DAY)
    with pytest.raises(model.WrongStage):
        async with coop.writing() as tx:
            await meetings.minutes(tx, ACTOR, meeting.id, now=clock.now())
    async with coop.writing() as tx:
        for member in (await citizens(coop))[:3]:
            await meetings.attend(tx, ACTOR, meeting.id, member, how=How.IN_PERSON, now=clock.now())
        await meetings.begin(tx, ACTOR, meeting.id, clock.now())
        await meetings.close(tx, ACTOR, meeting.id, clock.now())
    with pytest.raises(model.NoMinutes):
        async with coop.writing() as tx:
            await meetings.approve(tx, ACTOR, meeting.id, clock.now())
