"""The journeys that matter most, to vote and to meet, in all four variants and all four sets of colours."""

import pytest

from tests.browser import acts
from tests.browser.conftest import Arrives
from tests.browser.finding import walked
from tests.browser.looking import THEMES, faults, faults_of_colour, too_wide
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

VARIANTS = ("en", "cy", "en-easy", "cy-easy")
TO_VOTE = ("/", "/votes", "/votes/{vote_id}", "/votes/{vote_id}/count", "/votes/{vote_id}/result", "/decisions")
TO_MEET = ("/meetings", "/meetings/{meeting_id}", "/motions", "/motions/{motion_id}", "/motions/new", "/me/record")
TO_CALL = ("/office", "/office/convene", "/office/convene/{meeting_id}", "/office/desk/{meeting_id}")


async def _barriers(visitor: Visitor, name: str, variant: str) -> list[str]:
    await visitor.pictured(f"journeys/{variant}/{name}")
    found = await faults(visitor.page)
    for theme in THEMES[1:]:
        found += await faults_of_colour(visitor.page, theme)
    found += await too_wide(visitor.page)
    return [f"{variant} {name}: {fault}" for fault in found]


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize(("who", "kinds"), [("member", (*TO_VOTE, *TO_MEET)), ("secretary", TO_CALL)])
async def test_every_page_of_a_journey_is_free_of_barriers(
    arrives: Arrives, who: str, kinds: tuple[str, ...], variant: str
) -> None:
    visitor = await arrives(who)
    begun = [await acts.begins_to_convene(visitor)] if who == "secretary" else []
    seen: set[str] = set()
    found: list[str] = []
    async for place in walked(visitor, *begun):
        if place.kind not in kinds or place.kind in seen:
            continue
        seen.add(place.kind)
        await visitor.goes_to(f"/{variant}{place.path}")
        name = place.kind.strip("/").translate(str.maketrans("/", "_", "{}")) or "home"
        found += await _barriers(visitor, f"{name}-{who}", variant)
        if seen == set(kinds):
            break
    assert set(kinds) == seen
    assert found == [], "\n".join(["", *found])
