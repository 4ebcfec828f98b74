"""A co-operative at its beginning, for journeys that do everything themselves: members, assistants, one decision."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

from governance import app
from governance.arrangements.model.assistants import Profile
from governance.arrangements.model.introductions import Check, Item
from governance.arrangements.model.training import OWN_WAY, Lesson
from governance.arrangements.service import checks, training
from governance.demonstration import deciding, founding, making
from governance.demonstration.play import Play
from governance.demonstration.plays import PLAYS
from governance.demonstration.service_user import POOLS
from governance.demonstration.story import GUIDE, Story
from governance.demonstration.supporting import assistant, member_supported, way_of
from governance.platform.clock import legal_day
from governance.votes.service import DEFAULT_GROUP
from tests.browser.town import TODAY

ASSISTANTS = {"carys": "Carys Example", "idris": "Idris Example"}
"""Who can be chosen, by the name under which the demonstration gives them a link."""
TENANT = "16"
"""By the number in the register: a member whose own way both have learned."""


async def tell(story: Story) -> AsyncIterator[str]:
    """People, and the decision that money may be pooled; nobody is supported by anybody yet."""
    yield "The co-operative is founded, and its register brought over"
    await founding.found(story)
    await founding.bring_members_over(story)
    await founding.fill_offices(story)
    ways = await founding.give_ways_to_sign_in(story)
    yield "Members decide by secret ballot that money may be pooled"
    await deciding.decide(story, POOLS, days_ago=200)
    yield "Two assistants are on the list"
    story.clock.move_to(story.calendar.ago(120))
    for who, name in ASSISTANTS.items():
        helper = await assistant(story, name, profile=_profile(name))
        await _knows(story, helper.id, TENANT)
        ways[who] = await way_of(story, helper.actor, helper.email)
    story.private.keep_ways(ways)


async def _knows(story: Story, assistant_id: str, number: str) -> None:
    """The assistant has signed, and has learned this member's own way, which is the last thing to learn."""
    person = await member_supported(story, number)
    now = story.clock.now()
    lesson = Lesson(OWN_WAY, legal_day(now), 60, "the person supported")
    async with story.database.writing() as tx:
        await checks.note(tx, GUIDE, assistant_id, Check(Item.AGREEMENT_SIGNED, legal_day(now)), now=now)
        await training.learned_own_way(tx, person.actor, assistant_id, lesson, person_id=person.id, now=now)


def tell_to(home: Path) -> None:
    play: Play = replace(PLAYS["A"], tell=tell)
    making.make(home, TODAY, app.job_handlers, DEFAULT_GROUP, lambda _heading: None, play=play)


def _profile(name: str) -> Profile:
    return Profile(
        called=name.split(maxsplit=1)[0],
        languages=("en", "cy"),
        area="The town and the villages around",
        hours_free="Afternoons",
        about="I have supported people here for some years.",
        travel=("bus",),
    )
