"""Every page that anybody reaches by following links, in English and in Welsh, holds what all pages promise."""

from collections.abc import AsyncIterator, Mapping

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.browser import visitor as visitors
from tests.browser.conftest import Arrives
from tests.browser.finding import PER_KIND, Place, places
from tests.browser.looking import THEMES, faults, faults_of_colour, too_wide
from tests.browser.town import ROLES, Town
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

Reached = Mapping[str, list[Place]]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def reached(chrome: Browser, demonstration: Town) -> AsyncIterator[Reached]:
    """Who looks at what: a kind of page is looked at by whoever comes to it first, and the first page by everybody."""
    shared: dict[str, list[Place]] = {}
    seen: dict[str, int] = {}
    for who in ROLES:
        visitor = await visitors.arrived(chrome, demonstration, who)
        for place in await places(visitor):
            if seen.get(place.kind, 0) < PER_KIND or place.path == "/":
                seen[place.kind] = seen.get(place.kind, 0) + 1
                shared.setdefault(who, []).append(place)
        await visitors.left(visitor)
    yield shared


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("variant", ["en", "cy"])
async def test_what_somebody_reaches_is_free_of_barriers(
    arrives: Arrives, reached: Reached, who: str, variant: str
) -> None:
    visitor = await arrives(who)
    found = [fault for place in reached[who] for fault in await _barriers(visitor, place, variant, who)]
    assert found == [], "\n".join(["", *found])


async def _barriers(visitor: Visitor, place: Place, variant: str, who: str) -> list[str]:
    await visitor.goes_to(f"/{variant}{place.path}")
    if place.kind.endswith("/booth"):
        await visitor.page.wait_for_load_state("networkidle")
    name = place.kind.strip("/").replace("/", "_").replace("{", "").replace("}", "") or "home"
    await visitor.pictured(f"{variant}/{name}-{who}")
    found = await faults(visitor.page)
    for theme in THEMES[1:] if variant == "en" else ():
        found += await faults_of_colour(visitor.page, theme)
    found += await too_wide(visitor.page)
    if await visitor.page.locator("h1").count() != 1:
        found.append("it has not one h1")
    return [f"/{variant}{place.path} ({who}): {fault}" for fault in found]
