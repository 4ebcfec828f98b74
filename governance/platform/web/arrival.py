"""What a request meets before it is routed: HEAD is answered like GET, without the body."""

from collections.abc import Mapping
from typing import Any

from litestar import Litestar


class Application(Litestar):
    """Every page that can be fetched can be asked about: monitors and link checkers send HEAD."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["method"] == "HEAD":
            scope, send = {**scope, "method": "GET"}, _without_body(send)
        await super().__call__(scope, receive, send)


def _without_body(send: Any) -> Any:
    async def send_head(message: Any) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return send_head


def has_nul(scope: Mapping[str, Any]) -> bool:
    """PostgreSQL keeps no NUL in a text and faults when asked for one, so no address of ours has it."""
    return "\0" in scope["path"] or b"%00" in scope["query_string"] or b"\0" in scope["query_string"]


def size_of_headers(scope: Mapping[str, Any]) -> int:
    """Bytes: the server in front bounds what it reads at once, not what it lets pass (WEB-8)."""
    return sum(len(name) + len(value) for name, value in scope["headers"])
