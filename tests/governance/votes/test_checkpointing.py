"""Checkpoints by the hour: turnout that a small society sees, and no time at which anybody voted."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from governance.platform.clock import ScriptedClock
from governance.platform.db import Database
from governance.platform.jobs.runner import run_due
from governance.platform.keys import Keys
from governance.votes import service as votes
from governance.votes.jobs import handlers
from governance.votes.records import CheckpointRecord
from tests.governance.votes import ballots
from tests.governance.votes.ballots import OPENS, OPERATOR, Polling

HOUR = timedelta(hours=1)


async def people_seen(database: Database, polling: Polling) -> int:
    async with database.reading() as view:
        found = await votes.contents(view, await votes.find(view, OPERATOR, polling.vote))
    assert found is not None
    return found.people


async def checkpoints(database: Database) -> int:
    async with database.reading() as view:
        return int(await view.scalar(select(func.count()).select_from(CheckpointRecord)))


@pytest.mark.control("SEC-5")
async def test_turnout_moves_by_the_hour_and_not_with_each_ballot(
    database: Database, keys: Keys, clock: ScriptedClock
) -> None:
    polling = await ballots.opened(database, keys, count=3)
    for voter in range(2):
        raw = polling.ballot(voter)
        await votes.cast(database, keys, polling.voters[voter], polling.vote, raw, received_at=OPENS + HOUR / 2)
    assert await people_seen(database, polling) == 0
    clock.move_to(OPENS + HOUR)
    await run_due(database, handlers(keys), clock)
    assert await people_seen(database, polling) == 2


async def test_an_hour_without_a_ballot_adds_no_checkpoint(
    database: Database, keys: Keys, clock: ScriptedClock
) -> None:
    await ballots.opened(database, keys, count=2)
    before = await checkpoints(database)
    for hour in range(1, 4):
        clock.move_to(OPENS + hour * HOUR)
        assert await run_due(database, handlers(keys), clock) == 1
    assert await checkpoints(database) == before
