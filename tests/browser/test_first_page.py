"""The first page on a slow line: few requests, few bytes, nothing from anybody else, and nothing twice."""

import pytest

from tests.browser.conftest import Arrives
from tests.browser.looking import THEMES, faults, faults_of_colour, too_wide
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

MOST_BYTES = 60 * 1024
MOST_REQUESTS = 8


async def _weight(visitor: Visitor) -> int:
    return sum([(await request.sizes())["responseBodySize"] for request in visitor.asked])


@pytest.mark.parametrize("address", ["/", "/en/", "/cy/", "/en-easy/"])
async def test_a_first_page_comes_in_eight_requests_and_sixty_kilobytes(arrives: Arrives, address: str) -> None:
    visitor = await arrives()
    await visitor.goes_to(address)
    await visitor.page.wait_for_load_state("networkidle")
    assert len(visitor.asked) <= MOST_REQUESTS, [request.url for request in visitor.asked]
    assert await _weight(visitor) <= MOST_BYTES


@pytest.mark.parametrize("theme", THEMES)
async def test_the_first_question_is_free_of_barriers(arrives: Arrives, theme: str) -> None:
    visitor = await arrives()
    await visitor.goes_to("/")
    assert visitor.page.url == f"{visitor.town.origin}/start"
    await visitor.pictured(f"start-{theme}")
    assert await faults(visitor.page) + await faults_of_colour(visitor.page, theme) == []
    assert await too_wide(visitor.page) == []


async def test_the_second_page_fetches_only_itself(arrives: Arrives) -> None:
    visitor = await arrives()
    await visitor.goes_to("/en/")
    await visitor.page.wait_for_load_state("networkidle")
    visitor.asked.clear()
    await visitor.goes_to("/en/sign-in")
    await visitor.page.wait_for_load_state("networkidle")
    assert await _weight(visitor) < 10 * 1024


async def test_welsh_letters_are_drawn_in_the_pages_own_face(arrives: Arrives) -> None:
    visitor = await arrives()
    await visitor.goes_to("/cy/")
    drawn = await visitor.page.evaluate(
        "() => document.fonts.load('400 1rem \"Atkinson Hyperlegible Next\"', 'ŵŷẁâ').then((faces) => faces.length)"
    )
    assert drawn == 1
