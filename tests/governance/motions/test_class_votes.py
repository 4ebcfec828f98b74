"""Motions under rules that count class by class: one box for each, and a decision over all of them (P-131 to P-146)."""

from collections.abc import Mapping
from fractions import Fraction

import pytest

from constitution import Finding, Rulebook
from constitution.amendment import Amendment
from governance.motions import service as motions
from governance.motions.model import Stage
from governance.votes import service as votes
from governance.votes.model import Mode, State
from tests.governance.motions.story import OPERATOR, Story
from tests.governance.motions.test_room import HANDS, at_the_meeting, close_the_meeting, put_to_the_room

B = Rulebook.from_pack("b-multi-stakeholder")
CLASSES = (*["supported"] * 4, *["worker"] * 3, *["community_org"] * 2)

Hands = tuple[int, int, int]
"""Abstaining, in favour, against."""


async def in_the_room(story: Story, matter: str | None = None, mode: Mode = Mode.HANDS) -> tuple[str, votes.VoteRecord]:
    changes = {**HANDS, "P-139": {"value": []}}
    motion = await at_the_meeting(story, matter, changes, rules=B, classes=CLASSES, present=9, by_board=True)
    return motion, await put_to_the_room(story, motion, mode)


async def boxes(story: Story, vote: votes.VoteRecord) -> dict[str, votes.VoteRecord]:
    async with story.database.reading() as view:
        return {" ".join(box.classes or ["all"]): box for box in await votes.boxes(view, OPERATOR, vote.id)}


async def count(story: Story, box: votes.VoteRecord, hands: Hands) -> None:
    async with story.database.writing() as tx:
        await votes.count_hands(tx, OPERATOR, box.id, [list(hands)], story.now)
        await votes.close(tx, story.keys, OPERATOR, box.id, story.now)
        await votes.declare(tx, OPERATOR, box.id, story.now)
    await story.work()


async def count_each(story: Story, vote: votes.VoteRecord, hands: Mapping[str, Hands]) -> None:
    found = await boxes(story, vote)
    assert found.keys() == hands.keys()
    for name, counted in hands.items():
        await count(story, found[name], counted)


async def decision(story: Story, motion: str) -> tuple[Stage, Finding | None]:
    async with story.database.reading() as view:
        found = await motions.find(view, OPERATOR, motion)
    return Stage(found.stage), found.decision


async def test_what_heads_would_lose_the_weights_of_the_classes_carry(story: Story) -> None:
    """Four for and four against; of 40, 35 and 25 per cent two thirds, nothing and all are in favour."""
    motion, vote = await in_the_room(story)
    await count_each(story, vote, {"supported": (1, 2, 1), "worker": (0, 0, 3), "community_org": (0, 2, 0)})
    stage, found = await decision(story, motion)
    assert stage is Stage.CARRIED
    assert found is not None
    assert found.figures["share-reached"] == Fraction(155, 300)
    assert found.figures["share-by-heads"] == Fraction(1, 2)
    assert {one.rule for one in found.citations} >= {"48", "56"}


async def test_nothing_is_decided_before_every_class_is_counted(story: Story) -> None:
    motion, vote = await in_the_room(story)
    found = await boxes(story, vote)
    await count(story, found["supported"], (0, 4, 0))
    await count(story, found["worker"], (0, 3, 0))
    assert (await decision(story, motion))[0] is Stage.BALLOT
    await count(story, found["community_org"], (0, 0, 2))
    assert (await decision(story, motion))[0] is Stage.CARRIED


async def test_a_class_that_nobody_counted_leaves_the_motion_undecided(story: Story) -> None:
    motion, vote = await in_the_room(story)
    found = await boxes(story, vote)
    await count(story, found["supported"], (0, 4, 0))
    await close_the_meeting(story)
    assert (await boxes(story, vote))["worker"].state is State.VOID
    assert (await decision(story, motion))[0] is Stage.UNDECIDED


async def test_the_right_of_a_class_is_not_changed_without_it(story: Story) -> None:
    motion, vote = await in_the_room(story, "class_shares")
    await count_each(story, vote, {"supported": (0, 4, 0), "worker": (0, 1, 2), "community_org": (0, 2, 0)})
    stage, found = await decision(story, motion)
    assert stage is Stage.LOST
    assert found is not None
    assert found.figures["refused-by"] == "worker"


async def test_a_change_of_the_rules_that_takes_from_a_class_is_not_made_without_it(story: Story) -> None:
    """P-146: three quarters of the weighted votes are in favour, as changes of the rules need; one worker of three."""
    seats = {name: dict(limits) for name, limits in B.table("P-182").items()}
    seats["worker"]["maximum"] -= 1
    taken = Amendment({"P-182": {"rule": B.entries["P-182"].rule, "value": seats}})
    motion = await at_the_meeting(
        story,
        changes={**HANDS, "P-139": {"value": []}},
        rules=B,
        classes=CLASSES,
        present=9,
        by_board=True,
        change=taken,
    )
    vote = await put_to_the_room(story, motion)
    await count_each(story, vote, {"supported": (0, 4, 0), "worker": (0, 1, 2), "community_org": (0, 2, 0)})
    stage, found = await decision(story, motion)
    assert found is not None
    assert (stage, found.figures["refused-by"]) == (Stage.LOST, "worker")
    assert found.figures["share-missing"] == 0
    assert "P-146" in {one.parameter for one in found.citations}


async def test_a_recorded_poll_is_counted_by_class_too(story: Story) -> None:
    motion, vote = await in_the_room(story, mode=Mode.RECORDED)
    found = await boxes(story, vote)
    answers = [[1, 0]] * 4 + [[0, 1]] * 3 + [[1, 0]] * 2
    for voter, class_, answer in zip(story.members, CLASSES, answers, strict=True):
        async with story.database.writing() as tx:
            right = voter.member or ""
            await votes.take_part(tx, story.keys, voter, found[class_].id, [answer], now=story.now, right=right)
    await close_the_meeting(story)
    for box in found.values():
        async with story.database.writing() as tx:
            await votes.declare(tx, OPERATOR, box.id, story.now)
        await story.work()
    stage, decided = await decision(story, motion)
    assert stage is Stage.CARRIED
    assert decided is not None
    assert decided.figures["share-reached"] == Fraction(65, 100)


async def test_the_statute_counts_heads_in_one_box_whatever_the_rules_weigh(story: Story) -> None:
    """L-056, V-18: six of nine are two thirds, though the weights would say otherwise."""
    _motion, vote = await in_the_room(story, "transfer_of_engagements")
    assert (await boxes(story, vote)).keys() == {"all"}


async def by_secret_ballot(story: Story, choices: str) -> str:
    """All nine share one box: none of the classes could stand alone."""
    await story.found(rules=B, classes=CLASSES)
    await story.call()
    motion = await story.propose(None, story.meeting, by_board=True)
    await story.put(motion)
    await story.give_notice()
    vote = await story.ballot(motion)
    election = await story.open(vote)
    await story.cast(vote, election, choices)
    await story.hold(present=9)
    await story.count(vote, election)
    return motion


@pytest.mark.control("SMALL-1")
async def test_a_box_that_classes_share_decides_what_it_says_however_they_voted(story: Story) -> None:
    motion = await by_secret_ballot(story, "yes yes yes yes yes yes yes yes blank")
    stage, found = await decision(story, motion)
    assert stage is Stage.CARRIED
    assert found is not None
    assert found.figures["in-favour"] == 8
    assert [name for name in found.figures if name.endswith(("supported", "worker", "community-org"))] == []


@pytest.mark.control("SMALL-1")
async def test_where_it_depends_on_who_in_the_box_said_no_nothing_is_decided(story: Story) -> None:
    motion = await by_secret_ballot(story, "yes yes yes yes no no no blank blank")
    stage, found = await decision(story, motion)
    assert stage is Stage.UNDECIDED
    assert found is not None
    assert found.question == "class-votes-known"
