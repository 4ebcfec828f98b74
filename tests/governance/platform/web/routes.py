"""Every route of the application, with an address that leads to it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from litestar import Litestar
from litestar.routes import HTTPRoute

PLACE = re.compile(r"\{(\w+):(\w+)\}")
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


def unsafe(app: Litestar) -> list[Way]:
    return [way for way in ways(app) if way.method not in ("GET", "HEAD")]
