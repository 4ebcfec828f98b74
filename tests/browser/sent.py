"""Every byte that a browser sends, and whether a secret can be found in it in any of the forms that secrets take."""

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from playwright.async_api import Page, Request

WINDOW = 8
"""Bytes of a secret that are too many to be there by chance."""

DIGITS = 20
"""Decimal digits that are."""


@dataclass
class Sent:
    """All that left one browser: addresses, headers and bodies, one after the other."""

    requests: list[Request] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.on("request", self._hear)

    def _hear(self, request: Request) -> None:
        self.requests.append(request)

    async def bytes(self) -> bytes:
        parts: list[bytes] = []
        for request in self.requests:
            headers = await request.headers_array()
            parts += [request.method.encode(), request.url.encode(), request.post_data_buffer or b""]
            parts += [f"{header['name']}: {header['value']}".encode() for header in headers]
        return b"\n".join(parts)


def windows(secret: bytes) -> set[bytes]:
    return {secret[start : start + WINDOW] for start in range(len(secret) - WINDOW + 1)}


def forms_of(secret: bytes) -> Iterator[bytes]:
    """Each window as it is, in hexadecimal digits and in Base64, wherever in a longer text it may begin."""
    for window in windows(secret):
        yield window
        yield window.hex().encode()
        yield window.hex().upper().encode()
        for shift in range(3):
            whole = base64.b64encode(b"\0" * shift + window)
            inside = whole[4 if shift else 0 : 4 * ((shift + WINDOW) // 3)]  # what the window alone decides
            yield inside
            yield inside.replace(b"+", b"-").replace(b"/", b"_")


def forms_of_number(number: int) -> Iterator[bytes]:
    """An exponent from either end, and as decimal digits."""
    size = (number.bit_length() + 7) // 8
    yield from forms_of(number.to_bytes(size, "big"))
    yield from forms_of(number.to_bytes(size, "little"))
    digits = str(number).encode()
    yield from (digits[start : start + DIGITS] for start in range(len(digits) - DIGITS + 1))


def found_in(sent: bytes, secrets: Iterable[bytes | int]) -> list[bytes]:
    """The forms of secrets that stand in what was sent."""
    forms: set[bytes] = set()
    for secret in secrets:
        forms.update(forms_of_number(secret) if isinstance(secret, int) else forms_of(secret))
    return [form for form in forms if form in sent]
