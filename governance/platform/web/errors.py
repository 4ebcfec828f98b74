"""Every "no" as a page in the reader's language, or as a problem document for programs (RFC 9457)."""

from collections.abc import Callable, Mapping
from typing import Any

import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, NoRouteMatchFoundException, NotFoundException
from litestar.response.base import ASGIResponse
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from constitution.errors import NotSettled
from governance.errors import CoopError, Invalid, Refusal, RulesSilent, Unavailable
from governance.platform.web import visit, whence
from governance.platform.web.replies import Template

PROBLEM = "application/problem+json"
log = structlog.get_logger("web")

AnyRequest = Request[Any, Any, Any]

_CODES = {
    400: "bad-request",
    401: "sign-in-needed",
    403: "not-allowed",
    404: "not-found",
    405: "wrong-method",
    413: "too-large",
    415: "wrong-kind",
    422: "invalid",
    429: "too-many",
}


def refused(request: AnyRequest, error: CoopError) -> Response[Any]:
    """The page with the form again, with what was typed and why it was refused; else a page of its own."""
    answer = _answer(request, error.status, error.code, error)
    where = whence.form_page(request)
    if not isinstance(error, Invalid | Refusal) or _wants_data(request) or where is None:
        return answer
    visit.of(request.scope).refused = visit.Refilled(
        values=_typed(request),
        errors=error.errors if isinstance(error, Invalid) else {},
        slice=_slice_of(request, error),
        refusal=error,
    )
    return _Again(where, answer)


def unsettled(request: AnyRequest, error: NotSettled) -> Response[Any]:
    """What was asked for is nothing under these rules, such as a proxy under those of a trust."""
    return refused(request, RulesSilent(parameter=error.parameter))


def unreadable(request: AnyRequest, error: Exception) -> Response[Any]:
    """Litestar's own refusals, and input nested so deep that reading it gave up (WEB-8)."""
    status = error.status_code if isinstance(error, HTTPException) else 400
    if isinstance(error, NoRouteMatchFoundException | NotFoundException):
        status = 404
    if status >= 500:
        return unexpected(request, error)
    return _answer(request, status, _CODES.get(status, "bad-request"), error)


def unreachable(request: AnyRequest, error: Exception) -> Response[Any]:
    """The database is away, full or read-only: the same request may be sent again when it is well (DB-8)."""
    if isinstance(error, DBAPIError) and not (isinstance(error, OperationalError) or _is_read_only(error)):
        return unexpected(request, error)
    log.error("database", request=visit.of(request.scope).request, exc_info=error)
    return refused(request, Unavailable(retry_after=10))


def _is_read_only(error: DBAPIError) -> bool:
    """PostgreSQL calls it an internal error; SQLite an operational one, like a full disk or a lost connection."""
    return getattr(error.orig, "sqlstate", None) == "25006"


def unexpected(request: AnyRequest, error: Exception) -> Response[Any]:
    """Something we did not think of: the log gets its type and place, the reader an apology, nobody the details."""
    log.error("unexpected", request=visit.of(request.scope).request, exc_info=error)
    return _answer(request, 500, "unexpected", error)


HANDLERS: Mapping[Any, Callable[[AnyRequest, Any], Response[Any]]] = {
    CoopError: refused,
    NotSettled: unsettled,
    HTTPException: unreadable,
    RecursionError: unreadable,
    DBAPIError: unreachable,
    PoolTimeout: unreachable,
    Exception: unexpected,
}


def _answer(request: AnyRequest, status: int, code: str, error: Exception) -> Response[Any]:
    if _wants_data(request):
        answer: Response[Any] = Response(_problem(status, code, error), status_code=status, media_type=PROBLEM)
    else:
        context = _facts(code, error) | {"slice": _slice_of(request, error), "back": whence.form_page(request)}
        answer = Template("ui/refusals.html", context=context, status_code=status)
    if isinstance(error, CoopError) and "retry_after" in error.facts:
        answer.headers["Retry-After"] = str(error.facts["retry_after"])
    return answer


def _facts(code: str, error: Exception) -> dict[str, Any]:
    known = error if isinstance(error, CoopError) else None
    return {
        "code": code,
        "facts": known.facts if known else {},
        "finding": known.finding if known else None,
        "errors": error.errors if isinstance(error, Invalid) else {},
    }


def _problem(status: int, code: str, error: Exception) -> dict[str, Any]:
    """Facts go out for refusals of acts only; "not found" and "not allowed" say nothing more than that (PERM-2)."""
    document: dict[str, Any] = {"type": code, "title": code.replace("-", " "), "status": status}
    if isinstance(error, Invalid):
        document["errors"] = error.errors
    elif isinstance(error, CoopError) and status in (409, 429):
        document["facts"] = {name: _plain(fact) for name, fact in error.facts.items()}
    if isinstance(error, CoopError) and error.finding is not None:
        document["finding"] = error.finding.to_dict()
    if isinstance(error, HTTPException) and status == 400:
        document["detail"] = error.detail
    return document


def _plain(fact: object) -> object:
    return fact if fact is None or isinstance(fact, bool | int | str) else str(fact)


def _wants_data(request: AnyRequest) -> bool:
    return request.scope["path"].startswith("/api/") or PROBLEM in request.headers.get("accept", "")


def _slice_of(request: AnyRequest, error: Exception) -> str:
    """Whose words these are: ``motions`` for an error class of ``governance.motions.model``; for an error of the whole
    house, the slice whose page was asked."""
    handler = request.scope.get("route_handler")
    modules = [type(error).__module__, getattr(handler.fn, "__module__", "") if handler else ""]
    slices = [parts[1] for module in modules if len(parts := module.split(".")) > 2 and parts[0] == "governance"]
    return next((name for name in slices if name != "platform"), "ui")


def _typed(request: AnyRequest) -> Mapping[str, list[str]]:
    if request.method == "GET":
        return request.query_params.dict()
    form = visit.of(request.scope).form
    return form.values if form is not None else {}


class _Again(Response[None]):
    """The page with the form, shown again with what was typed; the status says that it was not accepted.

    ``instead`` is answered where that page cannot be shown.
    """

    def __init__(self, path: str, instead: Response[Any]) -> None:
        super().__init__(None, status_code=instead.status_code)
        self._path = path
        self._instead = instead

    def to_asgi_response(self, app: Any, request: AnyRequest, **rest: Any) -> ASGIResponse:
        return _Replay(request, self._path, self._instead.to_asgi_response(app, request, **rest))


class _Replay(ASGIResponse):
    def __init__(self, request: AnyRequest, path: str, instead: ASGIResponse) -> None:
        super().__init__(status_code=instead.status_code)
        self._request = request
        self._path = path
        self._instead = instead

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        is_shown = False

        async def send_if_shown(message: Any) -> None:
            nonlocal is_shown
            if message["type"] == "http.response.start" and message["status"] == 200:
                is_shown = _is_page(message)
                message["status"] = self.status_code
            if is_shown:
                await send(message)

        await self._request.app.asgi_handler(self._asking(scope), receive, send_if_shown)
        if not is_shown:
            await self._instead(scope, receive, send)

    def _asking(self, scope: Any) -> Any:
        """The same visit, looking at the page instead of sending the form."""
        kept = [pair for pair in scope["headers"] if not pair[0].startswith(b"content-")]
        again = {
            **scope,
            "method": "GET",
            "path": self._path,
            "raw_path": self._path.encode(),
            "query_string": b"",
            "headers": kept,
            "state": {"visit": visit.of(scope)},
            "path_params": {},
        }
        return {name: value for name, value in again.items() if name not in ("route_handler", "path_template")}


def _is_page(start: Any) -> bool:
    return any(name == b"content-type" and kind.startswith(b"text/html") for name, kind in start["headers"])
