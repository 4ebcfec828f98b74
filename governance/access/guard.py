"""The door of every route: who is there, is the page's form ours, does the permission table open (PERM-1)."""

import asyncio
from collections.abc import Awaitable
from typing import Any, TypeVar

from litestar import Litestar
from litestar.connection import ASGIConnection, Request
from litestar.exceptions import MethodNotAllowedException
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler

from governance.access import service
from governance.access.permissions import PERMISSIONS, Permission
from governance.errors import CoopError, NotAllowed, NotFound, SignInNeeded
from governance.platform.comfort import Comfort
from governance.platform.texts import VARIANTS
from governance.platform.web import arrival, cookies, forgery, forms, visit

T = TypeVar("T")
OPEN_TO_ALL = ("ui.health", "ui.static")
"""Asked by machines at whatever address they know, or kept for everybody alike: who asks is not looked at."""
LARGEST_HEADERS = 16 * 1024
LONGEST_WAIT = 30.0
"""Seconds in which a body must have arrived (WEB-8). It is read here, before any transaction begins: on SQLite there is
one to write with, and nobody may hold it by sending slowly."""


class NoPermission(Exception):
    """A route declares no permission, or one that is not in the table: the application does not start (PERM-1)."""


class WrongHost(CoopError):
    """The request was sent to a name that is not ours (WEB-3)."""

    code = "wrong-host"
    status = 400


class HeadersTooLarge(CoopError):
    code = "too-large"
    status = 431


class TooSlow(CoopError):
    """The body did not arrive in time; nothing of it was used."""

    code = "too-slow"
    status = 408


async def admit(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """The one guard of the application. It runs before a handler's body or dependencies are read."""
    request: Request[Any, Any, Any] = connection  # type: ignore[assignment]  # HTTP routes are guarded with requests
    here = visit.of(request.scope)
    if request.method == "OPTIONS":
        raise MethodNotAllowedException
    if arrival.size_of_headers(request.scope) > LARGEST_HEADERS:
        raise HeadersTooLarge
    if arrival.has_nul(request.scope):
        raise NotFound
    if handler.opt["permission"] in OPEN_TO_ALL:
        return
    if request.headers.get("host", "") != request.app.state.settings.host:
        raise WrongHost
    if request.path_params.get("variant", VARIANTS[0]) not in VARIANTS:
        raise NotFound
    if request.method not in forgery.SAFE and arrival.is_short(request.scope):
        await _in_time(_received(request))
    signed_in = await _recognise(request)
    _open(request, PERMISSIONS[handler.opt["permission"]], signed_in)
    if request.method not in forgery.SAFE:
        here.form, token = await _in_time(forms.sent(request))
        if handler.opt.get("program"):
            forgery.check_program(request)
        else:
            forgery.check(request, request.headers.get(forgery.HEADER, token))


async def _received(request: Request[Any, Any, Any]) -> None:
    """Note when the last byte of a body had come, before anything that takes its turn in a queue (DB-6).

    A long body is read only for somebody who may send it, and its instant is that of the handler.
    """
    await request.body()
    arrival.has_come(request.scope, request.app.state.clock.now())


async def _in_time(reading: Awaitable[T]) -> T:
    try:
        async with asyncio.timeout(LONGEST_WAIT):
            return await reading
    except TimeoutError as error:
        raise TooSlow from error


async def _recognise(request: Request[Any, Any, Any]) -> service.SignedIn | None:
    """Fill the visit from the request's cookies."""
    state = request.app.state
    here = visit.of(request.scope)
    secure = state.settings.is_secure
    cookie = request.cookies.get(cookies.name_of(cookies.SIGN_IN, secure=secure), "")
    here.browser = request.cookies.get(cookies.name_of(cookies.BROWSER, secure=secure)) or None
    async with state.database.reading() as view:
        here.letterhead = await state.letterhead(view)
        liked, now = Comfort.read(cookies.comfort(request)), state.clock.now()
        signed_in = await service.who(view, state.cookie_key, cookie, now, liked=liked) if cookie else None
    if signed_in is None:
        here.secret = here.browser
        return None
    here.actor, here.login, here.secret = signed_in.actor, signed_in.login, signed_in.secret
    here.comfort, here.lasts = signed_in.comfort, signed_in.lasts
    if signed_in.cookie is not None:
        here.put(cookies.made(cookies.SIGN_IN, signed_in.cookie, secure=secure))
    return signed_in


def _open(request: Request[Any, Any, Any], permission: Permission, signed_in: service.SignedIn | None) -> None:
    here = visit.of(request.scope)
    at_best = here.actor if signed_in is None else signed_in.at_best
    here.may = lambda name: name in PERMISSIONS and PERMISSIONS[name].opens_for(here.actor)
    here.could = lambda name: name in PERMISSIONS and PERMISSIONS[name].opens_for(at_best)
    if not permission.opens_for(here.actor):
        if signed_in is None:
            raise SignInNeeded
        if permission.opens_for(at_best):
            raise SignInNeeded(way="two-factors")
        raise NotAllowed
    if permission.wants_step_up(here.actor, request.app.state.clock.now()):
        raise SignInNeeded(way="step-up")


def check_routes(app: Litestar) -> None:
    """
    Raises:
        NoPermission: naming every route without a permission of the table.
    """
    bare = [
        f"{sorted(handler.http_methods)} {route.path}"
        for route in app.routes
        for handler in getattr(route, "route_handlers", [route])
        if not _is_permitted(handler)
    ]
    if bare:
        raise NoPermission("; ".join(bare))


def _is_permitted(handler: Any) -> bool:
    if not isinstance(handler, HTTPRouteHandler):
        return False
    if handler.http_methods == {"OPTIONS"}:
        return True  # made by Litestar for every path; `admit` refuses the method
    return handler.opt.get("permission") in PERMISSIONS
