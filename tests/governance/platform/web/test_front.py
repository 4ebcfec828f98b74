"""The first pages."""

import pytest

from tests.governance.conftest import Web


@pytest.mark.parametrize(
    ("accepted", "path"),
    [
        ("cy,en;q=0.8", "/cy/"),
        ("en-GB,en;q=0.9,cy;q=0.3", "/en/"),
        ("en;q=0.3, cy-GB;q=0.9", "/cy/"),
        ("fr", "/en/"),
        ("", "/en/"),
        ("cy;q=rubbish,,;;", "/cy/"),
    ],
)
async def test_the_root_goes_to_the_language_the_browser_asks_for(web: Web, accepted: str, path: str) -> None:
    answer = await web.browser().get("/", headers={"Accept-Language": accepted})
    assert (answer.status_code, answer.headers["location"]) == (303, path)


async def test_the_first_page_is_there_in_every_variant(web: Web) -> None:
    for variant, language in (("en", "en"), ("cy", "cy"), ("en-easy", "en"), ("cy-easy", "cy")):
        answer = await web.browser().get(f"/{variant}/")
        assert answer.status_code == 200
        assert f'<html lang="{language}">' in answer.text


async def test_there_is_no_fifth_variant(web: Web) -> None:
    assert (await web.browser().get("/fr/")).status_code == 404


async def test_health_tells_version_and_time(web: Web) -> None:
    answer = await web.browser().get("/health")
    assert answer.json()["status"] == "ok"
