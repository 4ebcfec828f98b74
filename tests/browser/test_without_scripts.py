"""Everything but the booth and the keys works in a browser that runs no scripts."""

import pytest

from tests.browser import acts
from tests.browser.conftest import Arrives
from tests.browser.finding import nearest
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def plain(arrives: Arrives) -> Arrives:
    async def arrive(who: str) -> Visitor:
        return await arrives(who, java_script_enabled=False)

    return arrive


async def test_a_member_signs_in_and_out(plain: Arrives) -> None:
    member = await plain("member")
    assert await member.page.get_by_role("link", name="Owain Cadwaladr").count() == 1
    await member.page.get_by_role("button", name="Sign out").click()
    await member.page.wait_for_load_state()
    assert await member.page.get_by_role("link", name="Sign in").count() >= 1


async def test_a_member_writes_a_motion_to_its_last_page(plain: Arrives) -> None:
    member = await plain("member")
    assert (await acts.proposes(member))[-1] == "/motions/new/check"
    assert await member.page.get_by_role("heading", level=1).inner_text() == "Check your motion"


async def test_a_member_supports_a_motion(plain: Arrives) -> None:
    member = await plain("member")
    kind = "/motions/{motion_id}"
    await member.goes_to(f"/en{await nearest(member, kind)}")
    for _ in range(3):
        button = member.page.locator("main form[action$='/supporters'] button").first
        if not await button.count():
            break
        await button.click()
        await member.page.wait_for_load_state()
    assert await member.page.get_by_role("status").count() == 1


async def test_the_secretary_sets_the_day_of_a_meeting(plain: Arrives) -> None:
    secretary = await plain("secretary")
    path = await acts.begins_to_convene(secretary)
    assert path.startswith("/office/convene/")
    assert await secretary.page.get_by_text("Saturday 19 December 2026").count() >= 1


async def test_colours_and_text_are_chosen_and_stay(plain: Arrives) -> None:
    visitor = await plain("nobody")
    await visitor.goes_to("/en/comfort")
    await visitor.page.locator("[name=theme][value=contrast]").check()
    await visitor.page.locator("[name=text][value=largest]").check()
    await acts.presses_on(visitor)
    await visitor.goes_to("/cy/sign-in")
    assert await visitor.page.locator("html[data-theme=contrast][data-text=largest]").count() == 1


async def test_the_booth_says_how_to_vote_without_scripts(plain: Arrives) -> None:
    member = await plain("member")
    await member.goes_to(f"/en{await nearest(member, '/votes/{vote_id}/booth')}")
    assert await member.page.get_by_role("heading", name="Voting here needs scripts").is_visible()
    assert await member.page.get_by_role("heading", name="Mae angen sgriptiau i bleidleisio yma").is_visible()
