"""The way in as a person meets it in a browser."""

import re
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import text

from governance.access import service as access
from governance.actor import Assurance, Role, platform
from tests.governance.access.people import PASSWORD, code_at, give_factors, mail
from tests.governance.conftest import ORIGIN, Browser, Web

SIGN_IN_COOKIE = "__Host-coop"


async def ask_for_link(web: Web, browser: Browser, address: str, *, page: str = "/en/sign-in/link") -> str:
    answer = await browser.post(page, {"email": address}, page="/en/sign-in")
    assert answer.status_code == 303
    return (await mail(web.database, web.clock.now()))[-1].path


async def test_a_member_signs_in_by_link_in_welsh(web: Web) -> None:
    account = await web.account(Role.MEMBER)
    browser = web.browser()
    await browser.get("/cy/sign-in")
    answer = await browser.post("/cy/sign-in/link", {"email": account.address})
    assert answer.headers["location"] == "/cy/sign-in/code?said=link-sent"
    assert "ar ei ffordd" in (await browser.get(answer.headers["location"])).text
    [minted] = await mail(web.database, web.clock.now())
    assert "A… P…" in (await browser.get(minted.path)).text
    assert (await browser.post(minted.path)).headers["location"] == "/cy/?said=signed-in"
    assert "Ann Pugh" in (await browser.get("/cy/?said=signed-in")).text


@pytest.mark.control("AUTH-5")
async def test_a_mail_scanner_that_follows_the_link_spends_nothing(web: Web) -> None:
    account = await web.account(Role.MEMBER)
    browser = web.browser()
    path = await ask_for_link(web, browser, account.address or "")
    for _ in range(3):
        assert (await web.browser().get(path)).status_code == 200
    await browser.get(path)
    assert (await browser.post(path)).status_code == 303


@pytest.mark.control("AUTH-5")
async def test_another_browser_is_shown_the_code_for_the_first_and_no_button(web: Web) -> None:
    account = await web.account(Role.MEMBER)
    asking, reading = web.browser(), web.browser()
    path = await ask_for_link(web, asking, account.address or "")
    shown = (await reading.get(path)).text
    assert "Yes, sign me in" not in shown
    code = re.search(r"<strong[^>]*>(\w{4} \w{4})</strong>", shown)
    assert code is not None
    assert (await reading.post(path, page="/en/sign-in")).status_code == 410
    answer = await asking.post("/en/sign-in/code", {"code": code.group(1)}, page="/en/sign-in/code")
    assert answer.headers["location"] == "/en/?said=signed-in"


@pytest.mark.control("AUTH-5")
async def test_a_used_or_old_link_says_so(web: Web) -> None:
    account = await web.account(Role.MEMBER)
    browser = web.browser()
    path = await ask_for_link(web, browser, account.address or "")
    await browser.get(path)
    await browser.post(path)
    again = await browser.get(path)
    assert again.status_code == 410
    assert "has been used" in again.text
    path = await ask_for_link(web, web.browser(), account.address or "")
    web.clock.pass_time(timedelta(minutes=10))
    assert (await web.browser().get(path)).status_code == 410


@pytest.mark.control("AUTH-6")
@pytest.mark.parametrize("page", ["/en/sign-in/link", "/en/password"])
async def test_known_and_unknown_addresses_get_the_same_answer(web: Web, page: str) -> None:
    account = await web.account(Role.MEMBER)
    answers = []
    for address in (account.address, "nobody@example.org"):
        answer = await web.browser().post(page, {"email": address}, page="/en/sign-in")
        headers = {name: value for name, value in answer.headers.items() if name != "x-request-id"}
        headers["set-cookie"] = re.sub("=[^;]+", "=", headers.get("set-cookie", ""), count=1)
        answers.append((answer.status_code, headers, answer.content))
    assert answers[0] == answers[1]


@pytest.mark.control("AUTH-6")
async def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(web: Web) -> None:
    account = await web.account(Role.SECRETARY)
    await give_factors(web.database, web.keys, account.id)
    answers = []
    for address in (account.address, "nobody@example.org"):
        form = {"known_email": address, "password": "not this one", "code": "000000"}
        answer = await web.browser().post("/en/sign-in/password", form, page="/en/sign-in")
        text = answer.text.replace(address, "the address typed")
        answers.append((answer.status_code, re.sub("[0-9a-f]{64}", "", text)))
    assert answers[0] == answers[1]
    assert answers[0][0] == 403
    assert "not this one" not in answers[0][1], "a password is never sent back"


async def test_an_officer_from_first_link_to_two_factors(web: Web) -> None:
    account = await web.account(Role.SECRETARY)
    browser = web.browser()
    path = await ask_for_link(web, browser, account.address or "", page="/en/password")
    await browser.get(path)
    short = await browser.post(path, {"password": "too short"})
    assert short.status_code == 422
    assert "too short. It needs" in short.text
    assert 'value="too short"' not in short.text
    assert (await browser.post(path, {"password": PASSWORD})).headers["location"] == "/en/sign-in?said=password-set"

    form = {"known_email": account.address, "password": PASSWORD, "code": ""}
    assert (await browser.post("/en/sign-in/password", form, page="/en/sign-in")).status_code == 303
    await browser.post("/en/me/sign-in/authenticator", page="/en/me/sign-in/authenticator")
    page = (await browser.get("/en/me/sign-in/authenticator")).text
    key = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert key is not None
    assert "otpauth://totp/coop.test:Ann%20Pugh?secret=" in page
    code = pyotp.TOTP(key.group(1).replace(" ", "")).at(int(web.clock.now().timestamp()))
    done = await browser.post("/en/me/sign-in/authenticator/confirm", {"password": PASSWORD, "code": code})
    assert done.status_code == 200
    assert len(re.findall(r"<code>[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}</code>", done.text)) == 10
    me = (await browser.client.get("/api/me")).json()
    assert (me["roles"], me["assurance"]) == (["secretary"], "two-factors")
    assert (await browser.post("/en/sign-out")).status_code == 303
    assert (await browser.client.get("/api/me")).status_code == 401


@pytest.mark.control("AUTH-7")
async def test_a_cookie_fixed_before_sign_in_is_useless_after(web: Web) -> None:
    account = await web.account(Role.SECRETARY)
    await give_factors(web.database, web.keys, account.id)
    victim, thief = web.browser(), web.browser()
    await thief.get("/en/sign-in")
    for cookie in thief.client.cookies.jar:
        victim.client.cookies.set(cookie.name, cookie.value or "", domain="coop.test")
    victim.client.cookies.set(SIGN_IN_COOKIE, "planted", domain="coop.test")
    form = {"known_email": account.address, "password": PASSWORD, "code": code_at(web.clock.now())}
    answer = await victim.post("/en/sign-in/password", form, page="/en/sign-in")
    assert answer.status_code == 303
    assert "planted" not in answer.headers["set-cookie"]
    assert (await victim.client.get("/api/me")).status_code == 200
    thief.client.cookies.set(SIGN_IN_COOKIE, "planted", domain="coop.test")
    assert (await thief.client.get("/api/me")).status_code == 401


@pytest.mark.control("AUTH-7")
@pytest.mark.control("AUTH-10")
async def test_a_step_up_gives_a_new_token_and_the_old_one_dies(web: Web) -> None:
    account = await web.account(Role.SECRETARY)
    await give_factors(web.database, web.keys, account.id)
    browser, copy = web.browser(), web.browser()
    await web.sign_in(browser, account.id)
    old = browser.client.cookies[SIGN_IN_COOKIE]
    form = {"password": PASSWORD, "code": code_at(web.clock.now())}
    assert (await browser.post("/en/step-up", form, page="/en/step-up")).status_code == 303
    browser.client.cookies.jar.clear_expired_cookies()
    assert (await browser.client.get("/api/me")).status_code == 200
    copy.client.cookies.set(SIGN_IN_COOKIE, old, domain="coop.test")
    assert (await copy.client.get("/api/me")).status_code == 401


@pytest.mark.control("AUTH-8")
async def test_the_cookie_promises_host_secure_httponly_and_lax(web: Web) -> None:
    account = await web.account(Role.SECRETARY)
    await give_factors(web.database, web.keys, account.id)
    form = {"known_email": account.address, "password": PASSWORD, "code": code_at(web.clock.now())}
    answer = await web.browser().post("/en/sign-in/password", form, page="/en/sign-in")
    [cookie] = [value for value in answer.headers.get_list("set-cookie") if value.startswith(SIGN_IN_COOKIE)]
    attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"path=/", "secure", "httponly", "samesite=lax"} <= attributes
    assert not any(attribute.startswith("domain") for attribute in attributes)


@pytest.mark.control("AUTH-8")
@pytest.mark.parametrize(("role", "minutes"), [(Role.MEMBER, 30), (Role.SECRETARY, 15)])
async def test_an_idle_sign_in_ends_and_one_in_use_goes_on(web: Web, role: Role, minutes: int) -> None:
    assurance = Assurance.LINK if role is Role.MEMBER else Assurance.TWO_FACTORS
    browser = await web.signed_in(role, assurance=assurance)
    for _ in range(3):
        web.clock.pass_time(timedelta(minutes=minutes - 1))
        assert (await browser.client.get("/api/me")).status_code == 200
    web.clock.pass_time(timedelta(minutes=minutes))
    assert (await browser.client.get("/api/me")).status_code == 401


@pytest.mark.control("AUTH-8")
async def test_no_sign_in_lasts_longer_than_twelve_hours(web: Web) -> None:
    browser = await web.signed_in(Role.MEMBER, assurance=Assurance.LINK)
    for _ in range(12 * 3):
        web.clock.pass_time(timedelta(minutes=20))
        answer = await browser.client.get("/api/me")
    assert answer.status_code == 401


@pytest.mark.control("AUTH-8")
async def test_one_can_end_ones_other_sign_ins(web: Web) -> None:
    account = await web.account(Role.MEMBER)
    here, there = web.browser(), web.browser()
    await web.sign_in(here, account.id)
    await web.sign_in(there, account.id)
    assert "Another browser" in (await here.get("/en/me/sign-in")).text
    await here.post("/en/me/sign-in/others")
    assert (await there.client.get("/api/me")).status_code == 401
    assert (await here.client.get("/api/me")).status_code == 200


@pytest.mark.control("AUTH-7")
async def test_a_change_of_parts_ends_the_sign_in(web: Web) -> None:
    account = await web.account(Role.MEMBER)
    browser = web.browser()
    await web.sign_in(browser, account.id)
    async with web.database.writing() as tx:
        await access.grant_role(tx, platform("test"), account.id, Role.TREASURER, web.clock.now())
    assert (await browser.client.get("/api/me")).status_code == 401


@pytest.mark.control("AUTH-13")
async def test_a_forged_forwarding_header_changes_nothing(web: Web) -> None:
    statuses = []
    for number in range(22):
        browser = web.browser()
        await browser.get("/en/sign-in")
        browser.client.headers["X-Forwarded-For"] = f"198.51.{number}.1"
        answer = await browser.post("/en/sign-in/link", {"email": f"m{number}@example.org"})
        statuses.append(answer.status_code)
    assert statuses == [303] * 20 + [429] * 2
    assert answer.headers["retry-after"] == "181"


async def test_a_link_for_a_password_read_elsewhere_leads_there_by_code(web: Web) -> None:
    account = await web.account(Role.SECRETARY)
    browser = web.browser()
    await ask_for_link(web, browser, account.address or "", page="/en/password")
    [minted] = await mail(web.database, web.clock.now())
    answer = await browser.post("/en/sign-in/code", {"code": minted.code}, page="/en/sign-in/code")
    assert answer.headers["location"].startswith("/en/password/")
    await browser.get(answer.headers["location"])
    done = await browser.post(answer.headers["location"], {"password": PASSWORD})
    assert done.headers["location"] == "/en/sign-in?said=password-set"


async def test_what_is_no_address_is_refused_and_kept_in_the_form(web: Web) -> None:
    browser = web.browser()
    answer = await browser.post("/en/sign-in/link", {"email": "not an address"}, page="/en/sign-in")
    assert answer.status_code == 422
    assert 'value="not an address"' in answer.text
    async with web.database.reading() as view:
        assert (await view.execute(text("SELECT count(*) FROM access_link"))).scalar_one() == 0


async def test_the_link_in_the_mail_starts_at_the_configured_address(web: Web) -> None:
    account = await web.account(Role.MEMBER)
    browser = web.browser()
    path = await ask_for_link(web, browser, account.address or "")
    assert path.startswith("/en/sign-in/link/")
    assert (await browser.get(path, headers={"Host": "evil.example"})).status_code == 400
    assert ORIGIN.endswith("coop.test")
