"""The built styles, scripts and fonts: what they are called today, and how browsers get them.

A file's name tells its content, so a browser may keep it for ever and never asks for it twice.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from governance.errors import NotFound
from governance.platform.web.squeezing import accepted
from governance.settings import TEMPLATES

FOLDER = TEMPLATES / "assets"
MANIFEST = "manifest.json"
KEEP = "public, max-age=31536000, immutable"
KINDS = {".css": "text/css", ".js": "text/javascript", ".txt": "text/plain", ".woff2": "font/woff2"}
"""What is served. The booth's page is not: it has an address and a stricter policy of its own."""
TWINS = {"br": ".br", "gzip": ".gz"}
"""Compressed when they were built, best first."""


class NotBuilt(Exception):
    """The files that browsers need are missing or damaged; `make setup` builds them."""


@dataclass(frozen=True, slots=True)
class Asset:
    file: str
    integrity: str

    @property
    def url(self) -> str:
        return f"/static/{self.file}"

    @property
    def path(self) -> Path:
        return FOLDER / self.file


@lru_cache
def built() -> Mapping[str, Asset]:
    """Every built file by its plain name.

    Raises:
        NotBuilt: the package's build did not run here.
    """
    try:
        written = json.loads((FOLDER / MANIFEST).read_bytes())
    except FileNotFoundError as error:
        raise NotBuilt(f"no built files in {FOLDER}: run `make setup`") from error
    found = {name: Asset(**about) for name, about in written.items()}
    for one in found.values():
        if not one.path.is_file():
            raise NotBuilt(f"{one.path} is missing: run `make setup`")
    return found


def asset(name: str) -> Asset:
    """What templates call: ``asset("site.css").url`` and ``.integrity``."""
    return built()[name]


@get("/static/{file:str}", permission="ui.static", include_in_schema=False, sync_to_thread=False)
def static(file: FromPath[str], request: Request[Any, Any, Any]) -> Response[bytes]:
    suffix = Path(file).suffix
    if suffix not in KINDS or file not in {one.file for one in built().values()}:
        raise NotFound
    headers = {"Cache-Control": KEEP, "Vary": "Accept-Encoding"}
    coding = next((name for name in TWINS if accepted(request, name) and _bytes(file + TWINS[name])), None)
    if coding is not None:
        headers["Content-Encoding"] = coding
    content = _bytes(file + (TWINS[coding] if coding else ""))
    return Response(content, media_type=KINDS[suffix], headers=headers)


@lru_cache
def _bytes(file: str) -> bytes:
    """Kept in memory: there are few, and they are small. Nothing where a kind has no compressed twin."""
    path = FOLDER / file
    return path.read_bytes() if path.is_file() else b""


HANDLERS = (static,)
