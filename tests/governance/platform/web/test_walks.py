"""What holds on every route, whichever slice made it."""

import json
from collections.abc import Mapping

import httpx
import pytest
from litestar import Litestar, get
from litestar.routes import HTTPRoute

from governance import app
from governance.access.guard import NoPermission, check_routes
from governance.access.permissions import PERMISSIONS
from governance.actor import Role
from governance.platform.web.headers import EVERYWHERE
from tests.governance.conftest import ORIGIN, Web
from tests.governance.platform.web.routes import looks, unsafe, ways

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


@pytest.mark.control("PERM-1")
def test_a_route_without_a_permission_stops_the_application() -> None:
    @get("/open")
    async def open_door() -> str:
        return "come in"

    @get("/unknown", permission="nobody.knows")
    async def unknown() -> str:
        return "come in"

    for handler in (open_door, unknown):
        with pytest.raises(NoPermission, match=str(handler.paths).strip("{}'")):
            check_routes(Litestar([handler], openapi_config=None))


@pytest.mark.control("PERM-1")
async def test_every_route_names_a_permission_of_the_table(web: Web) -> None:
    found = list(ways(web.app))
    assert len(found) > 30
    assert {way.permission for way in found} <= set(PERMISSIONS)


@pytest.mark.control("PERM-1")
async def test_no_permission_of_the_table_lies_idle(web: Web) -> None:
    assert set(PERMISSIONS) == {way.permission for way in ways(web.app)}


@pytest.mark.control("PERM-3")
async def test_a_stranger_gets_in_nowhere_but_where_everybody_does(web: Web) -> None:
    for way in ways(web.app):
        answer = await web.browser().client.request(way.method, way.path, headers=SAME_ORIGIN)
        if PERMISSIONS[way.permission].assurance == 0:
            assert answer.status_code != 401, way
        else:
            assert answer.status_code == 401, way


@pytest.mark.control("PERM-3")
async def test_a_person_without_any_part_gets_in_nowhere_that_asks_for_one(web: Web) -> None:
    browser = await web.signed_in()
    for way in ways(web.app):
        if PERMISSIONS[way.permission].roles is not None:
            answer = await browser.client.request(way.method, way.path, headers=SAME_ORIGIN)
            assert answer.status_code == 403, way


@pytest.mark.control("AUTH-9")
async def test_no_unsafe_route_takes_a_request_that_is_not_from_our_page(web: Web) -> None:
    """No token, another sign-in's token, the right token sent from another site: refused before anything else is
    looked at, for everybody, on the sign-in pages too."""
    owner = await web.signed_in(*Role, member_id=None)
    other = await web.signed_in(Role.MEMBER)
    await owner.get("/en/")
    await other.get("/en/")
    assert owner.token
    assert owner.token != other.token
    tries: list[tuple[str, Mapping[str, str]]] = [
        ("", SAME_ORIGIN),
        (other.token or "", SAME_ORIGIN),
        ("0" * 64, SAME_ORIGIN),
        (owner.token, {"Sec-Fetch-Site": "cross-site"}),
        (owner.token, {"Sec-Fetch-Site": "same-site"}),
        (owner.token, {"Sec-Fetch-Site": "none"}),
        (owner.token, {"Sec-Fetch-Site": "cross-site", "Origin": ORIGIN}),
        (owner.token, {"Origin": "https://evil.example"}),
        (owner.token, {"Origin": "null"}),
        (owner.token, {}),
    ]
    found = unsafe(web.app)
    assert len(found) > 10
    for number, way in enumerate(found):
        for token, headers in tries:
            if way.permission == "votes.witness" and not headers:
                continue  # a program, at an address that is the key itself: what it sends is looked at
            options: dict[str, object] = {"data": {"form_token": token}, "headers": headers}
            if way.path.startswith("/api/") or number % 2:
                options = {"json": {}, "headers": {**headers, "X-Form-Token": token}}
            answer = await owner.client.request(way.method, way.path, **options)  # type: ignore[arg-type]  # mixed
            assert answer.status_code == 403, (way, headers)


@pytest.mark.control("AUTH-9")
async def test_the_sign_in_form_is_guarded_before_anybody_is_signed_in(web: Web) -> None:
    browser, other = web.browser(), web.browser()
    await browser.get("/en/sign-in")
    await other.get("/en/sign-in")
    for token in ("", other.token):
        data = {"form_token": token, "email": "ann@example.org"}
        answer = await browser.client.post("/en/sign-in/link", data=data, headers=SAME_ORIGIN)
        assert answer.status_code == 403


@pytest.mark.control("AUTH-9")
async def test_an_origin_that_is_ours_will_do_where_a_browser_sends_no_more(web: Web) -> None:
    browser = await web.signed_in(Role.MEMBER)
    await browser.get("/en/")
    answer = await browser.client.post("/en/sign-out", data={"form_token": browser.token}, headers={"Origin": ORIGIN})
    assert answer.status_code == 303


@pytest.mark.control("WEB-1")
async def test_every_answer_carries_the_headers_errors_included(web: Web) -> None:
    everybody = await web.signed_in(*Role)
    extra = [
        ("GET", "/en/nowhere"),
        ("GET", "/nowhere"),
        ("PUT", "/en/sign-in"),
        ("GET", "/api/nowhere"),
        ("TRACE", "/"),
    ]
    for method, path in [*((way.method, way.path) for way in ways(web.app)), *extra]:
        for client in (everybody.client, web.browser().client):
            answer = await client.request(method, path, headers=SAME_ORIGIN)
            assert set(map(str.lower, EVERYWHERE)) <= set(answer.headers), (method, path)
            assert "unsafe" not in answer.headers["content-security-policy"]
            assert "access-control-allow-origin" not in answer.headers
            assert "server" not in answer.headers
            if answer.status_code >= 400 or method != "GET":
                assert answer.headers["cache-control"] == "no-store", (method, path)


@pytest.mark.control("WEB-1")
async def test_no_page_has_scripts_or_styles_inside(web: Web) -> None:
    browser = await web.signed_in(*Role)
    for way in ways(web.app):
        if way.method == "GET":
            page = (await browser.client.get(way.path)).text.casefold()
            assert not any(sign in page for sign in ("<script>", "<style", " style=", " onclick=", "javascript:")), way


@pytest.mark.control("WEB-3")
async def test_another_host_is_refused(web: Web) -> None:
    for host in ("evil.example", "coop.test.evil.example", "coop.test:8443", "COOP.TEST.", "xcoop.test"):
        answer = await web.browser().client.get("/en/", headers={"Host": host})
        assert answer.status_code == 400, host


RUBBISH: list[tuple[str, bytes]] = [
    ("application/json", b""),
    ("application/json", b"{"),
    ("application/json", b"null"),
    ("application/json", b"[]"),
    ("application/json", b"[" * 60_000),
    ("application/json", b'{"a":' * 10_000),
    ("application/json", b'{"a":1e999,"a":NaN}'),
    ("application/json", b"\xff\xfe\x00"),
    ("application/json", b'"\\ud800"'),
    ("application/json", b'{"email": "a\\u0000b", "code": "a\\u0000b", "reason": "a\\u0000b"}'),
    ("application/x-www-form-urlencoded", b"%ff%fe=%00&=&&==%zz"),
    ("application/x-www-form-urlencoded", b"a=" * 20_000),
    ("application/x-www-form-urlencoded", "\u0175=\u0175".encode()),
    ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % i for i in range(5000))),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=x", b"--x\r\n\r\n--x--"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n\xff\r\n--x--\r\n"),
    ("multipart/form-data; boundary=" + "y" * 300, b"--y"),
    ("text/csv", b"\x00" * 1000),
    ("", b"rubbish"),
    ("application/x-msgpack", b"\xc1\xc1"),
]


@pytest.mark.control("WEB-8")
async def test_rubbish_never_gives_a_fault_of_ours(web: Web) -> None:
    """Sent with a good token, so that it reaches the handlers."""
    browser = await web.signed_in(*Role)
    await browser.get("/en/")
    for way in unsafe(web.app):
        if way.path == "/en/sign-out":
            continue
        for kind, body in RUBBISH:
            headers = {**SAME_ORIGIN, "Content-Type": kind, "X-Form-Token": browser.token or ""}
            answer = await browser.client.request(way.method, way.path, content=body, headers=headers)
            assert answer.status_code < 500, (way, kind, body[:40])


@pytest.mark.control("WEB-8")
@pytest.mark.parametrize(
    "path",
    ["/en/%00", "/en/%ff%fe", "/en/sign-in/link/%2e%2e%2f", "/%2f%2f", "/en/?said=%ff", "/en/?" + "a=1&" * 5000, "/é/"],
)
async def test_rubbish_in_an_address_never_gives_a_fault_of_ours(web: Web, path: str) -> None:
    assert (await web.browser().client.get(path)).status_code < 500


@pytest.mark.control("WEB-8")
@pytest.mark.parametrize(
    "rubbish", ["%00", "-1", "9" * 30, "9223372036854775807", "9999-12-31", "0001-01-01", "%F0%9F%8E%89", "x" * 3000]
)
async def test_no_place_and_no_question_in_an_address_breaks_a_page(web: Web, rubbish: str) -> None:
    browser = await web.signed_in(*Role)
    for path in looks(web.app, rubbish, rubbish):
        assert (await browser.get(path)).status_code < 500, path


@pytest.mark.control("WEB-8")
async def test_a_body_of_more_than_64_kilobytes_is_refused(web: Web) -> None:
    browser = web.browser()
    answer = await browser.post("/en/sign-in/link", {"email": "x" * 70_000}, page="/en/sign-in")
    assert answer.status_code == 413


async def test_a_problem_document_says_code_and_status(web: Web) -> None:
    answer = await web.browser().client.get("/api/me")
    assert answer.headers["content-type"] == "application/problem+json"
    assert json.loads(answer.content) == {"type": "sign-in-needed", "title": "sign in needed", "status": 401}


async def test_the_schema_is_for_people_who_are_signed_in(web: Web) -> None:
    assert (await web.browser().client.get("/api/openapi.json")).status_code == 401
    browser = await web.signed_in(Role.MEMBER)
    document = (await browser.client.get("/api/openapi.json")).json()
    assert document["openapi"].startswith("3.")
    assert "/api/me" in document["paths"]
    assert not any(path.startswith("/{variant}") for path in document["paths"])


async def test_no_page_of_the_framework_is_left_open(web: Web) -> None:
    for path in ("/schema", "/schema/openapi.json", "/schema/swagger", "/docs", "/api"):
        assert (await web.browser().client.get(path)).status_code in (401, 404), path
    assert all(isinstance(route, HTTPRoute) for route in web.app.routes)


async def test_every_slice_that_has_jobs_gives_their_handlers(web: Web) -> None:
    handlers = app.job_handlers(web.keys)
    assert "sign-in-link-wanted" in handlers


async def test_an_unexpected_error_shows_no_details(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(_view: object) -> None:
        raise ZeroDivisionError("the canary sings")

    monkeypatch.setattr(web.app.state, "letterhead", broken)
    answer: httpx.Response = await web.browser().client.get("/cy/")
    assert answer.status_code == 500
    assert "canary" not in answer.text
    assert "Aeth rhywbeth" in answer.text
