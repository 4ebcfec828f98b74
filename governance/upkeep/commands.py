"""`coop backup | restore | upgrade | doctor`."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import click

from governance import settings as settings_of
from governance.platform.clock import SystemClock
from governance.platform.db import Database, migrate
from governance.platform.keys import Keys, KeysMissing
from governance.settings import Settings
from governance.upkeep import service
from governance.upkeep.archive import BackupUnusable
from governance.upkeep.doctor import Doctor

T = TypeVar("T")


@click.command()
@click.option("--to", "folder", type=click.Path(path_type=Path), help="Folder for the file [default: backups in home].")
@click.pass_obj
def backup(home: Path, folder: Path | None) -> None:
    """Copy the database into one sealed, signed file. The service may keep running.

    The keys are not in it: keep a copy of the folder `keys` in another place.
    """
    settings = settings_of.read(home)

    async def run(database: Database) -> Path:
        return await service.back_up(
            database, Keys(settings.keys_folder), folder or settings.backup_folder, SystemClock().now()
        )

    click.echo(f"Made {_with_database(settings, run)}")


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def restore(home: Path, path: Path) -> None:
    """Bring a backup back into an empty home (which needs the same keys), and check every chain in it."""
    settings = settings_of.read(home)
    started = time.monotonic()

    async def run(database: Database) -> str:
        database.hold()
        manifest = await service.restore(path, database, Keys(settings.keys_folder))
        return f"the copy of {manifest.made_at}: {sum(manifest.rows.values())} rows, {manifest.audit_seq} audit entries"

    restored = _with_database(settings, run)
    click.echo(f"Restored {restored}. Every chain holds. It took {(time.monotonic() - started) / 60:.1f} minutes.")


@click.command()
@click.pass_obj
def upgrade(home: Path) -> None:
    """Bring the tables of a co-operative to the shape that this version of the program works with.

    Stop the service and make a backup first: tables only ever go forward.
    """

    async def run(database: Database) -> tuple[str, str]:
        before = await migrate.require_founded(database)
        database.hold()
        await migrate.upgrade(database)
        await migrate.check(database)
        return before, migrate.newest()

    before, after = _with_database(settings_of.read(home), run)
    click.echo(
        f"The tables are at version {after}" + (", as before." if after == before else f"; they were at {before}.")
    )


@click.command()
@click.pass_obj
def doctor(home: Path) -> None:
    """Look at the health of this installation. Exit code 1 when something needs mending."""
    settings = settings_of.read(home)

    async def run(database: Database) -> bool:
        well = True
        async for sign in Doctor(settings, database, Keys(settings.keys_folder), SystemClock()).examine():
            click.echo(f"{'well ' if sign.well else 'MEND '} {sign.what:<12} {sign.detail}")
            well = well and sign.well
        return well

    if not _with_database(settings, run):
        raise click.exceptions.Exit(1)


def _with_database(settings: Settings, act: Callable[[Database], Awaitable[T]]) -> T:
    """Run one act, and say in plain words what went wrong."""

    async def run() -> T:
        database = Database(settings.database)
        try:
            return await act(database)
        finally:
            await database.close()

    try:
        return asyncio.run(run())
    except (BackupUnusable, KeysMissing) as error:
        raise click.ClickException(f"this backup cannot be used: {error}") from error
    except service.NotEmpty as error:
        raise click.ClickException(f"nothing was restored: {error} is not empty") from error
    except service.ToolMissing as error:
        raise click.ClickException(f"PostgreSQL's program {error} is needed; install postgresql-client") from error
