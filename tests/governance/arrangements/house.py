"""A house of a living trust: three trustees, four residents, assistants who may start."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from governance.actor import Actor, Assurance, Role
from governance.arrangements.model.cover import Kind
from governance.arrangements.model.introductions import Item
from governance.arrangements.records.assistants import AssistantRecord, CheckRecord
from governance.arrangements.records.training import TrainingRecord
from governance.arrangements.service import assistants, needs, residents, rotas, trustees, trusts
from governance.members import service as members
from governance.members.model import Candidate
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database, Transaction
from governance.platform.ids import new_id
from governance.platform.keys import Keys
from tests.governance.people import SECRETARY, SETUP

MONDAY = date(2027, 3, 1)
SINCE = date(2026, 6, 1)
HOURS = {"Alun": 45, "Beti": 30, "Ceri": 52, "Dewi": 41}


@dataclass
class House:
    """Nia runs the trust with Owen and Mair; Alun, Beti, Ceri and Dewi live there; Sam and Tess work there."""

    database: Database
    clock: ScriptedClock
    keys: Keys
    trust: str
    household: str
    nia: Actor
    owen: Actor
    alun: Actor
    stranger: Actor
    people: dict[str, str] = field(default_factory=dict)
    trustees: dict[str, str] = field(default_factory=dict)
    assistants: dict[str, AssistantRecord] = field(default_factory=dict)

    def working(self, name: str) -> Actor:
        return Actor(self.assistants[name].account, None, frozenset({Role.ASSISTANT}), Assurance.TWO_FACTORS)


def member(member_id: str, account: str = "") -> Actor:
    return Actor(account or member_id, member_id, frozenset({Role.MEMBER}), Assurance.TWO_FACTORS)


async def cleared(tx: Transaction, name: str, clock: ScriptedClock) -> AssistantRecord:
    """An assistant of whom everything is dated that rules may ask for."""
    record = await assistants.enter(
        tx, SETUP, name=name, email=f"{name.split(maxsplit=1)[0].casefold()}@example.org", now=clock.now()
    )
    record.listed = True
    now = clock.now()
    for item in Item:
        tx.add(
            CheckRecord(
                id=new_id(),
                assistant=record.id,
                item=item,
                done_on=SINCE,
                checked_by="test",
                noted_at=now,
                by_office=True,
            )
        )
    for module in (await members.rules_on(tx, now)).words("P-264"):
        tx.add(
            TrainingRecord(
                id=new_id(),
                assistant=record.id,
                module=module,
                done_on=SINCE,
                minutes=60,
                given_by="test",
                noted_by="test",
                noted_at=now,
                by_office=True,
            )
        )
    await tx.flush()
    return record


async def built(
    database: Database,
    clock: ScriptedClock,
    keys: Keys,
    person: Callable[..., Candidate],
    *,
    classes: tuple[str, str] = ("trustee", "beneficiary"),
) -> House:
    """Under whichever rules are in force."""
    now = clock.now()
    async with database.writing() as tx:
        ids = {}
        for place, name in enumerate(("Nia", "Owen", "Alun", "Gwen"), 1):
            candidate = person(
                place,
                name_given=name,
                name_family="Puw",
                entered_on=SINCE,
                class_=classes[name == "Alun"],
                born_on=date(1990, 1, 1),
            )
            ids[name] = (await members.admit(tx, SECRETARY, candidate, now)).id
        nia = member(ids["Nia"])
        trust = await trusts.establish(
            tx,
            nia,
            title="Ty Ni",
            deed_reference="Deed 7",
            deed_dated=SINCE,
            by_majority=False,
            family=True,
            now=now,
        )
        for name, number in (("Owen Puw", "2"), ("Mair Jones", "")):
            await trustees.appoint(
                tx, nia, trust.id, name=name, number=number, family=False, tie=None, on=SINCE, now=now
            )
        household = await rotas.set_up(
            tx, nia, title="Ty Ni", waking_rate=1865, sleep_in_rate=9200, now=now, trust_id=trust.id
        )
        house = House(
            database,
            clock,
            keys,
            trust.id,
            household.id,
            nia,
            member(ids["Owen"]),
            member(ids["Alun"]),
            member(ids["Gwen"]),
        )
        for place, (name, hours) in enumerate(HOURS.items()):
            number = "3" if name == "Alun" else ""
            on = SINCE + timedelta(days=place)
            entry = await residents.welcome(tx, nia, trust.id, name=f"{name} Puw", number=number, on=on, now=now)
            house.people[name] = entry.person
            await rotas.join(
                tx,
                nia,
                household.id,
                person_id=entry.person,
                minutes=hours * 60,
                since=on,
                now=now + timedelta(seconds=place),
            )
        serving = await trusts.trustees(tx, trust.id, clock.now().date())
        called = await trustees.names(tx, serving)
        house.trustees = {called[one.id].split()[0]: one.id for one in serving}
        for name in ("Sam Ellis", "Tess Roe"):
            house.assistants[name.split()[0]] = await cleared(tx, name, clock)
    return house


async def round_the_clock(house: House) -> None:
    """What the house of M-02 needs: one person awake from 7 to 23, a second from 8 to 10 and 17 to 20, one asleep."""
    bands = ((7, 23, Kind.WAKING, 1), (8, 10, Kind.WAKING, 2), (17, 20, Kind.WAKING, 2), (23, 7, Kind.SLEEP_IN, 1))
    async with house.database.writing() as tx:
        for begins, ends, kind, count in bands:
            await needs.need(
                tx,
                house.nia,
                house.household,
                weekdays=tuple(range(7)),
                begins=time(begins),
                ends=time(ends),
                kind=kind,
                people_needed=count,
                since=SINCE,
                now=house.clock.now(),
            )
