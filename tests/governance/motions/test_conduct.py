"""The ballot on a motion: in whose hands its keys lie, who makes its codes, what else officers choose."""

from pathlib import Path

import pytest

from governance.actor import Role
from governance.errors import Invalid
from governance.motions import service as motions
from governance.votes import service as votes
from governance.votes.model import CodesBy, Fallback, Mode
from governance.votes.model.conduct import Conduct
from governance.votes.model.refusals import WrongMode
from tests.governance.conftest import Web
from tests.governance.motions.story import OPERATOR, Story


async def test_what_is_not_checkable_is_no_ballot_on_a_motion(story: Story) -> None:
    motion = await on_the_agenda(story)
    with pytest.raises(WrongMode):
        await held(story, motion, Conduct(mode=Mode.SIMPLE))


async def test_named_key_holders_hold_that_part(story: Story) -> None:
    motion = await on_the_agenda(story)
    with pytest.raises(Invalid):
        await held(story, motion, Conduct(seats=("account:a", "account:b", "account:c")))


@pytest.fixture
def told(web: Web, tmp_path: Path) -> Story:
    """The story in the organisation that the web shows."""
    return Story(web.database, web.clock, web.keys, tmp_path)


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


async def test_the_page_offers_what_the_rules_allow_and_takes_what_was_chosen(web: Web, told: Story) -> None:
    motion = await on_the_agenda(told)
    secretary = await web.signed_in(Role.SECRETARY)
    page = f"/en/office/motions/{motion}/ballot"
    shown = (await secretary.get(page)).text
    assert "2 of 3 key-holders open the count together" in shown
    given = {"group": "Ed25519", "hands": "2-3", "codes_by": "holder", "fallback": "extend"}
    answer = await secretary.post(page, given, page=page)
    assert answer.status_code == 303, answer.text
    async with web.database.reading() as view:
        vote = await votes.find(view, OPERATOR, answer.headers["location"].split("/")[3].split("?")[0])
    assert (vote.needed, vote.size, vote.fallback) == (2, 3, Fallback.EXTEND)
