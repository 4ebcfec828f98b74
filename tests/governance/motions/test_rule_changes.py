"""Passing the motion changes the rule: a change of the rules from its proposal to the day on which it governs."""

from datetime import UTC, datetime, timedelta

import pytest

from constitution import Rulebook
from constitution.amendment import Amendment
from governance.actor import Actor, Role
from governance.app import mints
from governance.correspondence.jobs import channels, deliver_due
from governance.errors import Invalid, NotFound
from governance.meetings import service as meetings
from governance.motions import model
from governance.motions import service as motions
from governance.motions.matters import about
from governance.motions.model import Stage
from governance.platform.clock import legal_day
from governance.rulebook import service as rulebook
from governance.rulebook.model import State
from governance.settings import Settings
from tests.governance.motions.story import MEETING, OPERATOR, Story

NOTICE = Amendment({"P-080": {"rule": "36", "value": 28}})
QUORUM = Amendment({"P-100": {"rule": "39", "value": 5}})
SECRETARY = Actor(account="sec", roles=frozenset({Role.SECRETARY}))
COMPANY = {"P-002": {"rule": "1", "value": "ca2006"}, "P-005": {"rule": "105", "value": "on_passing"}}


async def proposed(story: Story, amendment: Amendment = NOTICE, *, by_board: bool = True) -> str:
    async with story.database.writing() as tx:
        actor = OPERATOR if by_board else story.members[0]
        motion = await motions.propose_amendment(tx, actor, amendment=amendment, by_board=by_board, now=story.now)
    return motion.id


async def state_of(story: Story, motion: str) -> State:
    async with story.database.reading() as view:
        return State((await motions.proposed(view, OPERATOR, motion, story.now)).version.state)


async def decided(story: Story, choices: str, amendment: Amendment = NOTICE) -> str:
    await story.call()
    motion = await proposed(story, amendment)
    await story.put(motion)
    await story.give_notice()
    vote = await story.ballot(motion)
    election = await story.open(vote)
    await story.cast(vote, election, choices)
    await story.hold()
    await story.count(vote, election)
    return motion


async def notice_days(story: Story, at: datetime | None = None) -> int:
    async with story.database.reading() as view:
        return (await rulebook.in_force(view, at or story.now)).count("P-080")


async def test_a_carried_change_governs_once_it_is_registered(story: Story) -> None:
    await story.found()
    before = await notice_days(story)
    motion = await decided(story, "yes yes yes yes yes yes no no")
    assert await state_of(story, motion) is State.PASSED
    assert await notice_days(story) == before
    story.clock.pass_time(timedelta(days=2))
    async with story.database.writing() as tx:
        version = (await motions.proposed(tx, OPERATOR, motion, story.now)).version
        await rulebook.submit(tx, SECRETARY, version.id, sent_on=legal_day(story.now), now=story.now)
        await rulebook.register(
            tx, SECRETARY, version.id, reference="R/2", registered_on=legal_day(story.now), now=story.now
        )
    assert await notice_days(story) == 28
    async with story.database.reading() as view:
        meeting = await meetings.find(view, OPERATOR, story.meeting)
        assert {one.version for one in meeting.notice_finding.citations} == {1}


@pytest.mark.parametrize(
    ("choices", "stage", "state"),
    [("yes yes yes no no", Stage.LOST, State.REJECTED), ("yes yes yes yes no", Stage.CARRIED, State.PASSED)],
)
async def test_the_version_follows_its_motion(story: Story, choices: str, stage: Stage, state: State) -> None:
    await story.found()
    motion = await decided(story, choices)
    async with story.database.reading() as view:
        assert (await motions.find(view, OPERATOR, motion)).stage is stage
    assert await state_of(story, motion) is state


async def test_a_company_s_new_rule_governs_when_its_motion_is_carried(story: Story) -> None:
    """C-011."""
    await story.found(COMPANY)
    motion = await decided(story, "yes yes yes yes yes yes yes")
    assert await state_of(story, motion) is State.PASSED
    assert await notice_days(story) == 28
    assert await notice_days(story, story.now - timedelta(seconds=1)) == 21


async def test_on_the_agenda_it_is_proposed_and_off_it_a_draft_again(story: Story) -> None:
    await story.found()
    await story.call()
    motion = await proposed(story)
    assert await state_of(story, motion) is State.DRAFT
    await story.put(motion)
    assert await state_of(story, motion) is State.PROPOSED
    async with story.database.writing() as tx:
        item = await meetings.item_about(tx, motion)
        assert item is not None
        await meetings.remove_item(tx, OPERATOR, story.meeting, item.id, story.now)
    await story.work()
    assert await state_of(story, motion) is State.DRAFT


async def test_withdrawn_or_left_undecided_the_change_ends_with_its_motion(story: Story) -> None:
    await story.found()
    withdrawn = await proposed(story, by_board=False)
    async with story.database.writing() as tx:
        await motions.withdraw(tx, story.members[0], withdrawn, story.now)
    assert await state_of(story, withdrawn) is State.WITHDRAWN
    await story.call()
    left = await proposed(story)
    await story.put(left)
    await story.give_notice()
    await story.hold()
    async with story.database.writing() as tx:
        await motions.leave_undecided(tx, OPERATOR, left, story.now)
    assert await state_of(story, left) is State.WITHDRAWN


async def test_the_notice_carries_how_the_rule_will_read_in_both_languages(story: Story) -> None:
    """P-082."""
    await story.found()
    await story.call()
    motion = await proposed(story)
    await story.put(motion)
    async with story.database.reading() as view:
        item = await meetings.item_about(view, motion)
    assert item is not None
    assert item.business == "rule-change"
    assert "28 clear days" in item.worded.en
    assert "28 o ddiwrnodau clir" in item.worded.cy


async def test_a_change_of_what_is_protected_needs_the_strictest_majority_and_a_secret_ballot(story: Story) -> None:
    """P-145, P-139: whoever loosens a protection needs what it protects with."""
    await story.found()
    strict = Rulebook.from_pack("e-citizen-directed").table("P-145")
    async with story.database.writing() as tx:
        loosened = Amendment({"P-145": {"rule": "56", "value": {}}, **NOTICE.entries})
        motion = await motions.propose_amendment(tx, OPERATOR, amendment=loosened, by_board=True, now=story.now)
        rules = await rulebook.in_force(tx, story.now)
        matters = await about(tx, rules, motion)
    share = motion.required_finding.figures["share"]
    assert share == max(one.share for one in strict.values())
    assert model.matter_of_ballot(rules, matters) in rules.words("P-139")


async def test_a_motion_is_written_anew_when_other_rules_took_effect_before_its_notice(story: Story) -> None:
    await story.found()
    motion = await proposed(story, Amendment({"P-080": {"rule": "36", "value": 28}}))
    await _registers(story, Amendment({"P-081": {"rule": "36", "value": 15}}))
    await story.call()
    await story.put(motion)
    async with story.database.reading() as view:
        change = (await motions.proposed(view, OPERATOR, motion, story.now)).change
        worded = (await motions.find(view, OPERATOR, motion)).worded
    assert (change.old.count("P-081"), change.new.count("P-081"), change.new.count("P-080")) == (15, 15, 28)
    assert "15 clear days" in worded.en


async def test_a_motion_whose_rule_was_changed_meanwhile_goes_on_no_notice(story: Story) -> None:
    await story.found()
    motion = await proposed(story)
    await _registers(story, Amendment({"P-080": {"rule": "36", "value": 30}}))
    await story.call()
    with pytest.raises(rulebook.ChangedMeanwhile) as refused:
        await story.put(motion)
    assert refused.value.facts["places"] == "P-080"
    assert await state_of(story, motion) is State.DRAFT


async def test_a_change_that_cannot_be_made_is_no_motion(story: Story) -> None:
    await story.found()
    with pytest.raises(Invalid):
        await proposed(story, Amendment({"P-080": {"rule": "36", "value": "soon"}}))
    with pytest.raises(rulebook.NothingChanged):
        await proposed(story, Amendment({"P-082": {"rule": "105", "value": 28}}))
    async with story.database.reading() as view:
        assert not await motions.motions(view, OPERATOR)
        assert len(await rulebook.versions(view)) == 1


async def test_other_motions_change_no_rule(story: Story) -> None:
    await story.found()
    motion = await story.propose("rule_change", by_board=True)
    async with story.database.reading() as view:
        with pytest.raises(NotFound):
            await motions.proposed(view, OPERATOR, motion, story.now)


async def test_what_a_change_does_is_told_before_it_is_proposed(story: Story) -> None:
    await story.found()
    async with story.database.reading() as view:
        tried = await motions.tried(view, Amendment({"P-180": {"rule": "60", "value": 99}}), story.now)
    assert "board-has-room" in {one.question for one in tried.problems}
    assert tried.majority.figures["resolution"] == "extraordinary"
    assert tried.effect.figures["by"] == "registration"
    assert [one.number for one in tried.clauses] == ["60"]


async def test_a_meeting_called_before_stays_under_the_rules_of_its_notice(story: Story) -> None:
    """V-23: notice is found under the version of the instant at which it was served."""
    await story.found()
    await story.call()
    await story.put(await story.propose(by_board=True))
    await story.give_notice(days_before=26)
    story.clock.pass_time(timedelta(days=2))
    await _registers(story, NOTICE)
    story.clock.move_to(max(story.now, MEETING))
    async with story.database.reading() as view:
        meeting = await meetings.find(view, OPERATOR, story.meeting)
    assert meeting.notice_finding.met
    assert {one.version for one in meeting.notice_finding.citations} == {1}
    await story.hold()


async def _registers(story: Story, amendment: Amendment) -> None:
    story.clock.move_to(max(story.now, datetime(2027, 1, 20, 9, 0, tzinfo=UTC)))
    async with story.database.writing() as tx:
        version = await rulebook.draft_amendment(tx, OPERATOR, amendment, story.now, members=20)
        await rulebook.put_on_notice(tx, OPERATOR, version.id, story.now)
        await rulebook.carry(tx, OPERATOR, version.id, story.now)
        await rulebook.submit(tx, OPERATOR, version.id, sent_on=legal_day(story.now), now=story.now)
        await rulebook.register(
            tx, OPERATOR, version.id, reference="R", registered_on=legal_day(story.now), now=story.now
        )


async def test_every_member_is_told_once_when_the_change_is_in_force(story: Story) -> None:
    await story.found()
    motion = await decided(story, "yes yes yes yes yes yes no no")
    story.clock.pass_time(timedelta(days=2))
    async with story.database.writing() as tx:
        version = (await motions.proposed(tx, OPERATOR, motion, story.now)).version
        await rulebook.submit(tx, SECRETARY, version.id, sent_on=legal_day(story.now), now=story.now)
        await rulebook.register(
            tx, SECRETARY, version.id, reference="R/2", registered_on=legal_day(story.now), now=story.now
        )
    for _ in range(2):
        await story.work()
    settings = Settings(home=story.home, database="", origin="https://bryn.example")
    await deliver_due(story.database, channels(settings, "Bryn", mints(story.keys)), story.clock)
    mails = [path.read_text(errors="replace").replace("=\n", "") for path in story.home.rglob("*.eml")]
    told = [mail for mail in mails if f"https://bryn.example/cy/rules/changes/{motion}" in mail]
    assert len(told) == 8


async def test_a_change_of_every_rule_is_as_long_as_it_has_to_be_and_goes_before_a_meeting(story: Story) -> None:
    """P-082: the notice carries the whole text."""
    await story.found()
    await story.call()
    async with story.database.reading() as view:
        rules = await rulebook.in_force(view, story.now)
    titled = {"en": "Otherwise", "cy": "Fel arall"}
    motion = await proposed(
        story, Amendment({}, {n: one.to_dict() | {"title": titled} for n, one in rules.clauses.items()})
    )
    await story.put(motion)
    async with story.database.reading() as view:
        item = await meetings.item_about(view, motion)
    assert item is not None
    for language in ("en", "cy"):
        text = item.worded.in_variant(language).text
        assert len(text) > model.TEXT_LIMIT
        assert next(reversed(rules.clauses)) in text
