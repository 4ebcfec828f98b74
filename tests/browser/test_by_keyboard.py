"""Everything by keyboard alone: Tab comes to it, in the order of reading, and one can see where it is."""

import pytest

from tests.browser import stored
from tests.browser.conftest import Arrives
from tests.browser.finding import nearest
from tests.browser.looking import stops
from tests.browser.town import NOBODY

pytestmark = pytest.mark.asyncio(loop_scope="session")

KINDS = (
    (NOBODY, "/"),
    (NOBODY, "/sign-in"),
    (NOBODY, "/comfort"),
    ("member", "/"),
    ("member", "/votes"),
    ("member", "/votes/{vote_id}"),
    ("member", "/votes/{vote_id}/booth"),
    ("member", "/motions/new"),
    ("secretary", "/office/convene"),
    ("secretary", "/office/register"),
)


@pytest.mark.parametrize(("who", "kind"), KINDS)
async def test_tab_comes_to_everything_and_shows_where_it_is(
    arrives: Arrives, request: pytest.FixtureRequest, who: str, kind: str
) -> None:
    visitor = await arrives(who)
    path = await nearest(visitor, kind)
    await visitor.goes_to(f"/en{path}")
    await visitor.page.wait_for_load_state("networkidle")
    reached = await stops(visitor.page)
    assert [stop.words for stop in reached if not stop.seen] == []
    name = f"tab {who} {kind}".replace("/", "_").replace("{", "").replace("}", "")
    stored.compare(request.config, name, "\n".join(stop.words for stop in reached))


async def test_the_skip_link_brings_the_focus_into_the_page(arrives: Arrives) -> None:
    visitor = await arrives("member")
    await visitor.goes_to("/en/votes")
    await visitor.page.keyboard.press("Tab")
    await visitor.page.keyboard.press("Enter")
    await visitor.page.wait_for_function("() => document.activeElement.id === 'main'")


async def test_an_error_takes_the_focus_and_its_link_leads_to_the_field(arrives: Arrives) -> None:
    visitor = await arrives()
    visitor.is_refused = True
    await visitor.goes_to("/en/sign-in")
    await visitor.page.get_by_role("button", name="Send me a link").click()
    summary = visitor.page.locator(".govuk-error-summary")
    await summary.wait_for()
    assert await summary.evaluate("(one) => document.activeElement === one")
    assert (await visitor.page.title()).startswith("Error: ")
    await summary.get_by_role("link").first.click()
    field = visitor.page.locator("[name=email]").first
    assert await field.evaluate("(one) => document.activeElement === one")
    assert await field.get_attribute("aria-describedby")
