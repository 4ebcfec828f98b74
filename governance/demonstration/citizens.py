"""Support and pooled money in the Citizen Directed Co-operative: a payment (M-09), nights (M-11), a members' fund."""

from dataclasses import dataclass
from datetime import time, timedelta

from governance.arrangements.model.agreements import Directs, Employer, Rates, Slot, Source, Standing
from governance.arrangements.model.assistants import Profile
from governance.arrangements.model.introductions import Check, Item
from governance.arrangements.model.sessions import Attended
from governance.arrangements.model.sharing import Basis, Cost, Kind, Per, Price, Terms
from governance.arrangements.service import checks, introductions
from governance.arrangements.service.introductions import Candidate
from governance.board.model.powers import Limits
from governance.board.service import powers
from governance.demonstration import cast
from governance.demonstration.pooling import (
    Bill,
    Fund,
    Group,
    Pot,
    came,
    hold,
    monday,
    open_fund,
    pay,
    pay_in,
    plan,
    prepare,
    share,
    supported,
)
from governance.demonstration.private import Way
from governance.demonstration.story import Story
from governance.demonstration.supporting import Agreed, agree, assistant, member_supported, said, way_of
from governance.funds.model.funds import FundKind
from governance.funds.model.payments import Entered, Funder, KeptIn, Recipient
from governance.funds.service import effects, payments
from governance.platform.clock import legal_day
from governance.platform.texts import Texts
from governance.rehearsal.house import officer

MEMBER = cast.WHO["member"]
POOLING_RULE = "80"
WEEKS = 4
PERIODS = (
    Entered(118860, 9600, 114742, 650, "bank statement 1"),
    Entered(118860, 9600, 107802, 650, "bank statement 2"),
    Entered(118860, 0, 114742, 650, "bank statement 3"),
)
"""Three times four weeks; the own contribution was missed in the last (M-09)."""
TENANTS = (MEMBER, *(str(number) for number in range(32, 42)))
"""Of eleven flats; the last of them joins for the last four nights of a week."""
NIGHT = 480
"""Minutes."""
NIGHTS = Terms(
    Texts(
        en="Night cover in our flats",
        cy="Cymorth nos yn ein fflatiau",
        en_easy="Somebody here at night",
        cy_easy="Rhywun yma yn y nos",
    ),
    Basis.ATTENDED,
    (Price(Cost.SUPPORT, Per.SESSION, 64400),),
    sessions=52,
    minutes=7 * NIGHT,
)
PROFILE = Profile(
    called="Lowri",
    languages=("cy", "en"),
    area="Dyffryn Conwy",
    hours_free="Mornings",
    about="I like walking, and music.",
    travel=("car",),
)
AGREED = Agreed(
    standing=Standing(Directs.MEMBER, Employer.CO_OP, Source.FROM_LIST),
    week=(Slot(0, time(9), time(13)), Slot(2, time(9), time(13)), Slot(4, time(9), time(13))),
    rates=Rates(weekday=1360, weekend=1500),
    said=said(
        what="Help to go out, and with letters",
        how="As I say on the day",
        who_covers="Somebody from the shared list",
        review="Twice a year",
        ending="Four weeks' notice by either",
    ),
    payment=32115,
)


@dataclass(frozen=True, slots=True)
class Nights:
    """The shared arrangement of the tenants."""

    id: str
    group: Group


async def pool_money(story: Story) -> Fund:
    """The rules let the board spend small sums from a fund of eight members; one payment was made."""
    story.clock.move_to(story.calendar.ago(62))
    now, today = story.clock.now(), legal_day(story.clock.now())
    async with story.database.writing() as tx:
        power = await powers.give(
            tx,
            await officer(tx, "secretary", now),
            holder="treasurer",
            purpose=Texts(
                en="Spend from the members' fund",
                cy="Gwario o gronfa'r aelodau",
                en_easy="Pay from our pot",
                cy_easy="Talu o'n pot",
            ),
            limits=Limits(total=100000, each=20000),
            since=today,
            rule=POOLING_RULE,
            now=now,
        )
    title = Texts(en="Members' fund", cy="Cronfa'r aelodau", en_easy="Our pot of money", cy_easy="Ein pot arian")
    group = await supported(story, (MEMBER, *(str(number) for number in range(32, 39))))
    pot = Pot(title, FundKind.ACTIVITY, ("travel", "support"), 100000, power=power.id, basis="equal", each=20000)
    fund = await open_fund(story, group, pot)
    await pay_in(story, fund, [5000] * len(group), "standing order")
    await pay(story, fund, Bill(4000, "travel", "Example Buses", "ticket 31"))
    return fund


async def say_what_it_costs(story: Story, fund: Fund, motion: str) -> None:
    """What members' days would take from the fund, kept with the motion before anybody votes."""
    now = story.clock.now()
    async with story.database.writing() as tx:
        treasurer = await officer(tx, "treasurer", now)
        await effects.state(tx, treasurer, motion, fund_id=fund.id, change=effects.Once(8 * 4000), now=now)


async def support(story: Story, fund: Fund, nights: Nights) -> dict[str, Way]:
    """A payment and an assistant of one member; nights of eleven; somebody brought along; a payment that waits."""
    helper = await assistant(story, "Lowri Whitcombe", profile=PROFILE)
    person = await member_supported(story, MEMBER)
    await agree(story, person, helper, AGREED, starts_on=monday(story.calendar.today, weeks=0))
    await _write_down_the_payment(story)
    await _hold_nights(story, nights)
    await _bring_somebody(story)
    await prepare(story, fund, Bill(6400, "travel", "Example Buses", "hire of a minibus"), fund.group[1:2])
    return {"assistant": await way_of(story, helper.actor, helper.email)}


async def _write_down_the_payment(story: Story) -> None:
    person, now = await member_supported(story, MEMBER), story.clock.now()
    since = legal_day(now) - timedelta(weeks=WEEKS * len(PERIODS))
    agreed = payments.Agreed(
        funder_kind=Funder.AUTHORITY,
        funder="Cyngor Enghraifft",
        recipient_kind=Recipient.CITIZEN,
        net=True,
        weeks=WEEKS,
        amount=118860,
        own_contribution=9600,
        cap_weeks=8,
        opening=21455,
        since=since,
        next_review=since + timedelta(days=365),
        return_months=3,
        kept_in=KeptIn.OWN_ACCOUNT,
    )
    async with story.database.writing() as tx:
        payment = await payments.enter(tx, person.actor, person.id, agreed, now)
        for entered in PERIODS:
            await payments.add_period(tx, person.actor, payment.id, entered, now)


async def share_nights(story: Story) -> Nights:
    """Eleven flats agree, and plan two weeks."""
    group = await supported(story, TENANTS)
    shared_id = await share(story, group, NIGHTS, Kind.NIGHT_COVER)
    for days in (21, 14):
        await plan(story, group, shared_id, story.calendar.ago(days, time(22)), timedelta(days=6, hours=9))
    return Nights(shared_id, group)


async def _hold_nights(story: Story, nights: Nights) -> None:
    """A week in which one flat joined for four nights, and the week after, in which all were there (M-11)."""
    newcomer = nights.group[-1].id
    for number, there in enumerate((4, 7), start=1):
        told = {newcomer: Attended(newcomer, there * NIGHT)}
        await hold(story, nights.group, nights.id, number, attended=came(nights.group, 7 * NIGHT, told))


async def _bring_somebody(story: Story) -> None:
    person, now = await member_supported(story, MEMBER), story.clock.now()
    who = Candidate("Macsen Ellery", Source.INTRODUCED, Employer.MEMBER, f"macsen@{story.play.town.domain}")
    async with story.database.writing() as tx:
        brought = await introductions.introduce(tx, person.actor, person.id, who, now)
        right = Check(Item.RIGHT_TO_WORK, legal_day(now) - timedelta(days=1))
        await checks.note(tx, person.actor, brought.assistant, right, now=now)
