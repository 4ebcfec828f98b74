"""Promises are kept once, again after a failure, and not before they are due."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, OperationalError

from governance.platform.clock import ScriptedClock
from governance.platform.db import Database, Transaction
from governance.platform.jobs.queue import JobRecord, enqueue
from governance.platform.jobs.runner import LEASE, keep_at, run_due


async def test_a_job_runs_when_it_is_due_and_once(database: Database, clock: ScriptedClock) -> None:
    told: list[str] = []

    async def tell(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
        told.append(payload["whom"])

    async with database.writing() as tx:
        enqueue(tx, "tell", {"whom": "Ann"}, due_at=clock.now() + timedelta(hours=1))
    assert await run_due(database, {"tell": tell}, clock) == 0
    clock.pass_time(timedelta(hours=1))
    assert await run_due(database, {"tell": tell}, clock) == 1
    assert await run_due(database, {"tell": tell}, clock) == 0
    assert told == ["Ann"]


async def test_what_a_failing_job_wrote_is_undone_and_it_is_tried_again_later(
    database: Database, clock: ScriptedClock
) -> None:
    attempts: list[datetime] = []

    async def tell(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
        attempts.append(now)
        enqueue(tx, "afterwards", {}, due_at=now)
        await tx.flush()
        if len(attempts) == 1:
            raise ConnectionError

    async with database.writing() as tx:
        job = enqueue(tx, "tell", {}, due_at=clock.now())
    assert await run_due(database, {"tell": tell}, clock) == 0
    assert await run_due(database, {"tell": tell}, clock) == 0
    async with database.reading() as view:
        stored = await view.get(JobRecord, job.id)
    assert stored is not None
    assert (stored.attempts, stored.failure) == (1, "ConnectionError")
    clock.pass_time(timedelta(seconds=2))
    assert await run_due(database, {"tell": tell}, clock) == 1
    async with database.reading() as view:
        assert await view.scalar(select(func.count()).where(JobRecord.kind == "afterwards")) == 1


@pytest.mark.control("SEC-3")
async def test_a_job_done_leaves_a_row_only_to_keep_its_promise_from_being_made_again(
    database: Database, clock: ScriptedClock
) -> None:
    async def tell(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
        pass

    async with database.writing() as tx:
        enqueue(tx, "tell", {"link": "of Ann's"}, due_at=clock.now())
        enqueue(tx, "tell", {}, due_at=clock.now(), once="tell:the-meeting")
    assert await run_due(database, {"tell": tell}, clock) == 2
    async with database.reading() as view:
        (left,) = await view.scalars(select(JobRecord))
    assert (left.once, left.done_at) == ("tell:the-meeting", clock.now())


async def test_a_runner_that_died_leaves_its_job_to_another_after_the_lease(
    database: Database, clock: ScriptedClock
) -> None:
    done: list[int] = []

    async def tell(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
        done.append(1)

    async with database.writing() as tx:
        job = enqueue(tx, "tell", {}, due_at=clock.now())
        job.leased_until = clock.now() + LEASE
    assert await run_due(database, {"tell": tell}, clock) == 0
    clock.pass_time(LEASE + timedelta(seconds=1))
    assert await run_due(database, {"tell": tell}, clock) == 1
    assert done == [1]


async def test_two_runners_share_the_work_and_repeat_nothing(database: Database, clock: ScriptedClock) -> None:
    done: list[int] = []

    async def tell(tx: Transaction, payload: Mapping[str, Any], now: datetime) -> None:
        done.append(payload["number"])

    async with database.writing() as tx:
        for number in range(12):
            enqueue(tx, "tell", {"number": number}, due_at=clock.now())
    counts = await asyncio.gather(*(run_due(database, {"tell": tell}, clock) for _ in range(3)))
    assert sum(counts) == 12
    assert sorted(done) == list(range(12))


async def test_the_same_cause_cannot_be_promised_twice(database: Database, clock: ScriptedClock) -> None:
    async with database.writing() as tx:
        enqueue(tx, "tell", {}, due_at=clock.now(), once="tell-m1")
    with pytest.raises(IntegrityError):
        async with database.writing() as tx:
            enqueue(tx, "tell", {}, due_at=clock.now(), once="tell-m1")


@pytest.mark.control("DB-8")
async def test_a_loop_outlives_a_database_that_is_away() -> None:
    stop, tries = asyncio.Event(), []

    async def work() -> int:
        tries.append(len(tries))
        if len(tries) < 3:
            raise OperationalError("SELECT 1", None, ConnectionError())
        stop.set()
        return 1

    await keep_at(work, stop, pause=0.001)
    assert tries == [0, 1, 2]
