"""Support in a demonstration: assistants who are checked and taught, people supported, what two of them agree to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from constitution.support import Framework
from governance.access import service as access
from governance.actor import Actor, Assurance
from governance.arrangements.model.agreements import SAID, Party, Place, Rates, Slot, Standing, Terms
from governance.arrangements.model.assistants import Profile
from governance.arrangements.model.introductions import DATED, Check, Item, Level
from governance.arrangements.model.training import OWN_WAY, Lesson
from governance.arrangements.service import (
    agreements,
    assistants,
    checks,
    clearing,
    directory,
    people,
    registration,
    starting,
    training,
    wording,
)
from governance.demonstration.founding import way_in
from governance.demonstration.private import Way
from governance.demonstration.story import GUIDE, Story
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import View
from governance.rehearsal.house import officer

SHOWN = ("languages", "area", "hours_free", "about", "travel")
LEARNED_BEFORE = timedelta(days=20)
HOUR = 60


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody supported, and the sign-in with which they act."""

    id: str
    actor: Actor


@dataclass(frozen=True, slots=True)
class Assistant:
    id: str
    actor: Actor
    email: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """What two people agree to; ``said`` answers what the rules want an agreement to say."""

    standing: Standing
    week: Sequence[Slot]
    rates: Rates
    said: Mapping[str, str]
    place: Place = Place.SEVERAL
    framework: Framework = field(default_factory=Framework)
    payment: int | None = None
    registered: str = ""
    because: str = ""


async def member_supported(story: Story, number: str) -> Person:
    """A member as somebody supported."""
    now = story.clock.now()
    async with story.database.writing() as tx:
        member = await members.numbered(tx, GUIDE, number)
        person = await people.of_member(tx, GUIDE, member.id, now)
        return Person(person.id, await story.member(tx, number))


async def customer(story: Story, name: str, email: str) -> Person:
    """Somebody who is no member and directs their support with a sign-in of their own."""
    now = story.clock.now()
    async with story.database.writing() as tx:
        person = await people.enter(tx, GUIDE, name=name, email=email, now=now)
        return Person(person.id, await signed_in(tx, story, person.account or "", name))


async def assistant(
    story: Story,
    name: str,
    *,
    profile: Profile | None = None,
    number: str | None = None,
    taught: bool = True,
    of_provider: bool = False,
) -> Assistant:
    """One whose checks are dated and who has learned what all learn; ``number`` where a member is the assistant."""
    now = story.clock.now()
    email = f"{name.split(maxsplit=1)[0].lower()}.assistant@{story.play.town.domain}"
    async with story.database.writing() as tx:
        member = None if number is None else (await members.numbered(tx, GUIDE, number)).id
        entered = await assistants.enter(
            tx,
            GUIDE,
            name=name,
            email=email,
            member_id=member,
            languages=("en", "cy"),
            now=now,
            of_provider=of_provider,
        )
        actor = await signed_in(tx, story, entered.account or "", name, member)
    if taught:
        await _check(story, entered.id)
        await _teach(story, entered.id)
    if profile is not None:
        async with story.database.writing() as tx:
            await clearing.clear_for_the_list(tx, await officer(tx, "coordinator", now), entered.id, now)
            await directory.change(tx, actor, profile, shows=SHOWN, on_the_list=True, now=now)
    return Assistant(entered.id, actor, email)


async def signed_in(view: View, story: Story, account: str, name: str, member: str | None = None) -> Actor:
    """Somebody with an account, signed in as surely as they can be."""
    now = story.clock.now()
    return Actor(account, member, await access.roles_of(view, account, now), Assurance.TWO_FACTORS, now, name)


async def way_of(story: Story, actor: Actor, email: str) -> Way:
    """A password and an authenticator for somebody who is no member."""
    return await way_in(story, actor, email)


async def agree(story: Story, person: Person, helper: Assistant, agreed: Agreed, *, starts_on: date) -> str:
    """Offered, agreed to by both, decided on by the co-ordinator, begun. Answers the arrangement."""
    arrangement = await offer(story, person, helper, agreed, starts_on=starts_on)
    await say_yes(story, helper, arrangement)
    now = story.clock.now()
    if agreed.registered:
        async with story.database.writing() as tx:
            decides = await officer(tx, "coordinator", now)
            await registration.decide(
                tx, decides, story.keys, arrangement, position=agreed.registered, reason=agreed.because, now=now
            )
    async with story.database.writing() as tx:
        lesson = Lesson(OWN_WAY, legal_day(now), HOUR, "the person supported")
        await training.learned_own_way(tx, person.actor, helper.id, lesson, person_id=person.id, now=now)
    async with story.database.writing() as tx:
        await starting.start(tx, person.actor, arrangement, now=now)
    return arrangement


async def offer(story: Story, person: Person, helper: Assistant, agreed: Agreed, *, starts_on: date) -> str:
    """The assistant has still to answer."""
    terms = Terms(starts_on, tuple(agreed.week), agreed.place, agreed.rates, agreed.said)
    async with story.database.writing() as tx:
        made = await agreements.propose(
            tx,
            person.actor,
            story.keys,
            person.id,
            helper.id,
            standing=agreed.standing,
            terms=terms,
            framework=agreed.framework,
            payment=agreed.payment,
            now=story.clock.now(),
        )
    return made.id


async def say_yes(story: Story, helper: Assistant, arrangement: str) -> None:
    now = story.clock.now()
    async with story.database.writing() as tx:
        record = await agreements.find_as(tx, helper.actor, arrangement, Party.PA, now, lock=True)
        text = await wording.latest(tx, arrangement)
        await wording.answer(
            tx, helper.actor, record, text.id, text_hash=text.text_hash, party=Party.PA, yes=True, now=now
        )


def said(**words: str) -> Mapping[str, str]:
    """What an agreement says, of those things that rules may ask for."""
    return {name: words[name] for name in SAID if name in words}


async def _check(story: Story, assistant_id: str) -> None:
    now = story.clock.now()
    async with story.database.writing() as tx:
        asked = (await members.rules_on(tx, now)).words("P-263")
        for item in DATED:
            if item in asked and item is not Item.AGREEMENT_SIGNED:
                is_record = item is Item.DBS
                await checks.note(
                    tx,
                    GUIDE,
                    assistant_id,
                    Check(item, legal_day(now) - LEARNED_BEFORE),
                    level=Level.BARRED_LISTS if is_record else None,
                    seen=True if is_record else None,
                    now=now,
                )


async def _teach(story: Story, assistant_id: str) -> None:
    now = story.clock.now()
    async with story.database.writing() as tx:
        for module in (await members.rules_on(tx, now)).words("P-264"):
            if module != OWN_WAY:
                lesson = Lesson(module, legal_day(now) - LEARNED_BEFORE, 3 * HOUR, "Example Training (demonstration)")
                await training.note(tx, GUIDE, assistant_id, lesson, now)
