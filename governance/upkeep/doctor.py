"""What is well and what is not: one line each, in the order in which somebody would mend them."""

import shutil
import sqlite3
import stat
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import text

from governance.audit import service as audit
from governance.audit.model import ChainBroken
from governance.platform.clock import Clock
from governance.platform.db import Database, migrate
from governance.platform.jobs.queue import MOST_ATTEMPTS, Lag, lagging
from governance.platform.keys import MASTER, Keys
from governance.platform.web import assets
from governance.settings import Settings

SPACE_NEEDED = 1 << 30
"""Under one gigabyte no ballot is opened (DB-8)."""
CLOCK_WARNING = timedelta(seconds=2)
BACKUP_WARNING = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing looked at. ``detail`` says what was found, never a person's data."""

    what: str
    well: bool
    detail: str


class Doctor:
    """Looks at one installation; changes nothing."""

    def __init__(self, settings: Settings, database: Database, keys: Keys, clock: Clock) -> None:
        self.settings = settings
        self.database = database
        self.keys = keys
        self.clock = clock

    async def examine(self) -> AsyncIterator[Sign]:
        looks: tuple[Callable[[], Awaitable[Sign]], ...] = (
            self._address,
            self._disk,
            self._built_files,
            self._key_file,
            self._engine,
            self._schema,
            self._clock,
            self._audit,
            self._jobs,
            self._backups,
        )
        for look in looks:
            yield await look()

    async def _address(self) -> Sign:
        """Over plain http browsers say "same origin" of this machine alone; from elsewhere every form is refused."""
        usable = self.settings.is_secure or urlsplit(self.settings.origin).hostname in ("localhost", "127.0.0.1", "::1")
        return Sign("address", usable, self.settings.origin + ("" if usable else ": it has to begin with https://"))

    async def _disk(self) -> Sign:
        free = shutil.disk_usage(self.settings.home).free
        return Sign("disk", free >= SPACE_NEEDED, f"{free // (1 << 20)} MB free in {self.settings.home}")

    async def _built_files(self) -> Sign:
        """Without them the application does not start; a package brings them along, a checkout has to build them."""
        try:
            return Sign("styles and scripts", True, f"{len(assets.built())} built files")
        except assets.NotBuilt as missing:
            return Sign("styles and scripts", False, str(missing))

    async def _key_file(self) -> Sign:
        path = self.keys.folder / MASTER
        if not path.exists():
            return Sign("keys", False, f"no master key in {self.keys.folder}: restore it from its own backup")
        mode = stat.S_IMODE(path.stat().st_mode)
        return Sign("keys", mode & 0o077 == 0, f"{path} has mode {mode:o}")

    async def _engine(self) -> Sign:
        if self.database.is_sqlite:
            await self.database.check_settings()
            return Sign("database", True, f"SQLite {sqlite3.sqlite_version}, one writer, synchronous=FULL")
        async with self.database.reading() as view:
            version = await view.scalar(text("SHOW server_version"))
        return Sign("database", True, f"PostgreSQL {version}")

    async def _schema(self) -> Sign:
        found, wanted = await migrate.version(self.database), migrate.newest()
        if found != wanted:
            return Sign("schema", False, f"at version {found or 'none'}, the program needs {wanted}")
        try:
            await migrate.check(self.database)
        except migrate.SchemaDiffers as difference:
            return Sign("schema", False, str(difference))
        return Sign("schema", True, f"version {found}, tables and triggers as expected")

    async def _clock(self) -> Sign:
        """The database's clock beside ours: on one machine they are one, across machines they may drift (CLK-1)."""
        if self.database.is_sqlite:
            return Sign("clock", True, f"{self.clock.now().isoformat(timespec='seconds')}, on this machine alone")
        async with self.database.reading() as view:
            theirs: datetime = await view.scalar(text("SELECT clock_timestamp()"))
        apart = abs(theirs - self.clock.now())
        return Sign("clock", apart <= CLOCK_WARNING, f"{apart.total_seconds():.1f} s from the database's")

    async def _audit(self) -> Sign:
        try:
            async with self.database.reading() as view:
                head = await audit.check(view)
        except ChainBroken as broken:
            return Sign("audit chain", False, str(broken))
        return Sign("audit chain", True, f"{head.seq} entries, head {head.hash[:16]}…")

    async def _jobs(self) -> Sign:
        async with self.database.reading() as view:
            lag = await lagging(view, self.clock.now())
        return Sign("jobs", lag == Lag(0, 0), f"{lag.late} late, {lag.given_up} given up after {MOST_ATTEMPTS} tries")

    async def _backups(self) -> Sign:
        newest = newest_backup(self.settings.backup_folder)
        if newest is None:
            return Sign("backup", False, "none has been made")
        age = self.clock.now().timestamp() - newest.stat().st_mtime
        return Sign("backup", age <= BACKUP_WARNING.total_seconds(), f"the newest is {age / 3600:.0f} hours old")


def newest_backup(folder: Path) -> Path | None:
    return max(folder.glob("*.backup"), default=None)
