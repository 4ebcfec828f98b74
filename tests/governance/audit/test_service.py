"""The audit chain as the database keeps it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from governance.actor import platform
from governance.audit import service as audit
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database

ACTOR = platform("test")


async def test_entries_follow_one_another_and_the_chain_holds(database: Database, clock: ScriptedClock) -> None:
    async with database.writing() as tx:
        await audit.note(tx, ACTOR, "meeting.called", "m1", clock.now(), place="Neuadd y Dref, Tŷ Ŵyn")
        await audit.note(tx, ACTOR, "meeting.held", "m1", clock.now())
    async with database.reading() as view:
        head = await audit.check(view)
        assert head.seq == 2
        assert await audit.details(view, 1) == {"place": "Neuadd y Dref, Tŷ Ŵyn"}


async def test_an_act_that_fails_leaves_no_entry(database: Database, clock: ScriptedClock) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.writing() as tx:
            await audit.note(tx, ACTOR, "meeting.called", "m1", clock.now())
            raise ZeroDivisionError
    async with database.reading() as view:
        assert (await audit.head(view)).seq == 0


@pytest.mark.control("AUD-2")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET action = 'x' WHERE seq = 1",
        "UPDATE audit SET seq = 9",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE seq = 1",
        "INSERT OR REPLACE INTO audit SELECT seq, at, actor, 'x', object, data_hash, prev, hash FROM audit",
        "REPLACE INTO audit SELECT seq, at, actor, 'x', object, data_hash, prev, hash FROM audit",
        "INSERT INTO audit SELECT * FROM audit WHERE true ON CONFLICT (seq) DO UPDATE SET action = 'x'",
        "TRUNCATE audit",
    ],
)
async def test_the_database_refuses_to_change_an_entry(
    database: Database, clock: ScriptedClock, statement: str
) -> None:
    async with database.writing() as tx:
        await audit.note(tx, ACTOR, "meeting.called", "m1", clock.now())
    with pytest.raises(DBAPIError):
        async with database.writing() as tx:
            await tx.execute(text(statement))
    async with database.reading() as view:
        assert [entry.action for entry in await audit.entries(view)] == ["meeting.called"]
        await audit.check(view)
