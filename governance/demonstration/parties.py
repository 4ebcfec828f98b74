"""Support and money in a co-operative of several classes: two ways of employing, a surplus, a power of the board."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time, timedelta

from governance.arrangements.model.agreements import (
    Contractor,
    Directs,
    Employer,
    Party,
    Rates,
    Slot,
    Source,
    Standing,
)
from governance.arrangements.model.assistants import Profile
from governance.arrangements.service import disputes, urgent
from governance.board.model.powers import BOARD, Limits
from governance.board.service import powers
from governance.demonstration.pooling import Bill, Pot, monday, open_fund, pay, pay_in, prepare, supported
from governance.demonstration.story import Story
from governance.demonstration.supporting import Agreed, Assistant, agree, assistant, member_supported, said
from governance.funds.model.funds import FundKind
from governance.funds.service import surplus
from governance.platform.clock import legal_day
from governance.platform.texts import Texts
from governance.rehearsal.house import officer

SURPLUS, SHARES = 4831277, {"reserve": 30, "community": 10, "quality_of_support": 25, "further_reserve": 35}
"""Pence, and hundredths for each use (M-08)."""
MOST = 300000
"""Pence that the board may let members pool for support in a group."""
POOLING = Texts(
    "Let members who cook together pool money for the support that they share.",
    "Gadael i aelodau sy'n coginio gyda'i gilydd gronni arian ar gyfer y cymorth y maent yn ei rannu.",
)
KITCHEN = Texts("Friday kitchen", "Cegin dydd Gwener", "Cooking together", "Coginio gyda'n gilydd")
COOKS = ("6", "7", "8", "9")
EACH, AN_AFTERNOON, A_COURSE = 12000, 6940, 27600
"""Pence: what each pays in, what four hours cost, and a bill above the sum for which one approval is enough."""
EMPLOYED = Agreed(
    standing=Standing(Directs.MEMBER, Employer.CO_OP, Source.FROM_LIST, personal_care=True),
    week=(Slot(0, time(9), time(13)), Slot(3, time(9), time(13))),
    rates=Rates(weekday=1360, weekend=1480),
    said=said(
        what="Help at home and to go out",
        when="As in the week below",
        where="At home and in town",
        how="As I say on the day",
        who_covers="Somebody from the shared list",
        cost="The hours, from my payment",
        review="Twice a year",
        ending="Four weeks' notice by either",
    ),
    payment=20000,
    registered="covered_by_own_registration",
    because="The co-operative is registered for personal care, and employs.",
)
CONTRACTED = replace(
    EMPLOYED,
    standing=Standing(
        Directs.MEMBER, Employer.SELF_EMPLOYED, Source.FROM_LIST, contracted_by=Contractor.CO_OP, personal_care=True
    ),
    rates=Rates(weekday=1735, weekend=1735),
    because="The co-operative has the contract and goes on having a part in it, so its registration covers this.",
)
HELPERS = (("Rosalind Teague", "Mornings"), ("Emrys Okafor", "Any day"), ("Petra Whitlock", "Evenings"))
ABOUT = "We see differently which of us says when a shift is moved."


async def propose_surplus(story: Story) -> str:
    """The board proposes, before members decide. Answers the proposal."""
    story.clock.move_to(story.calendar.ago(231))
    now = story.clock.now()
    year_ended = legal_day(now).replace(day=1) - timedelta(days=1)
    async with story.database.writing() as tx:
        found = await surplus.propose(
            tx, await officer(tx, "secretary", now), year_ended=year_ended, surplus=SURPLUS, percents=SHARES, now=now
        )
    return found.id


async def divide_surplus(story: Story, proposal: str, decision: str) -> None:
    """Members have carried it, so it is entered in the books."""
    story.clock.pass_time(timedelta(days=1))
    now = story.clock.now()
    async with story.database.writing() as tx:
        treasurer = await officer(tx, "treasurer", now)
        await surplus.put(tx, treasurer, proposal, decision, now)
        await surplus.post(tx, treasurer, proposal, now)


async def cook_together(story: Story, decision: str) -> None:
    """The board has a power from the motion; a fund rests on it; of two bills one waits for a second approval."""
    story.clock.move_to(story.calendar.ago(90))
    now, group = story.clock.now(), await supported(story, COOKS)
    async with story.database.writing() as tx:
        power = await powers.give(
            tx,
            await officer(tx, "secretary", now),
            holder=BOARD,
            purpose=POOLING,
            limits=Limits(total=MOST),
            since=legal_day(now),
            now=now,
            motion_id=decision,
        )
    pot = Pot(KITCHEN, FundKind.SUPPORT, ("support", "cookery teacher"), total=MOST, power=power.id)
    fund = await open_fund(story, group, pot)
    await pay_in(story, fund, [EACH] * len(group), "standing order")
    story.clock.move_to(story.calendar.ago(50))
    await pay(story, fund, Bill(AN_AFTERNOON, "support", "Rosalind Teague", "four hours on Friday"))
    story.clock.move_to(story.calendar.ago(4))
    await prepare(story, fund, Bill(A_COURSE, "cookery teacher", "Example Kitchen School", "invoice 31"), group[1:2])


async def support(story: Story) -> Sequence[Assistant]:
    """The co-operative employs two assistants and has a contract with a third, who is self-employed.

    With the first there is a dispute, for which nobody is named yet; the third does not come until the board knows why.
    """
    story.clock.move_to(story.calendar.ago(120))
    begins = monday(story.calendar.today, weeks=-16)
    helpers = [await assistant(story, name, profile=_profile(name, hours)) for name, hours in HELPERS]
    ways = zip(COOKS, helpers, (EMPLOYED, CONTRACTED, EMPLOYED), strict=False)
    begun = [
        await agree(story, await member_supported(story, number), helper, agreed, starts_on=begins)
        for number, helper, agreed in ways
    ]
    story.clock.move_to(story.calendar.ago(100))
    await _disagree(story, helpers[0], begun[0])
    return helpers


async def suspend(story: Story, helper: Assistant) -> None:
    """By the co-ordinator, at once; the board has still to confirm it (K-097)."""
    story.clock.move_to(story.calendar.ago(3))
    now = story.clock.now()
    async with story.database.writing() as tx:
        await urgent.suspend(tx, await officer(tx, "coordinator", now), assistant_id=helper.id, now=now)


async def _disagree(story: Story, helper: Assistant, arrangement: str) -> None:
    now = story.clock.now()
    async with story.database.writing() as tx:
        dispute = await disputes.raise_one(
            tx, helper.actor, story.keys, arrangement, side=Party.PA, about=ABOUT, now=now
        )
        await disputes.go_on(tx, helper.actor, dispute.id, now)


def _profile(name: str, hours: str) -> Profile:
    return Profile(
        called=name.split(maxsplit=1)[0],
        languages=("en", "cy"),
        area="Halifax and around",
        hours_free=hours,
        about="I like to be out and about.",
        travel=("car",),
    )
