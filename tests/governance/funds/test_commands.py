"""`coop funds`, as whoever checks the books meets it."""

import asyncio
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from governance.cli import main
from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.keys import Keys
from tests.governance.funds.pools import Pool, founded, opened


def coop(home: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(home), "funds", *words])


async def filled(home: Path, clock: ScriptedClock, sums: tuple[int, ...]) -> Pool:
    database = Database(f"sqlite:///{home}/coop.sqlite")
    await founded(database, clock)
    pool = await opened(database, clock, (1, 1))
    for pence in sums:
        await pool.pay_in(1, pence)
    await database.close()
    return pool


@pytest.fixture
def home(tmp_path: Path, sqlite_template: Path) -> Path:
    home = tmp_path / "home"
    Keys.create(home / "keys")
    (home / "coop.sqlite").write_bytes(sqlite_template.read_bytes())
    return home


def test_without_a_fund_there_is_nothing_to_check(home: Path) -> None:
    said = coop(home, "check")
    assert (said.exit_code, said.output) == (0, "There is no fund.\n")


def test_the_journal_is_printed_and_the_chain_is_walked(home: Path, clock: ScriptedClock) -> None:
    pool = asyncio.run(filled(home, clock, (500, 700)))
    journal = coop(home, "export", "--fund", pool.id)
    assert journal.exit_code == 0
    assert "assets:funds:1:bank  £0.00 = £12.00" in journal.output
    assert coop(home, "export").output == journal.output
    said = coop(home, "check")
    assert (said.exit_code, "2 entries hold" in said.output) == (0, True)


def test_a_broken_chain_is_named_in_a_sentence(home: Path, clock: ScriptedClock) -> None:
    pool = asyncio.run(filled(home, clock, (500, 700)))

    async def slip_in() -> None:
        database = Database(f"sqlite:///{home}/coop.sqlite")
        async with database.writing() as tx:
            await tx.execute(
                text(
                    "INSERT INTO fund_movement (fund, seq, place, debit, credit, pence) "
                    "SELECT fund, seq, 9, debit, credit, 5 FROM fund_movement WHERE seq = 2"
                )
            )
        await database.close()

    asyncio.run(slip_in())
    said = coop(home, "check")
    assert said.exit_code == 1
    assert f"fund {pool.id}, entry 2" in said.output


def test_a_fund_that_is_not_there_is_said_so(home: Path) -> None:
    said = coop(home, "export", "--fund", "nobody")
    assert (said.exit_code, "there is no fund nobody" in said.output) == (1, True)
