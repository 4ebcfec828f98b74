"""The cookies of the house: a sign-in, a browser before anybody signed in (AUTH-8), and how somebody likes to read."""

from datetime import timedelta
from typing import Any

from litestar import Request
from litestar.datastructures import Cookie

SIGN_IN = "coop"
BROWSER = "coop-browser"
COMFORT = "coop-comfort"
LONGEST = timedelta(hours=12)
KEPT = timedelta(days=400)
"""As long as browsers keep any cookie."""


def name_of(cookie: str, *, secure: bool) -> str:
    """``__Host-`` makes a browser refuse the cookie from anyone but this very host, over https."""
    return f"__Host-{cookie}" if secure else cookie


def made(cookie: str, value: str, *, secure: bool, lasting: timedelta = LONGEST) -> Cookie:
    return Cookie(
        key=name_of(cookie, secure=secure),
        value=value,
        path="/",
        httponly=True,
        secure=secure,
        samesite="lax",
        max_age=int(lasting.total_seconds()),
    )


def comfort(request: Request[Any, Any, Any]) -> str:
    return str(request.cookies.get(name_of(COMFORT, secure=request.app.state.settings.is_secure), ""))


def ended(cookie: str, *, secure: bool) -> Cookie:
    return Cookie(
        key=name_of(cookie, secure=secure), value="", path="/", httponly=True, secure=secure, samesite="lax", max_age=0
    )
