"""What five friends owe for an afternoon is charged to the fund that pays for it, each share once."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from governance.funds import jobs
from governance.funds.model.funds import FundKind
from governance.funds.service import contributing, funds, mandates, posting, settling
from governance.funds.service.funds import Serves
from governance.funds.service.mandates import Terms
from governance.members.model import Candidate
from governance.platform.clock import legal_day
from governance.platform.db import Database
from governance.platform.texts import Texts
from tests.governance.arrangements.friends import AFTERWARDS, NOW, SUPPORT, Friends, friends, sharing_together
from tests.governance.funds.pools import TREASURER, carried

MUCH = 100_00


async def pooled(group: Friends, each: int, since: date | None = None) -> str:
    """Their fund for it, into which each has paid so much."""
    async with group.database.writing() as tx:
        fund = await funds.propose(
            tx,
            TREASURER,
            title=Texts(en="Afternoons"),
            kind=FundKind.ACTIVITY,
            held_as="designated_trust_account",
            basis="equal",
            weights=dict.fromkeys(group.ids, 1),
            now=NOW,
            serves=Serves(shared_arrangement=group.shared),
        )
        terms = Terms(("support",), since or legal_day(NOW))
        await mandates.name(tx, TREASURER, fund.id, terms=terms, now=NOW, motion_id=await carried(tx, NOW))
        for actor, person in zip(group.actors, group.ids, strict=True):
            await funds.consent(tx, actor, fund.id, person, NOW)
        await funds.open_fund(tx, TREASURER, fund.id, NOW)
        for person in group.ids:
            await contributing.enter(
                tx, TREASURER, fund.id, person_id=person, pence=each, on=legal_day(NOW), reference="bank", now=NOW
            )
    return fund.id


async def settled(group: Friends, fund: str, now: datetime) -> list[int]:
    """The part of each once the daily job has run."""
    async with group.database.writing() as tx:
        await jobs.HANDLERS[settling.FALLS_DUE](tx, {"fund": fund}, now)
    async with group.database.reading() as view:
        standing = await posting.standing(view, fund)
    return [standing.claim(person) for person in group.ids]


@pytest.fixture
async def five(coop: Database, person: Callable[..., Candidate]) -> Friends:
    return await sharing_together(await friends(coop, 5, person))


async def test_each_share_is_charged_once_however_often_the_job_runs(five: Friends) -> None:
    fund = await pooled(five, MUCH)
    number = await five.hold(lines=[SUPPORT])
    owed = await five.paid(number)
    assert sum(owed) == 52_05
    left = [MUCH - pence for pence in owed]
    assert await settled(five, fund, AFTERWARDS) == left
    assert await settled(five, fund, AFTERWARDS) == left


async def test_nothing_is_charged_before_the_day(five: Friends) -> None:
    fund = await pooled(five, MUCH)
    await five.hold(lines=[SUPPORT])
    assert await settled(five, fund, NOW) == [MUCH] * 5


async def test_a_share_that_somebody_s_part_does_not_cover_waits(five: Friends) -> None:
    fund = await pooled(five, 1_00)
    await five.hold(lines=[SUPPORT])
    assert await settled(five, fund, AFTERWARDS) == [1_00] * 5
    async with five.database.writing() as tx:
        for person in five.ids:
            await contributing.enter(
                tx, TREASURER, fund, person_id=person, pence=MUCH, on=legal_day(NOW), reference="more", now=AFTERWARDS
            )
    assert sum(await settled(five, fund, AFTERWARDS)) == 5 * (MUCH + 1_00) - 52_05


async def test_nothing_is_charged_without_a_mandate_in_force(five: Friends) -> None:
    fund = await pooled(five, MUCH, since=legal_day(AFTERWARDS) + timedelta(days=1))
    await five.hold(lines=[SUPPORT])
    assert await settled(five, fund, AFTERWARDS) == [MUCH] * 5
