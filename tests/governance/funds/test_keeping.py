"""Who enters money and who only proposes it: the treasurer, or the trustees of a living trust (PERM-7)."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import pytest

from governance.actor import Actor
from governance.arrangements.model.trust_decisions import Heard, Matter
from governance.arrangements.service import trust_decisions
from governance.errors import NotFound
from governance.funds.model.funds import FundKind, NotDecided, Payee, SamePerson, Source
from governance.funds.model.ledger import Overdrawn
from governance.funds.service import (
    bank,
    closing,
    committing,
    contributing,
    funds,
    leaving,
    mandates,
    opening,
    spending,
)
from governance.funds.service.mandates import Terms
from governance.funds.service.opening import Serves
from governance.funds.service.spending import Payment
from governance.members.model import Candidate
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database, Transaction
from governance.platform.keys import Keys
from governance.platform.texts import Texts
from tests.governance.arrangements.house import House, built
from tests.governance.funds.pools import PURPOSES, SECRETARY, TREASURER, Pool, founded, opened

Act = Callable[[Transaction, Actor, Pool], Awaitable[object]]

FILE = b"Date,Description,Amount,ID\n2027-01-04,standing order,5.00,A1\n"


async def enter(tx: Transaction, actor: Actor, pool: Pool) -> object:
    return await contributing.enter(
        tx, actor, pool.id, person_id=pool.ids[0], pence=5, on=pool.today, reference="cash", now=pool.now
    )


async def take_back(tx: Transaction, actor: Actor, pool: Pool) -> object:
    return await contributing.reverse(tx, actor, pool.id, 1, on=pool.today, reference="wrong", now=pool.now)


async def read_bank(tx: Transaction, actor: Actor, pool: Pool) -> object:
    return await bank.take(tx, actor, pool.id, account="main", content=FILE, now=pool.now)


async def lock(tx: Transaction, actor: Actor, pool: Pool) -> object:
    return await closing.lock(tx, actor, pool.id, pool.today - timedelta(days=1), pool.now)


async def name_mandate(tx: Transaction, actor: Actor, pool: Pool) -> object:
    motion = (await mandates.find(tx, pool.id, pool.mandate)).motion
    terms = Terms(PURPOSES, pool.today)
    return await mandates.name(tx, actor, pool.id, terms=terms, now=pool.now, motion_id=motion)


async def promise(tx: Transaction, actor: Actor, pool: Pool) -> object:
    return await committing.commit(
        tx, actor, pool.id, mandate_id=pool.mandate, pence=5, what="notice", until=date(2028, 1, 1), now=pool.now
    )


async def settle(tx: Transaction, actor: Actor, pool: Pool) -> object:
    await leaving.tell(tx, pool.actors[0], pool.id, pool.ids[0], pool.now)
    return await leaving.settle(tx, actor, pool.id, pool.ids[0], now=pool.now)


ACTS: list[Act] = [enter, take_back, read_bank, lock, name_mandate, promise, settle]


@pytest.fixture
async def pool(database: Database, clock: ScriptedClock) -> Pool:
    await founded(database, clock)
    made = await opened(database, clock, (1, 1))
    for number in (1, 2):
        await made.pay_in(number, 1000)
    return made


@pytest.mark.control("PERM-7")
@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
async def test_those_who_take_part_and_the_secretary_enter_nothing(pool: Pool, act: Act) -> None:
    for actor in (pool.actors[1], SECRETARY):
        with pytest.raises(NotFound):
            async with pool.database.writing() as tx:
                await act(tx, actor, pool)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
async def test_the_treasurer_does(pool: Pool, act: Act) -> None:
    async with pool.database.writing() as tx:
        assert await act(tx, TREASURER, pool) is not None


async def test_those_who_take_part_prepare_and_approve_and_do_not_pay(pool: Pool) -> None:
    payment = Payment(500, "room", Payee.BUSINESS, "Neuadd", "invoice 9")
    async with pool.database.writing() as tx:
        spend = await spending.prepare(
            tx, pool.actors[0], pool.id, mandate_id=pool.mandate, payment=payment, now=pool.now
        )
        await spending.approve(tx, pool.actors[1], spend.id, pool.now)
        with pytest.raises(NotFound):
            await spending.pay(tx, pool.actors[1], spend.id, on=pool.today, now=pool.now)
        await spending.pay(tx, TREASURER, spend.id, on=pool.today, now=pool.now)


@pytest.fixture
async def house(database: Database, clock: ScriptedClock, keys: Keys, person: Callable[..., Candidate]) -> House:
    return await built(await founded(database, clock, "d-living-trust"), clock, keys, person)


async def fund_of(house: House) -> Pool:
    return await opened(
        house.database,
        house.clock,
        (1, 1),
        held_as="trust_account",
        basis="assessed_hours",
        serves=Serves(living_trust=house.trust),
    )


async def test_trustees_keep_the_books_of_their_trust_and_pay_what_another_prepared(house: House) -> None:
    pool = await fund_of(house)
    payment = Payment(4, "room", Payee.BUSINESS, "Neuadd", "invoice 9")
    async with house.database.writing() as tx:
        await enter(tx, house.nia, pool)
        assert [one.id for one in await funds.funds(tx, house.nia, pool.now)] == [pool.id]
        spend = await spending.prepare(tx, house.nia, pool.id, mandate_id=pool.mandate, payment=payment, now=pool.now)
        for actor in (house.owen, pool.actors[0]):
            await spending.approve(tx, actor, spend.id, pool.now)
        with pytest.raises(SamePerson):
            await spending.pay(tx, house.nia, spend.id, on=pool.today, now=pool.now)
        with pytest.raises(Overdrawn):  # the second resident has paid in nothing
            await spending.pay(tx, house.owen, spend.id, on=pool.today, now=pool.now)
        for stranger in (house.stranger, house.alun):
            with pytest.raises(NotFound):
                await enter(tx, stranger, pool)


async def test_a_mandate_rests_on_what_the_trustees_of_this_trust_decided_once_residents_were_heard(
    house: House,
) -> None:
    pool = await fund_of(house)
    now, terms = pool.now, Terms(PURPOSES, pool.today)
    async with house.database.writing() as tx:
        decision = await trust_decisions.propose(
            tx, house.nia, house.keys, house.trust, matter=Matter.SUPPORT, proposal="One fund", now=now
        )
        given: dict[str, Any] = {"terms": terms, "now": now, "trust_decision_id": decision.id}
        with pytest.raises(NotDecided):
            await mandates.name(tx, house.nia, pool.id, **given)
        for resident in house.people.values():
            await trust_decisions.hear(
                tx, house.nia, house.keys, decision.id, person_id=resident, heard=Heard.ASKED, words="Yes", now=now
            )
        for name, actor in (("Nia", house.nia), ("Owen", house.owen), ("Mair", house.nia)):
            await trust_decisions.vote(tx, actor, decision.id, trustee_id=house.trustees[name], agrees=True, now=now)
        await trust_decisions.close(tx, house.nia, decision.id, now=now)
        mandate = await mandates.name(tx, house.nia, pool.id, **given)
        assert (mandate.source, mandate.source_id) == (Source.TRUSTEES, decision.id)
        other = await fund_without_trust(tx, house)
        with pytest.raises(NotDecided):
            await mandates.name(tx, TREASURER, other, **given)


async def fund_without_trust(tx: Transaction, house: House) -> str:
    person = house.people["Alun"]
    fund = await opening.propose(
        tx,
        TREASURER,
        title=Texts(en="Another"),
        kind=FundKind.SUPPORT,
        held_as="trust_account",
        basis="assessed_hours",
        weights={person: 1},
        now=house.clock.now(),
    )
    return fund.id
