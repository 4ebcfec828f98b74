"""What a request meets at the door: bounds, patience, and a database that may be away."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from litestar.connection import ASGIConnection
from sqlalchemy import text

from governance.access import ask, guard
from governance.actor import Role
from governance.platform.web.headers import EVERYWHERE
from tests.governance.conftest import ORIGIN, Web

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


@pytest.mark.parametrize("path", ["/", "/health", "/en/", "/cy/sign-in", "/en/nowhere", "/api/me"])
async def test_what_can_be_fetched_can_be_asked_about(web: Web, path: str) -> None:
    got = await web.browser().client.get(path)
    asked = await web.browser().client.head(path)
    assert asked.status_code == got.status_code
    assert asked.content == b""
    changing = {"x-request-id", "set-cookie", "content-length", "date"}
    assert {k: v for k, v in asked.headers.items() if k not in changing} == {
        k: v for k, v in got.headers.items() if k not in changing
    }
    assert set(asked.headers) == set(got.headers)


async def test_asking_about_an_address_that_only_takes_forms_is_refused(web: Web) -> None:
    assert (await web.browser().client.head("/en/sign-in/link")).status_code == 405


@pytest.mark.control("WEB-8")
@pytest.mark.control("WEB-1")
async def test_headers_beyond_the_bound_are_refused_with_every_header_of_ours(web: Web) -> None:
    answer = await web.browser().get("/en/", headers={"X-Long": "a" * guard.LARGEST_HEADERS})
    assert answer.status_code == 431
    assert {name.lower() for name in EVERYWHERE} <= set(answer.headers)


@pytest.mark.control("WEB-8")
@pytest.mark.both_databases
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "application/json", "multipart/form-data"])
async def test_a_body_that_never_ends_is_given_up_and_holds_no_transaction(
    web: Web, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(guard, "LONGEST_WAIT", 0.05)
    officer = await web.signed_in(Role.KEY_HOLDER)
    await officer.get("/en/")

    async def drop_by_drop() -> AsyncIterator[bytes]:
        yield b"--b\r\n"
        async with web.database.writing() as tx:
            await tx.execute(text("SELECT 1"))
        await asyncio.Event().wait()

    answer = await officer.client.post(
        "/api/votes/none/keys",
        content=drop_by_drop(),
        headers={**SAME_ORIGIN, "X-Form-Token": officer.token or "", "Content-Type": f"{kind}; boundary=b"},
    )
    assert (answer.status_code, answer.json()["type"]) == (408, "too-slow")


@pytest.mark.control("WEB-1")
@pytest.mark.control("AUTH-9")
async def test_a_browser_that_does_not_say_where_from_is_refused_and_told_why(web: Web) -> None:
    browser = await web.signed_in(Role.MEMBER)
    await browser.get("/en/")
    for headers, why in (({"Origin": "null"}, "newer browser"), ({"Origin": "https://evil.example"}, "load the page")):
        answer = await browser.client.post("/en/sign-out", data={"form_token": browser.token}, headers=headers)
        assert answer.status_code == 403
        assert why in answer.text


def connection(*forwarded: str) -> ASGIConnection[Any, Any, Any, Any]:
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    return ASGIConnection({"type": "http", "headers": headers, "client": ("192.0.2.9", 1)})  # type: ignore[arg-type,typeddict-item]


@pytest.mark.control("AUTH-13")
@pytest.mark.parametrize(
    ("forwarded", "trusted", "found"),
    [
        (("198.51.100.1",), 0, "192.0.2.9"),
        (("198.51.100.1",), 1, "198.51.100.1"),
        (("6.6.6.6, 198.51.100.1",), 1, "198.51.100.1"),
        (("6.6.6.6", "198.51.100.1"), 1, "198.51.100.1"),
        (("6.6.6.6, 198.51.100.1", "10.0.0.1"), 2, "198.51.100.1"),
        (("6.6.6.6",), 2, "192.0.2.9"),
        ((), 1, "192.0.2.9"),
    ],
)
def test_only_what_trusted_proxies_appended_names_the_client(
    forwarded: tuple[str, ...], trusted: int, found: str
) -> None:
    """Some append to the header, some add one of their own; what came from the client always stands further left."""
    assert ask.client_address(connection(*forwarded), trusted) == found


@pytest.mark.control("DB-8")
async def test_a_database_that_cannot_be_written_to_is_said_and_got_over(web: Web) -> None:
    browser = web.browser()
    await browser.get("/en/sign-in")

    async def ask_for_link() -> httpx.Response:
        return await browser.post("/en/sign-in/link", {"email": "ann@example.org"})

    await read_only(web, True)
    refused = await ask_for_link()
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "10")
    assert "Nothing was changed" in refused.text
    await read_only(web, False)
    assert (await ask_for_link()).status_code == 303
    assert ORIGIN not in refused.headers.get("location", "")


async def read_only(web: Web, wanted: bool) -> None:
    """As the machine does when a disk fails: connections stay, writing does not."""
    if web.database.is_sqlite:
        async with web.database.engine.connect() as connection:
            raw = await connection.get_raw_connection()
            await raw.driver_connection.execute(f"PRAGMA query_only={int(wanted)}")  # type: ignore[union-attr]  # aiosqlite's
        return
    async with web.database.engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.exec_driver_sql("SET default_transaction_read_only = off")
        name = (await connection.exec_driver_sql("SELECT current_database()")).scalar_one()
        await connection.exec_driver_sql(f'ALTER DATABASE "{name}" SET default_transaction_read_only = {wanted}')
    await web.database.engine.dispose()
