"""The headers that every answer carries, errors included (WEB-1)."""

from typing import Any

from litestar.datastructures import MutableScopeHeaders

from governance.platform.web import visit

PAGE_POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
EVERYWHERE = {
    "Content-Security-Policy": PAGE_POLICY,
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
"""A handler may set its own value for one of these (the booth's stricter policy, a public file's caching)."""


async def put_headers(message: Any, scope: Any) -> None:
    """Litestar's before-send hook: it sees every answer, also those made where no route was found."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    for name, value in EVERYWHERE.items():
        headers.setdefault(name, value)
    headers["X-Request-Id"] = visit.of(scope).request
    for cookie in visit.of(scope).cookies:
        headers.add("set-cookie", cookie.to_header(header=""))
