"""What the running platform says about itself: JSON lines on stderr, with listed fields only (SEC-7).

No body, no query string, no address of a person or a machine, and of an error its kind and place but not its message:
messages of databases and parsers quote what they were given.
"""

import logging
import sys
import time
import traceback
from collections.abc import Mapping, MutableMapping
from types import TracebackType
from typing import Any

import structlog

from governance.platform.web import visit

FIELDS = frozenset(
    {"event", "level", "timestamp", "method", "route", "status", "ms", "request"} | {"error", "where", "job", "kind"}
)
"""Everything a line may hold. Whoever needs more adds it here, where it can be seen."""

log = structlog.get_logger("web")


def configure(level: str = "info") -> None:
    """Send our own lines, and the bare fact of other libraries' lines, to stderr."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            place_of_error,
            only_listed,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=lambda *_name: structlog.WriteLogger(sys.stderr),  # whatever stderr is when a line is written
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [Others()]
    root.setLevel(logging.WARNING)


def only_listed(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in event.items() if name in FIELDS}


def place_of_error(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Put the kind and the places of an exception into the line, in the stead of its message and its variables."""
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["where"] = places(error.__traceback__)
    return event


def places(trace: TracebackType | None) -> list[str]:
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)][-12:]


class Others(logging.Handler):
    """Lines of other libraries: whose they are and what kind of error, never their text."""

    def emit(self, record: logging.LogRecord) -> None:
        structlog.get_logger().log(record.levelno, record.name, exc_info=record.exc_info)


async def note_answer(message: Any, scope: Any) -> None:
    """Litestar's before-send hook. A handler with ``unlogged=True`` leaves no line: the time of a ballot is nobody's
    business (SEC-2)."""
    if message["type"] != "http.response.start":
        return
    handler = scope.get("route_handler")
    if handler is not None and handler.opt.get("unlogged"):
        return
    here = visit.of(scope)
    log.info(
        "answered",
        method=scope["method"],
        route=scope.get("path_template", "none"),
        status=message["status"],
        ms=round((time.perf_counter() - here.began) * 1000, 1),
        request=here.request,
    )
