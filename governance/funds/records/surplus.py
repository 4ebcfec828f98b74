"""Surpluses: how the board proposes to divide one, the motion that decides it, and that it was posted."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from constitution import Finding
from governance.funds.model.surplus import Part
from governance.platform.db.records import Id, Record

_POSTED = text("posted_at IS NOT NULL")


class SurplusRecord(Record):
    """``amount`` is in pence; ``finding`` is what the rules said of these parts on the day they were proposed."""

    __tablename__ = "surplus"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("posted_at IS NULL OR motion IS NOT NULL", name="decided"),
        Index("uq_surplus_year", "year_ended", unique=True, sqlite_where=_POSTED, postgresql_where=_POSTED),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    year_ended: Mapped[date]
    amount: Mapped[int]
    parts: Mapped[list[Any]]
    finding: Mapped[dict[str, Any]]
    proposed_by: Mapped[str]
    proposed_at: Mapped[datetime]
    motion: Mapped[str | None] = mapped_column(Id, ForeignKey("motion.id"), default=None)
    posted_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def division(self) -> tuple[Part, ...]:
        return tuple(Part.from_json(part) for part in self.parts)

    @property
    def judged(self) -> Finding:
        return Finding.from_dict(self.finding)
