"""Who may spend what: mandates, two people, limits (LED-4, PERM-7, P-250)."""

from datetime import timedelta
from typing import Any

import pytest

from governance.actor import Actor, Assurance, Role
from governance.board.model.powers import Limits
from governance.board.service import powers
from governance.errors import Invalid, NotFound
from governance.funds.model.funds import (
    MayNotSpend,
    NoMandate,
    NotDecided,
    OverMandate,
    Payee,
    SamePerson,
    SpendDecided,
)
from governance.funds.model.ledger import Kind
from governance.funds.service import committing, mandates, spending
from governance.funds.service.mandates import Terms
from governance.funds.service.spending import Payment
from governance.motions.model import Stage
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.ids import new_id
from governance.platform.texts import Texts
from tests.governance.funds.pools import (
    DIRECTOR,
    PURPOSES,
    SECRETARY,
    TREASURER,
    Pool,
    carried,
    founded,
    opened,
    proposed,
)
from tests.governance.people import SETUP

LIMIT = 100_00
"""The most that one approval is enough for under these rules (P-250)."""


@pytest.fixture
async def pool(database: Database, clock: ScriptedClock) -> Pool:
    """Three people with £1,000 each, who may spend £2,000 in all."""
    await founded(database, clock)
    made = await opened(database, clock, (1, 1, 1), total=2000_00)
    for number in (1, 2, 3):
        await made.pay_in(number, 1000_00)
    return made


@pytest.mark.parametrize(("pence", "approvals"), [(LIMIT, 1), (LIMIT + 1, 2)])
async def test_one_approval_up_to_the_limit_and_two_above(pool: Pool, pence: int, approvals: int) -> None:
    for missing in range(approvals):
        with pytest.raises(MayNotSpend) as refused:
            await pool.spend(pence, approvals=missing)
        assert refused.value.finding is not None
        assert refused.value.finding.figures["approvals-missing"] == approvals - missing
    assert (await pool.spend(pence, approvals=approvals)).kind is Kind.SPEND


@pytest.mark.control("PERM-7")
async def test_whoever_prepared_it_does_not_approve_it_under_any_role(pool: Pool, database: Database) -> None:
    spend = await pool.ready(5000, approvals=0)
    other_role = Actor(TREASURER.account, None, frozenset({Role.SUPPORTED, Role.TREASURER}), Assurance.TWO_FACTORS)
    for actor in (TREASURER, other_role):
        async with database.writing() as tx:
            with pytest.raises(SamePerson):
                await spending.approve(tx, actor, spend, pool.now)


async def test_a_member_with_two_accounts_is_one_person(pool: Pool, database: Database) -> None:
    member = new_id()
    first, second = (
        Actor(new_id(), member, frozenset({Role.MEMBER, Role.TREASURER}), Assurance.TWO_FACTORS) for _ in range(2)
    )
    payment = Payment(500, "room", Payee.BUSINESS, "Neuadd", "invoice 9")
    async with database.writing() as tx:
        spend = await spending.prepare(tx, first, pool.id, mandate_id=pool.mandate, payment=payment, now=pool.now)
        with pytest.raises(SamePerson):
            await spending.approve(tx, second, spend.id, pool.now)


async def test_nobody_approves_twice(pool: Pool, database: Database) -> None:
    spend = await pool.ready(LIMIT + 1, approvals=1)
    async with database.writing() as tx:
        with pytest.raises(SamePerson):
            await spending.approve(tx, pool.actors[0], spend, pool.now)
    with pytest.raises(MayNotSpend):
        await pool.pay(spend)


@pytest.mark.parametrize("actor", [DIRECTOR, SECRETARY], ids=["director", "secretary"])
async def test_an_office_alone_approves_nothing(pool: Pool, database: Database, actor: Actor) -> None:
    spend = await pool.ready(500, approvals=0)
    async with database.writing() as tx:
        with pytest.raises(NotFound):
            await spending.approve(tx, actor, spend, pool.now)


async def test_what_was_paid_or_refused_is_decided(pool: Pool, database: Database) -> None:
    paid, refused = await pool.ready(500), await pool.ready(500)
    await pool.pay(paid)
    async with database.writing() as tx:
        await spending.refuse(tx, pool.actors[0], refused, pool.now)
    for spend in (paid, refused):
        with pytest.raises(SpendDecided):
            await pool.pay(spend)
    assert (await pool.standing()).spent == 500


async def test_no_more_is_spent_than_the_mandate_has_left(pool: Pool) -> None:
    await pool.spend(1500_00)
    with pytest.raises(MayNotSpend) as refused:
        await pool.spend(500_01)
    assert refused.value.finding is not None
    assert refused.value.finding.figures["left"] == 500_00
    await pool.spend(500_00)


async def test_what_is_promised_is_not_spent_on_something_else(pool: Pool) -> None:
    promise = await pool.promise(1900_00)
    with pytest.raises(MayNotSpend):
        await pool.spend(101_00)
    await pool.spend(1900_00, commitment=promise)
    assert (await pool.standing()).promised == 0
    await pool.spend(100_00)


async def test_no_more_is_promised_than_the_mandate_has_left(pool: Pool, database: Database) -> None:
    promise = await pool.promise(2000_00)
    with pytest.raises(OverMandate):
        await pool.promise(1)
    async with database.writing() as tx:
        await committing.release(tx, TREASURER, promise, pence=500_00, now=pool.now)
    await pool.promise(500_00)


async def named(pool: Pool, **changes: Any) -> str:
    given: dict[str, Any] = {"terms": Terms(PURPOSES, pool.today), "now": pool.now}
    async with pool.database.writing() as tx:
        return (await mandates.name(tx, TREASURER, pool.id, **(given | changes))).id


async def test_one_spend_stays_below_what_the_mandate_allows_at_a_time(pool: Pool) -> None:
    async with pool.database.writing() as tx:
        motion = await carried(tx, pool.now)
    mandate = await named(pool, motion_id=motion, terms=Terms(PURPOSES, pool.today, each=50_00))
    with pytest.raises(OverMandate):
        await pool.ready(50_01, mandate_id=mandate)
    await pool.spend(50_00, mandate_id=mandate)


async def test_a_mandate_rests_on_a_motion_that_was_carried(pool: Pool) -> None:
    async with pool.database.writing() as tx:
        motion = await carried(tx, pool.now, Stage.SUPPORTED)
    with pytest.raises(NotDecided):
        await named(pool, motion_id=motion)
    with pytest.raises(Invalid):
        await named(pool)


async def test_a_mandate_under_a_power_holds_no_longer_and_no_more_than_the_power(pool: Pool) -> None:
    async with pool.database.writing() as tx:
        motion = await carried(tx, pool.now)
        purpose = Texts(en="Cover", cy="Cyflenwi")
        power = await powers.give(
            tx,
            SETUP,
            holder="board",
            purpose=purpose,
            limits=Limits(300_00, 100_00),
            since=pool.today,
            now=pool.now,
            motion_id=motion,
        )
    for terms in (Terms(PURPOSES, pool.today), Terms(PURPOSES, pool.today, total=300_01, each=100_00)):
        with pytest.raises(OverMandate):
            await named(pool, power_id=power.id, terms=terms)
    mandate = await named(pool, power_id=power.id, terms=Terms(PURPOSES, pool.today, total=300_00, each=100_00))
    ready = await pool.ready(100_00, mandate_id=mandate)
    await pool.spend(100_00, mandate_id=mandate)
    pool.clock.pass_time(timedelta(days=2))
    async with pool.database.writing() as tx:
        await powers.end(tx, SETUP, power.id, on=pool.today, now=pool.now)
    with pytest.raises(NoMandate):
        await pool.pay(ready)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"pence": 0}, "pence"),
        ({"purpose": "holidays"}, "purpose"),
        ({"payee_name": " "}, "payee_name"),
        ({"evidence": "x" * 121}, "evidence"),
    ],
)
async def test_what_cannot_be_used_is_named(pool: Pool, changes: dict[str, Any], field: str) -> None:
    given: dict[str, Any] = {
        "pence": 5,
        "purpose": "room",
        "payee": Payee.BUSINESS,
        "payee_name": "Neuadd",
        "evidence": "7",
    }
    with pytest.raises(Invalid) as invalid:
        await pool.ready(5, payment=Payment(**(given | changes)))
    assert list(invalid.value.errors) == [field]


async def test_mandates_together_take_no_more_of_a_power_than_it_gives(pool: Pool) -> None:
    """Members gave £300 in all; two mandates of £300 would be twice as much, in one fund or in two."""
    async with pool.database.writing() as tx:
        motion = await carried(tx, pool.now)
        power = await powers.give(
            tx,
            SETUP,
            holder="board",
            purpose=Texts(en="Cover", cy="Cyflenwi"),
            limits=Limits(300_00, 300_00),
            since=pool.today,
            now=pool.now,
            motion_id=motion,
        )
    first = await named(pool, power_id=power.id, terms=Terms(PURPOSES, pool.today, total=200_00, each=200_00))
    with pytest.raises(OverMandate):
        await named(pool, power_id=power.id, terms=Terms(PURPOSES, pool.today, total=100_01, each=100_01))
    with pytest.raises(OverMandate):
        await proposed(
            pool.database,
            pool.clock,
            (1, 1),
            power=power.id,
            first=10,
            terms=Terms(PURPOSES, pool.today, total=100_01, each=100_01),
        )
    await pool.spend(50_00, mandate_id=first)
    pool.clock.pass_time(timedelta(days=1))
    async with pool.database.writing() as tx:
        await mandates.end(tx, TREASURER, first, on=pool.today, now=pool.now)
    with pytest.raises(OverMandate):
        await named(pool, power_id=power.id, terms=Terms(PURPOSES, pool.today, total=250_01, each=250_01))
    await named(pool, power_id=power.id, terms=Terms(PURPOSES, pool.today, total=250_00, each=250_00))
