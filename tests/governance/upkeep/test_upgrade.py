"""Upgrading: the tables follow the program, forward only, and only where there are some."""

import asyncio
from pathlib import Path

from click.testing import CliRunner, Result

from governance.cli import main
from governance.platform.db import Database, migrate
from governance.platform.keys import Keys


def coop(home: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(home), *words])


def test_tables_of_an_older_program_are_brought_forward(tmp_path: Path) -> None:
    Keys.create(tmp_path / "keys")

    async def older() -> str:
        database = Database(f"sqlite:///{tmp_path / 'coop.sqlite'}")
        await migrate.upgrade(database, "0001")
        found = await migrate.version(database)
        await database.close()
        return found or ""

    before = asyncio.run(older())
    refused = coop(tmp_path, "serve")
    assert "run `coop upgrade`" in refused.output
    done = coop(tmp_path, "upgrade")
    assert done.exit_code == 0, done.output
    assert f"they were at {before}." in done.output
    assert "as before" in coop(tmp_path, "upgrade").output


def test_where_there_is_nothing_nothing_is_made(tmp_path: Path) -> None:
    refused = coop(tmp_path / "home", "upgrade")
    assert refused.exit_code == 1
    assert "found the co-operative with `coop setup` first" in refused.output
    assert not (tmp_path / "home" / "coop.sqlite").exists()
