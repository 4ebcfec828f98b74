"""The vote on a motion: in which ways it may be held, and in whose hands its keys lie."""

from pathlib import Path

import pytest

from governance.actor import Role
from governance.motions import service as motions
from governance.motions.model import NoAsynchronousBallot
from governance.votes import service as votes
from governance.votes.conduct import Conduct
from governance.votes.model import CodesBy, Fallback, Mode
from governance.votes.refusals import NotBySuchAVote
from tests.governance.conftest import Web
from tests.governance.motions.story import OPERATOR, Story


@pytest.fixture
def told(web: Web, tmp_path: Path) -> Story:
    """The story in the organisation that the web shows."""
    return Story(web.database, web.clock, web.keys, tmp_path)


HANDS = {"P-136": {"rule": "50", "value": "show_of_hands"}}


async def on_the_agenda(story: Story, matter: str | None = None, changes: dict[str, object] | None = None) -> str:
    await story.found(changes)
    await story.call()
    motion = await story.propose(matter, story.meeting, by_board=True)
    await story.put(motion)
    await story.give_notice()
    return motion


async def held(story: Story, motion: str, conduct: Conduct) -> votes.VoteRecord:
    async with story.database.writing() as tx:
        return await motions.open_ballot(tx, OPERATOR, motion, story.now, group="Ed25519", conduct=conduct)


async def test_officers_say_in_whose_hands_the_ballot_lies(story: Story) -> None:
    motion = await on_the_agenda(story)
    conduct = Conduct(needed=2, size=3, codes_by=CodesBy.SERVER, on_paper=True, fallback=Fallback.PAPER)
    vote = await held(story, motion, conduct)
    assert (vote.needed, vote.size, vote.codes_by) == (2, 3, CodesBy.SERVER)
    assert (vote.on_paper, vote.fallback, vote.record_date) == (True, Fallback.PAPER, story.now.date())


async def test_a_show_of_hands_waits_for_its_meeting(story: Story) -> None:
    motion = await on_the_agenda(story, changes=HANDS)
    vote = await held(story, motion, Conduct(mode=Mode.HANDS))
    async with story.database.reading() as view:
        meeting = (await motions.find(view, OPERATOR, motion)).meeting
        assert vote.meeting == meeting
    assert (vote.mode, vote.open_by, vote.closes_at) == (Mode.HANDS, None, None)
    assert vote.opens_at > story.now


@pytest.mark.control("MODE-3")
async def test_a_statutory_resolution_is_decided_at_its_meeting(story: Story) -> None:
    motion = await on_the_agenda(story, "amalgamation", HANDS)
    with pytest.raises(NoAsynchronousBallot):
        await held(story, motion, Conduct())
    assert (await held(story, motion, Conduct(mode=Mode.HANDS))).mode is Mode.HANDS


@pytest.mark.control("MODE-1")
async def test_what_must_be_secret_is_not_decided_by_hands(story: Story) -> None:
    motion = await on_the_agenda(story, "rule_change", HANDS)
    with pytest.raises(NotBySuchAVote) as refusal:
        await held(story, motion, Conduct(mode=Mode.HANDS))
    assert refusal.value.finding is not None


async def test_the_page_offers_what_the_rules_allow_and_takes_what_was_chosen(web: Web, told: Story) -> None:
    motion = await on_the_agenda(told)
    secretary = await web.signed_in(Role.SECRETARY)
    page = f"/en/office/motions/{motion}/ballot"
    shown = (await secretary.get(page)).text
    assert "2 of 3 key-holders open the count together" in shown
    assert "A show of hands" not in shown
    given = {"group": "Ed25519", "mode": "verifiable", "hands": "2-3", "codes_by": "holder", "fallback": "extend"}
    answer = await secretary.post(page, given, page=page)
    assert answer.status_code == 303, answer.text
    async with web.database.reading() as view:
        vote = await votes.find(view, OPERATOR, answer.headers["location"].split("/")[3].split("?")[0])
    assert (vote.needed, vote.size, vote.fallback) == (2, 3, Fallback.EXTEND)
