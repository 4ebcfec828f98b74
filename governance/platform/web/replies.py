"""What a page may answer with: a page, or "go there, and it was done"."""

from itertools import count
from typing import Any, Final
from urllib.parse import quote, urlencode

import litestar.response
from litestar import Request
from litestar.response import Redirect
from litestar.response.base import ASGIResponse

from governance.platform.comfort import Comfort
from governance.platform.texts import VARIANTS
from governance.platform.web import cookies, variants, visit, whence
from governance.platform.web.forgery import token_for
from governance.platform.web.squeezing import squeeze

SEE_OTHER: Final = 303


class Template(litestar.response.Template):
    """A page in the variant of its address. Beside its own context it sees what ``ui/page.html`` and the forms need."""

    def __init__(self, name: str, *, context: dict[str, Any] | None = None, status_code: int = 200) -> None:
        super().__init__(name, context=context or {}, media_type="text/html", status_code=status_code)

    def create_template_context(self, request: Request[Any, Any, Any]) -> dict[str, Any]:
        return page_context(request, str(self.template_name)) | self.context

    def to_asgi_response(self, app: Any, request: Request[Any, Any, Any], **rest: Any) -> ASGIResponse:
        with variants.speaking(variants.of_path(request.scope["path"])):
            return squeeze(super().to_asgi_response(app, request, **rest), request)


class _After(Redirect):
    """The variant is known only when the answer is made."""

    __slots__ = ("_said",)

    def __init__(self, path: str, said: str | None) -> None:
        super().__init__(path, status_code=SEE_OTHER)
        self._said = said

    def to_asgi_response(self, app: Any, request: Request[Any, Any, Any], **rest: Any) -> ASGIResponse:
        query = f"?{urlencode({'said': self._said})}" if self._said else ""
        self.url = f"/{variants.of_path(request.scope['path'])}{self.url}{query}"
        return super().to_asgi_response(app, request, **rest)


def after(path: str, *, say: str | None = None) -> Redirect:
    """Go to ``path`` in the same variant; the page there puts the code ``say`` into words.

    ``path`` is written in the code and starts with a slash; it never comes from the request (WEB-3).
    Words for codes stand in ``templates/pages/<slice>/said.html``, or in ``templates/ui/said.html``.
    """
    if not path.startswith("/") or path.startswith("//"):
        raise ValueError(f"not a path of ours: {path!r}")
    return _After(path, say)


def page_context(request: Request[Any, Any, Any], template: str) -> dict[str, Any]:
    seen = visit.of(request.scope)
    state = request.app.state
    variant = variants.of_path(request.scope["path"])
    here = whence.here(request)
    return {
        "variant": variant,
        "language": variants.language_of(variant),
        "easy": variant.endswith("-easy"),
        "actor": seen.actor,
        "may": seen.may,
        "could": seen.could,
        "organisation": seen.letterhead.names.get(variants.language_of(variant), ""),
        "purpose": seen.letterhead.purpose,
        "contact": state.settings.contact,
        "slice": _slice_of(template),
        "said": request.query_params.get("said", ""),
        "form": seen.refused or visit.Refilled({}, {}),
        "form_token": lambda: token_for(request),
        "link": lambda path: f"/{variant}{path}",
        "here": here,
        "whence": lambda: quote(whence.sealed(state.form_key, here), safe=""),
        "numbered": count(1).__next__,
        "alternates": {other: f"/{other}{here}{_asked(request)}" for other in VARIANTS},
        "comfort": comfort_of(request),
        "lasts": int(seen.lasts.total_seconds()) if seen.lasts else None,
    }


def comfort_of(request: Request[Any, Any, Any]) -> Comfort:
    """How the reader likes to read: kept with the account, else by the browser."""
    return visit.of(request.scope).comfort or Comfort.read(cookies.comfort(request))


def _asked(request: Request[Any, Any, Any]) -> str:
    """What was asked for in the address, such as a page's number; what was said has been said."""
    if request.method == "POST":
        return ""
    asked = [(name, value) for name, value in request.query_params.multi_items() if name != "said"]
    return f"?{urlencode(asked)}" if asked else ""


def _slice_of(template: str) -> str:
    """``motions`` of ``pages/motions/show.html``: where the slice's own words stand."""
    folders = template.split("/")
    return folders[1] if folders[0] == "pages" else "ui"
