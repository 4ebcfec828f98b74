"""What the log says, and what it must never say."""

import json
import logging

import pytest

from governance.actor import Role
from governance.platform import logs
from tests.governance.conftest import ORIGIN, Web
from tests.governance.platform.web.routes import ways

CANARY = "canary7f3a"


@pytest.mark.control("SEC-7")
async def test_no_planted_secret_reaches_the_log(web: Web, lines: pytest.CaptureFixture[str]) -> None:
    browser = await web.signed_in(Role.MEMBER)
    await browser.get("/en/")
    browser.client.headers["User-Agent"] = CANARY
    browser.client.headers["X-Forwarded-For"] = CANARY
    browser.client.cookies.set("other", CANARY)
    await browser.get(f"/en/?said={CANARY}&email={CANARY}@example.org")
    await browser.get(f"/en/sign-in/link/{CANARY}")
    await browser.get(f"/{CANARY}/{CANARY}")
    await browser.post("/en/sign-in/link", {"email": f"{CANARY}@example.org"}, page="/en/sign-in")
    form = {"known_email": f"{CANARY}@example.org", "password": CANARY, "code": CANARY}
    await browser.post("/en/sign-in/password", form, page="/en/sign-in")
    await browser.post("/en/sign-in/code", {"code": CANARY, CANARY: CANARY}, page="/en/sign-in")
    await browser.post_json("/api/me", {CANARY: CANARY})
    written = lines.readouterr()
    assert written.out == ""
    assert CANARY not in written.err
    assert ORIGIN not in written.err
    answered = [json.loads(line) for line in written.err.splitlines()]
    assert len([line for line in answered if line["event"] == "answered"]) >= 8
    assert all(set(line) <= logs.FIELDS for line in answered)


@pytest.mark.control("SEC-7")
async def test_an_unexpected_error_leaves_its_kind_and_place_and_not_its_message(
    web: Web, lines: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_view: object) -> None:
        secret = CANARY
        raise ZeroDivisionError(secret)

    monkeypatch.setattr(web.app.state, "letterhead", broken)
    await web.browser().get("/en/")
    written = lines.readouterr().err
    assert CANARY not in written
    [line] = [found for found in map(json.loads, written.splitlines()) if found["event"] == "unexpected"]
    assert line["error"] == "ZeroDivisionError"
    assert any(place.endswith(" broken") for place in line["where"])


@pytest.mark.control("SEC-7")
def test_other_libraries_lines_keep_their_text_to_themselves(lines: pytest.CaptureFixture[str]) -> None:
    try:
        raise KeyError(CANARY)
    except KeyError:
        logging.getLogger("sqlalchemy.engine").exception("failed with %s", CANARY)
    [line] = map(json.loads, lines.readouterr().err.splitlines())
    assert (line["event"], line["error"]) == ("sqlalchemy.engine", "KeyError")
    assert CANARY not in str(line)


async def test_a_line_names_the_route_and_not_the_address(web: Web, lines: pytest.CaptureFixture[str]) -> None:
    answer = await web.browser().get("/en/sign-in/link/abc")
    line = json.loads(lines.readouterr().err.splitlines()[-1])
    assert (line["route"], line["status"]) == ("/{variant}/sign-in/link/{token}", 410)
    assert line["request"] == answer.headers["x-request-id"]


@pytest.mark.control("SEC-2")
async def test_where_ballots_are_cast_no_line_is_left(web: Web, lines: pytest.CaptureFixture[str]) -> None:
    browser = await web.signed_in(Role.MEMBER)
    casting = [way for way in ways(web.app) if way.permission == "votes.cast"]
    assert {way.method for way in casting} == {"GET", "POST"}
    await browser.get("/en/")
    lines.readouterr()
    for way in casting:
        headers = {"Sec-Fetch-Site": "same-origin", "X-Form-Token": browser.token or ""}
        answer = await browser.client.request(way.method, way.path, headers=headers)
        assert answer.status_code != 403, way
    assert "answered" not in lines.readouterr().err
