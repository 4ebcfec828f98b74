"""What a motion does to a fund is read where people decide: on its page, on the vote's, among the meeting's papers."""

from html import unescape
from pathlib import Path

import pytest

from governance.access import service as access
from governance.actor import Assurance, Role
from governance.funds.service import effects as reckoning
from governance.funds.service import funds
from governance.funds.service.effects import Rate
from governance.papers import service as papers
from governance.platform.texts import VARIANTS
from tests.governance.conftest import Browser, Web
from tests.governance.funds import pools
from tests.governance.funds.pools import TREASURER
from tests.governance.motions.story import Story

FEW, MANY = 2, 6
COUNTED = {
    "en": "People who take part in this fund",
    "cy": "Pobl sy'n cymryd rhan yn y gronfa hon",
    "en-easy": "People who take part in this fund",
    "cy-easy": "Pobl sy'n cymryd rhan yn y gronfa hon",
}


@pytest.fixture
def told(web: Web, tmp_path: Path) -> Story:
    return Story(web.database, web.clock, web.keys, tmp_path)


async def brought(story: Story, people: int) -> tuple[str, str]:
    """A motion whose effect was stated before it went on the agenda, with its ballot: its id and the vote's."""
    await story.found()
    pool = await pools.opened(story.database, story.clock, [1] * people)
    for number in range(1, people + 1):
        await pool.pay_in(number, 3_000_00 // people)
    await pool.spend(300_00)
    await story.call()
    motion = await story.propose(meeting_id=story.meeting, by_board=True)
    async with story.database.writing() as tx:
        await reckoning.state(tx, TREASURER, motion, fund_id=pool.id, change=Rate(13_60, 15_30), now=story.now)
    await story.put(motion)
    await story.give_notice()
    return motion, await story.ballot(motion)


async def read(reader: Browser, path: str) -> str:
    answer = await reader.get(path)
    assert answer.status_code == 200, path
    return unescape(answer.text)


async def places(web: Web, story: Story, motion: str, vote: str, variant: str) -> list[str]:
    """The three pages on which a member meets it; the paper is followed from the meeting's own page."""
    reader = web.browser()
    async with story.database.reading() as view:
        account = await access.account_for(view, story.members[1].member or "")
    assert account is not None
    await web.sign_in(reader, account.id, Assurance.LINK)
    async with story.database.reading() as view:
        kept = await papers.about(view, story.meeting, kind=f"effect:{motion}")
    (paper,) = [one for one in kept if one.variant == variant]
    assert f"/{variant}/papers/{paper.id}" in await read(reader, f"/{variant}/meetings/{story.meeting}")
    paths = (f"motions/{motion}", f"votes/{vote}", f"papers/{paper.id}")
    return [await read(reader, f"/{variant}/{path}") for path in paths]


@pytest.mark.parametrize("variant", VARIANTS)
async def test_members_read_the_effect_wherever_they_decide(web: Web, told: Story, variant: str) -> None:
    motion, vote = await brought(told, MANY)
    for page in await places(web, told, motion, vote, variant):
        assert "£100.00" in page
        assert "£112.50" in page
        assert f"{COUNTED[variant]}: {MANY}" in page


@pytest.mark.parametrize("variant", VARIANTS)
async def test_how_many_take_part_is_not_told_where_they_are_few(web: Web, told: Story, variant: str) -> None:
    motion, vote = await brought(told, FEW)
    for page in await places(web, told, motion, vote, variant):
        assert "£112.50" in page
        assert COUNTED[variant] not in page
        assert "Zebra" not in page


async def test_nothing_new_is_stated_once_the_ballot_is_prepared(web: Web, told: Story) -> None:
    motion, _ = await brought(told, FEW)
    officer = await web.signed_in(Role.TREASURER)
    async with told.database.reading() as view:
        (fund,) = await funds.funds(view, TREASURER, told.now)
    page = f"/en/office/motions/{motion}/effect"
    typed = {"fund": fund.id, "change": "once", "pence": "1.00"}
    answer = await officer.post(page, typed, page=f"/en/motions/{motion}")
    assert answer.status_code == 409, answer.text
