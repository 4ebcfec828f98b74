"""Who does each task of an employer, arrangement by arrangement."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from governance.platform.db.records import Id, Record

_OPEN = text("until IS NULL")


class DutyRecord(Record):
    """One task and its one owner; ``until`` is the first day on which it is another's. Ended rows are the history."""

    __tablename__ = "duty"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until >= since", name="days_in_order"),
        Index("uq_duty_open", "arrangement", "task", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_duty_arrangement", "arrangement"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    arrangement: Mapped[str] = mapped_column(Id)
    task: Mapped[str] = mapped_column(String(30))
    owner: Mapped[str] = mapped_column(String(20))
    since: Mapped[date]
    noted_at: Mapped[datetime]
    until: Mapped[date | None] = mapped_column(default=None)
