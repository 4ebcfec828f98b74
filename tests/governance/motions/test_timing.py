"""A ballot and its meeting: one end for both, and one date."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from ballots import Election, make_ballot, secret_of
from governance.meetings import service as meetings
from governance.meetings.model import How
from governance.motions import service as motions
from governance.votes import service as votes
from governance.votes.model import State
from governance.votes.model.refusals import Closed
from tests.governance.motions.story import CHOICES, MEETING, OPERATOR, Story


@pytest.mark.control("DB-6")
async def test_a_ballot_that_comes_after_its_meeting_closed_is_refused_before_the_box_is_sealed(story: Story) -> None:
    _, vote, election = await story.to_ballot()
    story.clock.move_to(MEETING)
    async with story.database.writing() as tx:
        for member in story.members:
            assert member.member is not None
            await meetings.attend(tx, OPERATOR, story.meeting, member.member, how=How.IN_PERSON, now=story.now)
        await meetings.begin(tx, OPERATOR, story.meeting, story.now)
    story.clock.pass_time(timedelta(hours=1))
    closed = story.now
    before, after = (ballot(story, election, place) for place in (0, 1))
    async with story.database.writing() as tx:
        await meetings.close(tx, OPERATOR, story.meeting, closed)
    with pytest.raises(Closed) as refusal:
        await votes.cast(story.database, story.keys, story.members[1], vote, after, received_at=closed)
    assert refusal.value.facts["closed_at"] == closed
    just_before = closed - timedelta(microseconds=1)
    await votes.cast(story.database, story.keys, story.members[0], vote, before, received_at=just_before)
    story.clock.pass_time(timedelta(minutes=5))
    await story.work()
    async with story.database.reading() as view:
        sealed = await votes.find(view, OPERATOR, vote)
    assert (sealed.state, sealed.sealed_count, sealed.closed_at) == (State.CLOSED, 1, closed)


async def test_a_prepared_ballot_follows_its_meeting_to_another_date(story: Story) -> None:
    vote = await prepared(story)
    async with story.database.reading() as view:
        before = await votes.find(view, OPERATOR, vote)
    later = MEETING + timedelta(days=21)
    await postponed(story, later)
    async with story.database.reading() as view:
        after = await votes.find(view, OPERATOR, vote)
        entries = await meetings.find(view, OPERATOR, story.meeting)
    assert entries.starts_at == later
    assert before.open_by is not None
    assert after.open_by == before.open_by + timedelta(days=21)
    assert after.opens_at == before.opens_at, "nobody loses a day that was promised"


async def test_a_ballot_with_a_fixed_end_gets_the_end_of_the_new_date(story: Story) -> None:
    before_meeting = {"at": "before_meeting", "hours": 24}
    vote = await prepared(story, {"P-152": {"rule": "51", "value": before_meeting}})
    await postponed(story, MEETING + timedelta(days=21))
    async with story.database.reading() as view:
        after = await votes.find(view, OPERATOR, vote)
    assert after.closes_at == MEETING + timedelta(days=20)


async def test_an_open_ballot_keeps_the_times_that_members_were_promised(story: Story) -> None:
    _, vote, _ = await story.to_ballot()
    async with story.database.reading() as view:
        before = await votes.find(view, OPERATOR, vote)
    await postponed(story, MEETING + timedelta(days=21))
    async with story.database.reading() as view:
        after = await votes.find(view, OPERATOR, vote)
    assert (after.opens_at, after.open_by, after.state) == (before.opens_at, before.open_by, State.OPEN)


async def test_decisions_are_found_by_any_word_in_either_language_whatever_the_accents(story: Story) -> None:
    _, vote, election = await story.to_ballot()
    await story.cast(vote, election, "yes yes yes yes yes")
    await story.hold()
    await story.count(vote, election)
    async with story.database.reading() as view:
        for search, number in (("MINIBUS", 1), ("fŵs mini", 1), ("buys one", 1), ("minibus boat", 0), ("", 1)):
            assert len(await motions.decided(view, story.members[0], search=search)) == number, search


async def prepared(story: Story, changes: Mapping[str, object] | None = None) -> str:
    """A ballot whose roll is fixed, and which nobody has opened."""
    await story.found(changes)
    await story.call()
    motion = await story.propose(None, story.meeting)
    await story.put(motion)
    await story.give_notice(days_before=40)
    return await story.ballot(motion)


async def postponed(story: Story, starts_at: datetime) -> None:
    async with story.database.writing() as tx:
        await meetings.postpone(tx, OPERATOR, story.meeting, starts_at, story.now)
    await story.work()


def ballot(story: Story, election: Election, place: int) -> bytes:
    secret = secret_of(story.codes[place], election.uuid, election.group.order)
    return make_ballot(election, secret, [CHOICES["yes"]])
