"""Versions of the quality standard that agreements name."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from governance.platform.db.records import APPEND_ONLY, Id, Record
from governance.platform.texts import Texts


class StandardRecord(Record):
    """One version, in force from a day until the next begins. It never changes (P-265)."""

    __tablename__ = "standard"
    __table_args__ = (UniqueConstraint("label"), UniqueConstraint("since"), APPEND_ONLY)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    label: Mapped[str] = mapped_column(String(40))
    text: Mapped[dict[str, Any]]
    since: Mapped[date]
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]
    motion: Mapped[str | None] = mapped_column(Id, ForeignKey("motion.id"), default=None)

    @property
    def texts(self) -> Texts:
        return Texts.from_json(self.text)
