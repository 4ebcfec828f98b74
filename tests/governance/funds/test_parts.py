"""The sums of a fund add up on its page, who leaves reads when and with how much, and everybody what happens next."""

from datetime import timedelta

import pytest

from governance.actor import Role
from governance.funds.model import ledger
from governance.funds.model.flow import flow
from governance.funds.model.ledger import BANK
from governance.funds.service import changing, committing, contributing, leaving, mandates, posting, statements, waiting
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.keys import Keys
from tests.governance.conftest import Browser, Web
from tests.governance.funds import pools
from tests.governance.funds.pools import TREASURER, Pool


@pytest.fixture
async def pool(database: Database, clock: ScriptedClock) -> Pool:
    await pools.founded(database, clock)
    made = await pools.opened(database, clock, [1, 1, 1])
    for number in (1, 2, 3):
        await made.pay_in(number, 100_00)
    await made.spend(60_00)
    return made


async def reader(web: Web, pool: Pool, number: int) -> Browser:
    browser = web.browser()
    await web.sign_in(browser, pool.actors[number - 1].account or "")
    return browser


async def page(browser: Browser, pool: Pool, more: str = "") -> str:
    return (await browser.get(f"/en/funds/{pool.id}{more}")).text


async def tell(pool: Pool, number: int) -> None:
    async with pool.database.writing() as tx:
        await leaving.tell(tx, pool.actors[number - 1], pool.id, pool.ids[number - 1], pool.now)


async def test_what_was_paid_back_is_no_longer_hidden_in_what_was_paid_in(web: Web, pool: Pool) -> None:
    await pool.leaves(3)
    shown = await page(await reader(web, pool, 1), pool)
    assert "£300.00 was paid in and £60.00 was spent. £80.00 was paid back." in shown
    assert "So there is £160.00: £0.00 of it is promised, and £160.00 is free." in shown


async def test_sums_add_up_whatever_happened(pool: Pool) -> None:
    await pool.pay_in(2, 5_00, "by mistake")
    async with pool.database.writing() as tx:
        last = await posting.head(tx, pool.id)
        await contributing.reverse(tx, TREASURER, pool.id, last.seq, on=pool.today, reference="mistake", now=pool.now)
    await pool.promise(60_01)
    await pool.leaves(1)
    async with pool.database.reading() as view:
        entries, standing = await posting.entries(view, pool.id), await posting.standing(view, pool.id)
    whole = flow(entries, BANK)
    assert (whole.paid_in, whole.spent) == (300_00, 60_00)
    assert (whole.grew, whole.passed) == (standing.held, 0)
    assert whole.paid_in - whole.spent - whole.paid_back == standing.held
    each = [flow(entries, ledger.person(one)) for one in pool.ids]
    assert [one.grew for one in each] == [standing.claim(one) for one in pool.ids]
    assert sum(one.passed for one in each) == 0
    assert each[1].passed > 0
    assert sum(one.paid_back for one in each) == whole.paid_back > 0


async def test_who_gave_notice_reads_the_last_day_and_the_sum_on_the_fund_s_own_page(web: Web, pool: Pool) -> None:
    await tell(pool, 1)
    mine, other = await reader(web, pool, 1), await reader(web, pool, 2)
    shown = await page(mine, pool)
    assert "Zebra 1 gave notice on" in shown
    assert "The last day is" in shown
    assert "As things stand today, £80.00 comes back." in shown
    assert "after the last day, whoever keeps the books settles up" in shown
    assert "gave notice" not in await page(other, pool)


async def test_who_left_in_debt_reads_it_in_the_list_and_in_the_statement(web: Web, pool: Pool, keys: Keys) -> None:
    await pool.promise(390_00)
    assert (await pool.leaves(3)).leaving.owed == 50_00
    browser = await reader(web, pool, 3)
    assert "Still to pay: £50.00." in (await browser.get("/en/funds")).text
    day, statement = pool.today, f"/en/funds/{pool.id}/statement/{pool.ids[2]}"
    shown = (await browser.get(f"{statement}/{day}/{day}")).text
    assert "Still to pay" in shown
    assert "£50.00" in shown
    assert ",still to pay in,,50.00" in (await browser.get(f"{statement}/{day}/{day}/statement.csv")).text
    async with pool.database.writing() as tx:
        made = await statements.statement(
            tx, TREASURER, keys, pool.id, person_id=pool.ids[2], since=day, until=day, now=pool.now
        )
    assert made.owes == 50_00
    assert '"owes":5000' in statements.text(made)


async def test_everybody_reads_one_sentence_about_what_happens_next(web: Web, pool: Pool, clock: ScriptedClock) -> None:
    mine, treasurer = await reader(web, pool, 1), await web.signed_in(Role.MEMBER, Role.TREASURER)
    assert "Nothing waits just now." in await page(mine, pool)
    spend = await pool.ready(10_00, approvals=0)
    assert "a payment waits for people to agree" in await page(mine, pool) + await page(treasurer, pool)
    async with pool.database.writing() as tx:
        change = await changing.ask_to_close(tx, pool.actors[1], pool.id, pool.now)
    assert "you answer what is asked here" in await page(mine, pool)
    assert "you answer what is asked here" not in await page(treasurer, pool)
    async with pool.database.writing() as tx:
        await pools.agreed(tx, pool, change.id)
    assert "payments, promises and debts come to their end" in await page(mine, pool)
    assert (
        await treasurer.post(f"/en/funds/{pool.id}/spend/{spend}/refuse", page=f"/en/funds/{pool.id}/spend/{spend}")
    ).is_redirect
    assert "whoever keeps the books gives everybody back" in await page(mine, pool)
    assert "you give everybody back what is left" in await page(treasurer, pool)


async def test_before_a_fund_is_open_each_reads_whose_turn_it_is(
    web: Web, database: Database, clock: ScriptedClock
) -> None:
    await pools.founded(database, clock)
    pool = await pools.proposed(database, clock, [1, 1])
    mine, treasurer = await reader(web, pool, 1), await web.signed_in(Role.MEMBER, Role.TREASURER)
    assert "you say whether you take part" in await page(mine, pool)
    assert "more of those who are asked have to agree" in await page(treasurer, pool)
    assert "Say whether" not in await page(treasurer, pool)
    for number in (1, 2):
        way = f"/en/funds/{pool.id}/agree/{pool.ids[number - 1]}"
        assert (await (await reader(web, pool, number)).post(way, page=way)).is_redirect
    assert "whoever keeps the books opens the fund" in await page(mine, pool)
    here = f"/en/funds/{pool.id}"
    assert f"/en/funds/{pool.id}/keep" in (await treasurer.get("/en/")).text
    assert "you open the fund" in await page(treasurer, pool)
    assert (await treasurer.post(f"{here}/keep/open", page=here)).is_redirect
    assert "those who take part pay in" in await page(mine, pool)
    async with database.writing() as tx:
        day = pool.today + timedelta(days=1)
        await mandates.end(tx, TREASURER, pool.mandate, on=day, now=pool.now)
    clock.pass_time(timedelta(days=2))
    assert "whoever keeps the books names the decision" in await page(await reader(web, pool, 1), pool)


async def test_a_promise_past_its_day_waits_for_whoever_keeps_the_books(pool: Pool, clock: ScriptedClock) -> None:
    promise = await pool.promise(20_00)
    async with pool.database.reading() as view:
        assert await waiting.promises_over(view, TREASURER, pool.now) == []
        late = pool.now.replace(year=2029)
        assert await waiting.promises_over(view, TREASURER, late) == [pool.id]
        assert await waiting.promises_over(view, pool.actors[0], late) == []
    async with pool.database.writing() as tx:
        await committing.release(tx, TREASURER, promise, pence=20_00, now=pool.now)
    async with pool.database.reading() as view:
        assert await waiting.promises_over(view, TREASURER, late) == []
