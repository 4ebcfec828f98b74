"""Promises made inside a transaction: a row that a runner will find once the transaction is committed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Index, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from governance.platform.db import Transaction, View
from governance.platform.db.records import Id, Record
from governance.platform.ids import new_id

MOST_ATTEMPTS = 8
LATE = timedelta(minutes=5)


class JobRecord(Record):
    """One thing to do. ``done_at`` empty: still to do; ``leased_until``: a runner is at it. Done, the row goes, unless
    ``once`` has to be remembered."""

    __tablename__ = "job"
    __table_args__ = (UniqueConstraint("once"), Index("ix_job_waiting", "done_at", "due_at"))

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    due_at: Mapped[datetime]
    once: Mapped[str | None] = mapped_column(default=None)
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None] = mapped_column(default=None)
    done_at: Mapped[datetime | None] = mapped_column(default=None)
    failure: Mapped[str | None] = mapped_column(default=None)


@dataclass(frozen=True, slots=True)
class Lag:
    """Promises that are overdue, and those that no runner tries any more."""

    late: int
    given_up: int


async def lagging(view: View, now: datetime) -> Lag:
    waiting = select(func.count()).select_from(JobRecord).where(JobRecord.done_at.is_(None))
    late = await view.scalar(waiting.where(JobRecord.due_at < now - LATE))
    given_up = await view.scalar(waiting.where(JobRecord.attempts >= MOST_ATTEMPTS))
    return Lag(late, given_up)


def enqueue(
    tx: Transaction, kind: str, payload: dict[str, Any], *, due_at: datetime, once: str | None = None
) -> JobRecord:
    """Promise ``kind`` at ``due_at``. ``once`` names a cause that must not be promised twice."""
    job = JobRecord(id=new_id(), kind=kind, payload=payload, due_at=due_at, once=once)
    tx.add(job)
    return job
