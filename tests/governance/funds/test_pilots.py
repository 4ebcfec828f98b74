"""A trial ends on its day unless members renewed it; shares that fall due are charged once; cover in an emergency."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from governance.errors import Invalid
from governance.funds import jobs
from governance.funds.model.cover import Cover, cover
from governance.funds.model.funds import FundState, NotDecided, WrongState
from governance.funds.service import funds, pilots
from governance.motions.model import Stage
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from tests.governance.funds import pools
from tests.governance.funds.pools import TREASURER, Pool


@pytest.fixture
async def pool(database: Database, clock: ScriptedClock) -> Pool:
    await pools.founded(database, clock)
    return await pools.opened(database, clock, [1, 1])


async def tried(pool: Pool, days: int, stage: Stage = Stage.CARRIED) -> None:
    async with pool.database.writing() as tx:
        until = pool.today + timedelta(days=days)
        motion = await pools.carried(tx, pool.now, stage, replace(pools.ANYTHING, until=date(2040, 1, 1)))
        await pilots.begin(tx, TREASURER, pool.id, motion_id=motion, until=until, now=pool.now)


async def state_on_its_day(pool: Pool, days: int) -> FundState:
    pool.clock.pass_time(timedelta(days=days))
    async with pool.database.writing() as tx:
        await jobs.HANDLERS[pilots.ENDS](tx, {"fund": pool.id}, pool.now)
        return (await funds.find(tx, TREASURER, pool.id, pool.now)).state


async def test_a_trial_that_nobody_renews_closes_on_its_day(pool: Pool) -> None:
    await tried(pool, 100)
    assert await state_on_its_day(pool, 99) is FundState.OPEN
    assert await state_on_its_day(pool, 1) is FundState.CLOSING
    with pytest.raises(WrongState):
        await pool.promise(1)
    with pytest.raises(WrongState):
        await pool.pay_in(1, 1)


async def test_a_trial_that_members_renew_goes_on(pool: Pool) -> None:
    await tried(pool, 100)
    await tried(pool, 200)
    assert await state_on_its_day(pool, 100) is FundState.OPEN
    assert await state_on_its_day(pool, 100) is FundState.CLOSING


async def test_a_trial_rests_on_a_motion_that_was_carried_and_ends_later_than_it_begins(pool: Pool) -> None:
    with pytest.raises(NotDecided):
        await tried(pool, 100, Stage.SUPPORTED)
    with pytest.raises(Invalid):
        await tried(pool, 0)


def test_m_10_the_member_pays_the_usual_and_the_fund_the_rest() -> None:
    assert cover(14 * 60, 17_35, 2_10) == Cover(whole=272_30, member=242_90, fund=29_40)


@given(some.integers(0, 10_000), some.integers(0, 10_000), some.integers(0, 10_000))
def test_cover_is_paid_by_the_member_and_the_fund_together(minutes: int, rate: int, premium: int) -> None:
    found = cover(minutes, rate, premium)
    assert found.member + found.fund == found.whole
    assert abs(2 * found.fund * 60 - 2 * minutes * premium) <= 60
