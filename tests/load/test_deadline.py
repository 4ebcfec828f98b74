"""Everybody votes in the last minute: all are answered, no ballot is lost, and none comes after the seal (DB-6)."""

import asyncio
import faulthandler
import random
import signal
from datetime import timedelta
from pathlib import Path

import pytest

from ballots import verify
from governance.platform.clock import SystemClock
from governance.platform.db import Database
from governance.platform.keys import Keys
from governance.votes import service as votes
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPERATOR
from tests.load import deadline
from tests.load.killing import Server, free_port
from tests.load.test_killed_while_casting import compare, sign_in

SEED = 2027


@pytest.mark.control("DB-6")
@pytest.mark.control("DB-4")
async def test_forty_voters_in_the_last_seconds_are_all_answered(
    database_address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = await voted(database_address, tmp_path, count=40, in_group="Ed25519", span=3, ends_early=True)
    with capsys.disabled():
        print(f"\n{figures}")


@pytest.mark.long
@pytest.mark.control("DB-6")
@pytest.mark.parametrize("killed", [False, True], ids=["unharmed", "killed"])
@pytest.mark.parametrize("in_group", ["Ed25519", "BELENIOS-2048"])
async def test_a_thousand_voters_in_the_last_minute_are_all_answered(
    database_address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], in_group: str, killed: bool
) -> None:
    faulthandler.cancel_dump_traceback_later()  # a long run is no hanging one
    kill_after = 40 if killed else None
    figures = await voted(database_address, tmp_path, count=1000, in_group=in_group, span=60, kill_after=kill_after)
    with capsys.disabled():
        print(f"\n{figures}")


async def voted(
    address: str,
    home: Path,
    *,
    count: int,
    in_group: str,
    span: float,
    ends_early: bool = False,
    kill_after: float | None = None,
) -> str:
    """Arrange the vote, let ``count`` voters come in the last ``span`` seconds, and compare what they were told."""
    server = Server(home, free_port())
    (home / "coop.toml").write_text(f'origin = "{server.origin}"\ndatabase = "{address}"\nlog_level = "warning"\n')
    keys = Keys.create(home / "keys")
    database = Database(address)
    now = SystemClock().now()
    polling = await ballots.opened(
        database, keys, count=count, in_group=in_group, now=now, closes_at=now + timedelta(hours=1)
    )
    cookies = await sign_in(database, keys, polling)
    voters = deadline.arrivals(polling, cookies, random.Random(SEED), span)
    told = deadline.Told()
    try:
        server.start()
        await server.ready()
        voting = asyncio.create_task(deadline.vote(server, polling, voters, told, kill_after=kill_after))
        if ends_early:
            closes_at = await deadline.end_after_the_first(database, polling.vote, told)
        else:
            closes_at = SystemClock().now() + timedelta(seconds=span)
            await deadline.bring_the_end_forward(database, polling.vote, closes_at)
        await voting
        vote = await deadline.sealed(database, polling.vote)
        await server.end(signal.SIGTERM)
    finally:
        if server.process is not None and server.process.poll() is None:
            server.process.kill()
    board = await compare(database, told.receipts)
    async with database.reading() as view:
        report = verify(await votes.archive(view, OPERATOR, polling.vote))
    await database.close()
    assert len(told.receipts) + len(told.refused) == count, "everybody has an answer"
    assert vote.sealed_count == report.ballots == board
    assert told.receipts
    assert {refused.code for refused in told.refused} <= {"closed"}
    assert all(refused.received_at and refused.received_at >= closes_at for refused in told.refused)
    early = [refused for refused in told.refused if refused.sent_at < closes_at]
    left = [refused for refused in early if refused.left_at < closes_at]
    read = max((one.received_at - one.left_at for one in told.refused if one.received_at), default=timedelta(0))
    half, most = deadline.seconds(told.waits, 0.5), deadline.seconds(told.waits, 0.95)
    return (
        f"{address.partition(':')[0]}, {in_group}: {count} voters in {span:g} s"
        f"{'' if kill_after is None else ', killed on the way'}: {board} receipts, all sealed; {len(told.refused)} "
        f"refused as closed, {len(early)} of them sent before the end, {len(left)} with the last byte, all read after "
        f"it and at most {read.total_seconds():.2f} s on the way; {told.again} requests repeated; seconds until the "
        f"answer: half {half:.2f}, most (95 %) {most:.2f}, all {max(told.waits):.2f}"
    )
