"""One database, opened for reading or for changing; SQLite and PostgreSQL behave alike (DB-1 to DB-5)."""

import fcntl
import hashlib
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO, Any, TypeVar

from sqlalchemy import Result, ScalarResult, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm.interfaces import ORMOption
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql.base import Executable

from governance.platform.db.heaps import Heaps

T = TypeVar("T")

SQLITE_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: NORMAL loses acknowledged commits when the power goes (DB-1)
    "foreign_keys": 1,
    "recursive_triggers": 1,  # without it INSERT OR REPLACE slips past the triggers of append-only tables (AUD-2)
    "busy_timeout": 5000,
    "trusted_schema": 0,
    "secure_delete": 1,  # what is removed is overwritten: no scan of the file finds it again (SEC-3)
}
SQLITE_READERS = 4


class DatabaseInUse(Exception):
    """Another process holds this SQLite file; there is one writer at a time (DB-2)."""


class View:
    """A consistent look at what is remembered."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(
        self, record: type[T], key: object, *, options: Sequence[ORMOption] = (), lock: bool = False
    ) -> T | None:
        """The row with this key, or ``None``. ``lock`` holds it until the transaction ends (FOR UPDATE)."""
        return await self._session.get(
            record, key, options=options, with_for_update=lock or None, populate_existing=lock
        )

    async def scalar(self, statement: Executable) -> Any:
        return await self._session.scalar(statement)

    async def scalars(self, statement: Executable) -> ScalarResult[Any]:
        return await self._session.scalars(statement)

    async def execute(self, statement: Executable) -> Result[*tuple[Any, ...]]:
        return await self._session.execute(statement)

    async def stream(self, statement: Executable) -> AsyncIterator[Any]:
        """The first column of each row, a few rows in memory at a time."""
        async for row in await self._session.stream_scalars(statement.execution_options(yield_per=200)):
            yield row

    @property
    def dialect(self) -> str:
        return self._session.get_bind().dialect.name


class Transaction(View):
    """One act. Leaving the block commits it whole; an error undoes it whole."""

    def add(self, record: object) -> None:
        self._session.add(record)

    def add_all(self, records: Iterable[object]) -> None:
        self._session.add_all(records)

    async def delete(self, record: object) -> None:
        await self._session.delete(record)

    async def flush(self) -> None:
        """Send the changes so far, so that constraints speak now; nothing is committed."""
        await self._session.flush()

    async def alone(self, what: str) -> None:
        """Wait until no other transaction does ``what``, and keep others from it until this one ends.

        SQLite has one writer anyway; PostgreSQL takes an advisory lock named after ``what`` (DB-5).
        """
        if self.dialect == "postgresql":
            number = int.from_bytes(hashlib.sha256(what.encode()).digest()[:8], "big", signed=True)
            await self._session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})


class Database:
    """Where the organisation remembers. Address: ``sqlite:////path/to.db`` or ``postgresql://…``."""

    def __init__(self, address: str) -> None:
        self.address = address
        url = make_url(address)
        self.is_sqlite = url.get_backend_name() == "sqlite"
        self.heaps: defaultdict[str, Heaps] = defaultdict(Heaps)
        """By kinds of work that share their transactions (group commit, DB-1)."""
        self._lock_file: IO[bytes] | None = None
        if self.is_sqlite:
            self.path: Path | None = Path(url.database or "")
            url = url.set(drivername="sqlite+aiosqlite")
            self._writer = _sqlite_engine(str(url), writing=True)
            self._reader = _sqlite_engine(str(url), writing=False)
        else:
            self.path = None
            url = url.set(drivername="postgresql+psycopg")
            self._writer = self._reader = create_async_engine(url, pool_size=10, max_overflow=0, pool_pre_ping=True)

    @property
    def engine(self) -> AsyncEngine:
        """The writing engine, for migrations and backups only."""
        return self._writer

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[View]:
        async with AsyncSession(self._reader, expire_on_commit=False, autoflush=False) as session:
            if not self.is_sqlite:
                await session.execute(text("SET TRANSACTION READ ONLY"))
            yield View(session)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        async with AsyncSession(self._writer, expire_on_commit=False) as session, session.begin():
            yield Transaction(session)

    def hold(self) -> None:
        """Keep this SQLite file for this process alone (DB-2). PostgreSQL is shared by design.

        Raises:
            DatabaseInUse: another process holds it.
        """
        if self.path is None or self._lock_file is not None:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        lock_file = open(self.path.with_suffix(".lock"), "ab")  # noqa: SIM115 (held until close)
        try:
            fcntl.flock(lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock_file.close()
            raise DatabaseInUse(str(self.path)) from error
        self._lock_file = lock_file

    async def check_settings(self) -> None:
        """Read the settings back; a database that does not keep its promises is not used (DB-1).

        Raises:
            RuntimeError: a setting did not take.
        """
        if not self.is_sqlite:
            return
        async with self._writer.connect() as connection:
            for name, wanted in SQLITE_PRAGMAS.items():
                found = (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one()
                if found != wanted:
                    raise RuntimeError(f"SQLite setting {name} is {found!r} where {wanted!r} is needed")

    async def cut_log(self) -> None:
        """Copy SQLite's write-ahead log back and empty it: it lists changes one after the other, long after they were
        made (SEC-6). While somebody reads, it stays until the next time."""
        if self.is_sqlite:
            async with self._writer.connect() as connection:  # without a transaction, in which it could not be done
                driver: Any = (await connection.get_raw_connection()).driver_connection
                await driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    async def close(self) -> None:
        await self._reader.dispose()
        await self._writer.dispose()
        if self._lock_file is not None:
            # The file stays: were it removed, one process could lock the old file and another a new one.
            self._lock_file.close()
            self._lock_file = None


def _sqlite_engine(address: str, *, writing: bool) -> AsyncEngine:
    size = 1 if writing else SQLITE_READERS
    engine = create_async_engine(address, pool_size=size, max_overflow=0, pool_timeout=60)
    begin = "BEGIN IMMEDIATE" if writing else "BEGIN"

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        # The driver must not open transactions by itself: BEGIN IMMEDIATE is ours to say.
        connection.isolation_level = None
        cursor = connection.cursor()
        for name, value in SQLITE_PRAGMAS.items():
            cursor.execute(f"PRAGMA {name}={value}")
        if not writing:
            # Readers neither write nor copy the log back: both happen on the single writer (DB-2).
            cursor.execute("PRAGMA wal_autocheckpoint=0")
            cursor.execute("PRAGMA query_only=1")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine
