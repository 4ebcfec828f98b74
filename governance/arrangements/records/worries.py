"""That a worry about somebody's safety was raised, and who was told. What it is about stands nowhere here (K-096)."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from governance.platform.db.records import Id, Record


class WorryRecord(Record):
    """Raised on a day by somebody; ``referred_to`` is a kind of body and no name."""

    __tablename__ = "worry"
    __table_args__ = (
        CheckConstraint("(referred_to IS NULL) = (referred_on IS NULL)", name="referred_with_day"),
        Index("ix_worry_raised_by", "raised_by"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    raised_on: Mapped[date]
    raised_by: Mapped[str]
    category: Mapped[str] = mapped_column(String(20))
    referred_to: Mapped[str | None] = mapped_column(String(20), default=None)
    referred_on: Mapped[date | None] = mapped_column(default=None)
    referred_by: Mapped[str | None] = mapped_column(default=None)
