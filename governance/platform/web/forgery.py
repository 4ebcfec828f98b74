"""Nobody makes a member's browser act for them: where the request comes from, and a token of our page (AUTH-9).

Both are asked of every method that may change something, before the handler runs. Litestar's own token is signed but
bound to no sign-in, so it is not used.
"""

import hashlib
import hmac
from typing import Any

from litestar import Request

from governance.errors import CoopError
from governance.platform.web import visit

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
HEADER = "X-Form-Token"


class Forged(CoopError):
    """The request does not come from a page of ours that this person has open."""

    code = "forged"
    status = 403


def token_for(request: Request[Any, Any, Any]) -> str:
    """The token for the forms on this page, bound to the sign-in, or before it to the browser."""
    here = visit.of(request.scope)
    if here.secret is None:
        here.secret = here.browser_token(secure=request.app.state.settings.is_secure)
    return _bound(request, here.secret)


def check(request: Request[Any, Any, Any], given: str) -> None:
    """
    Raises:
        Forged: the method is unsafe and the request comes from elsewhere, or bears another sign-in's token or none.
    """
    if request.method in SAFE:
        return
    secret = visit.of(request.scope).secret
    if not _from_our_page(request) or secret is None:
        raise Forged(way=None if _says_where_from(request) else "old-browser")
    if not hmac.compare_digest(given.encode(), _bound(request, secret).encode()):
        raise Forged


def check_program(request: Request[Any, Any, Any]) -> None:
    """For a route whose address is itself the key, used by programs: no cookie counts, and so none can be misused.

    Raises:
        Forged: a browser sends it, for whichever page.
    """
    if "sec-fetch-site" in request.headers or "origin" in request.headers:
        raise Forged


def _from_our_page(request: Request[Any, Any, Any]) -> bool:
    """Browsers say where a request comes from; a script of another site cannot change these headers."""
    if (site := request.headers.get("sec-fetch-site")) is not None:
        return bool(site == "same-origin")
    return bool(request.headers.get("origin") == request.app.state.settings.origin)


def _says_where_from(request: Request[Any, Any, Any]) -> bool:
    """Our pages send no referrer, and so a browser from before Sec-Fetch-Site calls their origin "null" (WEB-1). Such a
    request is refused like one from another site, with other words: the reader did nothing wrong."""
    return "sec-fetch-site" in request.headers or request.headers.get("origin", "null") != "null"


def _bound(request: Request[Any, Any, Any], secret: str) -> str:
    key: bytes = request.app.state.form_key
    return hmac.new(key, secret.encode(), hashlib.sha256).hexdigest()
