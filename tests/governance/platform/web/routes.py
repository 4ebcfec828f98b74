"""Every route of the application, with an address that leads to it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from inspect import signature

from litestar import Litestar
from litestar.routes import HTTPRoute

PLACE = re.compile(r"\{(\w+):(\w+)\}")
QUESTIONS = {"search", "page", "before", "former", "on", "at", "as_at", "about", "kind"}
EXAMPLES = {"str": "0" * 26, "int": "1", "date": "2027-01-04"}


@dataclass(frozen=True, slots=True)
class Way:
    method: str
    path: str
    permission: str


def ways(app: Litestar) -> Iterator[Way]:
    for route in app.routes:
        assert isinstance(route, HTTPRoute)
        path = PLACE.sub(lambda place: "en" if place.group(1) == "variant" else EXAMPLES[place.group(2)], route.path)
        for handler in route.route_handlers:
            for method in sorted(handler.http_methods - {"OPTIONS"}):
                yield Way(str(method), path, handler.opt["permission"])


def looks(app: Litestar, place: str, question: str) -> Iterator[str]:
    """Every page whose address says something, with ``place`` in its places and ``question`` in all that it asks."""
    for route in app.routes:
        assert isinstance(route, HTTPRoute)
        path = PLACE.sub(lambda found: "en" if found.group(1) == "variant" else place, route.path)
        for handler in route.route_handlers:
            if "GET" not in handler.http_methods:
                continue
            asked = QUESTIONS & signature(handler.fn).parameters.keys()
            if place in path and not asked:
                yield path
            yield from (f"{path}?{name}={question}" for name in sorted(asked))


def unsafe(app: Litestar) -> list[Way]:
    return [way for way in ways(app) if way.method not in ("GET", "HEAD")]
