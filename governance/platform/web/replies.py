"""What a page may answer with: a page, or "go there, and it was done"."""

from typing import Any, Final
from urllib.parse import urlencode

import litestar.response
from litestar import Request
from litestar.response import Redirect
from litestar.response.base import ASGIResponse

from governance.platform.texts import VARIANTS
from governance.platform.web import variants, visit
from governance.platform.web.forgery import token_for

SEE_OTHER: Final = 303


class Template(litestar.response.Template):
    """A page in the variant of its address. Beside its own context it sees what ``ui/page.html`` and the forms need."""

    def __init__(self, name: str, *, context: dict[str, Any] | None = None, status_code: int = 200) -> None:
        super().__init__(name, context=context or {}, media_type="text/html", status_code=status_code)

    def create_template_context(self, request: Request[Any, Any, Any]) -> dict[str, Any]:
        return page_context(request, str(self.template_name)) | self.context

    def to_asgi_response(self, app: Any, request: Request[Any, Any, Any], **rest: Any) -> ASGIResponse:
        with variants.speaking(variants.of_path(request.scope["path"])):
            return super().to_asgi_response(app, request, **rest)


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
    here = visit.of(request.scope)
    variant = variants.of_path(request.scope["path"])
    return {
        "variant": variant,
        "language": variants.language_of(variant),
        "actor": here.actor,
        "may": here.may,
        "organisation": here.organisation.get(variants.language_of(variant), ""),
        "slice": _slice_of(template),
        "said": request.query_params.get("said", ""),
        "form": here.refused or visit.Refilled({}, {}),
        "form_token": lambda: token_for(request),
        "link": lambda path: f"/{variant}{path}",
        "alternates": {other: _in_variant(request.scope["path"], other) for other in VARIANTS},
    }


def _slice_of(template: str) -> str:
    """``motions`` of ``pages/motions/show.html``: where the slice's own words stand."""
    folders = template.split("/")
    return folders[1] if folders[0] == "pages" else "ui"


def _in_variant(path: str, variant: str) -> str:
    rest = path.lstrip("/").partition("/")
    return f"/{variant}/{rest[2]}" if rest[0] in VARIANTS else f"/{variant}/"
