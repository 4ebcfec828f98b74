"""Every page there is, found as a person finds it: by following links from the first one."""

import re
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Protocol
from urllib.parse import urldefrag

PER_KIND = 6
"""Of pages that differ only in whom or what they show, the first few lead to all that any of them leads to."""
NOT_FOLLOWED = ("/sign-in/link/", "/password/", "/rules/export/")


@dataclass(frozen=True, slots=True)
class Place:
    """``kind`` is the address with its blanks, such as ``/motions/{motion_id}``; ``path`` has no variant."""

    kind: str
    path: str


class Pages(Protocol):
    def pages(self) -> Iterable[tuple[str, re.Pattern[str]]]: ...


class Reader(Protocol):
    """Whoever asks for pages: a visitor with a browser, or a test that reads what one would get."""

    @property
    def town(self) -> Pages: ...

    async def reads(self, path: str) -> str: ...


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href")
        if tag == "a" and address:
            self.found.append(address)


async def walked(visitor: Reader, *also: str, variant: str = "en", per_kind: int = PER_KIND) -> AsyncIterator[Place]:
    """Breadth first from the first page, so that each kind of page is found where it is nearest; ``also`` are paths
    that only a form leads to."""
    kinds = list(visitor.town.pages())
    waiting, seen, found = ["/", "/sign-in", *also], set[str](), Counter[str]()
    while waiting:
        path = waiting.pop(0)
        kind = _kind(path, kinds)
        if path in seen or kind is None or found[kind] >= per_kind:
            continue
        seen.add(path)
        text = await visitor.reads(f"/{variant}{path}")
        if not text:
            continue
        found[kind] += 1
        yield Place(kind, path)
        waiting += _links(text, variant)


async def nearest(visitor: Reader, kind: str) -> str:
    """The path of the first page of its kind that this person comes to."""
    async for place in walked(visitor):
        if place.kind == kind:
            return place.path
    raise AssertionError(f"no link leads to {kind}")


def _links(text: str, variant: str) -> list[str]:
    parser = _Links()
    parser.feed(text)
    ours = (urldefrag(address).url for address in parser.found if address.startswith(f"/{variant}/"))
    paths = (address.removeprefix(f"/{variant}") for address in ours)
    return [path for path in paths if not path.startswith(NOT_FOLLOWED)]


def _kind(path: str, kinds: Iterable[tuple[str, re.Pattern[str]]]) -> str | None:
    """An address spelt out comes before one with a blank that would take it too."""
    plain = path.partition("?")[0].rstrip("/") or "/"
    fitting = [kind for kind, known in kinds if known.fullmatch(plain)]
    return min(fitting, key=lambda kind: kind.count("{"), default=None)
