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

CASES = {
    ("A", "member"): ("£412.00", "£299.20", "£12.10", "£383.27", "£28.73", "£1,465.60", "£1,644.00"),
    ("A", "friend"): ("£55.72", "£103.20", "£158.92"),
    ("A", "neighbour"): ("£136.00", "£16.41", "£2.45", "£13.85"),
    ("A", "representative"): ("Elin Fairhurst", "£190.00", "Download the copy for Elin Fairhurst"),
    ("A", "council"): ("To check a return for these days", "£1,533.08", "£114.92", "Afternoons at the day centre"),
    ("B", "secretary"): ("£14,493.83", "£4,831.28", "£12,078.19", "£16,909.47", "A room at £1,250.00 a year", "7 for"),
    ("B", "member"): ("£48,312.77", "too few without an interest"),
    ("B", "community"): ("Sharing a minibus",),
    ("B", "cook"): ("£102.65", "£276.00"),
    ("C", "person"): ("£488.60",),
    ("C", "bryn"): ("£488.60", "£577.40"),
    ("D", "leaver"): ("£2,454.48", "£10,410.57", "£13,116.50", "£2,705.93"),
    ("D", "member"): ("£1,950.00", "£487.50", "The trustees ask what you think"),
    ("D", "secretary"): ("10pm to 11pm", "£3,385.55", "Left to do after changes of trustees: 9"),
}
"""What somebody reads of the worked examples on the pages to which links lead: M-01 to M-10 and M-12."""
SESSIONS = ["£7.44", "£8.01", "£9.31", "£8.68", "£7.44"]
"""M-01: what the third of seven pays when all come alike, when one comes for half the time, when six ride in a minibus
(£1.87 of it), when one tells in time, and when one tells too late."""
SHARED = r"/en/support/shared/\w{20,}"
SESSION = SHARED + r"/sessions/\d+"
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
    read: list[str] = field(default_factory=list)

    async def reads(self, path: str) -> str:
        answer = await self.newcomer.browser.get(path)
        if answer.status_code not in (200, 303):
            self.broken.append(f"{answer.status_code} {path}")
        is_html = answer.headers.get("content-type", "").startswith("text/html")
        self.read.append(answer.text if is_html else "")
        return answer.text if answer.status_code == 200 and is_html else ""


@pytest.fixture(scope="module", params=OTHERS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    home = tmp_path_factory.mktemp("play") / "demo"
    result = coop("demo", "--of", request.param, "--home", str(home), "make")
    assert result.exit_code == 0, result.output
    return request.param, home


async def test_everybody_can_sign_in_and_no_page_breaks(made: tuple[str, Path]) -> None:
    letter, home = made
    broken, missing = {}, {}
    async with opened(home) as served:
        for who in PLAYS[letter].parts:
            walker = Walker(await by_link(served, home, who), Addresses(served))
            reached = [place async for place in walked(walker, per_kind=2)]
            assert len(reached) > 5, who
            if walker.broken:
                broken[who] = walker.broken
            everything = " ".join(walker.read)
            missing[who] = [sum_ for sum_ in CASES.get((letter, who), ()) if sum_ not in everything]
    assert broken == {}
    assert not any(missing.values()), missing


@pytest.mark.parametrize("made", "A", indirect=True)
async def test_a_friend_reads_what_each_afternoon_costs(made: tuple[str, Path]) -> None:
    _, home = made
    async with opened(home) as served:
        friend = await by_link(served, home, "friend")
        lists = [await friend.sees(path) for path in _links(await friend.sees("/en/support/shared"), SHARED)]
        afternoons = next(page for page in lists if "Afternoons at the day centre" in page)
        pages = [await friend.sees(path) for path in sorted(_links(afternoons, SESSION))]
    told = [paid[1] for page in pages if (paid := re.search(r"pays (£[0-9.]+)\.", page))]
    assert told[: len(SESSIONS)] == SESSIONS


@pytest.mark.parametrize("made", "B", indirect=True)
async def test_a_surplus_below_a_floor_is_refused_with_the_floor(made: tuple[str, Path]) -> None:
    """M-08: a quarter to the reserve, where the rules keep three tenths."""
    _, home = made
    page = "/en/funds/surplus/propose"
    parts = {"reserve": "25", "community": "15", "quality_of_support": "30", "further_reserve": "30"}
    typed = {"year_ended": "2026-03-31", "amount": "48,312.77"} | {
        f"percent_{use}": part for use, part in parts.items()
    }
    async with opened(home) as served:
        answer = await (await by_link(served, home, "secretary")).presses(page, page, typed)
    assert answer.status_code == 409
    assert "The rules do not allow this way of dividing the surplus." in answer.text


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


def _links(page: str, kind: str) -> set[str]:
    return set(re.findall(f'href="({kind})"', page))


async def _held(home: Path) -> list[int]:
    """What each fund holds, in pence, in the order in which they were proposed."""
    database = Database(settings.read(home).database)
    try:
        async with database.reading() as view:
            known = await view.scalars(select(FundRecord.id).order_by(FundRecord.proposed_at, FundRecord.id))
            return [(await posting.standing(view, fund)).held for fund in known.all()]
    finally:
        await database.close()
