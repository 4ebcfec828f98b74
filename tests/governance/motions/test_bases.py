"""What a decision is taken of, and what happens when votes are equal, as the rules have it (P-121, P-122, P-142)."""

from pathlib import Path

import pytest

from governance.actor import Role
from governance.errors import Refusal
from governance.meetings import service as meetings
from governance.motions import service as motions
from governance.motions.model import NoCastingVote, Stage
from governance.motions.records import MotionRecord
from tests.governance.conftest import Web
from tests.governance.motions.story import OPERATOR, Story
from tests.governance.motions.test_room import HANDS, at_the_meeting, close_the_meeting, put_to_the_room
from tests.governance.motions.test_two_meetings import found, show_hands

CASTING = {**HANDS, "P-121": {"rule": "46", "value": True}}


@pytest.mark.parametrize(
    ("base", "in_favour", "ends"),
    [
        ("votes_cast", 2, Stage.CARRIED),
        ("members_present", 2, Stage.LOST),  # of five who are there
        ("members_present", 3, Stage.CARRIED),
        ("all_members", 4, Stage.LOST),  # of eight
        ("all_members", 5, Stage.CARRIED),
    ],
)
async def test_a_majority_is_taken_of_what_the_rules_name(story: Story, base: str, in_favour: int, ends: Stage) -> None:
    motion = await at_the_meeting(story, None, {**HANDS, "P-142": {"rule": "56", "value": base}})
    assert (await show_hands(story, motion, in_favour, 0)).stage is ends


async def test_who_has_no_vote_is_not_counted_among_those_present(story: Story) -> None:
    """Two of three citizens are in favour; the two supporters beside them would make it two of five."""
    present = {**HANDS, "P-142": {"rule": "56", "value": "members_present"}}
    classes = ("citizen", "citizen", "citizen", "supporter", "supporter")
    motion = await at_the_meeting(story, None, present, classes=classes, present=5)
    assert (await show_hands(story, motion, 2, 0)).stage is Stage.CARRIED


async def decide(story: Story, motion: str, *, in_favour: bool) -> MotionRecord:
    async with story.database.writing() as tx:
        return await motions.cast_deciding_vote(tx, OPERATOR, motion, story.now, in_favour=in_favour)


async def test_equal_votes_lose_where_the_chair_has_no_second_vote(story: Story) -> None:
    motion = await at_the_meeting(story)
    assert (await show_hands(story, motion, 2, 2)).stage is Stage.LOST
    with pytest.raises(Refusal):
        await decide(story, motion, in_favour=True)


@pytest.mark.parametrize(("in_favour", "ends"), [(True, Stage.CARRIED), (False, Stage.LOST)])
async def test_the_chair_decides_between_equal_votes_where_the_rules_say_so(
    story: Story, in_favour: bool, ends: Stage
) -> None:
    motion = await at_the_meeting(story, None, CASTING)
    assert (await show_hands(story, motion, 2, 2)).stage is Stage.BALLOT, "it waits for the chair"
    decided = await decide(story, motion, in_favour=in_favour)
    assert decided.stage is ends
    assert decided.decision is not None
    assert decided.decision.figures["casting-vote"] == ("in-favour" if in_favour else "against")
    async with story.database.reading() as view:
        past = await meetings.events(view, story.meeting)
    assert [event.facts["outcome"] for event in past if event.what == "decided"] == [str(ends)]


async def test_a_chair_who_does_not_decide_leaves_it_lost_when_the_meeting_ends(story: Story) -> None:
    motion = await at_the_meeting(story, None, CASTING)
    await show_hands(story, motion, 2, 2)
    await close_the_meeting(story)
    assert (await found(story, motion)).stage is Stage.LOST


async def test_the_chair_decides_nothing_before_the_votes_are_counted(story: Story) -> None:
    motion = await at_the_meeting(story, None, CASTING)
    await put_to_the_room(story, motion)
    with pytest.raises(NoCastingVote):
        await decide(story, motion, in_favour=True)


async def test_the_desk_asks_for_the_chairs_vote_when_votes_are_equal(web: Web, tmp_path: Path) -> None:
    story = Story(web.database, web.clock, web.keys, tmp_path)
    motion = await at_the_meeting(story, None, CASTING)
    chair = await web.signed_in(Role.CHAIR)
    desk = f"/en/office/motions/{motion}"
    assert "The votes are equal" not in (await chair.get(desk)).text
    await show_hands(story, motion, 2, 2)
    assert "The votes are equal" in (await chair.get(desk)).text
    assert (await chair.post(f"{desk}/casting", {"casting": "in-favour"}, page=desk)).status_code == 303
    assert "casting vote was in favour" in (await chair.get(f"/en/motions/{motion}")).text
