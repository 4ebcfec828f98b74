"""The worked examples of pooled money, to the penny, through the services."""

from datetime import timedelta

import pytest

from governance.funds.service import changing, closing, contributing, leaving
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from tests.governance.funds.pools import TREASURER, Pool, founded, opened

WEEKLY, PERIOD = 338555, 1354220
"""Of the house in M-02."""
HOURS = (45, 30, 52, 41)


async def house(database: Database, clock: ScriptedClock) -> Pool:
    """Three periods are paid in and spent, but for what was saved on shifts that nobody filled."""
    await founded(database, clock, "d-living-trust")
    pool = await opened(database, clock, HOURS, held_as="trust_account", basis="assessed_hours")
    for _ in range(3):
        await pay_a_period(pool)
        await pool.spend(4020345 // 3)
    return pool


async def pay_a_period(pool: Pool) -> None:
    shares, extra = await pool.due(PERIOD)
    for number, pence in enumerate(map(sum, zip(shares, extra, strict=True)), start=1):
        await pool.pay_in(number, pence)


async def test_m02_what_each_resident_is_asked_for(database: Database, clock: ScriptedClock) -> None:
    await founded(database, clock, "d-living-trust")
    pool = await opened(database, clock, HOURS, held_as="trust_account", basis="assessed_hours")
    assert await pool.due(WEEKLY) == ([90684, 60456, 104791, 82624], [4534, 3023, 5240, 4131])
    shares, extra = await pool.due(PERIOD)
    assert (shares, extra) == ([362738, 241825, 419163, 330494], [18137, 12091, 20958, 16525])


async def test_m02_after_three_periods(database: Database, clock: ScriptedClock) -> None:
    pool = await house(database, clock)
    found = await pool.standing()
    assert found.held == 245448
    assert found.spent == 4020345
    assert sum(await pool.claims()) == 245448


async def test_m02_who_leaves_without_serving_notice_owes(database: Database, clock: ScriptedClock) -> None:
    pool = await house(database, clock)
    await pool.promise(PERIOD)
    left = await pool.leaves(4)
    assert (left.leaving.put_in, left.leaving.used) == (1041057, 981156 + 330494)
    assert (left.leaving.refund, left.leaving.owed) == (0, 270593)
    found = await pool.standing()
    assert (found.held, found.owed, found.claim(pool.ids[3])) == (245448, 270593, 0)
    await pool.pay_in(4, 270593)
    found = await pool.standing()
    assert (found.held, found.owed, found.claim(pool.ids[3])) == (245448 + 270593, 0, 0)


async def test_m02_who_serves_notice_gets_a_refund(database: Database, clock: ScriptedClock) -> None:
    pool = await house(database, clock)
    await pay_a_period(pool)
    await pool.spend(PERIOD, commitment=await pool.promise(PERIOD))
    assert await pool.claims() == [83885, 55920, 96928, 76426]
    found = await pool.standing()
    assert (found.held, found.spent, found.promised) == (313159, 5374565, 0)
    left = await pool.leaves(4)
    assert (left.leaving.put_in, left.leaving.used) == (1388076, 1311650)
    assert left.leaving.refund == 76426
    assert left.destination.figures["destination"] == "dp_account"
    assert (await pool.standing()).held == 236733
    assert (await pool.due(WEEKLY))[0] == [119960, 79974, 138621]


async def artist(database: Database, clock: ScriptedClock) -> Pool:
    """Seven people paid for ten workshops, and four were held."""
    await founded(database, clock)
    pool = await opened(database, clock, (1,) * 7)
    async with database.reading() as view:
        shares, _ = await contributing.due(view, pool.id, 111240, pool.now)
    assert [one.share for one in shares] == [15892] * 3 + [15891] * 4
    for number, one in enumerate(shares, start=1):
        await pool.pay_in(number, one.share)
    await pool.spend(13740)
    for _ in range(4):
        await pool.spend(9750)
    return pool


@pytest.mark.parametrize(("number", "refund"), [(3, 5572), (7, 5571)])
async def test_m03_who_leaves_the_workshops(database: Database, clock: ScriptedClock, number: int, refund: int) -> None:
    pool = await artist(database, clock)
    await pool.promise(2 * 9750)
    left = await pool.leaves(number)
    assert (left.leaving.used, left.leaving.refund, left.leaving.owed) == (10320, refund, 0)


async def test_m03_those_who_remain_top_up(database: Database, clock: ScriptedClock) -> None:
    pool = await artist(database, clock)
    await pool.promise(2 * 9750)
    await pool.leaves(3)
    found = await pool.standing()
    assert found.held == 52928
    assert 6 * 9750 - found.held == 5572
    assert (await pool.due(5572))[0] == [929] * 4 + [928] * 2


async def test_m03_or_hold_five_more_workshops_and_close(database: Database, clock: ScriptedClock) -> None:
    pool = await artist(database, clock)
    promise = await pool.promise(2 * 9750)
    await pool.leaves(3)
    for _ in range(2):
        await pool.spend(9750, commitment=promise)
    for _ in range(3):
        await pool.spend(9750)
    found = await pool.standing()
    assert (found.held, found.promised) == (4178, 0)
    assert await pool.claims() == [697, 697, 0, 696, 696, 696, 696]
    async with database.writing() as tx:
        change = await changing.ask_to_close(tx, pool.actors[0], pool.id, pool.now)
        answers = [
            await changing.agree(tx, pool.actors[place], change.id, pool.ids[place], pool.now)
            for place in (0, 1, 3, 4, 5)
        ]
        assert [one.done for one in answers] == [False, False, False, False, True]
        await closing.finish(tx, TREASURER, pool.id, pool.now)
    assert not any((await pool.standing()).balances.values())


async def test_m10_emergency_cover(database: Database, clock: ScriptedClock) -> None:
    await founded(database, clock)
    pool = await opened(database, clock, (1,) * 23)
    for number in range(1, 24):
        await pool.pay_in(number, 13 * 500)
    assert (await pool.standing()).held == 149500
    await pool.spend(27230 - 24290)
    assert (await pool.standing()).held == 146560


async def test_the_notice_says_the_last_day(database: Database, clock: ScriptedClock) -> None:
    await founded(database, clock)
    pool = await opened(database, clock, (1, 1))
    async with database.writing() as tx:
        finding = await leaving.tell(tx, pool.actors[0], pool.id, pool.ids[0], pool.now)
    assert finding.figures["last-day"] == pool.today + timedelta(weeks=4)
