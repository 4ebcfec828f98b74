"""Rooms: pages of one static document and one script, under a policy of their own.

A room holds nothing of what it is opened for, so one checksum covers it for everybody (BOOTH-1).
"""

from collections.abc import Mapping
from functools import lru_cache

from litestar import Response

from governance.platform.web.assets import asset
from governance.platform.web.headers import EVERYWHERE


def room(name: str) -> Response[bytes]:
    return Response(_document(name), media_type="text/html; charset=utf-8", headers=_headers(name))


@lru_cache
def _document(name: str) -> bytes:
    return asset(f"{name}.html").path.read_bytes()


@lru_cache
def _headers(name: str) -> Mapping[str, str]:
    """No script but the one with this checksum, nothing from elsewhere, no form, and the camera for QR codes."""
    policy = (
        f"default-src 'none'; script-src '{asset(f'{name}.js').integrity}'; style-src 'self'; font-src 'self'; "
        "img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    permissions = EVERYWHERE["Permissions-Policy"].replace("camera=()", "camera=(self)")
    return {"Content-Security-Policy": policy, "Permissions-Policy": permissions}
