"""What a regulator was let in to see, and a second request that still waits for its second person."""

from datetime import timedelta

from governance.access import service as access
from governance.actor import Actor, Assurance
from governance.demonstration.cast import HERE
from governance.demonstration.founding import way_in
from governance.demonstration.private import Way
from governance.demonstration.story import Story
from governance.inspection import service as inspection
from governance.inspection.model import Column, Power, Proposal
from governance.platform.clock import legal_day
from governance.platform.db import View
from governance.rehearsal.house import officer

NAME, EMAIL = "Sam Okafor-Wyn", f"inspector@{HERE.domain}"
LASTS = timedelta(days=28)


async def let_regulator_in(story: Story) -> Way:
    """The secretary asks, the chair agrees; the inspector gets a way to sign in and takes a first look."""
    now = story.clock.now()
    today = legal_day(now)
    proposal = Proposal(
        body="Example Registrar of Societies (demonstration)",
        power=Power.FCA_AUTHORISED,
        evidence="Letter of appointment, reference DEMO/1",
        columns=frozenset({Column.NAME, Column.ADDRESS, Column.DATES, Column.OFFICERS}),
        earliest=legal_day(story.calendar.founding),
        latest=story.calendar.today,
        last_day=today + LASTS,
        inspector_name=NAME,
        inspector_email=EMAIL,
    )
    async with story.database.writing() as tx:
        grant = await inspection.propose(tx, await officer(tx, "secretary", now), proposal, now)
    async with story.database.writing() as tx:
        grant = await inspection.approve(tx, await officer(tx, "chair", now), grant.id, now)
        inspector = await _inspector(tx, story, grant.account or "")
    way = await way_in(story, inspector, EMAIL)
    async with story.database.writing() as tx:
        await inspection.look(tx, inspector, grant.id, as_at=today, now=now)
    return way


async def ask_again(story: Story) -> None:
    """A request that the treasurer or the chair may agree to."""
    now = story.clock.now()
    proposal = Proposal(
        body="Llanrwst Example Credit Union (demonstration)",
        power=Power.INTERESTED_PERSON,
        evidence="Their request of this week, reference DEMO/2",
        columns=frozenset({Column.NAME, Column.DATES}),
        earliest=legal_day(story.calendar.founding),
        latest=story.calendar.today,
        last_day=legal_day(now) + LASTS,
        inspector_name="Morfydd Example",
        inspector_email=f"morfydd@{HERE.domain}",
    )
    async with story.database.writing() as tx:
        await inspection.propose(tx, await officer(tx, "secretary", now), proposal, now)


async def _inspector(view: View, story: Story, account_id: str) -> Actor:
    now = story.clock.now()
    roles = await access.roles_of(view, account_id, now)
    return Actor(account_id, None, roles, Assurance.TWO_FACTORS, now, NAME)
