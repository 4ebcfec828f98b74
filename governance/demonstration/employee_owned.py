"""A company owned by its workers: they support people who are no members, and vary hours within a framework."""

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from fractions import Fraction

from constitution.support import Framework
from governance.arrangements.model.agreements import Directs, Employer, Party, Rates, Slot, Source, Standing
from governance.arrangements.model.assistants import Profile
from governance.arrangements.service import variations
from governance.board.model import Office
from governance.demonstration import deciding, founding
from governance.demonstration.play import Play, lines
from governance.demonstration.private import Way
from governance.demonstration.story import Story
from governance.demonstration.supporting import Agreed, Assistant, Person, agree, assistant, customer, said, way_of
from governance.demonstration.texts import Proposal
from governance.platform.texts import Texts
from governance.rehearsal.people import Town
from governance.setup.model import Founder

HERE = Town("Example Lane, Sheffield", "workers.example", strides=(5, 11))
FOUNDERS = (
    Founder("secretary", "1", "Marta", "Okonkwo", f"secretary@{HERE.domain}", "en", HERE.address(1)),
    Founder("chair", "2", "Iestyn", "Byrne", f"chair@{HERE.domain}", "cy", HERE.address(2)),
)
FRAMEWORK = Proposal(
    Texts(
        en="That members' hours may vary within the framework",
        cy="Bod oriau yn cael amrywio o fewn y fframwaith",
        en_easy="Should the hours be able to change a little?",
        cy_easy="A ddylai'r oriau allu newid ychydig?",
    ),
    Texts(
        en="A person we support and their worker may move hours by agreement, within the framework of the rules. "
        "What goes beyond it needs a new framework.",
        cy="Caiff person yr ydym yn ei gefnogi a'i weithiwr symud oriau drwy gytundeb, o fewn fframwaith y rheolau. "
        "Mae angen fframwaith newydd ar gyfer unrhyw beth y tu hwnt iddo.",
        en_easy="You and your worker can move hours if you both agree.",
        cy_easy="Gallwch chi a'ch gweithiwr symud oriau os yw'r ddau ohonoch yn cytuno.",
    ),
)

PROFILE = Profile(
    called="Noor",
    languages=("en",),
    area="North of the city",
    hours_free="Weekends",
    about="Owner and worker here for six years.",
    travel=("bus",),
)
AGREED = Agreed(
    standing=Standing(Directs.WITHIN_FRAMEWORK, Employer.PROVIDER, Source.ASSIGNED, personal_care=True),
    week=(
        Slot(0, time(9), time(15)),
        Slot(1, time(9), time(15)),
        Slot(3, time(9), time(15)),
        Slot(5, time(10), time(12)),
    ),
    rates=Rates(weekday=2410, weekend=2740),
    said=said(
        what="Help to go out and at home",
        when="As in the week below",
        where="At home and in town",
        how="As I say on the day",
        who_covers="Somebody else of the company",
        cost="The company's rate, from my payment",
        review="Once a year",
        ending="Four weeks' notice by either",
    ),
    framework=Framework(
        least_hours=Fraction(16), most_hours=Fraction(24), window=(time(7), time(22)), weekly_cap=51000
    ),
    registered="covered_by_provider",
    because="The company is registered for personal care.",
)
MOVED = (
    Slot(0, time(9), time(15)),
    Slot(1, time(9), time(13)),
    Slot(3, time(9), time(15)),
    Slot(5, time(10), time(14)),
)
"""Two hours moved from Tuesday to Saturday."""
THREE_MORE = (*MOVED, Slot(6, time(10), time(13)))
"""Three hours more on Sunday: within the hours, beyond the cap."""


async def tell(story: Story) -> AsyncIterator[str]:
    """Everything that has happened; answers each chapter's heading when it begins."""
    yield "The company is founded, and its register of members brought over"
    await founding.found(story)
    await founding.bring_members_over(story)
    await founding.fill_offices(story)
    ways = await founding.give_ways_to_sign_in(story)
    yield "Members agree to a framework"
    await deciding.decide(story, FRAMEWORK, days_ago=200)
    yield "Two people are supported; hours move within a framework, and once beyond it"
    ways |= await support_people(story)
    story.private.keep_ways(ways)


async def support_people(story: Story) -> dict[str, Way]:
    """18 hours on weekdays and 2 at the weekend; two move to Saturday, and three more would break the cap (M-07)."""
    story.clock.move_to(story.calendar.ago(60))
    worker = await assistant(story, "Noor Ellison", number="8", profile=PROFILE, of_provider=True)
    person = await customer(story, "Sol Weatherby", f"sol@{HERE.domain}")
    arrangement = await agree(story, person, worker, AGREED, starts_on=_monday(story.calendar.today, weeks=-8))
    await vary(story, person, worker, arrangement, MOVED, since=_monday(story.calendar.today, weeks=1))
    story.clock.move_to(story.calendar.ago(2))
    other = await assistant(
        story, "Caradog Lund", number="9", profile=replace(PROFILE, called="Caradog"), of_provider=True
    )
    second = await customer(story, "Bryn Halloran", f"bryn@{HERE.domain}")
    late = await agree(story, second, other, AGREED, starts_on=_monday(story.calendar.today, weeks=0))
    since = _monday(story.calendar.today, weeks=2)
    async with story.database.writing() as tx:
        await variations.propose(
            tx, second.actor, late, side=Party.MEMBER, week=THREE_MORE, since=since, now=story.clock.now()
        )
    return {
        "person": await way_of(story, person.actor, f"sol@{HERE.domain}"),
        "bryn": await way_of(story, second.actor, f"bryn@{HERE.domain}"),
    }


async def vary(
    story: Story, person: Person, worker: Assistant, arrangement: str, week: Sequence[Slot], *, since: date
) -> None:
    """Asked by the person, agreed to by the worker: inside the framework nobody else is asked."""
    now = story.clock.now()
    async with story.database.writing() as tx:
        asked = await variations.propose(
            tx, person.actor, arrangement, side=Party.MEMBER, week=week, since=since, now=now
        )
    async with story.database.writing() as tx:
        await variations.answer(tx, worker.actor, asked.id, side=Party.PA, yes=True, now=now)


def _monday(today: date, *, weeks: int) -> date:
    """The Monday so many weeks from this week's."""
    return today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)


def _brought_over(day: date) -> Iterable[Sequence[str]]:
    return lines(("worker",) * 12, day, HERE)


PLAY = Play(
    letter="C",
    name_en="Example Employee-Owned Care Company (demonstration)",
    name_cy="Cwmni Gofal Enghreifftiol dan Berchnogaeth y Gweithwyr (arddangosiad)",
    about="a company owned by its workers: hours that vary within a framework",
    town=HERE,
    founders=FOUNDERS,
    brought_over=_brought_over,
    offices=(
        ("3", Office.TREASURER),
        ("4", Office.DIRECTOR),
        ("5", Office.DIRECTOR),
        ("6", Office.COORDINATOR),
    ),
    key_holders=(),
    who={
        "secretary": "1",
        "chair": "2",
        "treasurer": "3",
        "board": "4",
        "coordinator": "6",
        "member": "8",
    },
    parts={
        "member": "A worker, who is a member and supports somebody",
        "secretary": "The secretary",
        "chair": "The chair",
        "treasurer": "The treasurer",
        "board": "A board member",
        "coordinator": "The co-ordinator of assistants",
        "person": "Somebody the company supports, who is no member",
        "bryn": "Somebody else it supports, who asked for more hours than the framework has",
    },
    first=("person", "bryn", "member", "coordinator", "board"),
    tell=tell,
)
