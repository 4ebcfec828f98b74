"""What a request meets before it is routed: HEAD is answered like GET, without the body."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from litestar import Litestar

from governance.platform import underway
from governance.platform.web import visit

SHORT_BODY = 256 * 1024
"""Bytes of a body that is read for anybody; the largest ballot has as many."""


class Application(Litestar):
    """Every page that can be fetched can be asked about: monitors and link checkers send HEAD."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["method"] == "HEAD":
            scope, send = {**scope, "method": "GET"}, _without_body(send)
        try:
            await super().__call__(scope, receive, send)
        finally:
            if scope["type"] == "http":
                _decided(scope)


def _without_body(send: Any) -> Any:
    async def send_head(message: Any) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return send_head


def has_come(scope: Any, at: datetime) -> None:
    """The last byte of the body was there ``at`` this instant; from now on the answer is awaited (DB-6)."""
    here = visit.of(scope)
    here.received_at, here.is_awaited = at, True
    underway.begin(at)


async def note_decided(message: Any, scope: Any) -> None:
    """Litestar's before-send hook: once an answer begins, however slowly it is read, everything is done."""
    if message["type"] == "http.response.start":
        _decided(scope)


def _decided(scope: Any) -> None:
    here = visit.of(scope)
    if here.is_awaited and here.received_at is not None:
        here.is_awaited = False
        underway.end(here.received_at)


def has_nul(scope: Mapping[str, Any]) -> bool:
    """PostgreSQL keeps no NUL in a text and faults when asked for one, so no address of ours has it."""
    return "\0" in scope["path"] or b"%00" in scope["query_string"] or b"\0" in scope["query_string"]


def size_of_headers(scope: Mapping[str, Any]) -> int:
    """Bytes: the server in front bounds what it reads at once, not what it lets pass (WEB-8)."""
    return sum(len(name) + len(value) for name, value in scope["headers"])


def is_short(scope: Mapping[str, Any]) -> bool:
    """Does it say that its body is short? One that does not say is treated as a long one."""
    said = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    return said.isdigit() and len(said) < 10 and int(said) <= SHORT_BODY
