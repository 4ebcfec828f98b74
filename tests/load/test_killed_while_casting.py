"""The serving process is killed while members cast: no acknowledged ballot is lost, none is doubled (OPS-1)."""

import faulthandler
import random
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ballots import b64_of, verify
from governance.access import service as access
from governance.actor import Assurance
from governance.platform.clock import SystemClock
from governance.platform.db import Database
from governance.platform.keys import Keys
from governance.votes import service as votes
from governance.votes.records import BallotRecord, IncomingRecord
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPERATOR, Polling
from tests.load.killing import CRASHPOINTS, Held, Server, Voters, free_port, kill_while_casting, turns

VOTERS = 8
SEED = 2027


async def sign_in(database: Database, keys: Keys, polling: Polling) -> list[str]:
    """A cookie for each voter, as a link in a mail would have left it."""
    now = SystemClock().now()
    cookies = []
    async with database.writing() as tx:
        for voter in polling.voters:
            account = await access.account_for(tx, voter.member or "")
            assert account is not None
            stamp = await access.begin(tx, account.id, Assurance.LINK, now)
            cookies.append(stamp.written(keys.secret("cookies")))
    return cookies


async def test_nothing_is_lost_or_doubled_by_a_kill_at_any_step_of_casting(
    database_address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = await killed(database_address, tmp_path, [f"{point}:2" for point in CRASHPOINTS])
    with capsys.disabled():
        print(f"\n{figures}")


@pytest.mark.long
async def test_nothing_is_lost_or_doubled_in_a_hundred_kills(
    database_address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faulthandler.cancel_dump_traceback_later()  # a long run is no hanging one
    figures = await killed(database_address, tmp_path, turns(100))
    with capsys.disabled():
        print(f"\n{figures}")


async def killed(address: str, home: Path, kills: Sequence[str | None]) -> str:
    server = Server(home, free_port())
    (home / "coop.toml").write_text(f'origin = "{server.origin}"\ndatabase = "{address}"\nlog_level = "warning"\n')
    keys = Keys.create(home / "keys")
    database = Database(address)
    polling = await ballots.opened(database, keys, count=VOTERS, now=SystemClock().now())
    voters = Voters(server, polling, await sign_in(database, keys, polling), random.Random(SEED))
    await database.close()
    try:
        await kill_while_casting(server, voters, kills)
    finally:
        if server.process is not None and server.process.poll() is None:
            server.process.kill()
    database = Database(address)
    board = await compare(database, voters.receipts)
    await count(database, keys, polling, voters.receipts)
    await database.close()
    return (
        f"{address.partition(':')[0]}: {len(kills)} kills, {voters.sent} ballots cast, {voters.unanswered} sendings "
        f"without an answer, {len(voters.receipts)} receipts held, {board} ballots on the board: none lost or doubled"
    )


async def compare(database: Database, receipts: list[Held]) -> int:
    """The client's log of signed receipts against the board, both ways."""
    async with database.reading() as view:
        waiting = await view.scalar(select(func.count()).select_from(IncomingRecord))
        rows = list(await view.scalars(select(BallotRecord).order_by(BallotRecord.sequence)))
    assert waiting == 0
    held = {(held.tracker, held.sequence) for held in receipts}
    on_the_board = {(b64_of(row.hash), row.sequence) for row in rows}
    assert len(held) == len(receipts), "one receipt for each ballot"
    assert len(on_the_board) == len(rows)
    assert held - on_the_board == set(), "lost"
    assert on_the_board - held == set(), "on the board, though nobody was told"
    assert [row.sequence for row in rows] == list(range(1, len(rows) + 1))
    return len(rows)


async def count(database: Database, keys: Keys, polling: Polling, receipts: list[Held]) -> None:
    """The last receipt of each voter is what counts, and the whole archive verifies."""
    later = SystemClock().now() + timedelta(minutes=1)
    await ballots.declare(database, keys, polling, later)
    async with database.reading() as view:
        outcome = votes.outcome(await votes.find(view, OPERATOR, polling.vote))
        report = verify(await votes.archive(view, OPERATOR, polling.vote))
    last = {held.voter: held.choice for held in sorted(receipts, key=lambda held: held.sequence)}
    counted = [list(last.values()).count(choice) for choice in ("yes", "no", "blank")]
    assert outcome is not None
    assert [outcome.yes, outcome.no, outcome.blank] == counted
    assert report.ballots == len(receipts)
