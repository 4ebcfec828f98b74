"""What a leaver owes is let go of by those who take part, and never by one person."""

import pytest

from governance.actor import Role
from governance.errors import NotFound
from governance.funds.model.funds import Asked, NotAgreed
from governance.funds.service import changing, forgiving
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from tests.governance.conftest import Web
from tests.governance.funds import pools
from tests.governance.funds.pools import DIRECTOR, TREASURER, Pool


@pytest.fixture
async def pool(database: Database, clock: ScriptedClock) -> Pool:
    """The third has left and owes £50.00."""
    await pools.founded(database, clock)
    made = await pools.opened(database, clock, [1, 1, 1])
    for number in (1, 2, 3):
        await made.pay_in(number, 100_00)
    await made.promise(450_00)
    assert (await made.leaves(3)).leaving.owed == 50_00
    return made


async def asked(pool: Pool) -> str:
    async with pool.database.writing() as tx:
        return (await forgiving.ask(tx, TREASURER, pool.id, pool.ids[2], pool.now)).id


async def test_the_treasurer_alone_lets_go_of_nothing(pool: Pool) -> None:
    change = await asked(pool)
    async with pool.database.writing() as tx:
        with pytest.raises(NotAgreed):
            await forgiving.enter(tx, TREASURER, pool.id, change, pool.now)
    assert (await pool.standing()).owed == 50_00


async def test_with_enough_agreement_it_is_entered_once_and_the_claims_of_all_stay(pool: Pool) -> None:
    change, before = await asked(pool), await pool.claims()
    async with pool.database.writing() as tx:
        for number in (0, 1):
            await changing.agree(tx, pool.actors[number], change, pool.ids[number], pool.now)
        await forgiving.enter(tx, TREASURER, pool.id, change, pool.now)
        with pytest.raises(NotFound):
            await forgiving.enter(tx, TREASURER, pool.id, change, pool.now)
    assert (await pool.standing()).owed == 0
    assert await pool.claims() == before


async def test_no_more_than_was_read_and_is_still_owed_is_let_go_of(pool: Pool) -> None:
    change = await asked(pool)
    await pool.pay_in(3, 20_00)
    async with pool.database.writing() as tx:
        for number in (0, 1):
            await changing.agree(tx, pool.actors[number], change, pool.ids[number], pool.now)
        entry = await forgiving.enter(tx, TREASURER, pool.id, change, pool.now)
    assert [one.pence for one in entry.movements] == [30_00]


async def test_nobody_else_asks_and_nothing_is_asked_where_nothing_is_owed(pool: Pool) -> None:
    async with pool.database.writing() as tx:
        for actor, person in ((pool.actors[0], pool.ids[2]), (DIRECTOR, pool.ids[2]), (TREASURER, pool.ids[0])):
            with pytest.raises(NotFound):
                await forgiving.ask(tx, actor, pool.id, person, pool.now)


async def test_it_is_asked_entered_and_read_on_pages_without_a_name(web: Web, pool: Pool) -> None:
    treasurer = await web.signed_in(Role.MEMBER, Role.TREASURER)
    keep = f"/en/funds/{pool.id}/keep"
    way = f"{keep}/debt/{pool.ids[2]}"
    assert "Zebra 3 left and still owes £50.00." in (await treasurer.get(way)).text
    assert (await treasurer.post(way, page=way)).is_redirect
    for number in (1, 2):
        browser = web.browser()
        await web.sign_in(browser, pool.actors[number - 1].account or "")
        page = f"/en/funds/{pool.id}"
        shown = (await browser.get(page)).text
        assert "Somebody who left owes this fund £50.00." in shown
        assert "Zebra 3" not in shown
        async with pool.database.reading() as view:
            change = next(one for one in await changing.of_fund(view, pool.id) if one.kind is Asked.FORGIVING)
        agreed = f"/en/funds/changes/{change.id}/agree/{pool.ids[number - 1]}"
        assert (await browser.post(agreed, page=page)).is_redirect
    assert "Zebra 3 need not pay £50.00 any longer." in (await treasurer.get(keep)).text
    assert (await treasurer.post(f"{keep}/forgiven/{change.id}", page=keep)).is_redirect
    assert "still owes" not in (await treasurer.get(keep)).text
    assert "£50.00" in (await browser.get(f"/en/funds/changes/{change.id}")).text, "it is read afterwards too"
