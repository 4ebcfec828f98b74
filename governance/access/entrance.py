"""What the sign-in pages share: the door to knock at, and letting somebody in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from litestar.di import NamedDependency, Provide

from governance.access import ask
from governance.access.model import Stamp, digest
from governance.access.service import Door
from governance.platform.web import cookies, visit


@dataclass(frozen=True, slots=True)
class _Entrance:
    door: Door
    visit: visit.Visit
    secure: bool

    @property
    def login(self) -> str:
        return self.visit.login or ""

    @property
    def names(self) -> Iterable[str]:
        return self.visit.letterhead.names.values()

    def admit(self, stamp: Stamp) -> None:
        """The answer carries the new sign-in, and the forms on it are bound to that (AUTH-7, AUTH-9)."""
        value = stamp.written(self.door.keys.secret("cookies"))
        self.visit.put(cookies.made(cookies.SIGN_IN, value, secure=self.secure))
        self.visit.secret = digest(stamp.token)


async def _entrance(
    *,
    database: ask.Database,
    keys: ask.Keys,
    settings: ask.Settings,
    visit: ask.Visit,
    client: ask.Client,
    now: ask.Now,
) -> _Entrance:
    browser = visit.browser_token(secure=settings.is_secure)
    return _Entrance(Door(database, keys, client, browser, now), visit, settings.is_secure)


Entrance: TypeAlias = NamedDependency[_Entrance]
ENTRANCE = {"entrance": Provide(_entrance)}
