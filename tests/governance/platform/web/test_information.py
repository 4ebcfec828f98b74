"""Help, other ways, accessibility, privacy and the first visit: for anybody, in all four variants."""

import re
from dataclasses import replace

import pytest

from governance.platform.texts import VARIANTS
from governance.settings import Contact
from tests.governance.conftest import Web

CONTACT = Contact("01248 000 000", "help@coop.example", "1 High Street, Bangor")
COOKIE = "__Host-coop-comfort"


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("path", ["contact", "help", "accessibility", "privacy", "comfort", "sign-in", "password"])
async def test_everybody_may_read_it_with_one_heading(web: Web, path: str, variant: str) -> None:
    answer = await web.browser().get(f"/{variant}/{path}")
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    assert f'lang="{variant[:2]}"' in answer.text.partition("<head>")[0]


@pytest.mark.parametrize("variant", VARIANTS)
async def test_every_page_ends_with_a_number_to_phone_where_there_is_one(web: Web, variant: str) -> None:
    assert CONTACT.phone not in (await web.browser().get(f"/{variant}/privacy")).text
    web.app.state.settings = replace(web.settings, contact=CONTACT)
    assert CONTACT.phone in (await web.browser().get(f"/{variant}/privacy")).text.partition("<footer")[2]


@pytest.mark.parametrize("variant", VARIANTS)
async def test_the_page_of_help_names_every_way_that_is_set(web: Web, variant: str) -> None:
    web.app.state.settings = replace(web.settings, contact=CONTACT)
    page = (await web.browser().get(f"/{variant}/contact")).text
    assert all(way in page for way in (CONTACT.phone, CONTACT.email, CONTACT.post))


async def test_easy_read_says_it_with_pictures_and_four_ways_to_go(web: Web) -> None:
    page = (await web.browser().get("/en-easy/help")).text
    assert page.count('class="app-easy__picture"') >= 4
    assert "app-easy-menu" in page
    assert "app-easy-menu" not in (await web.browser().get("/en/help")).text


async def test_the_site_can_stand_among_a_telephones_apps(web: Web) -> None:
    answer = await web.browser().get("/cy/site.webmanifest")
    assert answer.headers["content-type"].startswith("application/manifest+json")
    manifest = answer.json()
    assert (manifest["lang"], manifest["start_url"]) == ("cy", "/cy/")
    icon = await web.browser().get(manifest["icons"][0]["src"])
    assert icon.headers["content-type"].startswith("image/svg+xml")
    assert "public" in icon.headers["cache-control"]


async def test_the_first_visit_asks_in_both_languages_and_is_remembered(web: Web) -> None:
    browser = web.browser()
    page = (await browser.get("/start")).text
    assert "How do you want to read?" in page
    assert '<span lang="cy">Sut hoffech chi ddarllen?</span>' in page
    answer = await browser.post("/start", {"variant": "cy-easy", "text": "large", "theme": "cream"}, page="/start")
    assert answer.headers["location"] == "/cy-easy/"
    again = await browser.get("/", headers={"Accept-Language": "en"})
    assert again.headers["location"] == "/cy-easy/"
    opening = (await browser.get("/cy-easy/help")).text.partition("<head>")[0]
    assert 'data-text="large"' in opening
    assert 'data-theme="cream"' in opening


@pytest.mark.parametrize(
    "given",
    [{}, {"variant": "fr", "text": "<script>"}, {"variant": "\U0001f389", "theme": "ŵŷ"}, {"text": "x" * 60_000}],
)
async def test_a_first_visit_without_a_choice_of_ours_goes_on_in_english(web: Web, given: dict[str, str]) -> None:
    browser = web.browser()
    answer = await browser.post("/start", given, page="/start")
    assert answer.headers["location"] == "/en/"
    assert re.fullmatch(r"[a-z.-]*", browser.client.cookies[COOKIE])


@pytest.mark.control("AUTH-9")
async def test_another_site_cannot_choose_for_somebody(web: Web) -> None:
    answer = await web.browser().client.post("/start", data={"variant": "cy"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


async def test_no_page_of_another_organisation_s_brand_is_shown(web: Web) -> None:
    page = (await web.browser().get("/en/accessibility")).text
    assert "GOV.UK" not in page
    assert "crown" not in page.lower()
