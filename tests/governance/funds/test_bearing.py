"""What one part does not cover: the others bear it, once they agreed, and nobody gains by it (LED-3)."""

from datetime import timedelta

import pytest

from governance.errors import NotFound
from governance.funds.model.funds import NothingShort
from governance.funds.model.ledger import Kind, Movement, Overdrawn, person
from governance.funds.service import bearing, contributing, spending
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from tests.governance.funds.pools import DIRECTOR, TREASURER, Pool, agreed, founded, opened


@pytest.fixture
async def pool(database: Database, clock: ScriptedClock) -> Pool:
    """Three in equal parts; the third has paid in £1.00 where the others paid £10.00."""
    await founded(database, clock)
    made = await opened(database, clock, (1, 1, 1))
    for number, pence in ((1, 10_00), (2, 10_00), (3, 1_00)):
        await made.pay_in(number, pence)
    return made


async def borne(pool: Pool, spend: str, by: int = 3) -> bool:
    """Somebody asks, and so many agree."""
    async with pool.database.writing() as tx:
        change = await bearing.ask(tx, pool.actors[0], spend, pool.now)
        await agreed(tx, Pool(pool.database, pool.clock, pool.id, pool.ids[:by], pool.actors[:by], ""), change.id)
        return change.done_at is not None


async def test_the_others_bear_by_their_weights_what_is_short_and_the_entry_shows_it(pool: Pool) -> None:
    spend = await pool.ready(6_01)
    with pytest.raises(Overdrawn):
        await pool.pay(spend)
    assert await borne(pool, spend)
    entry = await pool.pay(spend)
    third = person(pool.ids[2])
    carried = [one for one in entry.movements if one.credit == third]
    assert carried == [Movement(person(pool.ids[0]), third, 50), Movement(person(pool.ids[1]), third, 50)]
    assert entry.kind is Kind.SPEND
    assert await pool.claims() == [10_00 - 2_01 - 50, 10_00 - 2_00 - 50, 0]


async def test_too_few_who_agree_change_nothing(pool: Pool) -> None:
    spend = await pool.ready(6_00)
    assert not await borne(pool, spend, by=2)
    with pytest.raises(Overdrawn):
        await pool.pay(spend)
    assert await pool.claims() == [10_00, 10_00, 1_00]


async def test_no_more_is_borne_than_was_agreed(pool: Pool) -> None:
    spend, before = await pool.ready(6_00), await pool.ready(60)
    await borne(pool, spend)
    await pool.pay(before)
    with pytest.raises(Overdrawn):
        await pool.pay(spend)
    assert await pool.claims() == [9_80, 9_80, 80]


async def test_whose_money_came_meanwhile_pays_their_share(pool: Pool) -> None:
    spend = await pool.ready(6_00)
    await borne(pool, spend)
    await pool.pay_in(3, 5_00)
    await pool.pay(spend)
    assert await pool.claims() == [8_00, 8_00, 4_00]


async def test_the_next_spend_is_divided_as_ever_and_asks_nothing_back(pool: Pool) -> None:
    spend = await pool.ready(6_00)
    await borne(pool, spend)
    await pool.pay(spend)
    await pool.pay_in(3, 5_00)
    before = await pool.claims()
    await pool.spend(3_00)
    assert [was - is_ for was, is_ in zip(before, await pool.claims(), strict=True)] == [1_00] * 3


async def test_taken_back_it_belongs_again_to_those_who_bore_it(pool: Pool) -> None:
    spend = await pool.ready(6_00)
    await borne(pool, spend)
    entry = await pool.pay(spend)
    async with pool.database.writing() as tx:
        await contributing.reverse(tx, TREASURER, pool.id, entry.seq, on=pool.today, reference="no", now=pool.now)
    assert await pool.claims() == [10_00, 10_00, 1_00]
    left = await pool.leaves(3)
    assert (left.leaving.put_in, left.leaving.refund) == (1_00, 1_00)


async def test_nobody_is_asked_to_bear_what_is_covered_and_no_stranger_asks(pool: Pool) -> None:
    covered, short = await pool.ready(3_00), await pool.ready(6_00)
    pool.clock.pass_time(timedelta(hours=1))
    async with pool.database.writing() as tx:
        with pytest.raises(NothingShort):
            await bearing.ask(tx, TREASURER, covered, pool.now)
        with pytest.raises(NotFound):
            await bearing.ask(tx, DIRECTOR, short, pool.now)
        assert await spending.shortfall(tx, await spending.find(tx, TREASURER, short, pool.now), pool.now) == {
            pool.ids[2]: 1_00
        }
