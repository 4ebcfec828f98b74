"""What a motion does to a fund is told before anybody votes, and never about a few people."""

import pytest

from governance.actor import Role
from governance.errors import Invalid, NotFound
from governance.funds.service import effects as reckoning
from governance.funds.service.effects import Once, Rate
from governance.motions import effects
from governance.motions.model import Stage, WrongStage
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.texts import VARIANTS
from tests.governance.conftest import Web
from tests.governance.funds import pools
from tests.governance.funds.pools import DIRECTOR, TREASURER, Pool


@pytest.fixture
async def pool(database: Database, clock: ScriptedClock) -> Pool:
    await pools.founded(database, clock)
    made = await pools.opened(database, clock, [1, 1, 1])
    for number in (1, 2, 3):
        await made.pay_in(number, 1_000_00)
    await made.spend(300_00)
    return made


async def motion(pool: Pool) -> str:
    async with pool.database.writing() as tx:
        return await pools.carried(tx, pool.now, Stage.SUPPORTED)


async def test_a_new_rate_changes_what_a_month_costs_and_how_long_the_fund_lasts(pool: Pool) -> None:
    async with pool.database.reading() as view:
        found = await reckoning.reckoned(view, TREASURER, pool.id, Rate(13_60, 15_30), pool.now)
    assert found.free == (2_700_00, 2_700_00)
    assert found.monthly == (100_00, 112_50)
    assert found.months == (27, 24)


async def test_something_paid_once_comes_off_what_is_free(pool: Pool) -> None:
    async with pool.database.reading() as view:
        found = await reckoning.reckoned(view, TREASURER, pool.id, Once(700_00), pool.now)
    assert (found.free, found.months) == ((2_700_00, 2_000_00), (27, 20))


async def test_so_few_people_are_not_counted(pool: Pool) -> None:
    async with pool.database.reading() as view:
        assert (await reckoning.reckoned(view, TREASURER, pool.id, Once(1), pool.now)).people is None


async def test_a_director_reckons_with_no_fund_that_is_not_theirs(pool: Pool) -> None:
    async with pool.database.reading() as view:
        with pytest.raises(NotFound):
            await reckoning.reckoned(view, DIRECTOR, pool.id, Once(1), pool.now)


@pytest.mark.parametrize("change", [Once(0), Rate(0, 5), Rate(5, 0)])
async def test_no_change_is_refused(pool: Pool, change: Once | Rate) -> None:
    async with pool.database.reading() as view:
        with pytest.raises(Invalid):
            await reckoning.reckoned(view, TREASURER, pool.id, change, pool.now)


async def test_nothing_new_is_told_once_it_is_decided(pool: Pool) -> None:
    async with pool.database.writing() as tx:
        decided = await pools.carried(tx, pool.now)
        with pytest.raises(WrongStage):
            await reckoning.state(tx, TREASURER, decided, fund_id=pool.id, change=Once(1), now=pool.now)


@pytest.mark.parametrize("variant", VARIANTS)
async def test_an_officer_states_it_and_members_read_it_with_the_motion(web: Web, pool: Pool, variant: str) -> None:
    about = await motion(pool)
    officer, member = await web.signed_in(Role.TREASURER), await web.signed_in(Role.MEMBER)
    page = f"/{variant}/office/motions/{about}/effect"
    typed = {"fund": pool.id, "change": "rate", "before": "13.60", "after": "15.30"}
    assert (await officer.post(page, {**typed, "after": ""}, page=page)).status_code == 422
    answer = await officer.post(page, typed, page=page)
    assert answer.status_code == 303, answer.text
    shown = (await member.get(f"/{variant}/motions/{about}")).text
    assert "£100.00" in shown
    assert "£112.50" in shown
    assert (await member.get(page)).status_code == 403


async def test_the_paper_for_the_meeting_has_both_sums(pool: Pool) -> None:
    about = await motion(pool)
    async with pool.database.writing() as tx:
        stated = await reckoning.state(tx, TREASURER, about, fund_id=pool.id, change=Once(700_00), now=pool.now)
        title, html = effects.written(stated, "en")
    assert title == "What “A fund” does to pooled money"
    assert "£2,700.00" in html
    assert "£2,000.00" in html
    assert effects.of(stated)[0].free == (2_700_00, 2_000_00)
