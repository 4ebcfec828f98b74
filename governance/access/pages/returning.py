"""Back to where the reader was, by an address that carries our seal (WEB-3)."""

from typing import Annotated, Any, TypeAlias

from litestar import Request
from litestar.params import QueryParameter

from governance.platform.web import whence

AnyRequest: TypeAlias = Request[Any, Any, Any]
Came: TypeAlias = Annotated[str, QueryParameter(name="from", max_length=2000)]


def back_to(request: AnyRequest, came: str | None) -> str:
    """The page the reader came from; the first page when nobody knows, or when the address was not sealed by us."""
    return whence.opened(request.app.state.form_key, came or "") or "/"
