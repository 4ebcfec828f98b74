"""Reading and changing, on both databases."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from governance.platform.db import Database, migrate
from governance.platform.db.database import SQLITE_PRAGMAS, DatabaseInUse
from governance.platform.jobs.queue import JobRecord, enqueue

NOON = datetime(2027, 1, 4, 12, 0, tzinfo=UTC)


async def test_a_reader_cannot_change_anything(database: Database) -> None:
    with pytest.raises(DBAPIError):
        async with database.reading() as view:
            await view.execute(text("DELETE FROM job"))


async def test_an_error_undoes_the_whole_act(database: Database) -> None:
    with pytest.raises(LookupError):
        async with database.writing() as tx:
            enqueue(tx, "tell", {}, due_at=NOON)
            await tx.flush()
            raise LookupError
    async with database.reading() as view:
        assert await view.scalar(text("SELECT count(*) FROM job")) == 0


async def test_instants_come_back_in_utc_whatever_their_zone(database: Database) -> None:
    summer = datetime(2027, 7, 1, 13, 0, tzinfo=timezone(timedelta(hours=1)))
    async with database.writing() as tx:
        job = enqueue(tx, "tell", {}, due_at=summer)
    async with database.reading() as view:
        stored = await view.get(JobRecord, job.id)
    assert stored is not None
    assert stored.due_at == datetime(2027, 7, 1, 12, 0, tzinfo=UTC)
    assert stored.due_at.tzinfo is UTC


async def test_an_instant_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="without a zone"):
        async with database.writing() as tx:
            enqueue(tx, "tell", {}, due_at=datetime(2027, 7, 1, 13, 0))  # noqa: DTZ001 (what is refused)


async def test_writers_wait_for_one_another_and_none_is_lost(database: Database) -> None:
    async def promise(number: int) -> None:
        async with database.writing() as tx:
            await tx.alone("counting")
            enqueue(tx, "tell", {"number": number}, due_at=NOON)

    await asyncio.gather(*(promise(number) for number in range(30)))
    async with database.reading() as view:
        assert await view.scalar(text("SELECT count(*) FROM job")) == 30


async def test_the_schema_is_what_the_records_say(database: Database) -> None:
    await migrate.check(database)


async def test_a_missing_trigger_and_a_missing_column_are_found(database: Database) -> None:
    async with database.writing() as tx:
        table = "" if tx.dialect == "sqlite" else " ON audit"
        await tx.execute(text(f"DROP TRIGGER audit_refuses_update{table}"))
        await tx.execute(text("ALTER TABLE job DROP COLUMN failure"))
    with pytest.raises(migrate.SchemaDiffers) as found:
        await migrate.check(database)
    assert "audit is not append-only" in str(found.value)
    assert "failure" in str(found.value)


@pytest.mark.control("DB-1")
async def test_sqlite_is_refused_when_a_setting_does_not_take(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database(f"sqlite:///{tmp_path / 'coop.sqlite'}")
    await database.check_settings()
    monkeypatch.setitem(SQLITE_PRAGMAS, "synchronous", 1)
    with pytest.raises(RuntimeError, match="synchronous"):
        await database.check_settings()
    await database.close()


@pytest.mark.control("DB-2")
async def test_two_processes_cannot_hold_one_sqlite_file(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'coop.sqlite'}"
    first, second = Database(address), Database(address)
    first.hold()
    with pytest.raises(DatabaseInUse):
        second.hold()
    await first.close()
    second.hold()
    await second.close()
