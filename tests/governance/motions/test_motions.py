"""A motion from its proposal to its decision, and each place where the rules stop it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from constitution import Finding
from governance.actor import NOBODY, Actor, Role
from governance.errors import Invalid, NotFound
from governance.meetings import service as meetings
from governance.meetings.model import BusinessClosed
from governance.meetings.preparing import dated
from governance.motions import model
from governance.motions import service as motions
from governance.motions.model import Stage
from governance.platform.jobs.queue import JobRecord
from governance.platform.texts import Texts
from governance.votes import service as votes
from governance.votes.model import State
from governance.votes.model.refusals import TooLateToOpen
from tests.governance.motions.story import MEETING, OPERATOR, TEXT, TITLE, Story

SECRETARY = Actor(account="sec", roles=frozenset({Role.SECRETARY}))


async def stage_of(story: Story, motion: str) -> Stage:
    async with story.database.reading() as view:
        return (await motions.find(view, OPERATOR, motion)).stage


async def decision_of(story: Story, motion: str) -> Finding:
    async with story.database.reading() as view:
        found = (await motions.find(view, OPERATOR, motion)).decision
    assert found is not None
    return found


def parameters(finding: Finding) -> set[str]:
    return {citation.parameter for citation in finding.citations}


@pytest.mark.parametrize(
    ("matter", "choices", "stage", "clause"),
    [
        (None, "yes yes yes no no blank", Stage.CARRIED, "P-140"),
        (None, "yes yes no no blank", Stage.LOST, "P-140"),
        (None, "blank blank blank blank blank", Stage.LOST, "P-140"),
        ("rule_change", "yes yes yes yes yes yes no no", Stage.CARRIED, "P-141"),
        ("rule_change", "yes yes yes no no", Stage.LOST, "P-141"),
        ("rule_change", "yes yes yes no blank blank", Stage.CARRIED, "P-141"),
        ("purpose_clause", "yes yes yes yes yes yes no", Stage.LOST, "P-145"),
    ],
)
async def test_the_majority_is_applied_by_its_clause(
    story: Story, matter: str | None, choices: str, stage: Stage, clause: str
) -> None:
    motion, vote, election = await story.to_ballot(matter)
    await story.cast(vote, election, choices)
    await story.hold()
    await story.count(vote, election)
    assert await stage_of(story, motion) is stage
    finding = await decision_of(story, motion)
    assert finding.met is (stage is Stage.CARRIED)
    assert clause in parameters(finding)
    assert finding.figures["in-favour"] == choices.split().count("yes")
    async with story.database.reading() as view:
        assert [decided.id for decided in await motions.decided(view, SECRETARY)] == [motion]
        (told,) = [event for event in await meetings.events(view, story.meeting) if event.what == "decided"]
    assert (told.facts["outcome"], told.facts["abstaining"]) == (str(stage), choices.split().count("blank"))


async def test_the_secretary_s_minutes_say_what_the_ballot_decided(story: Story) -> None:
    _, vote, election = await story.to_ballot()
    await story.cast(vote, election, "yes yes no blank blank")
    await story.hold()
    async with story.database.writing() as tx:
        early, *_ = await meetings.minutes(tx, OPERATOR, story.meeting, now=story.now)
    assert "No result of this motion has been recorded." in early.html
    await story.count(vote, election)
    async with story.database.writing() as tx:
        english, welsh, *_ = await meetings.minutes(tx, OPERATOR, story.meeting, now=story.now)
    assert "Votes in favour: 2. Votes against: 1. Abstentions: 2." in english.html
    assert "<strong>Carried.</strong> (rule" in english.html
    assert "<strong>Derbyniwyd y cynnig.</strong>" in welsh.html
    assert english.edition == 2


async def test_a_ballot_that_closes_with_the_meeting_is_sealed_by_its_end(story: Story) -> None:
    motion, vote, election = await story.to_ballot()
    await story.cast(vote, election, "yes no yes yes no")
    async with story.database.reading() as view:
        assert (await votes.find(view, OPERATOR, vote)).closes_at is None
    await story.hold()
    async with story.database.reading() as view:
        sealed = await votes.find(view, OPERATOR, vote)
    assert (sealed.state, sealed.sealed_count) == (State.CLOSED, 5)
    assert await stage_of(story, motion) is Stage.BALLOT, "nothing is decided before the count is declared"


async def test_a_ballot_that_closes_before_the_meeting_decides_once_the_meeting_was_held(story: Story) -> None:
    await story.found({"P-152": {"rule": "51", "value": {"at": "before_meeting", "hours": 48}}})
    await story.call()
    motion = await story.propose()
    await story.put(motion)
    await story.give_notice()
    vote = await story.ballot(motion)
    election = await story.open(vote)
    await story.cast(vote, election, "yes yes yes no no")
    story.clock.move_to(MEETING - timedelta(hours=47))
    await story.work()
    await story.count(vote, election)
    assert await stage_of(story, motion) is Stage.BALLOT
    await story.hold()
    assert await stage_of(story, motion) is Stage.CARRIED


async def test_the_proposer_is_the_first_supporter(story: Story) -> None:
    await story.found()
    assert await stage_of(story, await story.propose()) is Stage.SUPPORTED


async def test_a_motion_without_support_does_not_come_before_a_meeting(story: Story) -> None:
    await story.found({"P-072": {"rule": "34", "value": 3}})
    await story.call()
    motion = await story.propose()
    await story.support(motion, story.members[1])
    with pytest.raises(model.WithoutSupport) as refusal:
        await story.put(motion)
    assert refusal.value.code == "without-support"
    assert refusal.value.finding is not None
    assert refusal.value.finding.figures["missing"] == 1
    assert parameters(refusal.value.finding) == {"P-072"}
    assert await stage_of(story, motion) is Stage.SEEKING_SUPPORT
    async with story.database.reading() as view:
        assert (await meetings.find(view, OPERATOR, story.meeting)).items == []
    await story.support(motion, story.members[2])
    await story.put(motion)
    assert await stage_of(story, motion) is Stage.ON_AGENDA


async def test_what_a_motion_lets_a_fund_spend_stays_once_another_member_supports_it(story: Story) -> None:
    await story.found({"P-072": {"rule": "34", "value": 3}})
    motion, said = await story.propose("pooled_fund"), motions.Authority(("support",), story.now.date(), total=100_00)
    async with story.database.writing() as tx:
        await motions.authorise(tx, story.members[0], motion, said, story.now)
    await story.support(motion, story.members[1])
    async with story.database.writing() as tx:
        with pytest.raises(model.SupportedAsItIs):
            await motions.authorise(tx, story.members[0], motion, said, story.now)


async def test_a_member_supports_once(story: Story) -> None:
    await story.found({"P-072": {"rule": "34", "value": 3}})
    motion = await story.propose()
    await story.support(motion, story.members[1])
    for who in story.members[:2]:
        with pytest.raises(model.AlreadySupported):
            await story.support(motion, who)
    assert len(await _supporters(story, motion)) == 2


async def _supporters(story: Story, motion: str) -> list[str]:
    async with story.database.reading() as view:
        return [supporter.member for supporter in (await motions.find(view, OPERATOR, motion)).supporters]


async def test_only_members_propose_and_only_the_boards_officers_for_the_board(story: Story) -> None:
    await story.found()
    for actor, by_board in ((SECRETARY, False), (story.members[0], True), (Actor(account="x"), False)):
        with pytest.raises(model.MembersOnly):
            async with story.database.writing() as tx:
                await motions.propose(tx, actor, title=TITLE, text=TEXT, by_board=by_board, now=story.now)
    async with story.database.writing() as tx:
        motion = await motions.propose(tx, SECRETARY, title=TITLE, text=TEXT, by_board=True, now=story.now)
    assert motion.stage is Stage.SUPPORTED
    with pytest.raises(model.MembersOnly):
        await story.support(motion.id, SECRETARY)


async def test_a_motion_has_words_and_a_matter_that_is_known(story: Story) -> None:
    await story.found()
    blank, long = Texts(en="  "), Texts(cy="x" * 20_001)
    for title, text, matter, field in (
        (blank, TEXT, None, "title_en"),
        (TITLE, blank, None, "text_en"),
        (TITLE, long, None, "text_cy"),
        (TITLE, TEXT, "lunch", "matter"),
    ):
        with pytest.raises(Invalid) as refusal:
            async with story.database.writing() as tx:
                await motions.propose(tx, story.members[0], title=title, text=text, matter=matter, now=story.now)
        assert set(refusal.value.errors) == {field}


async def test_a_motion_after_the_deadline_is_refused_with_the_last_day(story: Story) -> None:
    await story.found()
    await story.call()
    async with story.database.reading() as view:
        (chance,) = await motions.chances(view, story.now)
        shown = await dated(view, OPERATOR, story.meeting, story.now)
    assert chance.last_day == next(step.day for step in shown["steps"] if step.what == "motions-close")
    earlier = await story.propose()
    story.clock.move_to(story.now.replace(year=2027, month=chance.last_day.month, day=chance.last_day.day))
    in_time = await story.propose(meeting_id=story.meeting)
    story.clock.pass_time(timedelta(days=1))
    with pytest.raises(model.TooLate) as refusal:
        await story.propose(meeting_id=story.meeting)
    assert refusal.value.finding is not None
    assert refusal.value.finding.figures["last-day"] == chance.last_day
    assert parameters(refusal.value.finding) == {"P-073"}
    late = await story.propose()
    with pytest.raises(model.TooLate):
        await story.put(late)
    for motion in (earlier, in_time):
        await story.put(motion)
    await story.put(await story.propose(by_board=True))
    async with story.database.reading() as view:
        assert await motions.chances(view, story.now) == []


async def test_after_the_notice_the_business_is_closed(story: Story) -> None:
    await story.found()
    await story.call()
    await story.put(await story.propose())
    late = await story.propose()
    await story.give_notice()
    with pytest.raises(BusinessClosed):
        await story.put(late)


async def test_a_motion_needs_a_meeting_that_members_have_been_told_of(story: Story) -> None:
    await story.found()
    motion = await story.propose()
    with pytest.raises(model.NoMeeting):
        async with story.database.writing() as tx:
            await motions.put_to_meeting(tx, OPERATOR, motion, story.now)
    with pytest.raises(model.WrongStage):
        await story.ballot(motion)
    await story.call()
    await story.put(motion)
    with pytest.raises(model.NoMeeting):
        await story.ballot(motion)


async def test_the_ballot_may_open_as_long_before_the_meeting_as_the_rules_demand(story: Story) -> None:
    """P-151: 21 days; the clocks change on 28 March, so the strict reading takes an hour off."""
    await story.found()
    await story.call()
    motion = await story.propose()
    await story.put(motion)
    await story.give_notice()
    vote_id = await story.ballot(motion)
    async with story.database.reading() as view:
        vote = await votes.find(view, OPERATOR, vote_id)
    assert vote.open_by is not None
    assert MEETING - vote.open_by >= timedelta(days=21)
    assert MEETING - vote.open_by <= timedelta(days=21, hours=1)
    assert vote.opens_at <= vote.open_by
    story.clock.move_to(vote.open_by + timedelta(seconds=1))
    with pytest.raises(TooLateToOpen):
        await story.open(vote_id)


async def test_a_ballot_that_would_be_open_too_briefly_is_refused_with_the_rule(story: Story) -> None:
    await story.found()
    await story.call()
    motion = await story.propose()
    await story.put(motion)
    await story.give_notice(days_before=26)
    story.clock.move_to(MEETING - timedelta(days=20))
    with pytest.raises(model.BallotTooLate) as refusal:
        await story.ballot(motion)
    assert refusal.value.finding is not None
    assert parameters(refusal.value.finding) == {"P-151"}
    assert await stage_of(story, motion) is Stage.ON_AGENDA


@pytest.mark.control("MODE-3")
@pytest.mark.parametrize("matter", model.STATUTORY)
async def test_a_statutory_special_resolution_has_no_asynchronous_ballot(story: Story, matter: str) -> None:
    await story.found()
    await story.call()
    motion = await story.propose(matter)
    await story.put(motion)
    await story.give_notice(days_before=34 if matter != "company_conversion" else 80)
    with pytest.raises(model.NoAsynchronousBallot) as refusal:
        await story.ballot(motion)
    assert refusal.value.finding is not None
    assert parameters(refusal.value.finding) == {"P-147"}


async def test_where_the_rules_allow_no_electronic_ballot_there_is_none(story: Story) -> None:
    await story.found({"P-149": {"rule": "51", "value": ["elections"]}})
    await story.call()
    motion = await story.propose()
    await story.put(motion)
    await story.give_notice()
    with pytest.raises(model.NotByBallot):
        await story.ballot(motion)


async def test_the_roll_holds_voting_members_who_were_members_at_the_notice_too(story: Story) -> None:
    """P-022 and P-043: a supporter does not vote, nor does somebody who joined after the notice."""
    await story.found()
    await story.admit(50, "supporter")
    await story.call()
    motion = await story.propose()
    await story.put(motion)
    await story.give_notice(days_before=40)
    story.clock.pass_time(timedelta(days=8))
    newcomer = await story.admit(51)
    vote = await story.ballot(motion)
    async with story.database.reading() as view:
        roll = {line.member for line in await votes.roll(view, OPERATOR, vote)}
    assert roll == {member.member for member in story.members}
    assert newcomer.member not in roll


async def test_a_ballot_that_was_never_opened_leaves_the_motion_undecided(story: Story) -> None:
    await story.found()
    await story.call()
    motion = await story.propose()
    await story.put(motion)
    await story.give_notice()
    vote = await story.ballot(motion)
    await story.hold()
    assert await stage_of(story, motion) is Stage.UNDECIDED
    async with story.database.reading() as view:
        assert (await votes.find(view, OPERATOR, vote)).state is State.VOID


async def set_aside(story: Story, vote: str) -> None:
    for name in ("ann", "bryn"):
        async with story.database.writing() as tx:
            officer = Actor(account=name, roles=frozenset({Role.SCRUTINEER}))
            await votes.void(tx, officer, vote, "The question was wrong.", story.now)
    await story.work()


async def open_jobs(story: Story) -> list[str]:
    async with story.database.reading() as view:
        waiting = select(JobRecord.kind).where(JobRecord.done_at.is_(None), JobRecord.due_at <= story.now)
        return list(await view.scalars(waiting))


async def test_a_motion_whose_ballot_was_set_aside_may_have_another(story: Story) -> None:
    motion, first, _ = await story.to_ballot()
    await set_aside(story, first)
    assert await stage_of(story, motion) is Stage.ON_AGENDA
    second = await story.ballot(motion)
    assert second != first
    election = await story.open(second)
    await story.cast(second, election, "yes yes yes yes yes")
    await story.hold()
    await story.count(second, election)
    assert await stage_of(story, motion) is Stage.CARRIED


async def test_a_ballot_set_aside_after_the_meeting_leaves_the_motion_undecided(story: Story) -> None:
    motion, vote, election = await story.to_ballot()
    await story.cast(vote, election, "yes yes yes yes yes")
    await story.hold()
    assert await stage_of(story, motion) is Stage.BALLOT
    await set_aside(story, vote)
    assert await stage_of(story, motion) is Stage.UNDECIDED


async def test_a_ballot_with_a_fixed_end_that_was_set_aside_leaves_no_promise_behind(story: Story) -> None:
    await story.found({"P-152": {"rule": "51", "value": {"at": "before_meeting", "hours": 48}}})
    await story.call()
    motion = await story.propose()
    await story.put(motion)
    await story.give_notice()
    vote = await story.ballot(motion)
    await story.open(vote)
    await set_aside(story, vote)
    story.clock.move_to(MEETING - timedelta(hours=47))
    await story.work()
    assert await open_jobs(story) == []


async def test_a_motion_on_which_a_meeting_had_no_ballot_is_closed_without_a_decision(story: Story) -> None:
    await story.found()
    await story.call()
    motion = await story.propose()
    await story.put(motion)
    await story.give_notice()
    await story.hold()
    assert await stage_of(story, motion) is Stage.ON_AGENDA
    async with story.database.writing() as tx:
        await motions.leave_undecided(tx, OPERATOR, motion, story.now)
    assert await stage_of(story, motion) is Stage.UNDECIDED


async def test_a_ballot_that_was_not_opened_goes_with_its_cancelled_meeting(story: Story) -> None:
    await story.found()
    await story.call()
    motion = await story.propose()
    await story.put(motion)
    await story.give_notice()
    vote = await story.ballot(motion)
    async with story.database.writing() as tx:
        await meetings.cancel(tx, OPERATOR, story.meeting, story.now)
    async with story.database.writing() as tx:
        await motions.leave_undecided(tx, OPERATOR, motion, story.now)
    async with story.database.reading() as view:
        assert (await votes.find(view, OPERATOR, vote)).state is State.VOID


async def test_a_meeting_without_quorum_decides_nothing(story: Story) -> None:
    motion, vote, election = await story.to_ballot()
    await story.cast(vote, election, "yes yes yes yes yes")
    with pytest.raises(model.StillToCome):
        async with story.database.writing() as tx:
            await motions.leave_undecided(tx, OPERATOR, motion, story.now)
    story.clock.move_to(MEETING + timedelta(hours=2))
    async with story.database.writing() as tx:
        await meetings.adjourn_inquorate(tx, OPERATOR, story.meeting, story.now)
    await story.work()
    assert await stage_of(story, motion) is Stage.BALLOT
    async with story.database.writing() as tx:
        await motions.leave_undecided(tx, OPERATOR, motion, story.now)
    assert await stage_of(story, motion) is Stage.UNDECIDED
    finding = await decision_of(story, motion)
    assert not finding.met
    assert "P-100" in parameters(finding)


async def test_a_proposer_takes_the_motion_back_while_no_agenda_has_it(story: Story) -> None:
    await story.found()
    await story.call()
    first, second = await story.propose(), await story.propose()
    with pytest.raises(model.NotTheProposer):
        async with story.database.writing() as tx:
            await motions.withdraw(tx, story.members[1], first, story.now)
    async with story.database.writing() as tx:
        await motions.withdraw(tx, story.members[0], first, story.now)
    assert await stage_of(story, first) is Stage.WITHDRAWN
    await story.put(second)
    with pytest.raises(model.WrongStage):
        async with story.database.writing() as tx:
            await motions.withdraw(tx, story.members[0], second, story.now)


async def test_motions_are_for_people_who_are_signed_in(story: Story) -> None:
    await story.found()
    motion = await story.propose()
    async with story.database.reading() as view:
        for ask in (motions.find(view, NOBODY, motion), motions.find(view, OPERATOR, "nowhere")):
            with pytest.raises(NotFound):
                await ask
        with pytest.raises(NotFound):
            await motions.motions(view, NOBODY)
        with pytest.raises(NotFound):
            await motions.decided(view, NOBODY)
        assert [found.id for found in await motions.motions(view, story.members[3])] == [motion]
