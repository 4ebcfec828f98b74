"""What the co-operative adds to every hour that it employs somebody, from a day on."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from governance.platform.db.records import Id, Record


class LevyRecord(Record):
    """Pence an hour, and the one decision it rests on: a motion that was carried, or a power of the board."""

    __tablename__ = "arrangement_levy"
    __table_args__ = (
        CheckConstraint("(motion IS NULL) <> (power IS NULL)", name="decided_once"),
        CheckConstraint("pence >= 0", name="not_below_nothing"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    pence: Mapped[int]
    since: Mapped[date]
    set_by: Mapped[str]
    set_at: Mapped[datetime]
    motion: Mapped[str | None] = mapped_column(Id, ForeignKey("motion.id"), default=None)
    power: Mapped[str | None] = mapped_column(Id, ForeignKey("board_power.id"), default=None)
