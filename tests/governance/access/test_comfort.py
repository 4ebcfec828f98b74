"""How somebody likes to read: on this device or with their sign-in, and back to where they were."""

import re
from datetime import timedelta

import pytest

from governance.actor import Assurance, Role
from governance.platform.comfort import Comfort
from governance.platform.web import cookies
from tests.governance.access.people import mail
from tests.governance.conftest import ORIGIN, Browser, Web

COOKIE = "__Host-coop-comfort"
WISH = {"text": "largest", "theme": "contrast"}


def _opening(page: str) -> str:
    """The tag that tells the styles how this reader likes to read."""
    return page[page.index("<html") : page.index("<head>")]


async def _come_from(browser: Browser, path: str) -> str:
    """The sealed address that the page gives to the page of text and colours."""
    found = re.search(r'href="/en/comfort\?from=([^"]+)"', (await browser.get(path)).text)
    assert found is not None
    page = await browser.get(f"/en/comfort?from={found.group(1)}")
    came = re.search(r'name="came" value="([^"]+)"', page.text)
    assert came is not None
    return came.group(1)


async def test_somebody_who_is_not_signed_in_is_remembered_by_the_browser(web: Web) -> None:
    browser = web.browser()
    came = await _come_from(browser, "/en/rules")
    answer = await browser.post("/en/comfort", {**WISH, "came": came})
    assert answer.headers["location"] == "/en/rules?said=comfort-kept"
    page = (await browser.get(answer.headers["location"])).text
    assert 'data-theme="contrast"' in _opening(page)
    assert 'data-text="largest"' in _opening(page)
    assert "Saved" in page
    assert 'data-theme="contrast"' not in _opening((await web.browser().get("/en/rules")).text)


async def test_what_a_member_likes_goes_with_them_to_another_device(web: Web) -> None:
    account = await web.account(Role.MEMBER)
    one, other = web.browser(), web.browser()
    for browser in (one, other):
        await web.sign_in(browser, account.id, Assurance.LINK)
    await one.post("/en/comfort", WISH, page="/en/comfort")
    assert 'data-theme="contrast"' in _opening((await other.get("/en/comfort")).text)
    await other.post("/en/comfort", {"text": "normal", "theme": "device"}, page="/en/comfort")
    assert "data-theme" not in _opening((await one.get("/en/comfort")).text)


async def test_the_form_shows_what_was_chosen_before(web: Web) -> None:
    browser = web.browser()
    await browser.post("/en/comfort", {**WISH, "more_time": "yes"}, page="/en/comfort")
    page = (await browser.get("/en/comfort")).text
    chosen = {re.search(r'value="([^"]*)"', tag).group(1) for tag in re.findall(r"<input[^>]* checked[^>]*>", page)}  # type: ignore[union-attr]  # every input has a value
    assert chosen == {"largest", "contrast", "yes"}


@pytest.mark.control("WEB-3")
@pytest.mark.parametrize(
    "came",
    ["https://evil.example/", "//evil.example/", "/en/rules", "0" * 32 + "//evil.example", "ŵ" * 40, "\U0001f389"],
)
async def test_nobody_is_sent_to_an_address_that_we_did_not_seal(web: Web, came: str) -> None:
    answer = await web.browser().post("/en/comfort", {**WISH, "came": came}, page="/en/comfort")
    assert answer.headers["location"] == "/en/?said=comfort-kept"


@pytest.mark.control("WEB-3")
async def test_a_sealed_address_that_was_changed_leads_nowhere(web: Web) -> None:
    browser = web.browser()
    came = await _come_from(browser, "/en/rules")
    answer = await browser.post("/en/comfort", {**WISH, "came": came.replace("/rules", "/evil")})
    assert answer.headers["location"] == "/en/?said=comfort-kept"


@pytest.mark.parametrize(
    "wish",
    [
        {},
        {"text": "<script>", "theme": "\U0001f389"},
        {"text": "x" * 200},
        {"theme": "dark.more.cy\r\nSet-Cookie: a=b"},
    ],
)
async def test_what_is_no_choice_of_ours_leaves_things_as_the_device_has_them(web: Web, wish: dict[str, str]) -> None:
    browser = web.browser()
    answer = await browser.post("/en/comfort", wish, page="/en/comfort")
    assert answer.status_code == 303
    assert "a" not in browser.client.cookies
    assert "data-" not in _opening((await browser.get("/en/comfort")).text)


@pytest.mark.parametrize("planted", ["", "....", "large", "x.y.z.w", "<b>.dark", "%0d%0a", "." * 4000])
async def test_a_planted_cookie_breaks_no_page(web: Web, planted: str) -> None:
    browser = web.browser()
    browser.client.cookies.set(COOKIE, planted, domain="coop.test")
    assert (await browser.get("/en/help")).status_code == 200


@pytest.mark.control("AUTH-8")
@pytest.mark.parametrize("role", [Role.MEMBER, Role.SECRETARY])
async def test_more_time_keeps_somebody_signed_in_for_two_hours(web: Web, role: Role) -> None:
    browser = await web.signed_in(role, assurance=Assurance.LINK if role is Role.MEMBER else Assurance.TWO_FACTORS)
    await browser.post("/en/comfort", {"more_time": "yes"}, page="/en/comfort")
    web.clock.pass_time(timedelta(minutes=119))
    assert (await browser.client.get("/api/me")).status_code == 200
    web.clock.pass_time(timedelta(minutes=120))
    assert (await browser.client.get("/api/me")).status_code == 401


async def test_more_time_asked_for_before_signing_in_counts_too(web: Web) -> None:
    browser = web.browser()
    await browser.post("/en/comfort", {"more_time": "yes"}, page="/en/comfort")
    await web.sign_in(browser, (await web.account(Role.MEMBER)).id, Assurance.LINK)
    web.clock.pass_time(timedelta(minutes=90))
    assert (await browser.client.get("/api/me")).status_code == 200


@pytest.mark.control("AUTH-5")
@pytest.mark.parametrize(("more", "minutes"), [(True, 30), (False, 10)])
async def test_a_link_lives_longer_for_whoever_asked_for_more_time(web: Web, more: bool, minutes: int) -> None:
    account = await web.account(Role.MEMBER)
    settled = web.browser()
    await web.sign_in(settled, account.id, Assurance.LINK)
    await settled.post("/en/comfort", {"more_time": "yes"} if more else {}, page="/en/comfort")
    browser = web.browser()
    await browser.post("/en/sign-in/link", {"email": account.address}, page="/en/sign-in")
    [minted] = await mail(web.database, web.clock.now())
    assert minted.minutes == minutes
    web.clock.pass_time(timedelta(minutes=minutes - 1))
    assert (await browser.get(minted.path)).status_code == 200
    web.clock.pass_time(timedelta(minutes=1))
    assert (await browser.get(minted.path)).status_code == 410


@pytest.mark.parametrize(("role", "minutes"), [(Role.MEMBER, 30), (Role.SECRETARY, 15)])
async def test_a_page_knows_when_to_warn_and_one_press_gives_the_whole_time_again(
    web: Web, role: Role, minutes: int
) -> None:
    browser = await web.signed_in(role, assurance=Assurance.LINK if role is Role.MEMBER else Assurance.TWO_FACTORS)
    assert f'data-seconds="{minutes * 60}" data-ask="/api/me/sign-in"' in (await browser.get("/en/comfort")).text
    web.clock.pass_time(timedelta(seconds=30))
    assert f'data-seconds="{minutes * 60 - 30}"' in (await browser.get("/en/comfort")).text
    web.clock.pass_time(timedelta(minutes=minutes - 1))
    assert (await browser.client.get("/api/me/sign-in")).json() == {"seconds": minutes * 60}
    web.clock.pass_time(timedelta(minutes=minutes - 1))
    assert (await browser.client.get("/api/me/sign-in")).status_code == 200


async def test_nobody_is_warned_who_is_not_signed_in(web: Web) -> None:
    assert "app-staying" not in (await web.browser().get("/en/comfort")).text


async def test_a_page_that_needs_a_sign_in_leads_back_to_itself(web: Web) -> None:
    browser = web.browser()
    page = (await browser.get("/en/me/sign-in")).text
    found = re.search(r'href="(/en/sign-in\?from=[^"]+)"', page)
    assert found is not None
    came = re.search(r'name="came" value="([^"]+)"', (await browser.get(found.group(1))).text)
    assert came is not None
    assert came.group(1).endswith("/me/sign-in")


async def test_the_switch_keeps_the_page_and_what_was_asked_of_it(web: Web) -> None:
    page = (await web.browser().get("/en/rules?q=quorum&said=comfort-kept")).text
    assert 'href="/cy-easy/rules?q=quorum"' in page
    assert ORIGIN not in page


def test_comfort_survives_being_written() -> None:
    liked = Comfort("large", "cream", more_time=True, variant="cy-easy")
    assert Comfort.read(liked.written()) == liked
    assert Comfort.read("") == Comfort()
    assert len(Comfort("largest", "contrast", more_time=True, variant="cy-easy").written()) <= 40


async def test_the_cookie_is_kept_as_long_as_browsers_keep_one(web: Web) -> None:
    answer = await web.browser().post("/en/comfort", WISH, page="/en/comfort")
    [cookie] = [value for value in answer.headers.get_list("set-cookie") if value.startswith(COOKIE)]
    assert f"Max-Age={int(cookies.KEPT.total_seconds())}" in cookie
    assert "Secure" in cookie
