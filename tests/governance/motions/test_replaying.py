"""Before members vote on a change of the rules they see what it would have changed in the past."""

from collections.abc import Mapping
from datetime import timedelta

from constitution.amendment import Amendment, amended
from governance.motions import service as motions
from governance.motions.replaying import WITHHELD, About, Replayed
from governance.platform.clock import legal_day
from governance.rulebook import service as rulebook
from tests.governance.motions.story import OPERATOR, Story

THREE_QUARTERS = {"P-140": {"rule": "56", "value": {"fraction": "3/4", "cmp": ">="}}}
WEIGHTED = {"P-131": {"rule": "48", "value": ["class_share"]}, "P-132": {"rule": "48", "value": {"citizen": 100}}}
SEVEN_PAPERS = "yes yes yes yes yes no no"


async def again(story: Story, entries: Mapping[str, object]) -> tuple[Replayed, ...]:
    async with story.database.reading() as view:
        rules = await rulebook.in_force(view, story.now)
        changed = amended(rules, Amendment(entries)) if entries else rules
        return await motions.replayed(view, story.members[0], changed, story.now)


def about(found: tuple[Replayed, ...], question: str) -> Replayed:
    (one,) = [one for one in found if one.before.question == question]
    return one


async def lived(story: Story, choices: str = SEVEN_PAPERS, *, present: int = 8) -> str:
    """A members' motion, a meeting and a secret ballot."""
    motion, vote, election = await story.to_ballot()
    await story.cast(vote, election, choices)
    await story.hold(present)
    await story.count(vote, election)
    return motion


async def test_a_change_of_the_majority_changes_the_decision_alone(story: Story) -> None:
    motion = await lived(story)
    same = await again(story, {})
    assert {one.before.question for one in same} >= {"carried", "quorum", "notice-standing", "ballot-open-long-enough"}
    assert not any(one.is_changed for one in same)
    assert all(one.after == one.before for one in same if one.before.question in ("quorum", "notice-standing"))
    changed = [one for one in await again(story, THREE_QUARTERS) if one.is_changed]
    assert [(one.subject.about, one.subject.id, one.before.met) for one in changed] == [(About.MOTION, motion, True)]
    assert changed[0].after is not None
    assert changed[0].after.figures["in-favour"] == 5
    assert [one.rule for one in changed[0].after.citations if one.parameter == "P-140"] == ["56"]
    by_class = about(await again(story, WEIGHTED), "carried")
    assert (by_class.after, by_class.untold) == (None, "votes-by-class")


async def test_changes_about_meetings_and_ballots_say_by_how_much(story: Story) -> None:
    await lived(story, present=6)
    quorum = about(await again(story, {"P-100": {"rule": "39", "value": 8}}), "quorum")
    assert quorum.is_changed
    assert quorum.after is not None
    assert (quorum.after.figures["present"], quorum.after.figures["missing"]) == (6, 2)
    days = {"rule": "36", "value": 60}
    assert about(await again(story, {"P-080": days, "P-081": days}), "notice-standing").is_changed
    slower = {"rule": "37", "value": {"hours": 960, "clock": "elapsed"}}
    late = about(await again(story, {"P-086": slower, "P-087": slower}), "notice-standing")
    assert late.is_changed
    assert late.after is not None
    assert late.after.figures["told-in-time"] == 0
    ballot = about(await again(story, {"P-151": {"rule": "51", "value": 90}}), "ballot-open-long-enough")
    assert ballot.subject.about is About.BALLOT
    assert ballot.is_changed


async def test_numbers_that_are_held_back_are_neither_used_nor_shown(story: Story) -> None:
    """Kept as a decision is kept whose numbers would show how somebody voted."""
    motion = await lived(story)
    async with story.database.writing() as tx:
        kept = await motions.find(tx, OPERATOR, motion)
        kept.result = None
        kept.finding = {**(kept.finding or {}), "figures": []}
    found = about(await again(story, THREE_QUARTERS), "carried")
    assert (found.after, found.untold, found.is_changed) == (None, WITHHELD, False)
    assert not found.before.figures


async def test_every_answer_is_found_by_the_rule_it_rested_on_and_the_explorer_shows_the_last(story: Story) -> None:
    motion = await lived(story)
    async with story.database.reading() as view:
        quorum, more = await motions.used(view, OPERATOR, "39")
        majority, _ = await motions.used(view, OPERATOR, "56")
        none, _ = await motions.used(view, OPERATOR, "3")
    assert "quorum" in {one.finding.question for one in quorum}
    assert all(one.subject.id == story.meeting and one.versions("39") == (1,) for one in quorum)
    assert not more
    assert [one.finding.question for one in majority if one.subject.id == motion] == ["carried", "required-majority"]
    assert not none
    assert [one.subject.at for one in majority] == sorted((one.subject.at for one in majority), reverse=True)
    async with story.database.reading() as view:
        found = await motions.explored(view, OPERATOR, await rulebook.edition(view, story.now))
    quorum = next(one for one in found if one.clause.number == "39")
    assert quorum.uses[0].finding.figures["present"] == 8
    members = next(entry for entry in quorum.entries if entry.parameter == "P-100")
    assert [act.name for act in members.acts] == ["quorum"]
    assert members.words["en"]
    assert members.words["cy"]
    speaking = [entry for one in found for entry in one.entries if entry.parameter == "P-002"]
    assert [entry.acts for entry in speaking] == [()]


async def test_which_rule_applied_on_a_day_is_answered_with_its_version(story: Story) -> None:
    await story.found()
    async with story.database.reading() as view:
        found = await motions.applied(view, "P-080", legal_day(story.now) - timedelta(days=1))
    assert (found.value, found.citation.rule, found.version.number, found.applies) == (21, "36", 1, True)
