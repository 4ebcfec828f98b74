"""How a house in a demonstration is kept: six assistants on a rota, money for support, money for rent (M-02)."""

from collections.abc import Sequence
from datetime import time, timedelta

from governance.arrangements.model.agreements import Directs, Employer, Rates, Slot, Source, Standing
from governance.arrangements.model.assistants import Profile
from governance.arrangements.model.cover import Kind
from governance.arrangements.service import shifts
from governance.demonstration.house import HOURS, RENT, WAKING, House
from governance.demonstration.pooling import Bill, Fund, Pot, monday, open_fund, pay, pay_in
from governance.demonstration.story import Story
from governance.demonstration.supporting import Agreed, Assistant, agree, assistant, said
from governance.funds.model.funds import EQUAL, FundKind
from governance.funds.service import committing, contributing, leaving
from governance.platform.clock import legal_day
from governance.platform.texts import Texts
from governance.rehearsal.house import officer

PERIOD, SPENT = 1354220, 1340115
"""Pence: four weeks of cover as planned, and what each period really cost because some shifts stayed empty."""
PERIODS_AGO = (95, 67, 39)
LENGTH = 27
"""Days from what is paid in to what is paid."""
NAMES = ("Sioned Farrow", "Tobias Ndlovu", "Carys Bellamy", "Idwal Pritchett", "Meera Stanhope", "Ewan Lascelles")
WEEK = (
    (7, 15, Kind.WAKING, (0, 0, 0, 0, 1, 1, 1)),
    (8, 10, Kind.WAKING, (2, 2, 2, 2, 2, 2, 2)),
    (15, 23, Kind.WAKING, (3, 3, 3, 3, 4, 4, 4)),
    (17, 20, Kind.WAKING, (1, 1, 1, 1, 0, 0, 0)),
    (23, 7, Kind.SLEEP_IN, (4, 4, 4, 5, 5, 5, 5)),
)
"""From, to, how, and by weekday which assistant: eleven hours of rest for everybody, and nobody above 48 a week."""
EVENING_END = 23
AGREED = Agreed(
    standing=Standing(Directs.TRUSTEES, Employer.TRUSTEES, Source.RECRUITED, personal_care=True),
    week=(Slot(0, time(9), time(11)),),
    rates=Rates(weekday=WAKING, weekend=WAKING),
    said=said(
        what="Help at home and to go out",
        when="As the rota of the house says",
        where="At home and in town",
        how="As I say on the day",
        who_covers="Somebody else of the rota",
        cost="From the support fund, by assessed hours",
        review="Every six months",
        ending="Four weeks' notice by either",
    ),
    registered="not_needed_direct_employment",
    because="The trustees employ for four named people. Asked of the regulator; its answer is kept with the deed.",
)
SUPPORT = Texts("Support at Example Close", "Cymorth yn Example Close", "Money for support", "Arian at gymorth")
RENT_OF = Texts("Rent of Example Close", "Rhent Example Close", "Money for rent", "Arian at rent")


async def employ(story: Story, house: House) -> Sequence[Assistant]:
    """Six assistants, each of whom works for one of the residents, and by the rota for all."""
    story.clock.move_to(story.calendar.ago(110))
    helpers = []
    for place, name in enumerate(NAMES):
        helper = await assistant(story, name, profile=_profile(name))
        person = house.group[place % len(house.group)]
        await agree(story, person, helper, AGREED, starts_on=story.calendar.ago(105).date())
        helpers.append(helper)
    return helpers


async def keep_the_funds(story: Story, house: House, decision: str) -> Fund:
    """Three periods are paid in and spent, each fund for itself; this month's rent is in and not yet paid on."""
    story.clock.move_to(story.calendar.ago(PERIODS_AGO[0]))
    support = Pot(
        SUPPORT,
        FundKind.SUPPORT,
        ("support",),
        total=18000000,
        decision=decision,
        held_as="trust_account",
        basis="assessed_hours",
        serves=house.serves,
        weights=HOURS,
    )
    rent = Pot(
        RENT_OF,
        FundKind.HOUSING,
        ("rent",),
        total=2400000,
        decision=decision,
        held_as="trust_account",
        basis=EQUAL,
        serves=house.serves,
    )
    for_support, for_rent = await open_fund(story, house.group, support), await open_fund(story, house.group, rent)
    share = [RENT // len(house.group)] * len(house.group)
    for number, days in enumerate(PERIODS_AGO, start=1):
        story.clock.move_to(story.calendar.ago(days))
        await pay_in(story, for_support, await _asked(story, for_support, PERIOD), f"period {number}")
        await pay_in(story, for_rent, share, f"month {number}")
        story.clock.move_to(story.calendar.ago(days - LENGTH))
        await pay(story, for_support, Bill(SPENT, "support", "Example Payroll", f"period {number}"))
        await pay(story, for_rent, Bill(RENT, "rent", "Example Homes", f"month {number}"))
    await pay_in(story, for_rent, share, f"month {len(PERIODS_AGO) + 1}")
    return for_support


async def give_notice(story: Story, fund: Fund) -> None:
    """The next four weeks are promised to the assistants, and the last resident says that they leave."""
    story.clock.move_to(story.calendar.ago(11))
    leaver, now = fund.group[-1], story.clock.now()
    async with story.database.writing() as tx:
        await committing.commit(
            tx,
            await officer(tx, "treasurer", now),
            fund.id,
            mandate_id=fund.mandate,
            pence=PERIOD,
            what="the next four weeks of cover",
            until=legal_day(story.calendar.ago(-17)),
            now=now,
        )
        await leaving.tell(tx, leaver.actor, fund.id, leaver.id, now)


async def plan_the_week(story: Story, house: House, helpers: Sequence[Assistant]) -> None:
    """This week is full but for an hour tonight: whoever works in the evening goes at ten."""
    story.clock.move_to(story.calendar.ago(9))
    now, today = story.clock.now(), story.calendar.today
    async with story.database.writing() as tx:
        keeper = await officer(tx, "secretary", now)
        for place in range(7):
            day = monday(today, weeks=0) + timedelta(days=place)
            for begins, ends, kind, who in WEEK:
                is_short = day == today and ends == EVENING_END
                await shifts.plan(
                    tx,
                    keeper,
                    house.household,
                    day=day,
                    begins=time(begins),
                    ends=time(ends - is_short),
                    kind=kind,
                    assistant_id=helpers[who[place]].id,
                    now=now,
                )


async def _asked(story: Story, fund: Fund, cost: int) -> Sequence[int]:
    """What a cost asks of each, in pence, with what is kept back."""
    async with story.database.reading() as view:
        found, _ = await contributing.due(view, fund.id, cost, story.clock.now())
    return [one.share + one.contingency for one in found]


def _profile(name: str) -> Profile:
    return Profile(
        called=name.split(maxsplit=1)[0],
        languages=("en", "cy"),
        area="Denbigh",
        hours_free="By the rota",
        about="I work at Example Close.",
        travel=("bus",),
    )
