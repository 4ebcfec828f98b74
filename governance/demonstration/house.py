"""A rented house in a demonstration: its trust, who lives there, and what its trustees have to do (M-02)."""

from dataclasses import dataclass
from datetime import time, timedelta

from governance.arrangements.model.cover import Kind
from governance.arrangements.model.trust_decisions import Heard, Matter
from governance.arrangements.model.trusts import Cover
from governance.arrangements.records.trusts import TrusteeRecord
from governance.arrangements.service import houses, needs, residents, rotas, trust_decisions, trustees, trusts
from governance.demonstration.pooling import Group
from governance.demonstration.story import GUIDE, Story
from governance.demonstration.supporting import Person
from governance.funds.service.opening import Serves
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.rehearsal.house import officer

TITLE = "Example Close"
TRUSTEES = ("2", "3")
"""Besides the one who entered the trust; the second is of nobody's family."""
SUCCESSOR, RETIRED = "4", "Enid Calloway"
SIGNING = ("1", "3")
RESIDENTS = ("5", "6", "7", "8")
HOURS = (45, 30, 52, 41)
"""Assessed hours a week of each resident, in the order of moving in."""
RENT, WAKING, SLEEP_IN = 195000, 1865, 9200
"""Pence: a month, an hour awake, and a night asleep."""
NEEDED = ((7, 23, Kind.WAKING, 1), (8, 10, Kind.WAKING, 2), (17, 20, Kind.WAKING, 2), (23, 7, Kind.SLEEP_IN, 1))
KEEPING_CATS = (
    "The landlord allows a cat. Shall the house have one? Whoever wants it looks after it, and the trust pays the vet."
)
VIEWS = (
    (Heard.OWN_WORDS, "Yes, a ginger one."),
    (Heard.OWN_WORDS, "Yes, if it stays out of my room."),
    (Heard.ASKED, "Asked with pictures of cats and of an empty chair; pointed at the cat."),
)
"""Of the second resident and those after; the first has still to be heard."""


@dataclass(frozen=True, slots=True)
class House:
    """The trust, the rota of its house, and who lives there."""

    trust: str
    household: str
    group: Group

    @property
    def serves(self) -> Serves:
        return Serves(living_trust=self.trust)


async def set_up(story: Story) -> House:
    """A deed, four trustees, a rented house, and an agreement for a home with each of four residents."""
    story.clock.move_to(story.calendar.ago(420))
    trust = await _establish(story)
    home = await _rent(story, trust)
    household = await _begin_a_rota(story, trust)
    group = []
    for place, number in enumerate(RESIDENTS):
        group.append(await _move_in(story, House(trust, household, ()), home, place, number))
    return House(trust, household, tuple(group))


async def change_a_trustee(story: Story, house: House) -> None:
    """One retires and another follows: half of what that leaves to do is done."""
    story.clock.move_to(story.calendar.ago(10))
    now = story.clock.now()
    async with story.database.writing() as tx:
        keeper, today = await officer(tx, "secretary", now), legal_day(now)
        serving = await trusts.trustees(tx, house.trust, today)
        called = await trustees.names(tx, serving)
        new = await _appoint(story, tx, house.trust, await _name(tx, SUCCESSOR), SUCCESSOR)
        retiring = next(one for one in serving if called[one.id] == RETIRED)
        await trustees.retire(tx, keeper, house.trust, retiring.id, on=today, now=now)
        every = await trustees.tasks(tx, house.trust)
        left = [task for task in every if task.trustee in (new.id, retiring.id) and task.done_on is None]
        for task in left[::2]:
            await trustees.see_to(tx, keeper, house.trust, task.id, on=today, now=now)


async def ask_the_residents(story: Story, house: House) -> None:
    """Trustees have something to decide, and wait to hear the first of the residents."""
    story.clock.move_to(story.calendar.ago(8))
    now = story.clock.now()
    async with story.database.writing() as tx:
        keeper = await officer(tx, "secretary", now)
        record = await trust_decisions.propose(
            tx, keeper, story.keys, house.trust, matter=Matter.OTHER, proposal=KEEPING_CATS, now=now
        )
        for one, (heard, words) in zip(house.group[1:], VIEWS, strict=True):
            actor = keeper if heard is Heard.ASKED else one.actor
            await trust_decisions.hear(
                tx, actor, story.keys, record.id, person_id=one.id, heard=heard, words=words, now=now
            )


async def _establish(story: Story) -> str:
    """By the secretary, with those who were trustees from the beginning; their papers are all in order."""
    now = story.clock.now()
    async with story.database.writing() as tx:
        keeper = await officer(tx, "secretary", now)
        trust = await trusts.establish(
            tx,
            keeper,
            title=TITLE,
            deed_reference="Deed of trust 1 (demonstration)",
            deed_dated=legal_day(now),
            by_majority=True,
            family=True,
            now=now,
        )
        for number in TRUSTEES:
            await _appoint(story, tx, trust.id, await _name(tx, number), number)
        await _appoint(story, tx, trust.id, RETIRED)
        for task in await trustees.tasks(tx, trust.id):
            await trustees.see_to(tx, keeper, trust.id, task.id, on=legal_day(now), now=now)
    return trust.id


async def _appoint(story: Story, tx: Transaction, trust_id: str, name: str, number: str = "") -> TrusteeRecord:
    """The first besides the secretary is family of a resident; nobody else is."""
    now = story.clock.now()
    return await trustees.appoint(
        tx,
        await officer(tx, "secretary", now),
        trust_id,
        name=name,
        number=number,
        family=number == TRUSTEES[0],
        tie=None,
        on=legal_day(now),
        now=now,
    )


async def _rent(story: Story, trust_id: str) -> str:
    """A house, insured in every way; two sign at the bank, one of them of nobody's family."""
    now = story.clock.now()
    async with story.database.writing() as tx:
        keeper = await officer(tx, "secretary", now)
        home = await houses.rent(
            tx,
            keeper,
            story.keys,
            trust_id,
            address=story.play.town.address(1),
            landlord="Example Homes",
            monthly=RENT,
            since=legal_day(now),
            until=None,
            now=now,
        )
        for number in SIGNING:
            name = await _name(tx, number)
            await houses.sign_at_bank(tx, keeper, trust_id, name=name, since=legal_day(now), now=now)
        last_day = story.calendar.today + timedelta(days=150)
        for covers in Cover:
            await houses.insure(tx, keeper, trust_id, covers=covers, last_day=last_day, now=now)
    return home.id


async def _begin_a_rota(story: Story, trust_id: str) -> str:
    now = story.clock.now()
    async with story.database.writing() as tx:
        keeper = await officer(tx, "secretary", now)
        household = await rotas.set_up(
            tx, keeper, title=TITLE, waking_rate=WAKING, sleep_in_rate=SLEEP_IN, now=now, trust_id=trust_id
        )
        for begins, ends, kind, level in NEEDED:
            await needs.need(
                tx,
                keeper,
                household.id,
                weekdays=range(7),
                begins=time(begins),
                ends=time(ends),
                kind=kind,
                people_needed=level,
                since=legal_day(now),
                now=now,
            )
    return household.id


async def _move_in(story: Story, house: House, home: str, place: int, number: str) -> Person:
    """A resident: of the trust, of the rota, and of the house, each under an agreement of its own (T-008)."""
    now = story.clock.now()
    on = legal_day(now) + timedelta(days=place)
    async with story.database.writing() as tx:
        keeper, name = await officer(tx, "secretary", now), await _name(tx, number)
        entry = await residents.welcome(tx, keeper, house.trust, name=name, number=number, on=on, now=now)
        await rotas.join(
            tx, keeper, house.household, person_id=entry.person, minutes=HOURS[place] * 60, since=on, now=now
        )
        await houses.let(tx, keeper, house.trust, home, person_id=entry.person, since=on, tied=False, now=now)
        return Person(entry.person, await story.member(tx, number))


async def _name(view: View, number: str) -> str:
    return (await members.numbered(view, GUIDE, number)).name
