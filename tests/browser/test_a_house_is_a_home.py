"""A house with a trust and a rota: who lives there and who keeps it read of it, and to anybody else it is not there."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import Arrives
from tests.browser.finding import Place, walked
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOUSE = re.compile(r"^/(trusts|rotas)/\{")
KINDS = frozenset({"/trusts/{trust_id}", "/rotas/{household_id}"})
"""Kinds of pages that there must be some of, or this would show nothing."""


@pytest.fixture(scope="module")
def told(told_of: Callable[[str], Path]) -> Path:
    return told_of("D")


async def test_who_has_no_part_in_the_house_finds_no_link_to_it_and_nothing_behind_one(arrives: Arrives) -> None:
    resident, keeper, outsider = await arrives("member"), await arrives("secretary"), await arrives("outsider")
    there = {place.path: place for visitor in (resident, keeper) for place in await _of_the_house(visitor)}
    assert {place.kind for place in there.values()} >= KINDS
    assert await _of_the_house(outsider) == []
    answers = {path: await _status(outsider, path) for path in there}
    assert {path: status for path, status in answers.items() if status != 404} == {}


async def test_the_assistant_of_the_house_reads_the_rota_and_nothing_of_the_trust(arrives: Arrives) -> None:
    keeper, assistant = await arrives("secretary"), await arrives("assistant")
    trust = [place.path for place in await _of_the_house(keeper) if place.kind.startswith("/trusts/")]
    assert trust
    assert {path: status for path in trust if (status := await _status(assistant, path)) not in (403, 404)} == {}


async def _of_the_house(visitor: Visitor) -> list[Place]:
    """What one person's links lead to that belongs to the house."""
    return [place async for place in walked(visitor, "/trusts", "/rotas", per_kind=2) if HOUSE.match(place.kind)]


async def _status(visitor: Visitor, path: str) -> int:
    return (await visitor.context.request.get(f"{visitor.town.origin}/en{path}")).status
