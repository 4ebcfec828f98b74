"""All that a server stores, as whoever carries it off finds it: tables, files, freed pages, backups, mail, logs."""

import json
import re
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from ballots import b64_of, public_of
from governance.access.model import CODE, LINK, SIGN_IN, fold
from governance.access.service import limits
from governance.platform.db import Database
from governance.platform.keys import Keys
from governance.upkeep.archive import unpack
from tests.governance.votes.linkage import Fact, Names
from tests.governance.votes.linkage_day import Day

ROW_KEYS = {"sqlite": ("rowid",), "postgresql": ("ctid", "xmin", "xmax")}
INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d]*(\+00:00)?")


async def names(day: Day) -> Names:
    """Each person by every name the server has, keyed hashes under its keys included; each ballot by its own."""
    polling, database = day.polling, day.web.database
    key = day.web.keys.secret("limits")
    voters = {voter.member: number for number, voter in enumerate(polling.voters)}
    persons: dict[str, int] = {}
    async with database.reading() as view:
        accounts = (await view.execute(text("SELECT id, member, address FROM access_account"))).all()
        emails = (await view.execute(text("SELECT id, email FROM member"))).all()
        rows = (await view.execute(text("SELECT hash, credential FROM vote_ballot"))).all()
    for member, email in emails:
        persons |= dict.fromkeys((member, email), voters[member])
    for account, member, address in accounts:
        if member in voters:
            buckets = [
                limits._bucket(key, quota.account, subject)
                for quota in (SIGN_IN, LINK, CODE)
                for subject in (account, fold(address))
            ]
            persons |= dict.fromkeys((account, address, *buckets), voters[member])
    group = polling.election.group
    owners = {public_of(code, polling.election.uuid, group): number for number, code in enumerate(polling.codes)}
    found = dict(owners)
    for hash_, credential in rows:
        found |= dict.fromkeys((hash_, b64_of(hash_)), owners[credential])
    return Names(persons, found)


async def facts(day: Day, known: Names) -> list[Fact]:
    """Everything, in the order in which it lies there."""
    database = day.web.database
    found = await rows(database)
    if database.path is not None:
        for path in sorted(database.path.parent.glob(database.path.name + "*")):
            found += _places(path.name, path.read_bytes(), known)
    found += lines(day.log)
    found += files(day.web.settings.mail_folder)
    found += _copies(day.backups, day.web.keys)
    return found


async def rows(database: Database, *only: str) -> list[Fact]:
    """All tables, or those that are named."""
    found: list[Fact] = []
    kind = "sqlite" if database.is_sqlite else "postgresql"
    async with database.engine.connect() as connection:
        tables = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
        for table in only or sorted(tables):
            keys = await _row_keys(connection, kind, table)
            columns = ", ".join([f"{key} AS key_{key}" for key in keys] + ["*"])
            read = (await connection.execute(text(f'SELECT {columns} FROM "{table}"'))).mappings()
            found += [_row(table, place, dict(row), keys) for place, row in enumerate(read)]
        await connection.rollback()
    return found


async def _row_keys(connection: AsyncConnection, kind: str, table: str) -> tuple[str, ...]:
    """SQLite keeps no row number where a table was made without."""
    if kind == "sqlite":
        made = text("SELECT sql FROM sqlite_master WHERE name = :name")
        if "WITHOUT ROWID" in str(await connection.scalar(made, {"name": table})):
            return ()
    return ROW_KEYS[kind]


def _row(where: str, place: int, row: Mapping[str, Any], keys: tuple[str, ...]) -> Fact:
    values = {name: value for name, value in row.items() if name not in {f"key_{key}" for key in keys}}
    words = " ".join(_text(value) for value in values.values())
    numbers: dict[tuple[str, str], float] = {("size", "length"): len(words), ("order", "place"): place}
    for key in keys:
        numbers["row key", key] = _key(row[f"key_{key}"])
    for name, value in values.items():
        if (instant := _instant(value)) is not None:
            numbers["time", name] = instant
        elif isinstance(value, int | float) and not isinstance(value, bool):
            numbers["order", name] = float(value)
        elif isinstance(value, str | bytes):
            numbers["size", name] = len(value)
    return Fact(where, words, numbers)


def _text(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("latin-1")
    return json.dumps(value) if isinstance(value, dict | list) else str(value)


def _key(value: Any) -> float:
    """A row number, a transaction, or a block with the place in it."""
    if isinstance(value, str) and value.startswith("("):
        block, item = value.strip("()").split(",")
        return int(block) * 10_000 + int(item)
    return float(str(value))


def _instant(value: Any) -> float | None:
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, str) and INSTANT.fullmatch(value.strip()):
        return datetime.fromisoformat(value.strip()).timestamp()
    return None


def _places(name: str, content: bytes, known: Names) -> Iterator[Fact]:
    """Where the names lie in a file, freed pages included."""
    for word in (*known.persons, *known.ballots):
        needle = word.encode()
        at = content.find(needle)
        while at >= 0:
            yield Fact(f"bytes of {name}", word, {("row key", "offset"): at})
            at = content.find(needle, at + 1)


def lines(log: str) -> Iterator[Fact]:
    for place, line in enumerate(log.splitlines()):
        yield Fact("log", line, {("log line", "line"): place, ("size", "length"): len(line)})


def files(folder: Path) -> Iterator[Fact]:
    paths = [path for path in folder.rglob("*") if path.is_file()]
    for place, path in enumerate(sorted(paths, key=lambda path: path.stat().st_mtime_ns)):
        content = path.read_bytes().decode("latin-1")
        yield Fact("mail", f"{path.name} {content}", {("mail", "written"): place, ("size", "length"): len(content)})


def _copies(folder: Path, keys: Keys) -> Iterator[Fact]:
    """Backups, opened with the keys that lie beside them: what is new in one came since the one before."""
    known: set[str] = set()
    for place, path in enumerate(sorted(folder.glob("*.backup"))):
        for table, words in _copied(path, keys):
            if f"{table} {words}" not in known:
                known.add(f"{table} {words}")
                yield Fact(f"copies of {table}", words, {("time", "copy"): place})


def _copied(path: Path, keys: Keys) -> Iterator[tuple[str, str]]:
    """Each row with its table. A copy of PostgreSQL is packed in a way of its own, and its tables are the same."""
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain"
        unpack(path, plain, keys)
        if plain.read_bytes()[:6] != b"SQLite":
            return
        with closing(sqlite3.connect(plain)) as copy:
            for (table,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                for row in copy.execute(f'SELECT * FROM "{table}"'):
                    yield table, " ".join(_text(value) for value in row)
