"""Bringing a database to the shape this version expects, and proving that it has it (OPS-6)."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

import governance
from governance.platform.db.append_only import append_only_tables, trigger_name
from governance.platform.db.database import Database
from governance.platform.db.records import Record

SCRIPTS = Path(governance.__file__).parent / "migrations"


class SchemaDiffers(Exception):
    """The database is not as the records expect; the message lists every difference."""


class NotReady(Exception):
    """The tables are not those that this program works with; the message says what to do."""


def newest() -> str:
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


async def upgrade(database: Database, to: str = "head") -> None:
    """Run every migration the database has not seen, in one transaction, forward only."""
    async with database.engine.begin() as connection:
        await connection.run_sync(_upgrade, to)


async def version(database: Database) -> str | None:
    async with database.engine.connect() as connection:
        return await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())


async def require_newest(database: Database) -> None:
    """
    Raises:
        NotReady: before set-up, or when program and database are of different versions. Nothing is made or changed.
    """
    found, wanted = await _made(database), newest()
    if found != wanted:
        raise NotReady(
            f"the tables are at version {found or 'none'}, this program needs {wanted}: "
            "make a backup, then run `coop upgrade`"
        )


async def require_founded(database: Database) -> str:
    """The version of its tables, whichever that is.

    Raises:
        NotReady: there are none.
    """
    found = await _made(database)
    if found is None:
        raise NotReady(
            f"{database.path or 'the database'} has no tables: found the co-operative with `coop setup` first"
        )
    return found


async def _made(database: Database) -> str | None:
    if database.path is not None and not database.path.exists():
        raise NotReady(f"{database.path} does not exist: found the co-operative with `coop setup` first")
    return await version(database)


async def check(database: Database) -> None:
    """Compare the database with the records, triggers included.

    Raises:
        SchemaDiffers: with every difference found.
    """
    async with database.engine.connect() as connection:
        differences = await connection.run_sync(_differences)
    if differences:
        raise SchemaDiffers("; ".join(differences))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    return config


def _upgrade(connection: Connection, to: str) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _differences(connection: Connection) -> list[str]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    found = [str(difference) for difference in compare_metadata(context, Record.metadata)]
    present = set(inspect(connection).get_table_names())
    triggers = _triggers(connection)
    for table in append_only_tables(Record.metadata):
        if table.name in present and not {trigger_name(table.name, act) for act in ("UPDATE", "DELETE")} <= triggers:
            found.append(f"{table.name} is not append-only")
    return found


def _triggers(connection: Connection) -> set[str]:
    if connection.dialect.name == "sqlite":
        return set(connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")))
    return set(connection.scalars(text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")))
