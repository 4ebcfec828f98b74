"""Friends who share support ask one another to pool money for it, and one fund pays for it."""

from collections.abc import Callable

import pytest

from governance.actor import Role
from governance.arrangements.model.sharing import Kind
from governance.errors import NotFound
from governance.funds.model.funds import FundState
from governance.funds.service import beginning, funds
from governance.funds.service.beginning import PooledAlready
from governance.members.model import Candidate
from governance.platform.db import Database
from tests.governance.arrangements.friends import NOW, Friends, friends, sharing_together
from tests.governance.arrangements.test_sharing_web import signed_in
from tests.governance.conftest import Web
from tests.governance.funds.pools import DIRECTOR, TREASURER


@pytest.fixture
async def three(coop: Database, person: Callable[..., Candidate]) -> Friends:
    return await sharing_together(await friends(coop, 3, person), kind=Kind.SUPPORT)


async def test_one_of_them_asks_all_agree_and_the_treasurer_opens_it(three: Friends) -> None:
    async with three.database.writing() as tx:
        assert [shared for shared, _ in await beginning.offered(tx, three.actors[1], NOW)] == [three.shared]
        fund = await beginning.propose(tx, three.actors[1], three.shared, NOW)
        assert fund.state is FundState.PROPOSED
        assert {one.person for one in await funds.participants(tx, fund.id)} == set(three.ids)
        for actor, one in zip(three.actors, three.ids, strict=True):
            await funds.consent(tx, actor, fund.id, one, NOW)
        assert (await funds.open_fund(tx, TREASURER, fund.id, NOW)).shared_arrangement == three.shared


async def test_no_second_fund_pays_for_the_same(three: Friends) -> None:
    async with three.database.writing() as tx:
        await beginning.propose(tx, three.actors[0], three.shared, NOW)
    async with three.database.writing() as tx:
        assert await beginning.offered(tx, three.actors[1], NOW) == []
        with pytest.raises(PooledAlready):
            await beginning.propose(tx, three.actors[1], three.shared, NOW)


async def test_nobody_else_asks(three: Friends) -> None:
    async with three.database.writing() as tx:
        with pytest.raises(NotFound):
            await beginning.propose(tx, DIRECTOR, three.shared, NOW)


async def test_the_page_asks_for_what_and_then_leads_to_the_fund(web: Web, three: Friends) -> None:
    browser = await signed_in(web, three, 1)
    page = "/en/funds/new"
    assert three.shared in (await browser.get(page)).text
    assert (await browser.post(page, {}, page=page)).status_code == 422
    made = await browser.post(page, {"shared": three.shared}, page=page)
    assert made.status_code == 303
    assert "0 of 3 people have agreed." in (await browser.get(made.headers["location"])).text
    other = await web.signed_in(Role.MEMBER)
    assert (await other.post(page, {"shared": three.shared}, page=page)).status_code == 404
