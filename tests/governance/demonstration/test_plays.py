"""A demonstration of every model rule book: each is made, tells who is who, and none of its pages breaks."""

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from sqlalchemy import select

from governance import settings
from governance.demonstration.plays import PLAYS, USUAL
from governance.funds.records.funds import FundRecord
from governance.funds.service import posting
from governance.platform.db import Database
from tests.browser.finding import walked
from tests.governance.demonstration.newcomer import Newcomer, by_link, coop, opened
from tests.governance.funds.elsewhere import balances, run

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
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    home = tmp_path_factory.mktemp("play") / "demo"
    result = coop("demo", "--of", request.param, "--home", str(home), "make")
    assert result.exit_code == 0, result.output
    return request.param, home


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


async def test_hledger_agrees_with_every_fund(made: tuple[str, Path], hledger: str, tmp_path: Path) -> None:
    """Each balance stands in the journal as an assertion, so that `check` compares it with ours."""
    _, home = made
    journal = await asyncio.to_thread(lambda: coop("--home", str(home), "funds", "export").output)
    checked = run(hledger, journal, tmp_path, "check", "--strict")
    assert checked.returncode == 0, checked.stderr
    found = {name: pence for name, pence in balances(hledger, journal, tmp_path).items() if name.endswith(":bank")}
    assert found == {f"assets:funds:{number}:bank": held for number, held in enumerate(await _held(home), start=1)}


async def _held(home: Path) -> list[int]:
    """What each fund holds, in pence, in the order in which they were proposed."""
    database = Database(settings.read(home).database)
    try:
        async with database.reading() as view:
            known = await view.scalars(select(FundRecord.id).order_by(FundRecord.proposed_at, FundRecord.id))
            return [(await posting.standing(view, fund)).held for fund in known.all()]
    finally:
        await database.close()
