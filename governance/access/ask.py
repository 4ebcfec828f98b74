"""What a page may ask for. A handler names a parameter like the dependency and gives it the type from here::

    async def show(self, motion_id: FromPath[str], view: ask.View, actor: ask.Actor) -> Template: ...

A page asks for ``view`` or ``tx``, never both: the clean-up of either runs before the answer is built, so that a commit
that fails becomes a refusal and never an answer that says "recorded".
"""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Annotated, Any, TypeAlias

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter

import governance.actor
import governance.platform.clock
import governance.platform.keys
import governance.platform.web.forms
import governance.settings
from governance.access.model import network
from governance.platform import db
from governance.platform.web import visit

View: TypeAlias = NamedDependency[db.View]
Transaction: TypeAlias = NamedDependency[db.Transaction]
Database: TypeAlias = NamedDependency[db.Database]
Actor: TypeAlias = NamedDependency[governance.actor.Actor]
Now: TypeAlias = NamedDependency[datetime]
ReceivedAt: TypeAlias = NamedDependency[datetime]
Clock: TypeAlias = NamedDependency[governance.platform.clock.Clock]
Keys: TypeAlias = NamedDependency[governance.platform.keys.Keys]
Settings: TypeAlias = NamedDependency[governance.settings.Settings]
Form: TypeAlias = NamedDependency[governance.platform.web.forms.Form]
Visit: TypeAlias = NamedDependency[visit.Visit]
Client: TypeAlias = NamedDependency[str]

LARGEST = 2**31 - 1
Ordinal: TypeAlias = Annotated[int, QueryParameter(ge=1, le=LARGEST)]
"""The number of a page or an entry, asked for in an address: one that both databases can count with."""


async def reading(state: State) -> AsyncIterator[db.View]:
    async with state.database.reading() as view:
        yield view


async def writing(state: State) -> AsyncIterator[db.Transaction]:
    async with state.database.writing() as tx:
        yield tx


async def database(state: State) -> db.Database:
    """For acts that open their own transactions, such as casting and signing in."""
    found: db.Database = state.database
    return found


async def actor(request: Request[Any, Any, Any]) -> governance.actor.Actor:
    return visit.of(request.scope).actor


async def now(state: State) -> datetime:
    found: datetime = state.clock.now()
    return found


async def received_at(request: Request[Any, Any, Any]) -> datetime:
    """When the last byte of the request had come."""
    found: datetime = visit.of(request.scope).received_at or request.app.state.clock.now()
    return found


async def clock(state: State) -> Any:
    return state.clock


async def keys(state: State) -> governance.platform.keys.Keys:
    found: governance.platform.keys.Keys = state.keyring
    return found


async def settings(state: State) -> governance.settings.Settings:
    found: governance.settings.Settings = state.settings
    return found


async def form(request: Request[Any, Any, Any]) -> governance.platform.web.forms.Form:
    """The form in the body; the guard has read it and taken out the form token."""
    found = visit.of(request.scope).form
    return found or (await governance.platform.web.forms.sent(request))[0]


async def current_visit(request: Request[Any, Any, Any]) -> visit.Visit:
    return visit.of(request.scope)


async def client(request: Request[Any, Any, Any]) -> str:
    """The network of the client, as far as the configured number of trusted hops can tell (AUTH-13)."""
    return network(client_address(request, request.app.state.settings.trusted_proxies))


def client_address(request: ASGIConnection[Any, Any, Any, Any], trusted: int) -> str:
    """Each trusted proxy appends the address it saw; what stands further left was written by the client itself.

    Some proxies append a header of their own instead, so all of that name are read as one (RFC 9110, 5.3).
    """
    given = ",".join(request.headers.getall("x-forwarded-for", []))
    hops = [hop.strip() for hop in given.split(",") if hop.strip()]
    if trusted and len(hops) >= trusted:
        return hops[-trusted]
    return request.client.host if request.client else "unknown"


DEPENDENCIES: Mapping[str, Provide] = {
    "view": Provide(reading),
    "tx": Provide(writing),
    "database": Provide(database),
    "actor": Provide(actor),
    "now": Provide(now),
    "received_at": Provide(received_at),
    "clock": Provide(clock),
    "keys": Provide(keys),
    "settings": Provide(settings),
    "form": Provide(form),
    "visit": Provide(current_visit),
    "client": Provide(client),
}
