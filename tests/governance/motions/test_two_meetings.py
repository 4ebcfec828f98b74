"""What the law has members decide at two meetings: the window, the confirmation, and the copy to the registrar."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

import pytest

from governance.errors import Invalid
from governance.meetings import service as meetings
from governance.meetings.model import How, Kind
from governance.motions import service as motions
from governance.motions.model import NotSent, OutsideWindow, Stage, TooFewHere, WrongStage
from governance.motions.records import MotionRecord
from governance.votes import service as votes
from tests.governance.motions.story import MEETING, OPERATOR, Story
from tests.governance.motions.test_room import HANDS, at_the_meeting, close_the_meeting, put_to_the_room

FIRST = MEETING.date()
SECOND = datetime(2027, 5, 3, 13, 0, tzinfo=UTC)
TRANSFER = "transfer_of_engagements"
NOTHING: Mapping[str, object] = MappingProxyType({})


async def found(story: Story, motion: str) -> MotionRecord:
    async with story.database.reading() as view:
        return await motions.find(view, OPERATOR, motion)


async def show_hands(story: Story, motion: str, in_favour: int, against: int) -> MotionRecord:
    vote = await put_to_the_room(story, motion)
    async with story.database.writing() as tx:
        await votes.count_hands(tx, OPERATOR, vote.id, [[0, in_favour, against]], story.now)
        await votes.close(tx, story.keys, OPERATOR, vote.id, story.now)
        await votes.declare(tx, OPERATOR, vote.id, story.now)
    await story.work()
    return await found(story, motion)


async def passed_once(story: Story, matter: str = TRANSFER, changes: Mapping[str, object] = NOTHING) -> str:
    motion = await at_the_meeting(story, matter, {**HANDS, **changes})
    await show_hands(story, motion, 4, 1)
    await close_the_meeting(story)
    return motion


async def call_second(story: Story, starts_at: datetime = SECOND) -> str:
    async with story.database.writing() as tx:
        called = await meetings.call(
            tx, OPERATOR, kind=Kind.GENERAL, starts_at=starts_at, place="Neuadd y Dref", now=story.now
        )
    return called.id


async def at_the_second(story: Story, motion: str) -> None:
    second = await call_second(story)
    await story.put(motion, second)
    async with story.database.writing() as tx:
        await meetings.serve_notice(tx, OPERATOR, second, story.now)
    await story.deliver()
    story.meeting = second
    story.clock.move_to(SECOND)
    async with story.database.writing() as tx:
        for member in story.members[:5]:
            await meetings.attend(tx, OPERATOR, second, member.member or "", how=How.IN_PERSON, now=story.now)
        await meetings.begin(tx, OPERATOR, second, story.now)


async def confirmed(story: Story) -> str:
    motion = await passed_once(story)
    await at_the_second(story, motion)
    assert (await show_hands(story, motion, 3, 2)).stage is Stage.CARRIED
    return motion


async def test_the_first_meeting_passes_it_and_it_waits_for_the_second(story: Story) -> None:
    motion = await found(story, await passed_once(story))
    assert (motion.stage, motion.standing, motion.decided_at) == (Stage.SUPPORTED, "to-be-confirmed", None)
    assert motion.first is not None
    assert (motion.first.day, motion.first.finding.met) == (FIRST, True)
    assert motion.first.finding.figures["meeting"] == "first"
    async with story.database.reading() as view:
        past = await meetings.events(view, story.meeting)
    assert [event.facts["outcome"] for event in past if event.what == "decided"] == ["carried"], "for its minutes"


async def test_three_of_five_are_too_few_for_the_first_meeting_and_enough_for_the_second(story: Story) -> None:
    """Two thirds, then more than half (L-050)."""
    motion = await at_the_meeting(story, TRANSFER)
    assert (await show_hands(story, motion, 3, 2)).stage is Stage.LOST


async def test_the_second_meeting_confirms_it_by_more_than_half(story: Story) -> None:
    motion = await found(story, await confirmed(story))
    assert motion.decision is not None
    assert motion.decision.figures["meeting"] == "confirming"


@pytest.mark.parametrize("days", [14, 31])
async def test_a_second_meeting_too_soon_or_too_late_confirms_nothing(story: Story, days: int) -> None:
    """Fourteen clear days at least, and no more than a month (L-057, L-058)."""
    motion = await passed_once(story, changes={"P-081": {"rule": "36", "value": 7}})
    other = await call_second(story, MEETING + timedelta(days=days))
    with pytest.raises(OutsideWindow) as refused:
        await story.put(motion, other)
    finding = refused.value.finding
    assert finding is not None
    assert (finding.figures["opens"], finding.figures["closes"]) == (date(2027, 4, 25), date(2027, 5, 10))


async def test_when_the_window_closes_the_first_decision_lapses(story: Story) -> None:
    motion = await passed_once(story)
    story.clock.move_to(datetime(2027, 5, 10, 20, 0, tzinfo=UTC))
    await story.work()
    assert (await found(story, motion)).stage is Stage.SUPPORTED
    story.clock.move_to(datetime(2027, 5, 11, 1, 0, tzinfo=UTC))
    await story.work()
    lapsed = await found(story, motion)
    assert lapsed.stage is Stage.UNDECIDED
    assert lapsed.decision is not None
    assert lapsed.decision.question == "second-meeting-in-window"


async def test_what_was_confirmed_does_not_lapse(story: Story) -> None:
    motion = await confirmed(story)
    story.clock.move_to(datetime(2027, 6, 1, tzinfo=UTC))
    await story.work()
    assert (await found(story, motion)).stage is Stage.CARRIED


async def test_nobody_takes_back_what_a_meeting_has_passed(story: Story) -> None:
    motion = await passed_once(story)
    async with story.database.writing() as tx:
        with pytest.raises(WrongStage):
            await motions.withdraw(tx, story.members[0], motion, story.now)


async def test_the_copy_is_sent_and_then_registered(story: Story) -> None:
    motion = await confirmed(story)
    async with story.database.writing() as tx:
        with pytest.raises(NotSent):
            await motions.registered(tx, OPERATOR, motion, SECOND.date(), story.now)
        for wrong in (FIRST, SECOND.date() + timedelta(days=1)):
            with pytest.raises(Invalid):
                await motions.sent(tx, OPERATOR, motion, wrong, story.now)
        await motions.sent(tx, OPERATOR, motion, SECOND.date(), story.now)
    story.clock.pass_time(timedelta(days=30))
    async with story.database.writing() as tx:
        await motions.registered(tx, OPERATOR, motion, date(2027, 5, 20), story.now)
    first = (await found(story, motion)).first
    assert first is not None
    assert (first.sent_on, first.registered_on) == (SECOND.date(), date(2027, 5, 20))


async def test_what_one_meeting_decides_needs_no_second(story: Story) -> None:
    motion = await at_the_meeting(story, None)
    decided = await show_hands(story, motion, 4, 1)
    assert (decided.stage, decided.first) == (Stage.CARRIED, None)


async def test_becoming_a_company_takes_more_members_at_the_meeting(story: Story) -> None:
    """P-111: here half of the eight members, and one member fewer is not enough."""
    needed = {**HANDS, "P-111": {"rule": "96", "value": {"minimum": 6, "fraction": "1/2"}}}
    motion = await at_the_meeting(story, "dissolution", needed)
    async with story.database.writing() as tx:
        record = await motions.find(tx, OPERATOR, motion)
        record.matter = "company_conversion"
    with pytest.raises(TooFewHere) as refused:
        await put_to_the_room(story, motion)
    assert refused.value.finding is not None
    assert refused.value.finding.figures["needed"] == 6
