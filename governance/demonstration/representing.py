"""Somebody who speaks for a person without a sign-in, and a council that may read one person's money for a while."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from governance.access import service as access
from governance.actor import Actor, Assurance
from governance.arrangements.model.people import Authority, Evidence, Seen
from governance.arrangements.service import people
from governance.demonstration.founding import way_in
from governance.demonstration.packages import EMPLOYED, TEN
from governance.demonstration.pooling import monday
from governance.demonstration.private import Way
from governance.demonstration.story import GUIDE, Story
from governance.demonstration.supporting import Assistant, Person, agree, member_supported
from governance.funds.model.payments import Entered, Funder, KeptIn, Recipient
from governance.funds.service import payments
from governance.inspection import disclosed, disclosing
from governance.inspection.disclosures import Asked, Purpose
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.rehearsal.house import officer

NAME, COUNCIL, OFFICER = "Elin Fairhurst", "Example Council (demonstration)", "Priya Llewelyn"
WEEKS, PERIODS = 4, 3
AMOUNT = WEEKS * 412_00
PAID = (Entered(AMOUNT, 0, 1_533_08, 0, "invoices 11"), Entered(AMOUNT, 0, 1_533_08, 0, "invoices 12"))
"""Four weeks of M-04: £383.27 of £412.00 a week."""


@dataclass(frozen=True, slots=True)
class Told:
    """A disclosure that the person was told of; it is opened some days later."""

    grant: str
    email: str


async def speak_for_another(story: Story, speaker: str, helper: Assistant) -> None:
    """The secretary has seen a power of attorney; the attorney arranges support for a person who has no sign-in."""
    now = story.clock.now()
    async with story.database.writing() as tx:
        person = await people.enter(tx, GUIDE, name=NAME, now=now)
        member = await members.numbered(tx, GUIDE, speaker)
        await people.authorise(
            tx,
            await officer(tx, "secretary", now),
            person.id,
            member_id=member.id,
            authority=Authority.ATTORNEY,
            scope="support at home and money",
            since=legal_day(now),
            evidence=Evidence(Seen.POWER_OF_ATTORNEY, legal_day(now)),
            now=now,
        )
        spoken_for = Person(person.id, await story.member(tx, speaker))
    agreed = replace(EMPLOYED, week=TEN, payment=190_00)
    await agree(story, spoken_for, helper, agreed, starts_on=monday(story.calendar.today, weeks=-16))


async def tell_of_the_council(story: Story, number: str) -> Told:
    """The council asks about a member's payment; the secretary puts it forward, and the member gets a letter."""
    now = story.clock.now()
    today, email = legal_day(now), f"council@{story.play.town.domain}"
    person = await member_supported(story, number)
    asked = Asked(
        body=COUNCIL,
        authority=Funder.AUTHORITY,
        relied_on="The direct payment agreement, part 7",
        evidence="Letter of this week, reference DEMO/DP/9",
        purpose=Purpose.RETURN,
        since=today - timedelta(weeks=WEEKS * (PERIODS + 1)),
        until=today,
        last_day=today + timedelta(days=28),
        officer_name=OFFICER,
        officer_email=email,
    )
    await _keep_the_account(story, person)
    async with story.database.writing() as tx:
        record = await disclosing.propose(tx, await officer(tx, "secretary", now), person.id, asked, now)
    await story.pass_on()
    return Told(record.grant, email)


async def let_the_council_read(story: Story, told: Told) -> Mapping[str, Way]:
    """The treasurer agrees; the council's officer gets a way to sign in, and looks at what there is."""
    now = story.clock.now()
    async with story.database.writing() as tx:
        grant = await disclosing.open_it(tx, await officer(tx, "treasurer", now), told.grant, answer="", now=now)
        account = grant.account or ""
        roles = await access.roles_of(tx, account, now)
    reader = Actor(account, None, roles, Assurance.TWO_FACTORS, now, OFFICER)
    way = await way_in(story, reader, told.email)
    async with story.database.writing() as tx:
        await disclosed.opened(tx, reader, told.grant, now)
    return {"council": way}


async def _keep_the_account(story: Story, person: Person) -> None:
    """The member writes down two periods of a payment; the third has just ended."""
    now = story.clock.now()
    since = legal_day(now) - timedelta(weeks=WEEKS * PERIODS)
    agreed = payments.Agreed(
        funder_kind=Funder.AUTHORITY,
        funder=COUNCIL,
        recipient_kind=Recipient.CITIZEN,
        net=True,
        weeks=WEEKS,
        amount=AMOUNT,
        own_contribution=0,
        cap_weeks=8,
        opening=0,
        since=since,
        next_review=legal_day(now) + timedelta(days=120),
        return_months=3,
        kept_in=KeptIn.OWN_ACCOUNT,
    )
    async with story.database.writing() as tx:
        payment = await payments.enter(tx, person.actor, person.id, agreed, now)
        for entered in PAID:
            await payments.add_period(tx, person.actor, payment.id, entered, now)
