"""The ledger in the database: it only grows, it balances, and nobody overdraws it (LED-1 to LED-4)."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from governance.audit.records import AuditDetailRecord, AuditRecord
from governance.errors import Invalid, NotFound
from governance.funds import jobs
from governance.funds.model.funds import FundState, Locked, MayNotSpend, NoMandate, NotConsented, SpendsWait
from governance.funds.model.ledger import BANK, Broken, Head, Kind, Movement, Overdrawn, person
from governance.funds.records.funds import FundRecord
from governance.funds.service import changing, closing, committing, contributing, leaving, mandates, posting
from governance.funds.service.posting import NotReversible, Posting
from governance.funds.showing import desk
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database, Transaction
from tests.governance.funds.pools import TREASURER, Pool, agreed, founded, opened, proposed


@pytest.fixture
async def pool(database: Database, clock: ScriptedClock) -> Pool:
    await founded(database, clock)
    return await opened(database, clock, (1, 1, 1))


WAYS = {
    "another sum": "UPDATE fund_movement SET pence = 1",
    "another account": "UPDATE fund_movement SET credit = debit, debit = credit",
    "another fund": "UPDATE fund_movement SET fund = 'x'",
    "a movement removed": "DELETE FROM fund_movement WHERE place = 0",
    "all movements removed": "TRUNCATE fund_movement",
    "another day": "UPDATE fund_entry SET reference = 'x'",
    "an entry removed": "DELETE FROM fund_entry WHERE seq = 1",
    "an entry replaced": "INSERT OR REPLACE INTO fund_entry SELECT * FROM fund_entry",
    "an entry put over another": "INSERT INTO fund_entry SELECT * FROM fund_entry WHERE true "
    "ON CONFLICT (fund, seq) DO UPDATE SET kind = 'refund'",
    "a movement of nothing": "INSERT INTO fund_movement (fund, seq, place, debit, credit, pence) "
    "SELECT fund, seq, 9, debit, credit, 0 FROM fund_movement",
    "an account of nobody's": "INSERT INTO fund_movement (fund, seq, place, debit, credit, pence) "
    "SELECT fund, seq, 9, 'pocket', credit, 5 FROM fund_movement",
    "from an account to itself": "INSERT INTO fund_movement (fund, seq, place, debit, credit, pence) "
    "SELECT fund, seq, 9, debit, debit, 5 FROM fund_movement",
    "an entry without a mandate": 'INSERT INTO fund_entry (fund, seq, "on", at, kind, reference, mandate, entered_by, '
    "prev, hash) SELECT fund, 2, \"on\", at, kind, reference, 'nobody', entered_by, hash, 'x' FROM fund_entry",
    "a fork in the chain": 'INSERT INTO fund_entry (fund, seq, "on", at, kind, reference, mandate, entered_by, '
    "prev, hash) SELECT fund, 2, \"on\", at, kind, reference, mandate, entered_by, prev, 'x' FROM fund_entry",
}


@pytest.mark.control("LED-2")
@pytest.mark.parametrize("way", WAYS)
async def test_the_database_refuses_to_alter_the_ledger(pool: Pool, way: str) -> None:
    await pool.pay_in(1, 500)
    with pytest.raises(DBAPIError):
        async with pool.database.writing() as tx:
            await tx.execute(text(WAYS[way]))
    async with pool.database.reading() as view:
        head = await posting.check(view, pool.id)
    assert head.seq == 1
    assert await pool.claims() == [500, 0, 0]


async def test_both_sides_of_a_movement_are_of_one_fund(pool: Pool) -> None:
    await pool.pay_in(1, 500)
    statement = "INSERT INTO fund_account (fund, name) SELECT fund, 'other' FROM fund_account WHERE name = 'bank'"
    async with pool.database.writing() as tx:
        await tx.execute(text(statement))
    with pytest.raises(DBAPIError):
        async with pool.database.writing() as tx:
            await tx.execute(text("INSERT INTO fund_movement SELECT 'f2', seq, 8, debit, credit, 5 FROM fund_movement"))


async def test_a_movement_slipped_in_beside_the_chain_is_found(pool: Pool) -> None:
    """The database lets rows be added; the chain says that this one was not part of what was entered."""
    await pool.pay_in(1, 500)
    await pool.pay_in(1, 500)
    async with pool.database.writing() as tx:
        await tx.execute(
            text(
                "INSERT INTO fund_movement (fund, seq, place, debit, credit, pence) "
                "SELECT fund, seq, 9, debit, credit, 5 FROM fund_movement WHERE seq = 1"
            )
        )
    async with pool.database.reading() as view:
        with pytest.raises(Broken) as broken:
            await posting.check(view, pool.id)
    assert broken.value.seq == 1


async def test_the_chain_of_a_new_fund_is_empty_and_grows_by_one_with_each_entry(pool: Pool) -> None:
    async with pool.database.reading() as view:
        assert await posting.check(view, pool.id) == Head()
    entry = await pool.pay_in(2, 700)
    async with pool.database.reading() as view:
        assert await posting.check(view, pool.id) == Head(1, entry.hash)
        assert await posting.entries(view, pool.id) == [entry]


@pytest.mark.control("LED-3")
async def test_a_hundred_payments_at_once_never_overdraw(pool: Pool) -> None:
    for number in (1, 2, 3):
        await pool.pay_in(number, 1200)
    ready = [await pool.ready(90, approvals=1) for _ in range(100)]

    async def pay(spend: str) -> bool:
        try:
            await pool.pay(spend)
        except (MayNotSpend, Overdrawn):
            return False
        return True

    paid = await asyncio.gather(*(pay(spend) for spend in ready))
    assert sum(paid) == 40
    found = await pool.standing()
    assert (found.held, found.spent) == (0, 3600)
    assert await pool.claims() == [0, 0, 0]
    async with pool.database.reading() as view:
        assert (await posting.check(view, pool.id)).seq == 43


async def test_nobody_pays_for_another_without_saying_so(pool: Pool) -> None:
    await pool.pay_in(1, 1000)
    with pytest.raises(Overdrawn) as refused:
        await pool.spend(300)
    assert refused.value.facts["account"] == person(pool.ids[1])
    assert await pool.claims() == [1000, 0, 0]


async def test_a_wrong_entry_is_taken_back_once_and_stays_to_be_seen(pool: Pool) -> None:
    wrong = await pool.pay_in(1, 500)
    async with pool.database.writing() as tx:
        given: dict[str, Any] = {"on": pool.today, "reference": "entered twice", "now": pool.now}
        back = await contributing.reverse(tx, TREASURER, pool.id, wrong.seq, **given)
    assert (back.kind, back.reverses) == (Kind.ADJUSTMENT, wrong.seq)
    assert await pool.claims() == [0, 0, 0]
    async with pool.database.reading() as view:
        assert len(await posting.entries(view, pool.id)) == 2
    for seq in (wrong.seq, back.seq):
        async with pool.database.writing() as tx:
            with pytest.raises(NotReversible):
                await contributing.reverse(tx, TREASURER, pool.id, seq, **given)


async def test_after_a_spend_is_taken_back_the_next_puts_the_pennies_right(pool: Pool) -> None:
    for number in (1, 2, 3):
        await pool.pay_in(number, 1000)
    first = await pool.spend(100)
    await pool.spend(100)
    async with pool.database.writing() as tx:
        await contributing.reverse(tx, TREASURER, pool.id, first.seq, on=pool.today, reference="not ours", now=pool.now)
    await pool.spend(100)
    found = await pool.standing()
    assert [found.charged[one] for one in pool.ids] == [67, 67, 66]


async def test_closed_books_stay_closed(pool: Pool) -> None:
    pool.clock.pass_time(timedelta(days=10))
    async with pool.database.writing() as tx:
        await closing.lock(tx, TREASURER, pool.id, pool.today - timedelta(days=3), pool.now)
    given: dict[str, Any] = {"person_id": pool.ids[0], "pence": 5, "reference": "late", "now": pool.now}
    async with pool.database.writing() as tx:
        with pytest.raises(Locked):
            await contributing.enter(tx, TREASURER, pool.id, on=pool.today - timedelta(days=3), **given)
        await contributing.enter(tx, TREASURER, pool.id, on=pool.today - timedelta(days=2), **given)
    for days in (3, 5, 0):
        async with pool.database.writing() as tx:
            with pytest.raises(Invalid):
                await closing.lock(tx, TREASURER, pool.id, pool.today - timedelta(days=days), pool.now)


@pytest.mark.parametrize(("days", "problem"), [(1, "in-the-future"), (-1, "before-it-began")])
async def test_an_entry_is_of_a_day_on_which_the_fund_was_open(pool: Pool, days: int, problem: str) -> None:
    async with pool.database.writing() as tx:
        with pytest.raises(Invalid) as invalid:
            await contributing.enter(
                tx,
                TREASURER,
                pool.id,
                person_id=pool.ids[0],
                pence=5,
                on=pool.today + timedelta(days=days),
                reference="x",
                now=pool.now,
            )
    assert invalid.value.errors == {"on": problem}


@pytest.mark.control("LED-4")
async def test_nothing_is_posted_without_a_mandate_of_the_same_fund(pool: Pool, database: Database) -> None:
    async with database.writing() as tx:
        fund = await tx.get(FundRecord, pool.id)
        assert fund is not None
        moved = (Movement(BANK, person(pool.ids[0]), 5),)
        with pytest.raises(DBAPIError):
            await posting.post(
                tx, TREASURER, fund, Posting(Kind.CONTRIBUTION, pool.today, "m" * 26, "x", moved), pool.now
            )


async def test_consent_comes_before_money(database: Database, clock: ScriptedClock) -> None:
    """Invariant 8."""
    await founded(database, clock)
    waiting = await proposed(database, clock, (1, 1))
    async with database.writing() as tx:
        fund = await tx.get(FundRecord, waiting.id)
        assert fund is not None
        fund.state, fund.opened_on = FundState.OPEN, waiting.today  # as if the rules let a fund open with less than all
        await tx.flush()
    with pytest.raises(NotConsented):
        await waiting.pay_in(1, 500)


async def test_a_mandate_that_ended_lets_nothing_be_spent(pool: Pool) -> None:
    for number in (1, 2, 3):
        await pool.pay_in(number, 1000)
    ready = await pool.ready(100)
    async with pool.database.writing() as tx:
        await mandates.end(tx, TREASURER, pool.mandate, on=pool.today + timedelta(days=1), now=pool.now)
    pool.clock.pass_time(timedelta(days=1))
    with pytest.raises(NoMandate):
        await pool.pay(ready)
    with pytest.raises(NoMandate):
        await pool.ready(100)
    assert (await pool.standing()).spent == 0


async def test_a_promise_past_its_last_day_asks_to_be_set_free(pool: Pool) -> None:
    promise = await pool.promise(1000)
    payload = {"commitment": promise}
    async with pool.database.writing() as tx:
        assert promise not in await asking(tx, pool, payload)
    pool.clock.pass_time(date(2028, 1, 2) - pool.today)
    async with pool.database.writing() as tx:
        assert promise in await asking(tx, pool, payload)
        assert [one.id for one in (await desk.desk(tx, TREASURER, pool.id, pool.now))["over"]] == [promise]
        await committing.release(tx, TREASURER, promise, pence=1000, now=pool.now)
        assert (await desk.desk(tx, TREASURER, pool.id, pool.now))["over"] == []


async def asking(tx: Transaction, pool: Pool, payload: dict[str, str]) -> set[str]:
    """The promises of which the log says that they are over, after the job ran."""
    await jobs.HANDLERS[committing.ENDS](tx, payload, pool.now)
    said = select(AuditDetailRecord.details).join(AuditRecord, AuditRecord.seq == AuditDetailRecord.seq)
    return {one["commitment"] for one in await tx.scalars(said.where(AuditRecord.action == "fund.promise-over"))}


async def test_what_a_leaver_bore_of_a_payment_taken_back_is_given_back_to_them(pool: Pool) -> None:
    for number in (1, 2, 3):
        await pool.pay_in(number, 1000)
    entry = await pool.spend(300)
    await pool.leaves(3)
    async with pool.database.writing() as tx:
        with pytest.raises(NotFound):
            await leaving.give_back(tx, TREASURER, pool.id, pool.ids[2], pool.now)
        await contributing.reverse(tx, TREASURER, pool.id, entry.seq, on=pool.today, reference="not ours", now=pool.now)
    assert leaving.left_over(await pool.standing()) == {pool.ids[2]: 100}
    async with pool.database.writing() as tx:
        back = await leaving.give_back(tx, TREASURER, pool.id, pool.ids[2], pool.now)
        with pytest.raises(NotFound):
            await leaving.give_back(tx, TREASURER, pool.id, pool.ids[0], pool.now)
    assert back.kind is Kind.REFUND
    assert await pool.claims() == [1000, 1000, 0]
    assert (await pool.standing()).held == 2000


async def test_a_fund_does_not_close_while_a_payment_waits(pool: Pool) -> None:
    for number in (1, 2, 3):
        await pool.pay_in(number, 1000)
    ready = await pool.ready(300, approvals=1)
    async with pool.database.writing() as tx:
        change = await changing.ask_to_close(tx, TREASURER, pool.id, pool.now)
        await agreed(tx, pool, change.id)
    async with pool.database.writing() as tx:
        with pytest.raises(SpendsWait):
            await closing.finish(tx, TREASURER, pool.id, pool.now)
    await pool.pay(ready)
    async with pool.database.writing() as tx:
        await closing.finish(tx, TREASURER, pool.id, pool.now)
    assert await pool.claims() == [0, 0, 0]
