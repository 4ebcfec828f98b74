"""A board member sees totals, and of everything that belongs to somebody: nothing, not even that it is there."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from governance.arrangements.records.people import PersonRecord
from governance.arrangements.service import people
from tests.browser.conftest import Arrives
from tests.browser.finding import Place, walked
from tests.browser.steps import main, reads_also
from tests.browser.town import Town
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

ARRANGEMENT, SESSION = "/support/{arrangement_id}", "/support/shared/{shared_id}/sessions/{number}"
PRIVATE = frozenset(
    {ARRANGEMENT, "/support/shared/{shared_id}", SESSION, "/funds/{fund_id}", "/funds/{fund_id}/statement/{person_id}"}
)
"""Kinds of pages that there must be some of, or this would show nothing."""
BELONGS = re.compile(r"\{(arrangement|shared|fund|person)_id\}")
SUM = re.compile(r"£[\d,]+\.\d\d")
FUNDS = (
    ("Activities", "1", "7", "£585.00", "£527.40"),
    ("Support", "1", "7", "£200.60", "£219.40"),
    ("Cover in an emergency", "1", "23", "£1,465.60", "£29.40"),
    ("Training", "1", "19", "£0.00", "£1,644.00"),
)
"""What for, how many funds and people, what there is and what was spent."""
SUPPORT = (
    ("Employed by the co-operative", "too few to show", "too few to show"),
    ("Employed by the member", "too few to show", "too few to show"),
    ("Self-employed", "too few to show", "too few to show"),
    ("All together", "7", "86 h"),
)
"""Who employs, how many arrangements, and their hours a week."""


@dataclass(frozen=True, slots=True)
class Near:
    """Reads only what lies below where support and money are, so that a walk stays there."""

    visitor: Visitor

    @property
    def town(self) -> Town:
        return self.visitor.town

    async def reads(self, path: str) -> str:
        is_near = path.startswith(("/en/support", "/en/funds")) and not path.startswith("/en/support/new/")
        return await self.visitor.reads(path) if is_near else ""


@pytest.fixture(scope="module")
def told(told_of: Callable[[str], Path]) -> Path:
    return told_of("A")


async def test_a_board_member_finds_nothing_where_a_member_finds_support_and_money(arrives: Arrives) -> None:
    board, member = await arrives("board"), await arrives("member")
    own = {place.path for place in await _private(board)}
    private = [place for place in await _private(member) if place.path not in own]
    assert {place.kind for place in private} >= PRIVATE
    answers = {place.path: await _status(board, place) for place in private}
    assert {path: status for path, status in answers.items() if status != 404} == {}


async def test_a_board_member_sees_totals_and_nobody_in_them(arrives: Arrives, demonstration: Town) -> None:
    board, member = await arrives("board"), await arrives("member")
    theirs = await _names(demonstration) | await _sums(member)
    await board.goes_to("/en/funds")
    assert await _rows(board) == FUNDS
    await _shows_none_of(board, theirs)
    await reads_also(board, "totals-of-funds", {"cy": "Yr holl gronfeydd gyda'i gilydd", "en-easy": "£1,465.60"})
    await board.goes_to("/en/support/totals")
    assert await _rows(board) == SUPPORT
    await _shows_none_of(board, theirs)
    await reads_also(
        board, "totals-of-support", {"cy": "rhy ychydig i'w dangos", "en-easy": "not enough people to show"}
    )


async def _private(visitor: Visitor) -> list[Place]:
    """What one person's links lead to that belongs to somebody."""
    found = walked(Near(visitor), "/support", "/funds", "/support/shared")
    return [place async for place in found if BELONGS.search(place.kind)]


async def _status(visitor: Visitor, place: Place) -> int:
    answer = await visitor.context.request.get(f"{visitor.town.origin}/en{place.path}")
    return answer.status


async def _names(town: Town) -> set[str]:
    """Of everybody whom somebody supports."""
    async with town.database.reading() as view:
        ids = list(await view.scalars(select(PersonRecord.id)))
        return set((await people.names(view, ids)).values())


async def _sums(member: Visitor) -> set[str]:
    """In pounds, wherever the member reads of hours, rates and shares."""
    read = [place for place in await _private(member) if place.kind in (ARRANGEMENT, SESSION)]
    found = {one for place in read for one in SUM.findall(await member.reads(f"/en{place.path}"))}
    assert found
    return found - {"£0.00"}


async def _rows(visitor: Visitor) -> tuple[tuple[str, ...], ...]:
    """The body of the first table."""
    rows = await main(visitor).locator("table").first.locator("tbody tr").all()
    return tuple([tuple(await row.locator("th, td").all_inner_texts()) for row in rows])


async def _shows_none_of(visitor: Visitor, words: set[str]) -> None:
    assert words
    shown = await main(visitor).inner_text()
    assert [one for one in sorted(words) if one in shown] == []
