"""No page of the demonstration shows a number or a day that the rules gave without the "why?" that names the rule."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from governance.demonstration import making
from tests.browser.finding import Place, walked
from tests.browser.town import Town
from tests.governance.demonstration.marking import numbers_of_the_rules_are_marked
from tests.governance.demonstration.newcomer import Newcomer, by_link, opened
from tests.governance.demonstration.sections import sections

WHO = ("secretary", "chair", "member", "33", "key-holder", "regulator")

A_WHY = re.compile(r'<details class="[^"]*app-why.*?</details>', re.DOTALL)


@dataclass
class Walker:
    """Reads what a browser would get, and keeps it."""

    town: Town
    newcomer: Newcomer
    pages: dict[str, str] = field(default_factory=dict)

    async def reads(self, path: str) -> str:
        answer = await self.newcomer.browser.get(path)
        assert answer.status_code < 500, path
        is_html = answer.is_success and answer.headers.get("content-type", "").startswith("text/html")
        self.pages[path] = answer.text if is_html and "content-disposition" not in answer.headers else ""
        return self.pages[path]


async def seen_by(town: Town, who: str, home: Path) -> AsyncIterator[tuple[Place, str]]:
    walker = Walker(town, await by_link(town.app, home, who))
    async for place in walked(walker):
        yield place, walker.pages[f"/en{place.path}"]


def unexplained(page: str) -> list[str]:
    return [f"({section.heading}): {words}" for section in sections(page) for words in section.unexplained()]


async def test_no_number_of_the_rules_is_shown_without_its_why(own: Path) -> None:
    faults, missed = set[str](), set[str]()
    with numbers_of_the_rules_are_marked():
        async with opened(own) as served:
            found = await asyncio.to_thread(making.find, own)
            town = Town("http://localhost:8000", served, served.state.database, found)
            for who in WHO:
                async for place, page in seen_by(town, who, own):
                    faults |= {f"{place.kind} {fault}" for fault in unexplained(page)}
                    missed |= {place.kind for _ in unexplained(A_WHY.sub("", page))}
    assert faults == set(), "\n".join(sorted(faults))
    assert missed >= {"/", "/office", "/motions/{motion_id}", "/office/notices/{cause}", "/meetings/{meeting_id}"}, (
        "these pages show such numbers; without their why links the search must find them"
    )
