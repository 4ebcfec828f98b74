"""The first page on a slow line: few requests, few bytes, nothing from anybody else, and nothing twice."""

import pytest

from tests.browser.conftest import Arrives
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

MOST_BYTES = 60 * 1024
MOST_REQUESTS = 8


async def _weight(visitor: Visitor) -> int:
    return sum([(await request.sizes())["responseBodySize"] for request in visitor.asked])


@pytest.mark.parametrize("accepted", ["en-GB", "cy"])
async def test_the_first_page_comes_in_eight_requests_and_sixty_kilobytes(arrives: Arrives, accepted: str) -> None:
    visitor = await arrives(locale=accepted)
    await visitor.goes_to("/")
    await visitor.page.wait_for_load_state("networkidle")
    assert visitor.path == "/"
    assert visitor.page.url.startswith(f"{visitor.town.origin}/{accepted[:2]}/")
    assert len(visitor.asked) <= MOST_REQUESTS, [request.url for request in visitor.asked]
    assert await _weight(visitor) <= MOST_BYTES


async def test_the_second_page_fetches_only_itself(arrives: Arrives) -> None:
    visitor = await arrives()
    await visitor.goes_to("/en/")
    await visitor.page.wait_for_load_state("networkidle")
    visitor.asked.clear()
    await visitor.goes_to("/en/sign-in")
    await visitor.page.wait_for_load_state("networkidle")
    fetched = [request.url for request in visitor.asked if (await request.sizes())["responseHeadersSize"]]
    static = [url for url in fetched if "/static/" in url]
    answers = [await request.response() for request in visitor.asked if request.url in static]
    assert all(answer is not None and answer.from_service_worker is False for answer in answers)
    assert await _weight(visitor) < 10 * 1024


async def test_welsh_letters_are_drawn_in_the_pages_own_face(arrives: Arrives) -> None:
    visitor = await arrives()
    await visitor.goes_to("/cy/")
    drawn = await visitor.page.evaluate(
        "() => document.fonts.load('400 1rem \"Atkinson Hyperlegible Next\"', 'ŵŷẁâ').then((faces) => faces.length)"
    )
    assert drawn == 1
