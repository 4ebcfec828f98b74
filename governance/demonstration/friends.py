"""Friends who share: an assistant at the day centre (M-01), an artist (M-03), training (M-06), cover (M-10)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from governance.arrangements.model.sessions import Attended, Line
from governance.arrangements.model.sharing import Basis, Cost, Kind, Per, Price, Terms
from governance.arrangements.model.training import Lesson
from governance.arrangements.service import sharing as shared_support
from governance.arrangements.service import training
from governance.demonstration import pooling
from governance.demonstration.pooling import (
    Bill,
    Fund,
    Group,
    Pot,
    came,
    hold,
    open_fund,
    pay,
    pay_in,
    pay_what_fell_due,
    plan,
    prepare,
    shares_of,
)
from governance.demonstration.story import Story
from governance.demonstration.supporting import Assistant
from governance.funds.model.cover import cover
from governance.funds.model.funds import FundKind
from governance.funds.service import committing, leaving
from governance.funds.service.opening import Serves
from governance.platform.clock import legal_day
from governance.platform.texts import Texts
from governance.rehearsal.house import officer

LUNCH, AFTERNOON = time(12, 30), timedelta(hours=3)
WHOLE, HALF = 180, 90
"""Minutes of an afternoon."""
SUPPORT = Line(Cost.SUPPORT, 5205, minutes=WHOLE, rate=1735)
AFTERNOONS = Terms(
    Texts(
        en="Afternoons at the day centre",
        cy="Prynhawniau yn y ganolfan ddydd",
        en_easy="Afternoons together",
        cy_easy="Prynhawniau gyda'n gilydd",
    ),
    Basis.ATTENDED,
    (Price(Cost.SUPPORT, Per.HOUR, 1735), Price(Cost.TRANSPORT, Per.SESSION, 1120)),
    sessions=10,
    minutes=WHOLE,
)
AFTERNOON_DAYS, AFTERNOON_TO_COME, BY_MINIBUS = (33, 26, 19, 12, 5), -2, 2
"""Days ago, one for each case of M-01; six travel on the third."""
WORKSHOPS = Terms(
    Texts(
        en="Painting workshops", cy="Gweithdai peintio", en_easy="Painting together", cy_easy="Peintio gyda'n gilydd"
    ),
    Basis.ATTENDED,
    (
        Price(Cost.LEADER, Per.SESSION, 8500),
        Price(Cost.ROOM, Per.SESSION, 1250),
        Price(Cost.MATERIALS, Per.ONCE, 13740),
    ),
    sessions=10,
    minutes=120,
    notice_days=14,
    leader="Mair Lindqvist",
)
HELD = 4
WORKSHOP_DAYS = (27, 20, 13, 6, -1, -8, -15, -22, -29, -36)
WORKSHOP = timedelta(hours=2)
LEAVER = 2
"""The third of those who paint has told that they leave."""
TRAINER, PAID_BY_THE_HOUR, TAUGHT = 42000, 1360, 15 * 60
TRAINING_COST, WORKSHOPS_COST = 164400, 111240
A_YEAR = 13 * 500
"""Thirteen periods at £5.00."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """A shared arrangement, and the fund that pays for it."""

    id: str
    fund: Fund


@dataclass(frozen=True, slots=True)
class Friends:
    """Seven who share, their assistant, and the motion that lets money be pooled."""

    group: Group
    helper: Assistant
    decision: str


async def share(story: Story, friends: Friends) -> None:
    """Both begin, and then each day brings what it brings."""
    story.clock.move_to(story.calendar.ago(41))
    painting = await hire_an_artist(story, friends)
    afternoons = await share_an_assistant(story, friends)
    held = [(days - 1, _an_afternoon, afternoons, place) for place, days in enumerate(AFTERNOON_DAYS)]
    held += [(days - 1, _a_workshop, painting, place) for place, days in enumerate(WORKSHOP_DAYS[:HELD])]
    for days, act, what, place in sorted(held, key=lambda one: -one[0]):
        story.clock.move_to(story.calendar.ago(days))
        await act(story, what, place)
    await _leave(story, painting)
    await pay_what_fell_due(story, afternoons.fund, but=1)


async def share_an_assistant(story: Story, friends: Friends) -> Sharing:
    """Seven share one assistant; the fund is charged what each session has each pay (M-01)."""
    group = friends.group
    shared_id = await pooling.share(story, group, AFTERNOONS, Kind.SUPPORT, [friends.helper])
    pot = Pot(
        AFTERNOONS.title,
        FundKind.SUPPORT,
        ("support", "transport"),
        total=500000,
        decision=friends.decision,
        serves=Serves(shared_arrangement=shared_id),
    )
    fund = await open_fund(story, group, pot)
    await pay_in(story, fund, [6000] * len(group), "standing order")
    for days in (*AFTERNOON_DAYS, AFTERNOON_TO_COME):
        await plan(story, group, shared_id, story.calendar.ago(days, LUNCH), AFTERNOON)
    return Sharing(shared_id, fund)


async def hire_an_artist(story: Story, friends: Friends) -> Sharing:
    """Ten workshops are planned, paid for in advance (M-03)."""
    group = friends.group
    shared_id = await pooling.share(story, group, WORKSHOPS, Kind.ACTIVITY)
    title = Texts(en="Artist", cy="Artist", en_easy="Money for the artist", cy_easy="Arian at yr artist")
    pot = Pot(title, FundKind.ACTIVITY, ("artist", "materials", "room"), total=500000, decision=friends.decision)
    fund = await open_fund(story, group, pot)
    await pay_in(story, fund, await shares_of(story, fund, WORKSHOPS_COST), "ten workshops")
    await pay(story, fund, Bill(13740, "materials", "Example Art Shop", "invoice 118"))
    for days in WORKSHOP_DAYS:
        await plan(story, group, shared_id, story.calendar.ago(days, time(16)), WORKSHOP)
    return Sharing(shared_id, fund)


async def share_training(story: Story, group: Group, helpers: list[Assistant], decision: str) -> None:
    """Fifteen paid hours of six assistants and a trainer, paid for by nineteen in equal parts (M-06)."""
    now = story.clock.now()
    lesson = Lesson("moving_and_handling", legal_day(now), TAUGHT, "Example Training (demonstration)")
    cost = training.Shared(
        tuple(one.id for one in helpers), tuple(one.actor.member or "" for one in group), PAID_BY_THE_HOUR, TRAINER
    )
    async with story.database.writing() as tx:
        await training.hold_session(tx, await officer(tx, "coordinator", now), lesson, cost, now)
    title = Texts(
        en="Training for our assistants",
        cy="Hyfforddiant i'n cynorthwywyr",
        en_easy="Money for training",
        cy_easy="Arian at hyfforddiant",
    )
    fund = await open_fund(story, group, Pot(title, FundKind.TRAINING, ("training",), 500000, decision=decision))
    await pay_in(story, fund, await shares_of(story, fund, TRAINING_COST), "training of assistants")
    bill = Bill(TRAINING_COST, "training", "Example Training", "invoice 2207 and hours of six assistants")
    await pay(story, fund, bill)


async def cover_emergencies(story: Story, group: Group, decision: str) -> Fund:
    """Twenty-three pay £5.00 a period; the fund pays what fourteen hours cost more than they usually do (M-10)."""
    title = Texts(
        en="Cover in an emergency",
        cy="Cymorth mewn argyfwng",
        en_easy="Money for emergencies",
        cy_easy="Arian at argyfwng",
    )
    pot = Pot(title, FundKind.EMERGENCY_COVER, ("cover",), 500000, decision=decision)
    fund = await open_fund(story, group, pot)
    await pay_in(story, fund, [A_YEAR] * len(group), "13 periods at £5.00")
    cost = cover(14 * 60, rate=1735, premium=210)
    await pay(story, fund, Bill(cost.fund, "cover", "Example Cover", "14 hours at short notice"))
    return fund


async def cover_again(story: Story, fund: Fund) -> None:
    """A second bill waits for a second approval."""
    cost = cover(60 * 60, rate=1735, premium=210)
    await prepare(story, fund, Bill(cost.fund, "cover", "Example Cover", "60 hours at short notice"), fund.group[1:2])


async def _an_afternoon(story: Story, sharing: Sharing, place: int) -> None:
    """All came; the last came half the time; six went by minibus; the last told in time, and told too late."""
    group, last = sharing.fund.group, sharing.fund.group[-1].id
    starts_at = story.calendar.ago(AFTERNOON_DAYS[place], LUNCH)
    told = (None, Attended(last, HALF), None, _away(last, starts_at, 30), _away(last, starts_at, 5))[place]
    travelled = Line(Cost.TRANSPORT, 1120, tuple(one.id for one in group[:-1]))
    lines = [SUPPORT, travelled] if place == BY_MINIBUS else [SUPPORT]
    there = came(group, WHOLE, {last: told} if told else None)
    await hold(story, group, sharing.id, place + 1, attended=there, lines=lines)


async def _a_workshop(story: Story, sharing: Sharing, place: int) -> None:
    group = sharing.fund.group
    await hold(story, group, sharing.id, place + 1, attended=came(group, 120))
    await pay(story, sharing.fund, Bill(9750, "artist", WORKSHOPS.leader, f"invoice {place + 1}"))


def _away(person: str, starts_at: datetime, hours: int) -> Attended:
    return Attended(person, told_at=starts_at - timedelta(hours=hours))


async def _leave(story: Story, painting: Sharing) -> None:
    """Two more workshops are within the artist's notice, so they are promised; the refund is there to see."""
    fund, now = painting.fund, story.clock.now()
    leaver = fund.group[LEAVER]
    async with story.database.writing() as tx:
        await committing.commit(
            tx,
            await officer(tx, "treasurer", now),
            fund.id,
            mandate_id=fund.mandate,
            pence=2 * 9750,
            what="two workshops within the artist's notice",
            until=legal_day(story.calendar.ago(-14)),
            now=now,
        )
        await leaving.tell(tx, leaver.actor, fund.id, leaver.id, now)
        await shared_support.leave(tx, leaver.actor, painting.id, leaver.id, now)
