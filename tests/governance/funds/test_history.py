"""Histories by chance through the services: after every act the invariants hold, and a refusal changes nothing."""

import random
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from governance.errors import Refusal
from governance.funds.model.funds import WrongState
from governance.funds.model.ledger import is_claim
from governance.funds.service import changing, committing, contributing, mandates, posting
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from tests.governance.funds.pools import TREASURER, Pool, founded, opened, proposed

MANDATE = 5000_00


class History:
    """One fund of four, a pseudo-random hand, and what came and went."""

    def __init__(self, pool: Pool, seed: int) -> None:
        self.pool, self.chance = pool, random.Random(seed)
        self.paid_in = self.refunded = 0
        self.staying = [1, 2, 3, 4]
        self.promises: list[str] = []
        self.entered: list[int] = []

    async def act(self) -> None:
        acts: list[Callable[[], Awaitable[None]]] = [
            self.pay_in,
            self.pay_in,
            self.spend,
            self.spend,
            self.promise,
            self.release,
            self.leave,
            self.change,
            self.take_back,
            self.wait,
        ]
        before = await self.pool.standing()
        try:
            await self.chance.choice(acts)()
        except Refusal:
            assert await self.pool.standing() == before

    async def pay_in(self) -> None:
        pence = self.chance.randint(1, 700_00)
        entry = await self.pool.pay_in(self.chance.choice(self.staying), pence)
        self.paid_in += pence
        self.entered.append(entry.seq)

    async def spend(self) -> None:
        promise = self.chance.choice([None, *self.promises])
        await self.pool.spend(self.chance.randint(1, 300_00), commitment=promise, by=self.staying[:2])

    async def promise(self) -> None:
        self.promises.append(await self.pool.promise(self.chance.randint(1, 300_00)))

    async def release(self) -> None:
        if self.promises:
            promise, pence = self.chance.choice(self.promises), self.chance.randint(1, 100_00)
            async with self.pool.database.writing() as tx:
                await committing.release(tx, TREASURER, promise, pence=pence, now=self.pool.now)

    async def leave(self) -> None:
        if len(self.staying) > 2 and self.chance.random() < 0.4:
            number = self.chance.choice(self.staying)
            before = await self.pool.standing()
            left = await self.pool.leaves(number)
            assert 0 <= left.leaving.refund <= max(before.claim(self.pool.ids[number - 1]), 0)
            self.refunded += left.leaving.refund
            self.staying.remove(number)

    async def change(self) -> None:
        weights = {self.pool.ids[number - 1]: self.chance.randint(1, 9) for number in self.staying}
        async with self.pool.database.writing() as tx:
            actor, now = self.pool.actors[self.staying[0] - 1], self.pool.now
            given = {"basis": "attended_hours", "weights": weights, "now": now}
            change = await changing.ask(tx, actor, self.pool.id, **given)  # type: ignore[arg-type]  # a mixture
            for number in self.staying:
                who = self.pool.ids[number - 1]
                if (await changing.agree(tx, self.pool.actors[number - 1], change.id, who, now)).done:
                    break

    async def take_back(self) -> None:
        if self.entered:
            seq = self.entered.pop(self.chance.randrange(len(self.entered)))
            async with self.pool.database.writing() as tx:
                entry = await contributing.reverse(
                    tx, TREASURER, self.pool.id, seq, on=self.pool.today, reference="mistaken", now=self.pool.now
                )
            self.paid_in -= sum(one.pence for one in entry.movements)

    async def wait(self) -> None:
        self.pool.clock.pass_time(timedelta(days=1))

    async def hold(self) -> None:
        found = await self.pool.standing()
        assert sum(found.balances.values()) == 0
        assert found.held == -sum(pence for account, pence in found.balances.items() if is_claim(account))
        assert found.held == self.paid_in - self.refunded - found.spent >= 0
        assert min(found.claim(who) for who in self.pool.ids) >= 0
        assert found.spent + found.promised <= MANDATE
        async with self.pool.database.reading() as view:
            mandate = await mandates.find(view, self.pool.id, self.pool.mandate)
            assert await mandates.left(view, mandate) == MANDATE - found.spent - found.promised


async def live(database: Database, clock: ScriptedClock, seed: int, steps: int) -> None:
    await founded(database, clock)
    history = History(await opened(database, clock, (4, 3, 2, 1), total=MANDATE), seed)
    for number in history.staying:
        await history.pool.pay_in(number, 900_00)
        history.paid_in += 900_00
    for _ in range(steps):
        await history.act()
        await history.hold()
    async with database.reading() as view:
        assert (await posting.check(view, history.pool.id)).seq > steps // 4
    assert (await history.pool.standing()).spent > 0


@pytest.mark.parametrize("seed", [1, 2])
async def test_the_invariants_hold_after_every_act(database: Database, clock: ScriptedClock, seed: int) -> None:
    await live(database, clock, seed, 25)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10, 30))
async def test_the_invariants_hold_over_long_histories(database: Database, clock: ScriptedClock, seed: int) -> None:
    await live(database, clock, seed, 100)


async def test_nothing_moves_before_the_fund_is_open(database: Database, clock: ScriptedClock) -> None:
    await founded(database, clock)
    pool = await proposed(database, clock, (1, 1))
    with pytest.raises(WrongState):
        await pool.pay_in(1, 5)
