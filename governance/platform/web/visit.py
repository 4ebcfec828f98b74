"""What is known about one request before its page runs, and what its answer must carry."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from litestar.datastructures import Cookie

from governance.actor import NOBODY, Actor
from governance.errors import CoopError
from governance.platform.comfort import Comfort
from governance.platform.ids import new_id, new_token
from governance.platform.web import cookies
from governance.platform.web.forms import Form

_KEY = "visit"


def _nothing(_permission: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Refilled:
    """A form that was refused: what was typed comes back with what is wrong, field by field (``errors``) or as a
    whole; ``slice`` has the words for it."""

    values: Mapping[str, list[str]]
    errors: Mapping[str, str]
    slice: str | None = None
    refusal: CoopError | None = None


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The organisation's name in each language, none before set-up has run; and whether it is in earnest."""

    names: Mapping[str, str] = field(default_factory=dict)
    purpose: str = "real"


@dataclass(slots=True)
class Visit:
    """``browser`` is the token of the cookie that knows a browser before anybody signs in; ``login`` names the sign-in
    row, ``secret`` what the form token is bound to (AUTH-9), ``comfort`` what the account of this person keeps,
    ``could`` says what they may open once signed in surely enough, ``lasts`` how long they may do nothing before they
    are signed out; ``received_at`` when the last byte of a short body had come, and ``is_awaited`` that it is not
    answered yet."""

    request: str = field(default_factory=new_id)
    began: float = field(default_factory=time.perf_counter)
    received_at: datetime | None = None
    is_awaited: bool = False
    actor: Actor = NOBODY
    login: str | None = None
    secret: str | None = None
    browser: str | None = None
    letterhead: Letterhead = Letterhead()
    comfort: Comfort | None = None
    lasts: timedelta | None = None
    may: Callable[[str], bool] = _nothing
    could: Callable[[str], bool] = _nothing
    form: Form | None = None
    refused: Refilled | None = None
    cookies: list[Cookie] = field(default_factory=list)

    def put(self, cookie: Cookie) -> None:
        """Let the answer carry this cookie, instead of any other of its name."""
        self.cookies = [other for other in self.cookies if other.key != cookie.key] + [cookie]

    def browser_token(self, *, secure: bool) -> str:
        """The token of this browser's own cookie; the answer gives it one if it came without."""
        if self.browser is None:
            self.browser = new_token()
            self.put(cookies.made(cookies.BROWSER, self.browser, secure=secure))
        return self.browser


def of(scope: Mapping[str, Any]) -> Visit:
    """The visit of this request; made when first asked for."""
    state = scope["state"]
    if _KEY not in state:
        state[_KEY] = Visit()
    visit: Visit = state[_KEY]
    return visit
