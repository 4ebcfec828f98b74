"""A demonstration of every model rule book: each is made, tells who is who, and none of its pages breaks."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar

from governance.demonstration.plays import PLAYS, USUAL
from tests.browser.finding import walked
from tests.governance.demonstration.newcomer import Newcomer, by_link, coop, opened

OTHERS = sorted(set(PLAYS) - {USUAL})


@dataclass
class Addresses:
    app: Litestar

    def pages(self) -> Iterable[tuple[str, re.Pattern[str]]]:
        for route in self.app.routes:
            methods: Any = getattr(route, "methods", ())
            if "GET" in methods and route.path_format.startswith("/{variant}"):
                kind = route.path_format.removeprefix("/{variant}") or "/"
                yield kind, re.compile(re.sub(r"\\{[^}]*\\}", "[^/]+", re.escape(kind)))


@dataclass
class Walker:
    """Reads pages and keeps those that did not come."""

    newcomer: Newcomer
    town: Addresses
    broken: list[str] = field(default_factory=list)

    async def reads(self, path: str) -> str:
        answer = await self.newcomer.browser.get(path)
        if answer.status_code not in (200, 303):
            self.broken.append(f"{answer.status_code} {path}")
        is_html = answer.headers.get("content-type", "").startswith("text/html")
        return answer.text if answer.status_code == 200 and is_html else ""


@pytest.fixture(scope="module", params=OTHERS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    home = tmp_path_factory.mktemp("play") / "demo"
    result = coop("demo", "--of", request.param, "--home", str(home), "make")
    assert result.exit_code == 0, result.output
    yield request.param, home


async def test_everybody_can_sign_in_and_no_page_breaks(made: tuple[str, Path]) -> None:
    letter, home = made
    broken = {}
    async with opened(home) as served:
        for who in PLAYS[letter].parts:
            walker = Walker(await by_link(served, home, who), Addresses(served))
            reached = [place async for place in walked(walker)]
            assert len(reached) > 5, who
            if walker.broken:
                broken[who] = walker.broken
    assert broken == {}


def test_the_terminal_says_who_is_who(made: tuple[str, Path]) -> None:
    letter, home = made
    printed = coop("demo", "--of", letter, "--home", str(home), "who").output
    play = PLAYS[letter]
    assert all(play.parts[who] in printed for who in play.first)
