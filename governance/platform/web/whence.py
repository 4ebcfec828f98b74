"""Where the reader was: the page a form stands on, and a page to come back to, under our seal (WEB-3)."""

import hashlib
import hmac
from typing import Any

from litestar import Request

from governance.platform.texts import VARIANTS
from governance.platform.web import variants

AnyRequest = Request[Any, Any, Any]
_MARK = 32


def form_page(request: AnyRequest) -> str | None:
    """Where the form stands that sent this: the page the handler names, or the nearest one at or above its address. A
    form that only asks is sent with GET like a page, and has a page of its own only where the handler names it."""
    handler = request.scope.get("route_handler")
    if handler is None or request.scope["path"].startswith("/api/"):
        return None
    if named := handler.opt.get("form"):
        return f"/{variants.of_path(request.scope['path'])}{named.format(**request.scope['path_params'])}"
    if request.method != "POST":
        return None
    pages = {route.path_format for route in request.app.routes if "GET" in route.methods}
    path, template = request.scope["path"].rstrip("/"), request.scope["path_template"].rstrip("/")
    while template.count("/") > 1:  # the first page, at the variant alone, has no forms
        if template in pages:
            return str(path)
        path, template = path.rpartition("/")[0], template.rpartition("/")[0]
    return None


def here(request: AnyRequest) -> str:
    """The page being looked at, without its variant: what can be fetched again, in any variant."""
    path = form_page(request) or "/" if request.method == "POST" else str(request.scope["path"])
    first, _, rest = path.lstrip("/").partition("/")
    return f"/{rest}".rstrip("/") or "/" if first in VARIANTS else "/"


def sealed(key: bytes, path: str) -> str:
    """A path of ours that may travel through the reader's browser and come back."""
    return _mark(key, path) + path


def opened(key: bytes, given: str) -> str | None:
    """The path, or ``None`` for one that we did not seal."""
    mark, path = given[:_MARK], given[_MARK:]
    return path if hmac.compare_digest(mark.encode(), _mark(key, path).encode()) else None


def _mark(key: bytes, path: str) -> str:
    return hmac.new(key, b"whence " + path.encode(), hashlib.sha256).hexdigest()[:_MARK]
