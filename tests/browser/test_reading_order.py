"""What a screen reader has before it, in its order: the main part of the pages that matter most."""

import pytest

from tests.browser import acts, stored
from tests.browser.conftest import Arrives
from tests.browser.finding import nearest

pytestmark = pytest.mark.asyncio(loop_scope="session")

KINDS = (
    ("member", "en", "/"),
    ("member", "cy-easy", "/"),
    ("member", "en", "/votes/{vote_id}"),
    ("member", "en", "/votes/{vote_id}/result"),
    ("member", "en", "/meetings/{meeting_id}"),
    ("secretary", "en", "/office/register"),
)


@pytest.mark.parametrize(("who", "variant", "kind"), KINDS)
async def test_a_page_reads_as_it_was_heard_last(
    arrives: Arrives, request: pytest.FixtureRequest, who: str, variant: str, kind: str
) -> None:
    visitor = await arrives(who)
    path = await nearest(visitor, kind)
    await visitor.goes_to(f"/{variant}{path}")
    name = f"read {variant} {who} {kind}".replace("/", "_").replace("{", "").replace("}", "")
    stored.compare(request.config, name, await visitor.page.locator("main").aria_snapshot())


async def test_calling_a_meeting_reads_as_it_was_heard_last(arrives: Arrives, request: pytest.FixtureRequest) -> None:
    visitor = await arrives("secretary")
    await acts.begins_to_convene(visitor)
    stored.compare(request.config, "read en secretary convene", await visitor.page.locator("main").aria_snapshot())


@pytest.mark.parametrize("variant", ["en", "cy", "en-easy", "cy-easy"])
async def test_voting_reads_as_it_was_heard_last(
    arrives: Arrives, request: pytest.FixtureRequest, variant: str
) -> None:
    visitor = await arrives("member")
    path = await nearest(visitor, "/votes/{vote_id}/booth")
    await visitor.goes_to(f"/{variant}{path}")
    main = visitor.page.locator("main")
    await visitor.page.locator("#code").wait_for()
    heard = [await main.aria_snapshot()]
    await acts.gives_voting_code(visitor)
    heard.append(await main.aria_snapshot())
    await acts.chooses(visitor)
    await visitor.page.locator("dl").first.wait_for()
    heard.append(await main.aria_snapshot())
    stored.compare(request.config, f"read {variant} member booth", "\n\n".join(heard))
