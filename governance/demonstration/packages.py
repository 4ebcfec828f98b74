"""Support of one member by one assistant, in each way of employing that a co-operative of its users knows."""

from dataclasses import replace
from datetime import time, timedelta

from governance.arrangements.model.agreements import Contractor, Directs, Employer, Rates, Slot, Source, Standing
from governance.arrangements.model.assistants import Profile
from governance.arrangements.model.introductions import Check, Item
from governance.arrangements.service import checks, introductions, levies
from governance.arrangements.service.introductions import Candidate
from governance.demonstration.pooling import monday
from governance.demonstration.story import Story
from governance.demonstration.supporting import Agreed, Assistant, agree, assistant, member_supported, said
from governance.platform.clock import legal_day
from governance.rehearsal.house import officer

RATES = Rates(weekday=1360, weekend=1360)
LEVY = 55
"""Pence an hour."""
SAID = said(
    what="Help at home and to go out",
    when="As in the week below",
    where="At home and in town",
    how="As I say on the day",
    who_covers="Somebody from the shared list",
    cost="The hours, from my payment",
    review="Twice a year",
    ending="Four weeks' notice by either",
)
TWENTY_TWO = (
    Slot(0, time(9), time(15)),
    Slot(1, time(9), time(14)),
    Slot(3, time(9), time(15)),
    Slot(4, time(9), time(14)),
)
TEN = (Slot(0, time(8), time(13)), Slot(2, time(8), time(13)))
TWELVE = (Slot(1, time(8), time(14)), Slot(3, time(8), time(14)))

EMPLOYED = Agreed(
    standing=Standing(Directs.MEMBER, Employer.CO_OP, Source.FROM_LIST),
    week=TWENTY_TWO,
    rates=RATES,
    said=SAID,
    payment=41200,
)
"""The co-operative employs, the member directs: 22 hours at £13.60, of a payment of £412.00 a week (M-04)."""
BY_MEMBER = replace(
    EMPLOYED,
    standing=Standing(Directs.MEMBER, Employer.MEMBER, Source.RECRUITED, personal_care=True),
    week=TEN,
    payment=23000,
    registered="not_needed_direct_employment",
    because="The member employs and directs; the co-operative does the payroll and nothing else.",
)
SELF_EMPLOYED = replace(
    EMPLOYED,
    standing=Standing(Directs.MEMBER, Employer.SELF_EMPLOYED, Source.FROM_LIST, contracted_by=Contractor.MEMBER),
    week=TWELVE,
    payment=21000,
)
INTRODUCED = replace(
    BY_MEMBER,
    standing=Standing(Directs.MEMBER, Employer.MEMBER, Source.FROM_LIST, introduction_only=True, personal_care=True),
    registered="not_needed_introduction",
    because="The co-operative brought the two together and has no part in it since.",
)


async def support(story: Story, decision: str) -> list[Assistant]:
    """Six assistants, the first of whom supports the member; answers them in the order of their coming. ``decision``
    is the motion that the levy rests on."""
    await _put_the_levy(story, decision)
    helpers = [await assistant(story, name, profile=_profile(name, hours)) for name, hours in HELPERS]
    begins = monday(story.calendar.today, weeks=-16)
    for number, place, agreed in PAIRS:
        await agree(story, await member_supported(story, number), helpers[place], agreed, starts_on=begins)
    return helpers


async def _put_the_levy(story: Story, decision: str) -> None:
    now = story.clock.now()
    async with story.database.writing() as tx:
        treasurer = await officer(tx, "treasurer", now)
        await levies.put(tx, treasurer, pence=LEVY, since=legal_day(now), now=now, motion_id=decision)


async def introduce(story: Story) -> None:
    """A member brings somebody of their own: half of what is checked is dated."""
    person, now = await member_supported(story, "9"), story.clock.now()
    who = Candidate("Idris Fairweather", Source.INTRODUCED, Employer.MEMBER, f"idris@{story.play.town.domain}")
    async with story.database.writing() as tx:
        brought = await introductions.introduce(tx, person.actor, person.id, who, now)
        for item in (Item.RIGHT_TO_WORK, Item.REFERENCES):
            check = Check(item, legal_day(now) - timedelta(days=3))
            await checks.note(tx, person.actor, brought.assistant, check, now=now)


def _profile(name: str, hours: str) -> Profile:
    return Profile(
        called=name.split(maxsplit=1)[0],
        languages=("en", "cy"),
        area="Ludlow and the villages around",
        hours_free=hours,
        about="I have supported people here for some years.",
        travel=("bus",),
    )


HELPERS = (
    ("Gwen Ashdown", "Afternoons"),
    ("Tariq Bellamy", "Saturdays"),
    ("Mali Thornbury", "Evenings"),
    ("Oskar Penhale", "Mornings"),
    ("Beca Lindqvist", "Weekends"),
    ("Jonah Swift", "Any day"),
)
PAIRS = (
    ("9", 0, EMPLOYED),
    ("16", 1, replace(EMPLOYED, week=TEN, payment=19000)),
    ("17", 1, replace(EMPLOYED, week=TWELVE, payment=22800)),
    ("12", 2, BY_MEMBER),
    ("13", 3, SELF_EMPLOYED),
    ("14", 4, INTRODUCED),
)
"""By a member's number and the place of the assistant. The second works for two: their employer is one (M-05)."""
