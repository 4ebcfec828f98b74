"""Who introduced whom, and how it ended."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from governance.platform.db.records import Id, Record


class IntroductionRecord(Record):
    """A candidate whom somebody supported brings. ``employer`` decides who makes the checks."""

    __tablename__ = "introduction"
    __table_args__ = (
        UniqueConstraint("assistant"),
        CheckConstraint("(outcome IS NULL) = (ended_on IS NULL)", name="outcome_with_day"),
        Index("ix_introduction_person", "person"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    person: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
    assistant: Mapped[str] = mapped_column(Id, ForeignKey("assistant.id"))
    source: Mapped[str] = mapped_column(String(30))
    employer: Mapped[str] = mapped_column(String(20))
    introduced_by: Mapped[str]
    introduced_at: Mapped[datetime]
    outcome: Mapped[str | None] = mapped_column(String(12), default=None)
    ground: Mapped[str | None] = mapped_column(String(30), default=None)
    ended_on: Mapped[date | None] = mapped_column(default=None)
    ended_by: Mapped[str | None] = mapped_column(default=None)
