"""A motion put to the vote in the room: by show of hands or with names, unless it must be secret."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest

from constitution import Rulebook
from constitution.amendment import Amendment
from constitution.balloting import Demand
from governance.actor import Actor
from governance.errors import CoopError
from governance.meetings import service as meetings
from governance.meetings.model import How
from governance.motions import service as motions
from governance.motions.model import STATUTORY, NoMeeting, SecretBallotDemanded, Stage
from governance.votes import service as votes
from governance.votes.model import Mode, State
from governance.votes.model.refusals import NotAtTheMeeting
from tests.governance.motions.story import CITIZEN_DIRECTED, MEETING, OPERATOR, Story

HANDS = {"P-136": {"value": "show_of_hands"}}
NOBODY_ASKS = Demand()


async def at_the_meeting(
    story: Story,
    matter: str | None = None,
    changes: Mapping[str, object] | None = None,
    *,
    rules: Rulebook = CITIZEN_DIRECTED,
    classes: Sequence[str] = (),
    present: int = 5,
    by_board: bool = False,
    change: Amendment | None = None,
) -> str:
    """The first members are there, and the meeting is at the motion."""
    await story.found(HANDS if changes is None else changes, rules=rules, classes=classes)
    await story.call()
    motion = await (story.propose(matter, story.meeting, by_board) if change is None else story.propose_change(change))
    await story.put(motion)
    await story.give_notice()
    story.clock.move_to(MEETING)
    async with story.database.writing() as tx:
        for member in story.members[:present]:
            await meetings.attend(tx, OPERATOR, story.meeting, member.member or "", how=How.IN_PERSON, now=story.now)
        await meetings.begin(tx, OPERATOR, story.meeting, story.now)
    return motion


async def put_to_the_room(
    story: Story, motion: str, mode: Mode = Mode.HANDS, demand: Demand = NOBODY_ASKS
) -> votes.VoteRecord:
    async with story.database.writing() as tx:
        return await motions.vote_in_the_room(tx, story.keys, OPERATOR, motion, story.now, mode=mode, demand=demand)


async def stage(story: Story, motion: str) -> Stage:
    async with story.database.reading() as view:
        return Stage((await motions.find(view, OPERATOR, motion)).stage)


async def close_the_meeting(story: Story) -> None:
    story.clock.pass_time(timedelta(hours=1))
    async with story.database.writing() as tx:
        await meetings.close(tx, OPERATOR, story.meeting, story.now)
    await story.work()


async def test_hands_decide_a_motion_while_the_meeting_goes_on(story: Story) -> None:
    motion = await at_the_meeting(story)
    vote = await put_to_the_room(story, motion)
    async with story.database.writing() as tx:
        await votes.count_hands(tx, OPERATOR, vote.id, [[1, 3, 1]], story.now)
        await votes.close(tx, story.keys, OPERATOR, vote.id, story.now)
        await votes.declare(tx, OPERATOR, vote.id, story.now)
    await story.work()
    assert await stage(story, motion) is Stage.CARRIED
    await close_the_meeting(story)
    assert await stage(story, motion) is Stage.CARRIED


@pytest.mark.control("MODE-3")
async def test_a_recorded_poll_of_the_room_takes_votes_of_those_who_are_there_only(story: Story) -> None:
    motion = await at_the_meeting(story)
    vote = await put_to_the_room(story, motion, Mode.RECORDED)

    async def say(voter: Actor, answer: list[int]) -> None:
        async with story.database.writing() as tx:
            await votes.take_part(tx, story.keys, voter, vote.id, [answer], now=story.now, right=voter.member or "")

    for voter in story.members[:5]:
        await say(voter, [0, 1])
    with pytest.raises(NotAtTheMeeting):
        await say(story.members[7], [1, 0])
    async with story.database.writing() as tx:
        with pytest.raises(NotAtTheMeeting):
            await votes.enter(tx, OPERATOR, vote.id, [[1, 0]], story.now, right=story.members[7].member or "")
    await close_the_meeting(story)
    async with story.database.writing() as tx:
        await votes.declare(tx, OPERATOR, vote.id, story.now)
    await story.work()
    assert await stage(story, motion) is Stage.LOST


@pytest.mark.parametrize(
    ("demand", "matter", "changes"),
    [
        (Demand(members=1), None, HANDS),
        (Demand(chair=True), None, {**HANDS, "P-137": {"value": {"members": 3, "chair": True}}}),
        (NOBODY_ASKS, "expulsion", HANDS),
        (NOBODY_ASKS, None, {"P-136": {"value": "secret_ballot"}}),
    ],
)
async def test_what_must_be_secret_is_not_put_to_the_room(
    story: Story, demand: Demand, matter: str | None, changes: dict[str, object]
) -> None:
    motion = await at_the_meeting(story, matter, changes)
    for mode in (Mode.HANDS, Mode.RECORDED):
        with pytest.raises(SecretBallotDemanded) as refused:
            await put_to_the_room(story, motion, mode, demand)
        assert refused.value.finding is not None
    assert await stage(story, motion) is Stage.ON_AGENDA


@pytest.mark.control("MODE-3")
@pytest.mark.parametrize("matter", [one for one in STATUTORY if one != "company_conversion"])
async def test_what_the_statute_keeps_for_a_meeting_is_decided_there_and_never_before(
    story: Story, matter: str
) -> None:
    motion = await at_the_meeting(story, matter)
    for mode in (Mode.VERIFIABLE, Mode.SIMPLE):
        with pytest.raises(CoopError):
            await put_to_the_room(story, motion, mode)
    assert (await put_to_the_room(story, motion)).state is State.OPEN


async def test_nothing_is_put_to_a_room_that_is_empty(story: Story) -> None:
    await story.found(HANDS)
    await story.call()
    motion = await story.propose(None, story.meeting)
    await story.put(motion)
    await story.give_notice()
    with pytest.raises(NoMeeting):
        await put_to_the_room(story, motion)


async def test_hands_that_nobody_counted_decide_nothing(story: Story) -> None:
    motion = await at_the_meeting(story)
    vote = await put_to_the_room(story, motion)
    await close_the_meeting(story)
    async with story.database.reading() as view:
        assert (await votes.find(view, OPERATOR, vote.id)).state is State.VOID
    assert await stage(story, motion) is Stage.UNDECIDED
