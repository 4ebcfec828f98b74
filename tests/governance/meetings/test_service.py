"""Calling, telling, coming, beginning and ending: each refused where the rules refuse it."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from constitution import Finding, Rulebook
from constitution.notice import Business
from constitution.service import Method
from governance.actor import NOBODY, Actor
from governance.correspondence import service as correspondence
from governance.correspondence.jobs import Channels, deliver_due
from governance.correspondence.model import Letter, Tally
from governance.errors import Invalid, NotFound
from governance.meetings import model
from governance.meetings import service as meetings
from governance.meetings.model import How, Kind, Stage
from governance.meetings.records import MeetingRecord
from governance.members import service as members
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.ids import new_id
from governance.platform.jobs.queue import JobRecord
from governance.platform.texts import Texts
from tests.governance.meetings.conftest import ACCOUNTS, ACTOR, called, candidate, citizens, posted

LAWFUL = datetime(2027, 1, 29, 14, 0, tzinfo=UTC)
"""Sent on 4 January, letters count from 7 January (72 hours); 21 clear days later it is 29 January."""


async def notified(database: Database, clock: ScriptedClock, starts_at: datetime = LAWFUL) -> MeetingRecord:
    meeting = await called(database, clock, starts_at)
    async with database.writing() as tx:
        await meetings.serve_notice(tx, ACTOR, meeting.id, clock.now())
    return meeting


async def on_the_day(database: Database, clock: ScriptedClock, post: Channels) -> MeetingRecord:
    meeting = await notified(database, clock)
    await posted(database, post, clock)
    clock.move_to(LAWFUL)
    return meeting


async def come(database: Database, clock: ScriptedClock, meeting: MeetingRecord, who: Sequence[str]) -> None:
    async with database.writing() as tx:
        for place, member in enumerate(who):
            how = How.REMOTE if place % 2 else How.IN_PERSON
            await meetings.attend(tx, ACTOR, meeting.id, member, how=how, now=clock.now())


async def found(database: Database, meeting: MeetingRecord) -> MeetingRecord:
    async with database.reading() as view:
        return await meetings.find(view, ACTOR, meeting.id)


async def test_the_earliest_day_comes_with_its_rules(coop: Database, clock: ScriptedClock) -> None:
    async with coop.reading() as view:
        ways = await meetings.methods_needed(view, date(2027, 1, 4))
        finding = await meetings.earliest(view, Kind.AGM, ways, clock.now())
    assert list(ways) == [Method.EMAIL, Method.POST]
    assert finding.figures["earliest-meeting"] == LAWFUL.date()
    assert {"P-080", "P-086", "P-087"} <= {citation.parameter for citation in finding.citations}


async def test_an_unlawful_date_is_refused_with_the_first_lawful_one_and_the_clause(
    coop: Database, clock: ScriptedClock
) -> None:
    with pytest.raises(Invalid) as refusal:
        await called(coop, clock, LAWFUL - timedelta(days=1))
    assert refusal.value.errors == {"starts_at": "too-soon"}
    finding = refusal.value.finding
    assert finding is not None
    assert finding.figures["earliest-meeting"] == date(2027, 1, 29)
    assert (finding.figures["clear-days-given"], finding.figures["clear-days-needed"]) == (20, 21)
    assert finding.citations[0].parameter == "P-080"
    assert finding.citations[0].rule is not None
    async with coop.reading() as view:
        assert await meetings.meetings(view) == []


async def test_the_finding_and_the_version_of_the_rules_are_kept(coop: Database, clock: ScriptedClock) -> None:
    meeting = await found(coop, await called(coop, clock, LAWFUL))
    assert meeting.notice_finding.met
    assert meeting.rules_version == 1
    assert (meeting.starts_at, meeting.day) == (LAWFUL, date(2027, 1, 29))


async def test_a_meeting_is_somewhere(coop: Database, clock: ScriptedClock) -> None:
    with pytest.raises(Invalid):
        async with coop.writing() as tx:
            await meetings.call(tx, ACTOR, kind=Kind.GENERAL, starts_at=LAWFUL, place=" ", now=clock.now())


async def test_a_date_years_away_is_a_slip_of_the_hand(coop: Database, clock: ScriptedClock) -> None:
    meeting = await called(coop, clock, LAWFUL)
    far, place = datetime(9999, 12, 31, 23, 0, tzinfo=UTC), "Bangor"
    for act in (
        lambda tx: meetings.call(tx, ACTOR, kind=Kind.AGM, starts_at=far, place=place, now=clock.now()),
        lambda tx: meetings.replan(tx, ACTOR, meeting.id, starts_at=far, place=place, link="", now=clock.now()),
        lambda tx: meetings.postpone(tx, ACTOR, meeting.id, far, clock.now()),
    ):
        with pytest.raises(Invalid) as refusal:
            async with coop.writing() as tx:
                await act(tx)
        assert refusal.value.errors == {"starts_at": "too-far"}
    assert (await found(coop, meeting)).starts_at == LAWFUL


async def test_nobody_is_written_to_about_a_date_that_stays(coop: Database, clock: ScriptedClock) -> None:
    meeting = await notified(coop, clock)
    with pytest.raises(Invalid) as refusal:
        async with coop.writing() as tx:
            await meetings.postpone(tx, ACTOR, meeting.id, LAWFUL, clock.now())
    assert refusal.value.errors == {"starts_at": "same-date"}
    assert (await found(coop, meeting)).sitting == 1


async def test_a_reason_fits_into_a_letter(coop: Database, clock: ScriptedClock) -> None:
    meeting = await called(coop, clock, LAWFUL)
    with pytest.raises(Invalid) as refusal:
        async with coop.writing() as tx:
            await meetings.cancel(tx, ACTOR, meeting.id, clock.now(), reason=Texts(en="ŵ" * 501, cy="ŷ" * 500))
    assert refusal.value.errors == {"reason_en": "too-long"}


async def test_notice_needs_business_in_both_languages(coop: Database, clock: ScriptedClock) -> None:
    async with coop.writing() as tx:
        meeting = await meetings.call(tx, ACTOR, kind=Kind.GENERAL, starts_at=LAWFUL, place="Neuadd", now=clock.now())
    with pytest.raises(model.NoBusiness):
        async with coop.writing() as tx:
            await meetings.serve_notice(tx, ACTOR, meeting.id, clock.now())
    async with coop.writing() as tx:
        await meetings.add_item(tx, ACTOR, meeting.id, title=Texts(en="Boat"), subject=new_id(), now=clock.now())
    with pytest.raises(model.WordsMissing) as refusal:
        async with coop.writing() as tx:
            await meetings.serve_notice(tx, ACTOR, meeting.id, clock.now())
    assert refusal.value.facts["missing"] == {1: ("cy",)}


async def test_whoever_writes_an_item_is_asked_for_every_language_at_once(coop: Database, clock: ScriptedClock) -> None:
    meeting = await called(coop, clock, LAWFUL)
    for title, text, business, wrong in (
        (Texts(en="Boat"), Texts(), None, {"title_cy"}),
        (ACCOUNTS, Texts(cy="Cytunwn."), None, {"text_en"}),
        (ACCOUNTS, Texts(), Business.RULE_CHANGE, {"text_cy", "text_en"}),
    ):
        with pytest.raises(Invalid) as refusal:
            async with coop.writing() as tx:
                await meetings.add_item(
                    tx, ACTOR, meeting.id, title=title, text=text, business=business, now=clock.now()
                )
        assert refusal.value.errors.keys() == wrong
    assert len((await found(coop, meeting)).items) == 1


async def test_a_reason_is_given_in_every_language_or_not_at_all(coop: Database, clock: ScriptedClock) -> None:
    meeting = await called(coop, clock, LAWFUL)
    later, reason = LAWFUL + timedelta(days=14), Texts(en="The hall is flooded.")
    for act in (
        lambda tx: meetings.postpone(tx, ACTOR, meeting.id, later, clock.now(), reason=reason),
        lambda tx: meetings.cancel(tx, ACTOR, meeting.id, clock.now(), reason=reason),
    ):
        with pytest.raises(Invalid) as refusal:
            async with coop.writing() as tx:
                await act(tx)
        assert refusal.value.errors == {"reason_cy": "missing"}
    assert (await found(coop, meeting)).starts_at == LAWFUL


async def test_a_change_of_the_rules_needs_its_text_and_longer_notice(coop: Database, clock: ScriptedClock) -> None:
    meeting = await called(coop, clock, LAWFUL)
    async with coop.writing() as tx:
        await meetings.add_item(
            tx,
            ACTOR,
            meeting.id,
            title=ACCOUNTS,
            subject=new_id(),
            business=Business.RULE_CHANGE,
            now=clock.now(),
        )
    with pytest.raises(model.WordsMissing):
        async with coop.writing() as tx:
            await meetings.serve_notice(tx, ACTOR, meeting.id, clock.now())
    other = await called(coop, clock, LAWFUL)
    async with coop.writing() as tx:
        await meetings.add_item(
            tx, ACTOR, other.id, title=ACCOUNTS, text=ACCOUNTS, business=Business.RULE_CHANGE, now=clock.now()
        )
    with pytest.raises(model.UnlawfulDate) as refusal:
        async with coop.writing() as tx:
            await meetings.serve_notice(tx, ACTOR, other.id, clock.now())
    assert refusal.value.finding is not None
    assert refusal.value.finding.figures["clear-days-needed"] == 28


async def test_after_notice_the_business_is_closed(coop: Database, clock: ScriptedClock) -> None:
    meeting = await notified(coop, clock)
    with pytest.raises(model.BusinessClosed) as refusal:
        async with coop.writing() as tx:
            await meetings.add_item(tx, ACTOR, meeting.id, title=ACCOUNTS, now=clock.now())
    assert refusal.value.finding is not None
    assert refusal.value.finding.citations[0].parameter == "P-076"


async def test_a_date_that_was_lawful_when_called_is_refused_when_notice_goes_out_too_late(
    coop: Database, clock: ScriptedClock
) -> None:
    meeting = await called(coop, clock, LAWFUL)
    clock.pass_time(timedelta(days=1))
    with pytest.raises(model.UnlawfulDate):
        async with coop.writing() as tx:
            await meetings.serve_notice(tx, ACTOR, meeting.id, clock.now())
    assert (await found(coop, meeting)).stage == Stage.CALLED


async def test_serving_again_reaches_only_those_who_have_joined_since(
    coop: Database, clock: ScriptedClock, post: Channels
) -> None:
    meeting = await notified(coop, clock)
    await posted(coop, post, clock)
    async with coop.writing() as tx:
        await members.admit(tx, ACTOR, candidate(13, "citizen"), clock.now())
    for _ in range(2):
        async with coop.writing() as tx:
            await meetings.serve_notice(tx, ACTOR, meeting.id, clock.now())
    async with coop.reading() as view:
        ledger = await correspondence.ledger(view, ACTOR, (await found(coop, meeting)).cause)
    assert ledger.tally == Tally(total=13, given=12, waiting=1, to_post=0, failed=0)


async def test_postponing_before_notice_just_changes_the_date(coop: Database, clock: ScriptedClock) -> None:
    meeting = await called(coop, clock, LAWFUL)
    async with coop.writing() as tx:
        await meetings.postpone(tx, ACTOR, meeting.id, LAWFUL + timedelta(days=7), clock.now())
    after = await found(coop, meeting)
    assert (after.stage, after.sitting, after.starts_at) == (Stage.CALLED, 1, LAWFUL + timedelta(days=7))


async def test_postponing_after_notice_needs_fresh_lawful_notice_and_sends_it(
    coop: Database, clock: ScriptedClock, post: Channels
) -> None:
    meeting = await notified(coop, clock)
    await posted(coop, post, clock)
    clock.move_to(datetime(2027, 1, 20, 9, 0, tzinfo=UTC))
    with pytest.raises(Invalid) as refusal:
        async with coop.writing() as tx:
            await meetings.postpone(tx, ACTOR, meeting.id, datetime(2027, 2, 13, 14, 0, tzinfo=UTC), clock.now())
    assert refusal.value.finding is not None
    assert refusal.value.finding.figures["earliest-meeting"] == date(2027, 2, 14)

    later = datetime(2027, 2, 14, 14, 0, tzinfo=UTC)
    async with coop.writing() as tx:
        await meetings.postpone(tx, ACTOR, meeting.id, later, clock.now(), reason=Texts(en="Flood", cy="Llifogydd"))
    after = await found(coop, meeting)
    assert (after.sitting, after.stage, after.starts_at) == (2, Stage.NOTIFIED, later)
    await posted(coop, post, clock)
    async with coop.reading() as view:
        words = {one.variant: one.text for one in await correspondence.words(view, after.cause, model.POSTPONED)}
        assert (await meetings.standing(view, after, clock.now())).figures["told-in-time"] == 12
    assert "Y rheswm: Llifogydd" in words["cy"]
    assert "Friday 29 January 2027" in words["en"]
    assert "Sunday 14 February 2027" in words["en"]


async def test_cancelling_tells_everybody_who_had_been_told(
    coop: Database, clock: ScriptedClock, post: Channels
) -> None:
    meeting = await notified(coop, clock)
    await posted(coop, post, clock)
    async with coop.writing() as tx:
        await meetings.cancel(tx, ACTOR, meeting.id, clock.now(), reason=Texts(en="Flood", cy="Llifogydd"))
    assert (await deliver_due(coop, post, clock)).sent == 12
    cancelled = await found(coop, meeting)
    assert cancelled.stage == Stage.CANCELLED
    async with coop.reading() as view:
        ledger = await correspondence.ledger(view, ACTOR, cancelled.cause)
    assert {letter.told.kind for letter in ledger.letters} == {model.CANCELLED}
    assert ledger.tally.total == 12, "nobody stands there twice"
    with pytest.raises(model.WrongStage):
        async with coop.writing() as tx:
            await meetings.serve_notice(tx, ACTOR, meeting.id, clock.now())


async def test_cancelling_what_nobody_knew_of_writes_to_nobody(coop: Database, clock: ScriptedClock) -> None:
    meeting = await called(coop, clock, LAWFUL)
    async with coop.writing() as tx:
        await meetings.cancel(tx, ACTOR, meeting.id, clock.now())
    async with coop.reading() as view:
        with pytest.raises(NotFound):
            await correspondence.ledger(view, ACTOR, meeting.cause)


@pytest.mark.parametrize(("held_on", "in_time"), [(date(2027, 3, 27), 10), (date(2027, 3, 26), 0)])
async def test_a_late_language_makes_the_whole_notice_late(
    coop: Database, clock: ScriptedClock, post: Channels, held_on: date, in_time: int
) -> None:
    """D-13: Welsh e-mailed on Monday 1 March, English on Thursday 4 March; first lawful day Saturday 27 March."""
    meeting = await called(coop, clock, datetime.combine(held_on, time(14), UTC))
    async with coop.reading() as view:
        everybody = [Letter.to_member(member) for member in await view.scalars(members.entitled_on(date(2027, 1, 4)))]
    facts = {
        "organisation": Texts(en="Bryn", cy="Bryn"),
        "meeting": meeting.id,
        "meeting_kind": "agm",
        "starts_at": meeting.starts_at,
        "place": meeting.place,
        "join_link": "",
        "items": [],
        "clear_days": 21,
        "months": None,
        "rule": "36",
    }
    for edition, (language, day) in enumerate({"cy": 1, "en": 4}.items(), start=1):
        clock.move_to(datetime(2027, 3, day, 10, 0, tzinfo=UTC))
        async with coop.writing() as tx:
            await correspondence.serve(
                tx,
                ACTOR,
                kind=model.NOTICE,
                cause=meeting.cause,
                letters=everybody,
                facts=facts,
                offered=[language],
                edition=edition,
                now=clock.now(),
            )
        await deliver_due(coop, post, clock)
    async with coop.reading() as view:
        standing = await meetings.standing(view, meeting, clock.now())
    assert (standing.figures["told-in-time"], standing.met) == (in_time, in_time > 0)
    assert "P-095" in {citation.parameter for citation in standing.citations}


async def test_a_meeting_cannot_begin_on_letters_that_nobody_posted(
    coop: Database, clock: ScriptedClock, post: Channels
) -> None:
    """Two get post; nobody says that it was posted: an omission of some (P-094), but not when nobody was told."""
    meeting = await notified(coop, clock)
    clock.move_to(LAWFUL)
    await come(coop, clock, meeting, await citizens(coop))
    with pytest.raises(model.NoticeNotGiven) as refusal:
        async with coop.writing() as tx:
            await meetings.begin(tx, ACTOR, meeting.id, clock.now())
    assert refusal.value.finding is not None
    assert refusal.value.finding.figures["not-told"] == 12
    assert "P-094" in {citation.parameter for citation in refusal.value.finding.citations}


async def test_letters_posted_too_late_are_an_omission_that_the_rules_forgive(
    coop: Database, clock: ScriptedClock, post: Channels
) -> None:
    meeting = await notified(coop, clock)
    await deliver_due(coop, post, clock)
    clock.pass_time(timedelta(days=3))
    await posted(coop, post, clock)
    async with coop.reading() as view:
        standing = await meetings.standing(view, await meetings.find(view, ACTOR, meeting.id), clock.now())
    assert standing.met
    assert (standing.figures["told-in-time"], standing.figures["told-late"]) == (10, 2)


async def test_a_whole_class_left_out_is_not_forgiven() -> None:
    rules = Rulebook.from_pack("e-citizen-directed")
    limits = Finding("latest-service", True, {"latest-service": date(2027, 1, 7)})
    there = model.Told("citizen", {"cy": date(2027, 1, 5), "en": date(2027, 1, 5)})
    nowhere = model.Told("supporter", {})
    assert not model.standing(rules, limits, LAWFUL.date(), [there] * 9 + [nowhere]).met
    assert model.standing(rules, limits, LAWFUL.date(), [there] * 9 + [model.Told("citizen", {})]).met
    assert not model.standing(rules, limits, LAWFUL.date(), []).met


async def test_each_member_comes_once_on_the_day_and_only_members_count(
    coop: Database, clock: ScriptedClock, post: Channels
) -> None:
    meeting = await notified(coop, clock)
    await posted(coop, post, clock)
    (first, *_) = await citizens(coop)
    with pytest.raises(model.NotToday):
        await come(coop, clock, meeting, [first])
    clock.move_to(LAWFUL)
    await come(coop, clock, meeting, [first])
    with pytest.raises(model.AlreadyThere):
        await come(coop, clock, meeting, [first])
    with pytest.raises(NotFound):
        await come(coop, clock, meeting, [new_id()])
    async with coop.writing() as tx:
        left = await members.admit(tx, ACTOR, candidate(13, "citizen"), clock.now())
        await members.cease(
            tx, ACTOR, left.id, ground="resigned", on=clock.now().date(), reason="moved", now=clock.now()
        )
    with pytest.raises(model.NotAMember):
        await come(coop, clock, meeting, [left.id])


async def test_two_doors_let_one_member_in_once(coop: Database, clock: ScriptedClock, post: Channels) -> None:
    meeting = await on_the_day(coop, clock, post)
    (first, *_) = await citizens(coop)
    doors = await asyncio.gather(*(come(coop, clock, meeting, [first]) for _ in range(4)), return_exceptions=True)
    assert sum(door is None for door in doors) == 1
    assert sum(isinstance(door, model.AlreadyThere) for door in doors) == 3


async def test_a_member_says_for_themselves_that_they_are_there_and_for_nobody_else(
    coop: Database, clock: ScriptedClock, post: Channels
) -> None:
    meeting = await on_the_day(coop, clock, post)
    first, second, *_ = await citizens(coop)
    herself = Actor(account=new_id(), member=first)
    async with coop.writing() as tx:
        await meetings.attend(tx, herself, meeting.id, first, how=How.REMOTE, now=clock.now())
    with pytest.raises(NotFound):
        async with coop.writing() as tx:
            await meetings.attend(tx, herself, meeting.id, second, how=How.REMOTE, now=clock.now())


async def test_an_inquorate_meeting_does_not_begin_and_the_figures_say_why(
    coop: Database, clock: ScriptedClock, post: Channels
) -> None:
    meeting = await on_the_day(coop, clock, post)
    async with coop.reading() as view:
        supporters = [member.id for member in await members.register(view, ACTOR, day=meeting.day)][10:]
    await come(coop, clock, meeting, [*(await citizens(coop))[:2], *supporters])
    with pytest.raises(model.Inquorate) as refusal:
        async with coop.writing() as tx:
            await meetings.begin(tx, ACTOR, meeting.id, clock.now())
    finding = refusal.value.finding
    assert finding is not None
    assert (finding.figures["present"], finding.figures["needed"]) == (2, 3)
    assert (finding.figures["present-of-citizen"], finding.figures["needed-of-citizen"]) == (2, 3)
    assert {"P-100", "P-101", "P-107"} <= {citation.parameter for citation in finding.citations}
    assert (await found(coop, meeting)).stage == Stage.NOTIFIED


async def test_a_meeting_does_not_begin_before_its_time(coop: Database, clock: ScriptedClock, post: Channels) -> None:
    meeting = await notified(coop, clock)
    await posted(coop, post, clock)
    clock.move_to(LAWFUL - timedelta(minutes=1))
    await come(coop, clock, meeting, await citizens(coop))
    with pytest.raises(model.NotYet):
        async with coop.writing() as tx:
            await meetings.begin(tx, ACTOR, meeting.id, clock.now())


async def test_an_inquorate_meeting_waits_then_meets_next_week_with_whoever_comes(
    coop: Database, clock: ScriptedClock, post: Channels
) -> None:
    meeting = await on_the_day(coop, clock, post)
    everybody = await citizens(coop)
    await come(coop, clock, meeting, everybody[:2])
    with pytest.raises(model.StillWaiting) as refusal:
        async with coop.writing() as tx:
            await meetings.adjourn_inquorate(tx, ACTOR, meeting.id, clock.now())
    assert refusal.value.finding is not None
    assert refusal.value.finding.figures["wait-until"] == LAWFUL + timedelta(minutes=30)

    clock.pass_time(timedelta(minutes=30))
    async with coop.writing() as tx:
        again = await meetings.adjourn_inquorate(tx, ACTOR, meeting.id, clock.now())
    assert (again.met, again.citations[0].parameter) == (True, "P-096")
    after = await found(coop, meeting)
    assert (after.starts_at, after.sitting, after.stage) == (LAWFUL + timedelta(weeks=1), 2, Stage.NOTIFIED)

    clock.move_to(after.starts_at)
    await come(coop, clock, after, everybody[3:6])
    async with coop.writing() as tx:
        enough = await meetings.begin(tx, ACTOR, meeting.id, clock.now())
    assert (enough.question, enough.figures["present"]) == ("reconvened-quorum", 3)
    assert enough.citations[0].parameter == "P-110"


async def test_a_meeting_forgotten_on_its_day_neither_begins_nor_moves_to_a_day_that_has_gone(
    coop: Database, clock: ScriptedClock, post: Channels
) -> None:
    meeting = await on_the_day(coop, clock, post)
    next_week = LAWFUL + timedelta(weeks=1)
    for act in (meetings.begin, meetings.adjourn_inquorate):
        with pytest.raises(model.DayPassed):
            async with coop.writing() as tx:
                await act(tx, ACTOR, meeting.id, next_week)
    assert (await found(coop, meeting)).sitting == 1

    async with coop.writing() as tx:
        await meetings.adjourn_inquorate(tx, ACTOR, meeting.id, next_week - timedelta(minutes=1))
    assert (await found(coop, meeting)).starts_at == next_week


async def test_a_quorate_meeting_is_not_adjourned_for_lack_of_one(
    coop: Database, clock: ScriptedClock, post: Channels
) -> None:
    meeting = await on_the_day(coop, clock, post)
    await come(coop, clock, meeting, (await citizens(coop))[:3])
    clock.pass_time(timedelta(minutes=30))
    with pytest.raises(model.Quorate):
        async with coop.writing() as tx:
            await meetings.adjourn_inquorate(tx, ACTOR, meeting.id, clock.now())


def test_next_week_keeps_the_time_on_the_clock_when_summer_begins() -> None:
    """28 March 2027: 14:00 GMT becomes 14:00 BST, an hour earlier in UTC."""
    before = datetime(2027, 3, 23, 14, 0, tzinfo=UTC)
    assert model.same_time_next_week(before) == datetime(2027, 3, 30, 13, 0, tzinfo=UTC)


async def test_closing_promises_what_waits_for_it_once(coop: Database, clock: ScriptedClock, post: Channels) -> None:
    meeting = await on_the_day(coop, clock, post)
    await come(coop, clock, meeting, (await citizens(coop))[:3])
    async with coop.writing() as tx:
        await meetings.begin(tx, ACTOR, meeting.id, clock.now())
    clock.pass_time(timedelta(hours=2))
    async with coop.writing() as tx:
        await meetings.close(tx, ACTOR, meeting.id, clock.now())
    with pytest.raises(model.WrongStage):
        async with coop.writing() as tx:
            await meetings.close(tx, ACTOR, meeting.id, clock.now())
    async with coop.reading() as view:
        jobs = list(await view.scalars(select(JobRecord).where(JobRecord.kind == "meeting-closed")))
    assert [job.payload for job in jobs] == [{"meeting": meeting.id}]


async def test_a_stranger_learns_nothing_of_a_meeting(coop: Database, clock: ScriptedClock) -> None:
    meeting = await called(coop, clock, LAWFUL)
    async with coop.reading() as view:
        with pytest.raises(NotFound):
            await meetings.find(view, NOBODY, meeting.id)
        with pytest.raises(NotFound):
            await meetings.find(view, ACTOR, new_id())
