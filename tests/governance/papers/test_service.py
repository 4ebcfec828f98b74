"""Papers are kept for good."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from governance.actor import NOBODY, platform
from governance.errors import NotFound
from governance.papers import service as papers
from governance.papers.records import PaperRecord
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.ids import new_id

ACTOR = platform("test")
MEETING = new_id()


async def kept(database: Database, clock: ScriptedClock, html: str, variant: str = "cy") -> PaperRecord:
    async with database.writing() as tx:
        return await papers.keep(
            tx, ACTOR, kind="minutes", about=MEETING, variant=variant, title="Cofnodion", html=html, now=clock.now()
        )


async def test_a_paper_is_read_back_letter_for_letter(database: Database, clock: ScriptedClock) -> None:
    paper = await kept(database, clock, "<p>Tŷ Ŵyn</p>")
    async with database.reading() as view:
        again = await papers.read(view, ACTOR, paper.id)
    assert (again.html, again.edition, again.variant) == ("<p>Tŷ Ŵyn</p>", 1, "cy")


async def test_the_same_text_again_is_the_same_paper(database: Database, clock: ScriptedClock) -> None:
    first = await kept(database, clock, "<p>Un</p>")
    assert (await kept(database, clock, "<p>Un</p>")).id == first.id


async def test_a_correction_is_a_further_edition_and_the_first_one_stays(
    database: Database, clock: ScriptedClock
) -> None:
    first = await kept(database, clock, "<p>Un</p>")
    await kept(database, clock, "<p>One</p>", variant="en")
    second = await kept(database, clock, "<p>Dau</p>")
    async with database.reading() as view:
        newest = await papers.about(view, MEETING, kind="minutes")
        assert [(paper.variant, paper.edition) for paper in newest] == [("cy", 2), ("en", 1)]
        assert (await papers.read(view, ACTOR, first.id)).html == "<p>Un</p>"
    assert second.id != first.id


async def test_a_stranger_learns_nothing_of_a_paper(database: Database, clock: ScriptedClock) -> None:
    paper = await kept(database, clock, "<p>Un</p>")
    async with database.reading() as view:
        with pytest.raises(NotFound):
            await papers.read(view, NOBODY, paper.id)
        with pytest.raises(NotFound):
            await papers.read(view, ACTOR, new_id())


async def test_the_database_refuses_to_change_a_paper(database: Database, clock: ScriptedClock) -> None:
    await kept(database, clock, "<p>Un</p>")
    with pytest.raises(DBAPIError):
        async with database.writing() as tx:
            await tx.execute(text("UPDATE paper SET html = 'x'"))


async def test_a_paper_altered_behind_our_back_is_not_shown(database: Database, clock: ScriptedClock) -> None:
    paper = await kept(database, clock, "<p>Un</p>")
    async with database.writing() as tx:
        if tx.dialect == "sqlite":
            await tx.execute(text("DROP TRIGGER paper_refuses_update"))
        else:
            await tx.execute(text("ALTER TABLE paper DISABLE TRIGGER paper_refuses_update"))
        await tx.execute(text("UPDATE paper SET html = '<p>Tri</p>'"))
    async with database.reading() as view:
        with pytest.raises(papers.PaperDamaged):
            await papers.read(view, ACTOR, paper.id)
