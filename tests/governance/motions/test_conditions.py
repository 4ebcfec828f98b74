"""Rules that wait for a number of members: from the day that the register has it they decide."""

from dataclasses import replace

import pytest

from constitution import Rulebook
from constitution.entries import Condition, condition
from governance.members import service as members
from governance.motions import service as motions
from governance.motions.model import Stage
from governance.rulebook import service as rulebook
from governance.votes import service as votes
from tests.governance.motions.story import CITIZEN_DIRECTED, MEETING, OPERATOR, Story
from tests.governance.motions.test_room import HANDS, NOBODY_ASKS, at_the_meeting, close_the_meeting, put_to_the_room

FOUR_FIFTHS = {"fraction": "4/5", "cmp": ">="}


def when(sentence: str) -> Condition:
    return condition("conditions.0", {"when": sentence, "rule": "61", "set": {"P-140": FOUR_FIFTHS}})


def with_condition(sentence: str) -> Rulebook:
    return replace(CITIZEN_DIRECTED, conditions=(when(sentence),))


@pytest.mark.parametrize(("sentence", "ends"), [("members >= 8", Stage.LOST), ("members >= 9", Stage.CARRIED)])
async def test_the_majority_of_a_larger_membership_decides_only_once_there_are_so_many(
    story: Story, sentence: str, ends: Stage
) -> None:
    """Three of four in favour are more than half and fewer than four fifths; eight are members."""
    motion = await at_the_meeting(story, changes=HANDS, rules=with_condition(sentence))
    vote = await put_to_the_room(story, motion, demand=NOBODY_ASKS)
    async with story.database.writing() as tx:
        await votes.count_hands(tx, OPERATOR, vote.id, [[0, 3, 1]], story.now)
    await close_the_meeting(story)
    async with story.database.writing() as tx:
        await votes.declare(tx, OPERATOR, vote.id, story.now)
    await story.work()
    async with story.database.reading() as view:
        decided = await motions.find(view, OPERATOR, motion)
    assert decided.stage is ends
    assert decided.decision is not None
    cited = {citation.parameter: citation.rule for citation in decided.decision.citations}
    assert cited["P-140"] == ("61" if ends is Stage.LOST else "56"), "the condition's own rule is what is cited"


@pytest.mark.parametrize(
    ("sentence", "holds"),
    [
        ("class citizen >= 2", True),
        ("class citizen >= 3", False),
        ("class supporter == 0", True),
        ("members > 3", False),
    ],
)
async def test_a_condition_may_count_one_class(story: Story, sentence: str, holds: bool) -> None:
    classes = ["citizen", "citizen", "citizen_representative"]
    await story.found(rules=with_condition(sentence), classes=classes)
    async with story.database.reading() as view:
        rules = await members.rules_on(view, story.now)
        unread = await rulebook.in_force(view, story.now)
    assert (rules.majority("P-140").share.denominator == 5) is holds
    assert unread.conditions, "whoever changes the rules has their conditions still in them"


async def test_it_is_the_members_of_that_day_who_count(story: Story) -> None:
    await story.found(rules=with_condition("members >= 9"))
    before = story.now
    story.clock.move_to(MEETING)
    await story.admit(9)
    async with story.database.reading() as view:
        assert (await members.rules_on(view, before)).majority("P-140").share.denominator == 2
        assert (await members.rules_on(view, story.now)).majority("P-140").share.denominator == 5
