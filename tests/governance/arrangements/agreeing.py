"""Two people and an arrangement between them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

import pytest

from constitution import Rulebook
from governance.actor import Actor, Assurance, Role
from governance.arrangements.model.agreements import (
    SAID,
    Directs,
    Employer,
    Party,
    Place,
    Rates,
    Slot,
    Source,
    Standing,
    Terms,
)
from governance.arrangements.model.introductions import Outcome
from governance.arrangements.records.agreements import ArrangementRecord
from governance.arrangements.records.assistants import CheckRecord
from governance.arrangements.records.introductions import IntroductionRecord
from governance.arrangements.records.training import TrainingRecord
from governance.arrangements.service import agreements, assistants, people, wording
from governance.members import service as members
from governance.members.model import Candidate
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database, Transaction
from governance.platform.ids import new_id
from governance.platform.keys import Keys
from governance.rulebook import service as rulebook
from tests.governance.people import SECRETARY, SETUP

RATES = Rates(weekday=2410, weekend=2740)
"""Those of M-07."""


def weekly(**changes: Any) -> Terms:
    """18 hours on weekdays and 2 at the weekend (M-07)."""
    week = (
        Slot(0, time(9), time(15)),
        Slot(1, time(9), time(15)),
        Slot(3, time(9), time(15)),
        Slot(5, time(10), time(12)),
    )
    given: dict[str, Any] = {
        "starts_on": date(2027, 1, 11),
        "week": week,
        "place": Place.SEVERAL,
        "rates": RATES,
        "said": {word: f"Zebra {word}" for word in SAID},
    }
    return Terms(**{**given, **changes})


def standing(**changes: Any) -> Standing:
    given: dict[str, Any] = {"directs": Directs.MEMBER, "employs": Employer.CO_OP, "source": Source.FROM_LIST}
    return Standing(**{**given, **changes})


MODULES = (
    "safeguarding",
    "moving_and_handling",
    "medication",
    "food_hygiene",
    "data_protection",
    "the_members_own_way",
)


@dataclass
class Pair:
    """Ann, a member who is supported, and Ben, who is her assistant; both can sign in."""

    database: Database
    clock: ScriptedClock
    keys: Keys
    ann: Actor
    ben: Actor
    person: str
    assistant: str

    async def propose(self, **changes: Any) -> ArrangementRecord:
        given: dict[str, Any] = {"standing": standing(), "terms": weekly(), "now": self.clock.now(), "payment": 60000}
        async with self.database.writing() as tx:
            return await agreements.propose(
                tx, self.ann, self.keys, self.person, self.assistant, **{**given, **changes}
            )

    async def answer(self, arrangement: str, *, yes: bool = True) -> ArrangementRecord:
        """Ben's."""
        async with self.database.writing() as tx:
            record = await agreements.find(tx, self.ben, arrangement, self.clock.now(), lock=True)
            text = await wording.latest(tx, arrangement)
            await wording.answer(
                tx, self.ben, record, text.id, text_hash=text.text_hash, party=Party.PA, yes=yes, now=self.clock.now()
            )
            return record


@pytest.fixture
async def pair(coop: Database, clock: ScriptedClock, keys: Keys, person: Callable[..., Candidate]) -> Pair:
    return await paired(coop, clock, keys, person)


async def with_provider(database: Database, clock: ScriptedClock, keys: Keys) -> Pair:
    """The same where Ann is the customer of an employee-owned provider, and no member."""
    await founded(database, clock, "c-employee-owned")
    async with database.writing() as tx:
        ann = await people.enter(tx, SETUP, name="Ann Ŵyn", email="ann@example.org", now=clock.now())
        ben = await assistants.enter(
            tx, SETUP, name="Ben Rees", email="ben@example.org", of_provider=True, now=clock.now()
        )
    first, second = signed_in(ann.account, Role.SUPPORTED), signed_in(ben.account, Role.ASSISTANT)
    return Pair(database, clock, keys, first, second, ann.id, ben.id)


async def paired(coop: Database, clock: ScriptedClock, keys: Keys, person: Callable[..., Candidate]) -> Pair:
    async with coop.writing() as tx:
        ann = (await members.admit(tx, SECRETARY, person(1), clock.now())).id
        supported = await people.of_member(tx, SETUP, ann, clock.now())
        ben = await assistants.enter(tx, SETUP, name="Ben Rees", email="ben@example.org", now=clock.now())
        bring(tx, supported.id, ben.id, clock)
    return Pair(coop, clock, keys, member(ann), signed_in(ben.account, Role.ASSISTANT), supported.id, ben.id)


def bring(tx: Transaction, person: str, assistant: str, clock: ScriptedClock) -> None:
    """So that the person may choose this assistant; the introduction itself is over."""
    tx.add(
        IntroductionRecord(
            id=new_id(),
            person=person,
            assistant=assistant,
            source=Source.INTRODUCED,
            employer=Employer.CO_OP,
            introduced_by="account:ann",
            introduced_at=clock.now(),
            outcome=Outcome.CLEARED,
            ended_on=clock.now().date(),
            ended_by="account:ann",
        )
    )


def member(member_id: str, *roles: Role) -> Actor:
    return Actor(new_id(), member_id, frozenset({Role.MEMBER, *roles}), Assurance.TWO_FACTORS)


def signed_in(account: str | None, *roles: Role) -> Actor:
    return Actor(account, None, frozenset(roles), Assurance.TWO_FACTORS)


async def cleared(pair: Pair) -> None:
    """Everything that P-263 and P-264 ask for is dated."""
    async with pair.database.writing() as tx:
        for item in ("right_to_work", "references", "dbs"):
            row = CheckRecord(
                id=new_id(),
                assistant=pair.assistant,
                item=item,
                done_on=date(2026, 12, 1),
                checked_by="account:x",
                noted_at=pair.clock.now(),
                by_office=True,
            )
            tx.add(row)
        for module in MODULES:
            done = {"module": module, "done_on": date(2026, 12, 1), "minutes": 60, "given_by": "A trainer"}
            noted = {"noted_by": "account:x", "noted_at": pair.clock.now(), "by_office": True}
            tx.add(TrainingRecord(id=new_id(), assistant=pair.assistant, **done, **noted))


async def founded(database: Database, clock: ScriptedClock, pack: str) -> Database:
    """An organisation under the rules of another model."""
    async with database.writing() as tx:
        await rulebook.found(tx, SETUP, name_en="Tree", name_cy="Coeden", purpose="rehearsal", now=clock.now())
        rules = Rulebook.from_pack(pack)
        await rulebook.adopt(tx, SETUP, rules, effective_at=clock.now(), now=clock.now(), reference="FCA 1")
    return database
