"""Sharing in a demonstration: people who share support or an activity, and the money that they put together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from governance.actor import Actor
from governance.arrangements.model.sessions import Attended, Line
from governance.arrangements.model.sharing import Asked, Kind, Terms
from governance.arrangements.service import people, sessions, shared, sharing
from governance.demonstration.story import GUIDE, Story
from governance.demonstration.supporting import Assistant, Person
from governance.funds.model.funds import FundKind, Payee
from governance.funds.records.funds import FundRecord
from governance.funds.service import changing, contributing, mandates, opening, plans, settling, spending
from governance.funds.service.opening import Serves
from governance.funds.service.spending import Payment
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction
from governance.platform.texts import Texts
from governance.rehearsal.house import officer

Group = Sequence[Person]
"""People in the order of joining; the first of them asks the others."""


@dataclass(frozen=True, slots=True)
class Pot:
    """A fund before it is opened. ``decision`` is the motion that members carried, ``power`` one of the board;
    ``total`` and ``each`` are the most that may be spent, in pence."""

    title: Texts
    kind: FundKind
    purposes: Sequence[str]
    total: int
    decision: str | None = None
    power: str | None = None
    each: int | None = None
    held_as: str = "designated_trust_account"
    basis: str = "attended_hours"
    serves: Serves = field(default_factory=Serves)
    weights: Sequence[int] = ()
    """In the order of joining; all alike where there are none."""


@dataclass(frozen=True, slots=True)
class Fund:
    id: str
    mandate: str
    group: Group


@dataclass(frozen=True, slots=True)
class Bill:
    """Something to be paid from a fund, in pence, and whom it goes to."""

    pence: int
    purpose: str
    payee_name: str
    evidence: str
    payee: Payee = Payee.BUSINESS
    commitment: str | None = None


async def supported(story: Story, numbers: Sequence[str]) -> Group:
    """Members as people supported, in this order."""
    now = story.clock.now()
    found = []
    async with story.database.writing() as tx:
        for number in numbers:
            member = await members.numbered(tx, GUIDE, number)
            person = await people.of_member(tx, GUIDE, member.id, now)
            found.append(Person(person.id, await story.member(tx, number)))
    return tuple(found)


async def share(story: Story, group: Group, terms: Terms, kind: Kind, helpers: Sequence[Assistant] = ()) -> str:
    """Asked by the first of them, agreed to by all; it begins. Answers the shared arrangement."""
    first, now = group[0], story.clock.now()
    async with story.database.writing() as tx:
        record = await sharing.propose(
            tx,
            first.actor,
            kind=kind,
            organiser=first.id,
            terms=terms,
            asked=[Asked(one.id) for one in group],
            assistants=[one.id for one in helpers],
            now=now,
        )
        sha256 = (await shared.latest_terms(tx, record.id)).sha256
        for one in group:
            await sharing.agree(tx, one.actor, record.id, one.id, sha256=sha256, now=now, shows_name=True)
        await sharing.begin(tx, first.actor, record.id, now)
    return record.id


async def plan(story: Story, group: Group, shared_id: str, starts_at: datetime, length: timedelta) -> int:
    """A session with the costs as agreed; its number."""
    now = story.clock.now()
    async with story.database.writing() as tx:
        return await sessions.plan(
            tx, group[0].actor, shared_id, starts_at=starts_at, ends_at=starts_at + length, now=now
        )


async def hold(
    story: Story,
    group: Group,
    shared_id: str,
    number: int,
    *,
    attended: Sequence[Attended],
    lines: Sequence[Line] | None = None,
) -> None:
    """Whoever asked the others writes down who was there."""
    now = story.clock.now()
    async with story.database.writing() as tx:
        await sessions.hold(tx, group[0].actor, shared_id, number, attended=attended, lines=lines, now=now)


async def open_fund(story: Story, group: Group, pot: Pot) -> Fund:
    """Proposed by the treasurer, agreed to by everybody, opened, with a decision and plans that let it spend."""
    now = story.clock.now()
    async with story.database.writing() as tx:
        treasurer = await officer(tx, "treasurer", now)
        fund = await _agreed(tx, treasurer, group, pot, now)
        terms = mandates.Terms(tuple(pot.purposes), legal_day(now), total=pot.total, each=pot.each)
        mandate = await mandates.name(
            tx, treasurer, fund.id, terms=terms, now=now, motion_id=pot.decision, power_id=pot.power
        )
        await opening.open_fund(tx, treasurer, fund.id, now)
        for purpose in pot.purposes:
            await _planned(tx, fund.id, group, purpose, pot.total, now)
    return Fund(fund.id, mandate.id, group)


async def _planned(tx: Transaction, fund_id: str, group: Group, purpose: str, pence: int, now: datetime) -> None:  # noqa: PLR0917
    """What may be spent on one purpose within a year, asked by the first and agreed to by more than half (P-241)."""
    until = legal_day(now) + timedelta(days=365)
    plan = await plans.ask(tx, group[0].actor, fund_id, purpose=purpose, pence=pence, until=until, now=now)
    for one in group[: len(group) // 2 + 1]:
        await changing.agree(tx, one.actor, plan.id, one.id, now)


async def _agreed(tx: Transaction, treasurer: Actor, group: Group, pot: Pot, now: datetime) -> FundRecord:
    fund = await opening.propose(
        tx,
        treasurer,
        title=pot.title,
        kind=pot.kind,
        held_as=pot.held_as,
        basis=pot.basis,
        weights=dict(zip([one.id for one in group], pot.weights or [1] * len(group), strict=True)),
        serves=pot.serves,
        now=now,
    )
    for one in group:
        await opening.consent(tx, one.actor, fund.id, one.id, now)
    return fund


async def pay_in(story: Story, fund: Fund, sums: Sequence[int], reference: str) -> None:
    """What each pays in, in pence and in the order of joining."""
    now = story.clock.now()
    async with story.database.writing() as tx:
        treasurer = await officer(tx, "treasurer", now)
        for one, pence in zip(fund.group, sums, strict=True):
            await contributing.enter(
                tx,
                treasurer,
                fund.id,
                person_id=one.id,
                pence=pence,
                on=legal_day(now),
                reference=reference,
                now=now,
            )


async def shares_of(story: Story, fund: Fund, cost: int) -> Sequence[int]:
    """What a cost asks of each, in pence, without what is kept back."""
    async with story.database.reading() as view:
        found, _ = await contributing.due(view, fund.id, cost, story.clock.now())
    return [one.share for one in found]


async def prepare(story: Story, fund: Fund, bill: Bill, approvers: Sequence[Person]) -> str:
    """The treasurer prepares a payment, and these approve it. Answers the payment."""
    now = story.clock.now()
    async with story.database.writing() as tx:
        payment = Payment(bill.pence, bill.purpose, bill.payee, bill.payee_name, bill.evidence, bill.commitment)
        treasurer = await officer(tx, "treasurer", now)
        spend = await spending.prepare(tx, treasurer, fund.id, mandate_id=fund.mandate, payment=payment, now=now)
        for one in approvers:
            await spending.approve(tx, one.actor, spend.id, now)
    return spend.id


async def pay(story: Story, fund: Fund, bill: Bill) -> None:
    """Prepared, approved by the second and the third who take part, and paid today."""
    spend = await prepare(story, fund, bill, fund.group[1:3])
    async with story.database.writing() as tx:
        await _pay(tx, story, spend)


async def pay_what_fell_due(story: Story, fund: Fund, *, but: int) -> None:
    """What the shared arrangement costs was prepared by itself; all but the last few is approved and paid."""
    now = story.clock.now()
    async with story.database.writing() as tx:
        await settling.settle(tx, GUIDE, fund.id, now)
        prepared = sorted(await spending.of_fund(tx, fund.id), key=lambda one: one.evidence)
        for spend in prepared[: len(prepared) - but]:
            await spending.approve(tx, fund.group[1].actor, spend.id, now)
            await _pay(tx, story, spend.id)


async def _pay(tx: Transaction, story: Story, spend: str) -> None:
    now = story.clock.now()
    await spending.pay(tx, await officer(tx, "treasurer", now), spend, on=legal_day(now), now=now)


def came(group: Group, minutes: int, but: Mapping[str, Attended] | None = None) -> Sequence[Attended]:
    """Everybody was there all the time, but those of whom something else is told."""
    told = but or {}
    return [told.get(one.id, Attended(one.id, minutes)) for one in group]


def monday(today: date, *, weeks: int) -> date:
    """The Monday so many weeks from this week's."""
    return today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)
