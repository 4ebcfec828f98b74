"""Passing the motion changes the rule: from its proposal in a browser to the day on which the calendar obeys it."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

from governance import app
from governance import settings as settings_of
from governance.demonstration import gathering, polling, showing
from governance.demonstration.calendar import Calendar
from governance.demonstration.story import Story
from governance.meetings.model import Kind
from tests.browser import acts
from tests.browser.conftest import Arrives
from tests.browser.town import TODAY, Town
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

MEETING = datetime(2027, 1, 23, 14, 0, tzinfo=UTC)
REGISTERED = datetime(2027, 2, 8, 10, 0, tzinfo=UTC)
AFTER = timedelta(days=27)
"""Lawful with 21 clear days of notice and two for the post, too soon with 28."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The secretary at her desk, on a clock that the test moves."""

    town: Town
    story: Story
    visitor: Visitor

    async def comes_in_on(self, now: datetime) -> None:
        """Another day: whoever was signed in signs in again."""
        self.story.clock.move_to(now)
        await self.visitor.context.clear_cookies()
        async with self.town.database.writing() as tx:
            link = await showing.link(tx, self.town.demonstration, "secretary", now)
        await self.visitor.page.goto(self.town.origin + link)
        main = self.visitor.page.locator("main")
        if await main.get_by_role("button").count():
            await main.get_by_role("button").first.click()

    async def asks_for_annual_meeting(self, day: datetime, variant: str = "en") -> None:
        """On the page where a meeting is called, up to the answer to its day and place."""
        await self.visitor.goes_to(f"/{variant}/office/convene")
        await self.visitor.page.locator("[name=kind][value=agm]").check()
        await acts.presses_on(self.visitor)
        await self.visitor.page.locator("input[type=datetime-local]").fill(f"{day:%Y-%m-%dT14:00}")
        await self.visitor.page.locator("input[type=text], textarea").first.fill("Neuadd Enghreifftiol, Llanrwst")
        await acts.presses_on(self.visitor)


async def test_members_lengthen_the_notice_of_the_annual_meeting_and_from_that_day_the_calendar_obeys(
    arrives: Arrives, demonstration: Town
) -> None:
    visitor = await arrives("secretary")
    desk = Desk(demonstration, _story(demonstration), visitor)
    motion = await _proposed(visitor)
    called = await _passed(desk.story, motion)
    await desk.comes_in_on(REGISTERED - timedelta(days=1))
    day = (REGISTERED + AFTER).replace(hour=14)
    await _sent(visitor)
    await desk.asks_for_annual_meeting(day)
    await expect(visitor.page.locator(".govuk-error-summary")).to_have_count(0)
    assert re.fullmatch("/office/convene/[0-9a-z]{26}", visitor.path), "the meeting is called"

    await desk.comes_in_on(REGISTERED)
    version = await _registered(visitor, "DEMO/RULES/3")
    await desk.comes_in_on(REGISTERED + timedelta(days=1))
    visitor.is_refused = True
    for variant, refused, rule in (("en", "Too soon by", "Rule 36"), ("cy", "Rhy fuan o", "Rheol 36")):
        await desk.asks_for_annual_meeting(day, variant)
        await expect(visitor.page.locator(".govuk-error-summary")).to_contain_text(refused)
        await expect(visitor.page.locator("main")).to_contain_text(rule)
        assert await visitor.page.locator(f'main a[href="/{variant}/rules/36/version/{version}"]').count()
        await visitor.pictured(f"{variant}/refused-by-the-new-rule")

    await visitor.goes_to(f"/en/meetings/{called}")
    assert await visitor.page.locator('main a[href*="/version/2"]').count()
    assert not await visitor.page.locator(f'main a[href$="/version/{version}"]').count()
    await visitor.goes_to("/en/rules/36/version/2")
    await expect(visitor.page.locator("main")).to_contain_text("21")
    await visitor.goes_to("/en/rules/36")
    await expect(visitor.page.locator("main")).to_contain_text("28")


def _story(town: Town) -> Story:
    """Everybody else, who needs no page here: the same people and the same clock."""
    settings = settings_of.read(town.demonstration.home)
    keys = town.app.state.keyring
    return Story(
        settings,
        town.database,
        keys,
        town.app.state.clock,
        app.job_handlers(keys),
        play=town.demonstration.play,
        calendar=Calendar(TODAY),
        private=town.demonstration.private,
        group="Ed25519",
    )


async def _proposed(visitor: Visitor) -> str:
    """Question by question, for the board."""
    page = visitor.page
    await visitor.goes_to("/en/rules/changes/new")
    await page.get_by_role("button", name="Start").or_(page.get_by_role("link", name="Start")).first.click()
    await page.locator("#search").fill("notice of an annual")
    await page.get_by_role("button", name="Search").click()
    await page.locator('main a[href$="/rules/changes/new/rules/36"]').click()
    await visitor.pictured("en/rule-change-what")
    await page.locator('main a[href$="/values/P-080"]').click()
    await page.locator("#value").fill("28")
    await visitor.pictured("en/rule-change-value")
    await acts.presses_on(visitor)
    await expect(page.locator("main ins").first).to_be_visible()
    for variant in ("en", "cy", "en-easy"):
        await visitor.goes_to(f"/{variant}/rules/changes/new/together")
        await visitor.pictured(f"{variant}/rule-change-together")
    await _fits_a_telephone(visitor)
    await visitor.goes_to("/en/rules/changes/new/together")
    await page.locator("main a.govuk-button", has_text="Go on").click()
    for _ in range(6):
        if visitor.path.endswith("/check"):
            break
        if await page.locator("[name=for_board][value=yes]").count():
            await page.locator("[name=for_board][value=yes]").check()
        await acts.presses_on(visitor)
    await visitor.pictured("en/rule-change-check")
    sent = await acts.presses_on(visitor)
    motion = sent.split("/")[2]
    for variant in ("en", "cy"):
        await visitor.goes_to(f"/{variant}/rules/changes/{motion}")
        await visitor.pictured(f"{variant}/rule-change")
    return motion


async def _fits_a_telephone(visitor: Visitor) -> None:
    await visitor.page.set_viewport_size({"width": 320, "height": 640})
    for place in ("rules", "rules/36", "values/P-145", "words/36", "together"):
        await visitor.goes_to(f"/cy-easy/rules/changes/new/{place}")
        assert await visitor.page.evaluate("document.documentElement.scrollWidth") <= 320, place
        await visitor.pictured(f"cy-easy/rule-change-{place.replace('/', '-')}-at-320")
    await visitor.page.set_viewport_size({"width": 1024, "height": 900})


async def _passed(story: Story, motion: str) -> str:
    """A meeting is called with the text of the change, a secret ballot is held, and members carry it; the meeting."""
    story.clock.pass_time(timedelta(days=1))
    meeting = await gathering.call(story, Kind.GENERAL, MEETING, motion=motion)
    keepers = story.private.keepers("rule-change", story.group)
    story.clock.pass_time(timedelta(days=1))
    vote = await polling.open_ballot(story, motion, keepers, story.clock.now() + timedelta(days=1))
    await polling.cast_some(
        story, vote, keepers, leave_out=3, until=MEETING - timedelta(days=2), chosen=lambda turn: [0, 1, 0]
    )
    await gathering.hold(story, meeting, one_in=2)
    await polling.open_the_sum(story, vote, keepers, range(1, 4))
    await polling.declare(story, vote)
    return meeting


async def _sent(visitor: Visitor) -> None:
    page = visitor.page
    await visitor.goes_to("/en/office/rules")
    await visitor.pictured("en/rules-office")
    await page.locator("main a.govuk-task-list__link", has_text="Change rule 36").click()
    desk = visitor.path
    await visitor.goes_to(f"/en{desk}/papers")
    await expect(page.locator("main")).to_contain_text("The resolution")
    await visitor.pictured("en/change-papers")
    await visitor.goes_to(f"/en{desk}")
    await acts.presses_on(visitor)
    await expect(page.locator("main")).to_contain_text("With the registrar")


async def _registered(visitor: Visitor, reference: str) -> int:
    """The number of the version that is in force then."""
    page = visitor.page
    await visitor.goes_to("/en/office/rules")
    await page.locator("main a.govuk-task-list__link", has_text="Change rule 36").click()
    await page.locator("#reference").fill(reference)
    await page.locator("#registered_on").fill(f"{REGISTERED:%Y-%m-%d}")
    await visitor.pictured("en/rule-desk")
    await acts.presses_on(visitor)
    await expect(page.locator("main")).to_contain_text("In force")
    await visitor.goes_to(f"/cy{visitor.path.partition('?')[0]}")
    await visitor.pictured("cy/rule-desk-registered")
    return int(re.sub(r"\D", "", await page.locator("h1").inner_text()))
