"""The register of interests: whose it is, who reads it, and that it only grows."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from governance.actor import Actor, Assurance, Role
from governance.board.model import interests as model
from governance.board.model.interests import Declaration
from governance.board.service import interests
from governance.errors import Invalid, NotFound
from tests.governance.board.table import Table

SAID = Declaration("landlord", "Owns the house", "The rent", date(2026, 6, 1))
SUPPORTED = Actor(account="p" * 26, roles=frozenset({Role.SUPPORTED}), assurance=Assurance.TWO_FACTORS)


@pytest.fixture
async def board(table: Table) -> Table:
    await table.found("e-citizen-directed", ("citizen",) * 3)
    return table


async def test_a_director_declares_and_ends_and_both_stay_in_the_register(board: Table) -> None:
    director = board.directors["citizen-1"]
    interest = await board.declare("citizen-1", "landlord")
    async with board.database.writing() as tx:
        await interests.end(tx, director, interest, on=board.today, now=board.now)
    async with board.database.reading() as view:
        (kept,) = await interests.register(view, director, board.now)
    assert (kept.id, kept.last, kept.at_request) == (interest, board.today, False)
    assert not kept.interest.holds_on(board.today)
    assert kept.interest.holds_on(board.today - timedelta(days=1))


async def test_nobody_else_ends_what_a_director_declared(board: Table) -> None:
    interest = await board.declare("citizen-1", "landlord")
    for actor in (board.directors["citizen-2"], board.secretary):
        with pytest.raises(model.NotYourInterest):
            async with board.database.writing() as tx:
                await interests.end(tx, actor, interest, on=board.today, now=board.now)


async def test_an_interest_ends_once_and_after_it_began(board: Table) -> None:
    director = board.directors["citizen-1"]
    interest = await board.declare("citizen-1", "landlord", since=board.today)
    for on in (board.today, board.today + timedelta(days=1)):
        if on == board.today:
            with pytest.raises(model.InterestEnded):
                async with board.database.writing() as tx:
                    await interests.end(tx, director, interest, on=on, now=board.now)
            continue
        async with board.database.writing() as tx:
            await interests.end(tx, director, interest, on=on, now=board.now)
    with pytest.raises(model.InterestEnded):
        async with board.database.writing() as tx:
            await interests.end(tx, director, interest, on=board.today + timedelta(days=9), now=board.now)


@pytest.mark.parametrize("statement", ["UPDATE board_interest SET nature = 'nothing'", "DELETE FROM board_interest"])
async def test_the_database_keeps_what_was_declared(board: Table, statement: str) -> None:
    await board.declare("citizen-1", "landlord")
    with pytest.raises(DBAPIError):
        async with board.database.writing() as tx:
            await tx.execute(text(statement))


async def test_the_secretary_writes_for_a_director_who_asks_and_a_director_only_for_himself(board: Table) -> None:
    asked = board.id_of("citizen-2")
    async with board.database.writing() as tx:
        kept = await interests.declare(tx, board.secretary, SAID, board.now, director=asked)
    assert (kept.member, kept.at_request, kept.declared_by) == (asked, True, board.secretary.reference)
    for actor, director in ((board.directors["citizen-1"], asked), (board.secretary, None), (board.secretary, "x")):
        with pytest.raises(model.NotADirector):
            async with board.database.writing() as tx:
                await interests.declare(tx, actor, SAID, board.now, director=director)


async def test_what_cannot_be_used_is_named_field_by_field(board: Table) -> None:
    said = Declaration("love", " ", "x" * 301, date(2027, 1, 1), until=date(2027, 1, 1))
    with pytest.raises(Invalid) as refused:
        async with board.database.writing() as tx:
            await interests.declare(tx, board.directors["citizen-1"], said, board.now)
    assert refused.value.errors == {
        "kind": "unknown-kind",
        "nature": "missing",
        "matters": "too-long",
        "until": "before-it-begins",
    }


async def test_the_register_is_open_to_members_and_to_others_only_if_the_rules_say_so(board: Table) -> None:
    member = Actor(account="m" * 26, member="m" * 26, roles=frozenset({Role.MEMBER}), assurance=Assurance.LINK)
    async with board.database.reading() as view:
        assert await interests.register(view, member, board.now) == []
        for role in (Role.SUPPORTED, Role.ASSISTANT, Role.INSPECTOR):
            with pytest.raises(NotFound):
                await interests.register(view, Actor(account="a" * 26, roles=frozenset({role})), board.now)


async def test_a_trust_shows_its_register_to_those_it_is_for(table: Table) -> None:
    await table.found("d-living-trust", ("trustee",))
    async with table.database.reading() as view:
        assert await interests.register(view, SUPPORTED, table.now) == []
