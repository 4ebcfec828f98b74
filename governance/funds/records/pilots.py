"""Funds that members agreed to try: until when, and by which motion. A renewal is a further row."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from governance.platform.db.records import APPEND_ONLY, Id, Record


class PilotRecord(Record):
    """``until`` is the first day without it, unless members renew it."""

    __tablename__ = "fund_pilot"
    __table_args__ = (CheckConstraint("until > since", name="days_in_order"), APPEND_ONLY)

    fund: Mapped[str] = mapped_column(Id, ForeignKey("fund.id"), primary_key=True)
    motion: Mapped[str] = mapped_column(Id, ForeignKey("motion.id"), primary_key=True)
    since: Mapped[date]
    until: Mapped[date]
    begun_at: Mapped[datetime]
