"""A fund among some people, with a treasurer and a decision to rest on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from constitution import Rulebook
from governance.actor import Actor, Assurance, Role
from governance.arrangements.service import people
from governance.funds.model.funds import Asked, FundKind, Payee
from governance.funds.model.ledger import Entry
from governance.funds.model.pool import Standing
from governance.funds.records.funds import ChangeRecord, PlanRecord
from governance.funds.service import (
    changing,
    committing,
    contributing,
    leaving,
    mandates,
    opening,
    plans,
    posting,
    spending,
)
from governance.funds.service.leaving import Left
from governance.funds.service.mandates import Terms
from governance.funds.service.spending import Payment
from governance.motions import service as motions
from governance.motions.model import Stage
from governance.motions.records import MotionRecord
from governance.platform.clock import ScriptedClock, legal_day
from governance.platform.db import Database, Transaction
from governance.platform.ids import new_id
from governance.platform.texts import Texts
from governance.rulebook import service as rulebook
from tests.governance.people import SETUP

TREASURER = Actor(new_id(), None, frozenset({Role.TREASURER}), Assurance.TWO_FACTORS)
SECRETARY = Actor(new_id(), None, frozenset({Role.SECRETARY}), Assurance.TWO_FACTORS)
DIRECTOR = Actor(new_id(), None, frozenset({Role.DIRECTOR}), Assurance.TWO_FACTORS)
MUCH = 100_000_00
PLANNED = ("support", "room", "artist")
PURPOSES = ("support", "artist", "materials", "room", "cover")
ANYTHING = Terms((*PURPOSES, "rent", "transport", "holiday", "training", "travel", "period"), date(2020, 1, 1))
BOARD = Actor(new_id(), None, frozenset({Role.CHAIR}), Assurance.TWO_FACTORS)


@dataclass(frozen=True)
class Pool:
    """Participants by number, from 1, in the order of joining."""

    database: Database
    clock: ScriptedClock
    id: str
    ids: tuple[str, ...]
    actors: tuple[Actor, ...]
    mandate: str

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def today(self) -> date:
        return legal_day(self.now)

    async def pay_in(self, number: int, pence: int, reference: str = "standing order") -> Entry:
        async with self.database.writing() as tx:
            return await contributing.enter(
                tx,
                TREASURER,
                self.id,
                person_id=self.ids[number - 1],
                pence=pence,
                on=self.today,
                reference=reference,
                now=self.now,
            )

    async def ready(
        self,
        pence: int,
        *,
        commitment: str | None = None,
        approvals: int = 2,
        by: Sequence[int] = (),
        purpose: str = "support",
        **changes: Any,
    ) -> str:
        """A spend that the treasurer prepared and participants approved: the first few, or those with these numbers."""
        payment = Payment(pence, purpose, Payee.BUSINESS, "Gofal Cyf", "invoice 7", commitment)
        given: dict[str, Any] = {"mandate_id": self.mandate, "payment": payment, "now": self.now}
        async with self.database.writing() as tx:
            spend = await spending.prepare(tx, TREASURER, self.id, **(given | changes))
            for number in by or range(1, approvals + 1):
                await spending.approve(tx, self.actors[number - 1], spend.id, self.now)
            return spend.id

    async def spend(self, pence: int, **changes: Any) -> Entry:
        return await self.pay(await self.ready(pence, **changes))

    async def pay(self, spend: str, on: date | None = None) -> Entry:
        async with self.database.writing() as tx:
            return await spending.pay(tx, TREASURER, spend, on=on or self.today, now=self.now)

    async def promise(self, pence: int) -> str:
        async with self.database.writing() as tx:
            found = await committing.commit(
                tx,
                TREASURER,
                self.id,
                mandate_id=self.mandate,
                pence=pence,
                what="notice of the worker",
                until=date(2028, 1, 1),
                now=self.now,
            )
            return found.id

    async def leaves(self, number: int) -> Left:
        async with self.database.writing() as tx:
            person = self.ids[number - 1]
            await leaving.tell(tx, self.actors[number - 1], self.id, person, self.now)
            return await leaving.settle(tx, TREASURER, self.id, person, now=self.now)

    async def standing(self) -> Standing:
        async with self.database.reading() as view:
            return await posting.standing(view, self.id)

    async def claims(self) -> list[int]:
        found = await self.standing()
        return [found.claim(person) for person in self.ids]

    async def due(self, cost: int) -> tuple[list[int], list[int]]:
        """Shares of the cost and of the contingency."""
        async with self.database.reading() as view:
            found, _ = await contributing.due(view, self.id, cost, self.now)
            return [one.share for one in found], [one.contingency for one in found]


async def founded(database: Database, clock: ScriptedClock, pack: str = "a-service-user") -> Database:
    async with database.writing() as tx:
        await rulebook.found(tx, SETUP, name_en="Tree", name_cy="Coeden", purpose="rehearsal", now=clock.now())
        rules = Rulebook.from_pack(pack)
        await rulebook.adopt(tx, SETUP, rules, effective_at=clock.now(), now=clock.now(), reference="FCA 1")
    return database


async def carried(
    tx: Transaction, now: datetime, stage: Stage = Stage.CARRIED, authority: Terms | None = ANYTHING
) -> str:
    """A motion of the board about a fund, what it lets a fund spend, and what became of it."""
    title, text = Texts(en="A fund"), Texts(en="They may pool money.")
    made = await motions.propose(tx, SETUP, title=title, text=text, matter="pooled_fund", by_board=True, now=now)
    found = await tx.get(MotionRecord, made.id)
    assert found is not None
    if authority is not None:
        found = await motions.authorise(tx, BOARD, made.id, authority, now)
    if stage is Stage.CARRIED:
        found.finding, found.decided_at = found.required, now
        await tx.flush()
        found.stage = stage
        await tx.flush()
    return made.id


async def supported(tx: Transaction, number: int, now: datetime) -> tuple[str, Actor]:
    """Somebody who is no member and signs in."""
    name = f"Zebra {number}"
    person = await people.enter(tx, SETUP, name=name, email=f"zebra{number}@example.org", now=now)
    return person.id, Actor(person.account, None, frozenset({Role.SUPPORTED}), Assurance.TWO_FACTORS)


async def proposed(
    database: Database,
    clock: ScriptedClock,
    weights: Sequence[int],
    *,
    total: int | None = None,
    power: str | None = None,
    terms: Terms | None = None,
    first: int = 1,
    **changes: Any,
) -> Pool:
    """Each with a sign-in of their own; nobody has agreed yet, a mandate is named: under a motion, or this power."""
    now = clock.now()
    async with database.writing() as tx:
        known = [await supported(tx, number, now) for number in range(first, first + len(weights))]
        ids, actors = tuple(one for one, _ in known), tuple(actor for _, actor in known)
        given: dict[str, Any] = {
            "held_as": "designated_trust_account",
            "basis": "attended_hours",
            "kind": FundKind.SUPPORT,
        }
        fund = await opening.propose(
            tx,
            TREASURER,
            title=Texts(en="Afternoons", cy="Prynhawniau"),
            weights=dict(zip(ids, weights, strict=True)),
            now=now,
            **(given | changes),
        )
        terms = terms or Terms(PURPOSES, legal_day(now), total=total)
        motion = None if power is not None else await carried(tx, now)
        mandate = await mandates.name(tx, TREASURER, fund.id, terms=terms, now=now, motion_id=motion, power_id=power)
    return Pool(database, clock, fund.id, ids, actors, mandate.id)


async def opened(
    database: Database, clock: ScriptedClock, weights: Sequence[int], *, total: int | None = None, **changes: Any
) -> Pool:
    """The same, to which all agreed."""
    pool = await proposed(database, clock, weights, total=total, **changes)
    async with database.writing() as tx:
        for person, actor in zip(pool.ids, pool.actors, strict=True):
            await opening.consent(tx, actor, pool.id, person, pool.now)
        await opening.open_fund(tx, TREASURER, pool.id, pool.now)
        _plan(tx, pool)
    return pool


def _plan(tx: Transaction, pool: Pool) -> None:
    """As if all had agreed to them; how people come to agree is tried with `planned`."""
    for purpose in PLANNED:
        plan = new_id()
        tx.add(
            ChangeRecord(
                id=plan,
                fund=pool.id,
                kind=Asked.PLAN,
                sha256="0" * 64,
                asked_by="test",
                asked_at=pool.now,
                done_at=pool.now,
            )
        )
        tx.add(PlanRecord(id=plan, fund=pool.id, purpose=purpose, pence=MUCH, until=date(2030, 1, 1)))


async def planned(pool: Pool, *purposes: str, pence: int = MUCH) -> list[str]:
    """Plans of so much for each purpose, until 2030, to which all of those agreed who take part. Answers their ids."""
    found = []
    async with pool.database.writing() as tx:
        for purpose in purposes:
            plan = await plans.ask(
                tx, TREASURER, pool.id, purpose=purpose, pence=pence, until=date(2030, 1, 1), now=pool.now
            )
            found.append(plan.id)
            await agreed(tx, pool, plan.id)
    return found


async def agreed(tx: Transaction, pool: Pool, change: str) -> None:
    """Those who take part agree, one after the other, until it holds."""
    for person, actor in zip(pool.ids, pool.actors, strict=True):
        if (await changing.agree(tx, actor, change, person, pool.now)).done:
            return
