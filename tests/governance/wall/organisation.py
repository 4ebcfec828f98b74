"""An organisation in which everything about support and money is there twice: once for Alder's side, once for Briar's.

Every name, word and amount that belongs to one side begins with that side's name or is a sum that nothing else has, so
that a page can be searched for what it must not tell.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from sqlalchemy import select

from constitution import Rulebook
from governance.access import service as access
from governance.actor import Actor, Assurance, Role
from governance.arrangements.model.agreements import SAID, Employer, Party, Rates, Slot, Source
from governance.arrangements.model.cover import Kind as Cover
from governance.arrangements.model.introductions import Item
from governance.arrangements.model.people import Authority, Evidence, Seen
from governance.arrangements.model.registration import Position
from governance.arrangements.model.rotas import Offered
from governance.arrangements.model.schemes import Kept
from governance.arrangements.model.sharing import Asked
from governance.arrangements.model.sharing import Kind as SharedKind
from governance.arrangements.model.together import Feature, Notice, Times
from governance.arrangements.model.trust_decisions import Heard, Matter
from governance.arrangements.model.worries import Category
from governance.arrangements.records.assistants import CheckRecord
from governance.arrangements.records.introductions import IntroductionRecord
from governance.arrangements.records.rotas import RequirementRecord, SwapRecord
from governance.arrangements.records.training import TrainingRecord
from governance.arrangements.service import (
    agreements,
    assistants,
    disputes,
    houses,
    introductions,
    leaving,
    needs,
    peers,
    people,
    registration,
    residents,
    rotas,
    schemes,
    sessions,
    shared,
    sharing,
    shifts,
    standards,
    starting,
    things,
    together,
    trust_decisions,
    trusts,
    variations,
    wording,
    worries,
)
from governance.board import service as board
from governance.board.model.interests import Declaration
from governance.board.model.powers import Limits
from governance.board.service import interests, items, powers
from governance.correspondence import service as correspondence
from governance.correspondence.records import LetterRecord, NoticeRecord
from governance.funds.model.funds import FundKind, Payee
from governance.funds.model.payments import Entered, Funder, KeptIn, Recipient
from governance.funds.service import changing, committing, contributing, mandates, opening, payments, plans, spending
from governance.funds.service.mandates import Terms as Mandate
from governance.funds.service.payments import Agreed
from governance.funds.service.spending import Payment
from governance.inspection import disclosing
from governance.inspection.disclosures import Asked as Disclosed
from governance.inspection.disclosures import Purpose
from governance.members import service as members
from governance.members.model import Candidate
from governance.motions.model import Stage
from governance.platform.clock import ScriptedClock, legal_day
from governance.platform.db import Database, Transaction
from governance.platform.ids import new_id
from governance.platform.keys import Keys
from governance.platform.texts import Texts
from governance.rulebook import service as rulebook
from tests.governance.arrangements.agreeing import standing, weekly
from tests.governance.arrangements.friends import AFTERNOON
from tests.governance.funds.pools import carried
from tests.governance.people import SECRETARY, SETUP

SIDES = ("Alder", "Briar")
SINCE = date(2026, 6, 1)
MONDAY = date(2027, 3, 1)
OFFICERS = {
    "secretary": Role.SECRETARY,
    "chair": Role.CHAIR,
    "director": Role.DIRECTOR,
    "treasurer": Role.TREASURER,
    "coordinator": Role.COORDINATOR,
    "scrutineer": Role.SCRUTINEER,
}
COORDINATOR = Actor("c" * 26, None, frozenset({Role.COORDINATOR}), Assurance.TWO_FACTORS)
TREASURER = Actor("t" * 26, None, frozenset({Role.TREASURER}), Assurance.TWO_FACTORS)
SUMS = {"Alder": (77_313, 64_917, 2_417), "Briar": (88_321, 53_819, 2_523)}
"""Pence of a period of the direct payment, of a contribution to the fund, and of an hour."""


@dataclass
class Side:
    """One side's people, and the ids of what is theirs, by the name that addresses use."""

    name: str
    owner: Actor
    friend: Actor
    assistant: Actor
    ids: dict[str, str] = field(default_factory=dict)

    @property
    def canaries(self) -> tuple[str, ...]:
        """What stands on no page but theirs."""
        _, contribution, rate = SUMS[self.name]
        return (self.name, *self.payment, *written(contribution), *written(rate))

    @property
    def payment(self) -> tuple[str, ...]:
        return written(SUMS[self.name][0])


def written(pence: int) -> tuple[str, str]:
    """A sum as pages and tables write it, and as programs do."""
    return f"{pence // 100}.{pence % 100:02}", str(pence)


def tells(text: str, canary: str) -> bool:
    """A name also as part of a longer one; a number by itself alone, as digits stand in hashes and ids."""
    if canary[0].isdigit():
        return re.search(rf"(?<![\w.]){re.escape(canary)}(?!\w)", text) is not None
    return canary in text


@dataclass
class Organisation:
    database: Database
    clock: ScriptedClock
    keys: Keys
    accounts: dict[str, str] = field(default_factory=dict)
    sides: dict[str, Side] = field(default_factory=dict)
    motions: list[str] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def today(self) -> date:
        return legal_day(self.now)

    async def member(self, tx: Transaction, name: str, number: int, *roles: Role) -> Actor:
        """A member who can sign in, and plays these parts."""
        candidate = Candidate(
            number=str(number),
            name_given="Quill",
            name_family=name,
            address=f"{number} Heol {name}\nCaernarfon",
            email=f"{name.casefold()}@example.org",
            language="en",
            formats=(),
            class_="citizen",
            entered_on=SINCE,
        )
        record = await members.admit(tx, SECRETARY, candidate, self.now)
        account = await access.account_for(tx, record.id)
        assert account is not None
        for role in roles:
            await access.grant_role(tx, SETUP, account.id, role, self.now)
        self.accounts[name] = account.id
        return Actor(account.id, record.id, frozenset({Role.MEMBER, *roles}), Assurance.TWO_FACTORS, self.now)


async def built(database: Database, clock: ScriptedClock, keys: Keys) -> Organisation:
    made = Organisation(database, clock, keys)
    async with database.writing() as tx:
        await rulebook.found(tx, SETUP, name_en="Tree", name_cy="Coeden", purpose="rehearsal", now=clock.now())
        rules = Rulebook.from_pack("e-citizen-directed")
        await rulebook.adopt(tx, SETUP, rules, effective_at=clock.now(), now=clock.now(), reference="FCA 1")
        await _offices(made, tx)
        for number, name in enumerate(SIDES):
            made.sides[name] = await _people(made, tx, name, 100 + 10 * number)
    for side in made.sides.values():
        for write in (_support, _money_of_one, _sharing, _fund, _house, _together, _disclosure):
            async with database.writing() as tx:
                await write(made, tx, side)
    return made


async def _offices(made: Organisation, tx: Transaction) -> None:
    for number, (name, role) in enumerate(OFFICERS.items(), 1):
        actor = await made.member(tx, name, number, role)
        if role is Role.DIRECTOR:
            await _board(made, tx, actor)
    stranger = await people.enter(tx, SETUP, name="Wren", email="wren@example.org", now=made.now)
    made.accounts["supported"] = str(stranger.account)
    inspector = await access.open_account(
        tx, SETUP, member_id=None, email="iolo@example.org", name="Iolo", now=made.now
    )
    await access.grant_role(tx, SETUP, inspector.id, Role.INSPECTOR, made.now)
    made.accounts["inspector"] = inspector.id
    made.motions = [await carried(tx, made.now) for _ in range(6)]
    for feature in Feature:
        await together.turn(tx, SECRETARY, feature, on=True, motion_id=made.motions.pop(), now=made.now)
    words = Texts("Listen first", "Gwrando gyntaf")
    await standards.adopt(tx, COORDINATOR, label="1", text=words, since=SINCE, now=made.now)


async def _board(made: Organisation, tx: Transaction, director: Actor) -> None:
    assert director.member is not None
    await board.appoint(
        tx, SETUP, member_id=director.member, office="director", from_day=made.today, how="elected", now=made.now
    )
    said = Declaration("landlord", "Owns the hall", "The rent", SINCE)
    made.ids["interest"] = (await interests.declare(tx, director, said, made.now)).id
    motion = await carried(tx, made.now)
    power = await powers.give(
        tx,
        SECRETARY,
        holder="board",
        purpose=Texts("Hire"),
        limits=Limits(),
        since=SINCE,
        now=made.now,
        motion_id=motion,
    )
    item = await items.begin(
        tx,
        SECRETARY,
        day=made.today,
        title=Texts("Hall"),
        proposal=Texts("We rent it"),
        touches=(),
        present={director.member},
        now=made.now,
    )
    made.ids |= {
        "director": director.member,
        "power": power.id,
        "item": item.id,
        "motion": await carried(tx, made.now, Stage.SUPPORTED),
    }


async def _people(made: Organisation, tx: Transaction, name: str, number: int) -> Side:
    owner = await made.member(tx, f"{name}owner", number)
    friend = await made.member(tx, f"{name}friend", number + 1)
    speaker = await made.member(tx, f"{name}speaker", number + 2)
    helper = await assistants.enter(
        tx, SETUP, name=f"{name} Helper", email=f"{name}pa@example.org", phone=f"{name} 07700", now=made.now
    )
    worker = Actor(helper.account, None, frozenset({Role.ASSISTANT}), Assurance.TWO_FACTORS, made.now)
    made.accounts[f"{name}assistant"] = str(helper.account)
    person = await people.of_member(tx, SETUP, str(owner.member), made.now)
    other = await people.of_member(tx, SETUP, str(friend.member), made.now)
    authority = await people.authorise(
        tx,
        SECRETARY,
        person.id,
        member_id=str(speaker.member),
        authority=Authority.ATTORNEY,
        scope="money",
        since=SINCE,
        evidence=Evidence(Seen.POWER_OF_ATTORNEY, SINCE),
        now=made.now,
    )
    return Side(
        name,
        owner,
        friend,
        worker,
        {"person": person.id, "friend": other.id, "assistant": helper.id, "authority": authority.id},
    )


async def _support(made: Organisation, tx: Transaction, side: Side) -> None:
    """An arrangement that runs, with a change that waits, a dispute, help, a scheme, a stop and somebody introduced."""
    await _cleared(made, tx, side)
    now, ids, name = made.now, side.ids, side.name
    tx.add(
        IntroductionRecord(
            id=f"{name:0<26}",
            person=ids["person"],
            assistant=ids["assistant"],
            source=Source.INTRODUCED,
            employer=Employer.CO_OP,
            introduced_by=side.owner.reference,
            introduced_at=now,
        )
    )
    await tx.flush()
    terms = weekly(said={word: f"{name} {word}" for word in SAID}, rates=Rates(weekday=SUMS[name][2], weekend=2740))
    record = await agreements.propose(
        tx,
        side.owner,
        made.keys,
        ids["person"],
        ids["assistant"],
        standing=standing(source=Source.INTRODUCED),
        terms=terms,
        payment=SUMS[name][0],
        now=now,
    )
    text = await wording.latest(tx, record.id)
    await wording.answer(
        tx, side.assistant, record, text.id, text_hash=text.text_hash, party=Party.PA, yes=True, now=now
    )
    await registration.decide(
        tx, COORDINATOR, made.keys, record.id, position=next(iter(Position)), reason=f"{name} reason", now=now
    )
    await starting.start(tx, side.owner, record.id, now=now)
    change = await variations.propose(
        tx,
        side.owner,
        record.id,
        side=Party.MEMBER,
        week=(Slot(2, time(9), time(11)),),
        since=date(2027, 2, 1),
        now=now,
    )
    dispute = await disputes.raise_one(
        tx, side.assistant, made.keys, record.id, side=Party.PA, about=f"{name} quarrel", now=now
    )
    scheme = await schemes.link(
        tx, side.owner, ids["person"], name=f"{name} Scheme", tasks=(Kept.MANAGED_ACCOUNT,), now=now
    )
    candidate = introductions.Candidate(f"{name} Newcomer", Source.INTRODUCED, Employer.CO_OP)
    brought = await introductions.introduce(tx, side.owner, ids["person"], candidate, now)
    worry = await worries.raise_one(tx, side.owner, Category.MONEY, now)
    side.ids |= {
        "arrangement": record.id,
        "change": change.id,
        "dispute": dispute.id,
        "scheme": scheme.id,
        "newcomer": brought.assistant,
        "worry": worry.id,
    }


async def _cleared(made: Organisation, tx: Transaction, side: Side) -> None:
    for item in Item:
        tx.add(
            CheckRecord(
                id=new_id(),
                assistant=side.ids["assistant"],
                item=item,
                done_on=SINCE,
                checked_by="test",
                noted_at=made.now,
                by_office=True,
            )
        )
    for module in (await members.rules_on(tx, made.now)).words("P-264"):
        tx.add(
            TrainingRecord(
                id=new_id(),
                assistant=side.ids["assistant"],
                module=module,
                done_on=SINCE,
                minutes=60,
                given_by=f"{side.name} Trainer",
                noted_by="test",
                noted_at=made.now,
                by_office=True,
            )
        )
    await tx.flush()


async def _money_of_one(made: Organisation, tx: Transaction, side: Side) -> None:
    """A direct payment with one period."""
    pence = SUMS[side.name][0]
    agreed = Agreed(
        Funder.AUTHORITY,
        f"{side.name} Council",
        Recipient.CITIZEN,
        net=True,
        weeks=4,
        amount=pence,
        own_contribution=0,
        cap_weeks=8,
        opening=0,
        since=date(2026, 9, 7),
        next_review=date(2027, 3, 1),
        return_months=3,
        kept_in=KeptIn.OWN_ACCOUNT,
    )
    payment = await payments.enter(tx, side.owner, side.ids["person"], agreed, made.now)
    await payments.add_period(tx, side.owner, payment.id, Entered(pence, 0, 1, 1, f"{side.name} papers"), made.now)
    side.ids["payment"] = payment.id


async def _sharing(made: Organisation, tx: Transaction, side: Side) -> None:
    """The two friends share support, and plan an afternoon."""
    both = (side.ids["person"], side.ids["friend"])
    record = await sharing.propose(
        tx,
        side.owner,
        kind=SharedKind.SUPPORT,
        organiser=both[0],
        terms=replace(AFTERNOON, title=Texts(f"{side.name} Afternoons")),
        asked=[Asked(one, Fraction(1)) for one in both],
        now=made.now,
    )
    terms = await shared.latest_terms(tx, record.id)
    for actor, person in zip((side.owner, side.friend), both, strict=True):
        await sharing.agree(tx, actor, record.id, person, sha256=terms.sha256, now=made.now)
    await sharing.begin(tx, side.owner, record.id, made.now)
    starts = made.now + timedelta(days=21, hours=3)
    number = await sessions.plan(
        tx, side.owner, record.id, starts_at=starts, ends_at=starts + timedelta(hours=3), now=made.now
    )
    side.ids |= {"shared": record.id, "session": str(number)}


async def _fund(made: Organisation, tx: Transaction, side: Side) -> None:
    """The friends pool money: paid in, promised, and something waiting for approval; a change is asked for."""
    both = (side.ids["person"], side.ids["friend"])
    fund = await opening.propose(
        tx,
        TREASURER,
        title=Texts(f"{side.name} Pot", f"{side.name} Pot"),
        weights=dict.fromkeys(both, 1),
        held_as="designated_trust_account",
        basis="attended_hours",
        kind=FundKind.SUPPORT,
        now=made.now,
    )
    mandate = await mandates.name(
        tx,
        TREASURER,
        fund.id,
        terms=Mandate(("support",), made.today),
        now=made.now,
        motion_id=await carried(tx, made.now),
    )
    for actor, person in zip((side.owner, side.friend), both, strict=True):
        await opening.consent(tx, actor, fund.id, person, made.now)
    await opening.open_fund(tx, TREASURER, fund.id, made.now)
    for person in both:
        await contributing.enter(
            tx,
            TREASURER,
            fund.id,
            person_id=person,
            pence=SUMS[side.name][1],
            on=made.today,
            reference=f"{side.name} order",
            now=made.now,
        )
    promise = await committing.commit(
        tx,
        TREASURER,
        fund.id,
        mandate_id=mandate.id,
        pence=101,
        what=f"{side.name} notice",
        until=date(2028, 1, 1),
        now=made.now,
    )
    plan = await plans.ask(tx, TREASURER, fund.id, purpose="support", pence=5000, until=date(2027, 6, 1), now=made.now)
    for actor, person in zip((side.owner, side.friend), both, strict=True):
        await changing.agree(tx, actor, plan.id, person, made.now)
    bill = Payment(1001, "support", Payee.BUSINESS, f"{side.name} Gofal", f"{side.name} invoice", None)
    spend = await spending.prepare(tx, TREASURER, fund.id, mandate_id=mandate.id, payment=bill, now=made.now)
    change = await changing.ask(
        tx, side.owner, fund.id, basis="attended_hours", weights=dict(zip(both, (1, 2), strict=True)), now=made.now
    )
    side.ids |= {
        "fund": fund.id,
        "commitment": promise.id,
        "mandate": mandate.id,
        "spend": spend.id,
        "fund_change": change.id,
    }


async def _house(made: Organisation, tx: Transaction, side: Side) -> None:
    """A living trust with a house, a rota, shifts, a swap and a decision."""
    name, now = side.name, made.now
    trust = await trusts.establish(
        tx,
        side.friend,
        title=f"{name} House",
        deed_reference=f"{name} Deed",
        deed_dated=SINCE,
        by_majority=False,
        family=True,
        now=now,
    )
    await houses.rent(
        tx,
        side.friend,
        made.keys,
        trust.id,
        address=f"{name} Lane",
        landlord=f"{name} Landlord",
        monthly=70_007,
        since=SINCE,
        until=None,
        now=now,
    )
    household = await rotas.set_up(
        tx, side.friend, title=f"{name} House", waking_rate=1865, sleep_in_rate=9200, now=now, trust_id=trust.id
    )
    number = 100 + 10 * SIDES.index(name)
    entry = await residents.welcome(
        tx, side.friend, trust.id, name=f"Quill {name}owner", number=str(number), on=SINCE, now=now
    )
    await rotas.join(tx, side.friend, household.id, person_id=entry.person, minutes=2700, since=SINCE, now=now)
    await leaving.farewell(tx, side.friend, trust.id, entry.person, on=MONDAY, now=now)
    await needs.need(
        tx,
        side.friend,
        household.id,
        weekdays=tuple(range(7)),
        begins=time(7),
        ends=time(23),
        kind=Cover.WAKING,
        people_needed=1,
        since=SINCE,
        now=now,
    )
    planned = [
        await shifts.plan(
            tx,
            side.friend,
            household.id,
            day=MONDAY + timedelta(days=day),
            begins=time(7),
            ends=time(15),
            kind=Cover.WAKING,
            assistant_id=assistant,
            now=now,
        )
        for day, assistant in enumerate((side.ids["assistant"], None))
    ]
    await shifts.offer(
        tx, side.friend, household.id, planned[1].id, to=Offered.BACKUP, assistant_id=side.ids["assistant"], now=now
    )
    decision = await trust_decisions.propose(
        tx, side.friend, made.keys, trust.id, matter=next(iter(Matter)), proposal=f"{name} proposal", now=now
    )
    await trust_decisions.hear(
        tx,
        side.owner,
        made.keys,
        decision.id,
        person_id=entry.person,
        heard=Heard.OWN_WORDS,
        words=f"{name} view",
        now=now,
    )
    need = await tx.scalar(select(RequirementRecord.id).where(RequirementRecord.household == household.id))
    swap = SwapRecord(
        id=new_id(), shift=planned[0].id, asked_by=side.ids["assistant"], asked_of=side.ids["newcomer"], asked_at=now
    )
    tx.add(swap)
    await tx.flush()
    side.ids |= {
        "trust": trust.id,
        "household": household.id,
        "need": str(need),
        "shift": planned[0].id,
        "offered": planned[1].id,
        "decision": decision.id,
        "swap": swap.id,
    }


async def _together(made: Organisation, tx: Transaction, side: Side) -> None:
    """A notice that the friend answers; a thing that the owner books."""
    words = Notice("offer", "I can go with somebody to appointments.", "cy", date(2027, 2, 1))
    notice = await peers.put(tx, side.owner, made.keys, words, contact=f"{side.name} telephone", now=made.now)
    await peers.answer(tx, side.friend, made.keys, notice.id, contact=f"{side.name} answer", now=made.now)
    await peers.settle(tx, side.owner, notice.id, side.ids["friend"], agreed=True, now=made.now)
    thing = await things.share(tx, side.friend, name="Hoist", place="Neuadd", now=made.now)
    starts = made.now + timedelta(days=1)
    booking = await things.book(tx, side.owner, thing.id, Times(starts, starts + timedelta(hours=1)), made.now)
    side.ids |= {"notice": notice.id, "thing": thing.id, "booking": booking.id}


async def _disclosure(made: Organisation, tx: Transaction, side: Side) -> None:
    """An officer of the council reads about the owner's money, who was told of it."""
    name = side.name
    asked = Disclosed(
        body=f"{name} Council",
        authority=Funder.AUTHORITY,
        relied_on=f"{name} agreement",
        evidence=f"{name} letter",
        purpose=Purpose.RETURN,
        since=date(2026, 9, 1),
        until=made.today,
        last_day=made.today + timedelta(days=14),
        officer_name="Nia Rees",
        officer_email=f"{name}council@example.org",
    )
    record = await disclosing.propose(tx, SECRETARY, side.ids["person"], asked, made.now)
    letter = await tx.scalar(select(LetterRecord.id).join(NoticeRecord).where(NoticeRecord.cause == record.notice))
    await correspondence.hand_over(tx, SECRETARY, str(letter), made.now, made.now)
    grant = await disclosing.open_it(tx, TREASURER, record.grant, answer="", now=made.now)
    made.accounts[f"{name}council"] = str(grant.account)
    side.ids["grant"] = record.grant
