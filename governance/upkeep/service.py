"""Copying the database while it is in use, bringing a copy back, and proving that it is whole (OPS-4, OPS-5)."""

import asyncio
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from shutil import which

from sqlalchemy import func, select, text

from ballots import verify
from governance.actor import platform
from governance.audit import service as audit
from governance.audit.model import Head
from governance.platform.db import Database, View, migrate
from governance.platform.db.records import Record
from governance.platform.keys import Keys
from governance.upkeep.archive import BackupUnusable, Manifest, pack, read_manifest, sha256_of, unpack
from governance.votes import service as votes

RESTORER = platform("restore")
FLEETING = ("access_limit", "access_link", "access_login")
"""Tables that are of use for hours only. In a copy they would tell when somebody tried to sign in (SEC-6), and brought
back they would revive sign-ins that have ended."""


class ToolMissing(Exception):
    """A program of PostgreSQL's is not on this machine."""


class NotEmpty(Exception):
    """There is something where the copy is to go; nothing was touched."""


async def back_up(database: Database, keys: Keys, folder: Path, now: datetime) -> Path:
    """Copy the whole database into one sealed, signed file in ``folder``; the service keeps running."""
    target = folder / f"coop-{now:%Y%m%dT%H%M%S%f}.backup"
    with _scratch() as scratch:
        plain = scratch / "plain"
        await _copy_out(database, plain)
        manifest = await _describe(database, plain, now)
        await asyncio.to_thread(pack, target, plain, manifest, keys)
    return target


async def restore(path: Path, database: Database, keys: Keys) -> Manifest:
    """Bring a backup back into an empty place, and check it there from end to end.

    Raises:
        BackupUnusable: the file cannot be trusted, or what it held does not hold together.
        NotEmpty: the database is not empty.
    """
    read_manifest(path, keys)
    await _require_empty(database)
    with _scratch() as scratch:
        plain = scratch / "plain"
        manifest = await asyncio.to_thread(unpack, path, plain, keys)
        await _copy_in(database, plain, manifest)
    await check_restored(database, manifest)
    return manifest


async def check_restored(database: Database, manifest: Manifest) -> None:
    """The schema fits, every row is there, the audit chain runs to the head that the statement names, and every
    public record of a ballot verifies as it would for a stranger.
    """
    await migrate.check(database)
    async with database.reading() as view:
        rows = await _count_rows(view)
        if rows != manifest.rows:
            different = sorted(
                name for name in rows.keys() | manifest.rows.keys() if rows.get(name) != manifest.rows.get(name)
            )
            raise BackupUnusable(f"rows are missing or added in: {', '.join(different)}")
        kept = [Head(manifest.audit_seq, manifest.audit_hash)] if manifest.audit_seq else []
        await audit.check(view, kept)
        for vote in await votes.every(view, RESTORER):
            if vote.opened_at is not None:
                await asyncio.to_thread(verify, await votes.archive(view, RESTORER, vote.id))


async def _describe(database: Database, plain: Path, now: datetime) -> Manifest:
    """Read from the copy where that is possible, so that the statement is about what was copied."""
    source = Database(f"sqlite:///{plain}") if database.is_sqlite else database
    async with source.reading() as view:
        head = await audit.head(view)
        rows = await _count_rows(view)
    schema = await migrate.version(source)
    if source is not database:
        await source.close()
    return Manifest(
        made_at=now.isoformat(),
        kind="sqlite" if database.is_sqlite else "postgresql",
        version=version("cydlais"),
        schema=schema or "",
        audit_seq=head.seq,
        audit_hash=head.hash,
        rows=rows,
        sha256=await asyncio.to_thread(sha256_of, plain),
    )


async def _count_rows(view: View) -> dict[str, int]:
    return {
        table.name: int(await view.scalar(select(func.count()).select_from(table)))
        for table in Record.metadata.sorted_tables
        if table.name not in FLEETING
    }


async def _copy_out(database: Database, target: Path) -> None:
    if database.path is not None:
        await asyncio.to_thread(_copy_sqlite, database.path, target)
        await asyncio.to_thread(_empty_fleeting, target)
    else:
        without = [f"--exclude-table-data={name}" for name in FLEETING]
        await _run("pg_dump", "--format=custom", *without, "--file", str(target), database.address)


async def _copy_in(database: Database, source: Path, manifest: Manifest) -> None:
    if (manifest.kind == "sqlite") != database.is_sqlite:
        raise BackupUnusable(f"it was made from {manifest.kind}; restore it into the same kind")
    if database.path is not None:
        await asyncio.to_thread(_copy_sqlite, source, database.path)
    else:
        await _run("pg_restore", "--no-owner", "--exit-on-error", "--dbname", database.address, str(source))


def _copy_sqlite(source: Path, target: Path) -> None:
    """SQLite's own online copy: a consistent state, taken while others read and write."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        # A copy that arrives in the log-file mode would leave two files beside the one that is packed.
        new.execute("PRAGMA journal_mode=DELETE")


def _empty_fleeting(copy: Path) -> None:
    with closing(sqlite3.connect(copy, isolation_level=None)) as new:
        for name in FLEETING:
            new.execute(f"DELETE FROM {name}")  # noqa: S608 (names of our own tables)
        new.execute("VACUUM")


async def _require_empty(database: Database) -> None:
    if database.path is not None and database.path.exists() and database.path.stat().st_size:
        raise NotEmpty(str(database.path))
    if database.path is None:
        async with database.reading() as view:
            if await view.scalar(text("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()")):
                raise NotEmpty("the PostgreSQL database has tables")


async def _run(program: str, *arguments: str) -> None:
    process = await asyncio.create_subprocess_exec(_locate(program), *arguments, stderr=asyncio.subprocess.PIPE)
    _, said = await process.communicate()
    if process.returncode:
        raise BackupUnusable(f"{program}: {said.decode(errors='replace').strip()}")


def _locate(program: str) -> str:
    # Debian keeps these out of the search path of ordinary users' services.
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
    found = which(program) or (str(versions[-1]) if versions else None)
    if found is None:
        raise ToolMissing(program)
    return found


@contextmanager
def _scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="coop-backup-") as folder:
        yield Path(folder)
