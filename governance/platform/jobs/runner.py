"""Does what was promised: due jobs, one transaction each, again after a failure, never twice at once."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from traceback import extract_tb
from typing import Any

import structlog
from sqlalchemy import or_, select

from governance.platform.clock import Clock
from governance.platform.db import Database, Transaction
from governance.platform.jobs.queue import MOST_ATTEMPTS, JobRecord

Handler = Callable[[Transaction, Mapping[str, Any], datetime], Awaitable[None]]
"""``handler(tx, payload, now)``: does the work in the transaction that also marks the job done, so its rows are
written once. What a handler does outside the database may happen twice and must not matter."""

LEASE = timedelta(minutes=5)
log = structlog.get_logger("jobs")


async def run_due(database: Database, handlers: Mapping[str, Handler], clock: Clock) -> int:
    """Run every job that is due, oldest first; answers how many were done."""
    done = 0
    while (job_id := await _claim(database, handlers, clock.now())) is not None:
        done += await _run(database, handlers, clock, job_id)
    return done


async def run_for_ever(
    database: Database, handlers: Mapping[str, Handler], clock: Clock, stop: asyncio.Event, *, pause: float = 1.0
) -> None:
    """Run due jobs until ``stop`` is set, resting ``pause`` seconds when there is nothing to do."""

    async def run_one() -> int:
        job_id = await _claim(database, handlers, clock.now())
        return 0 if job_id is None else await _run(database, handlers, clock, job_id)

    await keep_at(run_one, stop, pause=pause)


async def keep_at(work: Callable[[], Awaitable[int]], stop: asyncio.Event, *, pause: float) -> None:
    """Do ``work`` again and again until ``stop`` is set, with a rest whenever it did nothing or failed.

    A database that is away or a disk that is full ends no loop: the work goes on when they are well again (DB-8).
    """
    while not stop.is_set():
        try:
            done = await work()
        except Exception:  # whatever it was, what waits in the tables still waits
            log.error("loop failed", exc_info=True)
            done = 0
        if not done:
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), timeout=pause)


async def _claim(database: Database, handlers: Mapping[str, Handler], now: datetime) -> str | None:
    free = or_(JobRecord.leased_until.is_(None), JobRecord.leased_until < now)
    waiting = (
        select(JobRecord)
        .where(JobRecord.kind.in_(handlers), JobRecord.done_at.is_(None), JobRecord.due_at <= now, free)
        .where(JobRecord.attempts < MOST_ATTEMPTS)
        .order_by(JobRecord.due_at, JobRecord.id)
        .limit(1)
    )
    # A look first: an idle runner must not take the writer's lock every second.
    async with database.reading() as view:
        if await view.scalar(waiting) is None:
            return None
    async with database.writing() as tx:
        job: JobRecord | None = await tx.scalar(waiting.with_for_update(skip_locked=True))
        if job is None:
            return None
        job.leased_until = now + LEASE
        job.attempts += 1
        return job.id


async def _run(database: Database, handlers: Mapping[str, Handler], clock: Clock, job_id: str) -> int:
    try:
        async with database.writing() as tx:
            job = await tx.get(JobRecord, job_id, lock=True)
            if job is None or job.done_at is not None:
                return 0
            await handlers[job.kind](tx, job.payload, clock.now())
            await _tick_off(tx, job, clock.now())
    except Exception as error:  # the runner outlives any handler; the failure is kept and shown by `coop doctor`
        await _postpone(database, job_id, clock.now(), error)
        return 0
    return 1


async def _tick_off(tx: Transaction, job: JobRecord, now: datetime) -> None:
    """A row stays only to keep its promise from being made again; others would say who wanted what when (SEC-3)."""
    if job.once is None:
        await tx.delete(job)
        return
    job.done_at = now
    job.leased_until = None


async def _postpone(database: Database, job_id: str, now: datetime, error: Exception) -> None:
    # No message and no traceback: either may carry a person's details into a log (SEC-7).
    frame = extract_tb(error.__traceback__)[-1]
    log.error("job failed", job=job_id, error=type(error).__name__, where=f"{frame.filename}:{frame.lineno}")
    async with database.writing() as tx:
        job = await tx.get(JobRecord, job_id, lock=True)
        if job is not None:
            job.due_at = now + timedelta(seconds=2**job.attempts)
            job.leased_until = None
            job.failure = type(error).__name__
