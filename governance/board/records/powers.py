"""Powers that the members gave, each with the text it rests on, and their ends."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.board.model.powers import Limits
from governance.platform.db.records import APPEND_ONLY, Id, Record
from governance.platform.texts import Texts


class PowerEndRecord(Record):
    """That a power ended on a day before its time, and by which motion, if members said so."""

    __tablename__ = "board_power_end"
    __table_args__ = (APPEND_ONLY,)

    power: Mapped[str] = mapped_column(Id, ForeignKey("board_power.id"), primary_key=True)
    on: Mapped[date]
    at: Mapped[datetime]
    by: Mapped[str]
    motion: Mapped[str | None] = mapped_column(Id, ForeignKey("motion.id"), default=None)


class PowerRecord(Record):
    """One power. ``total`` and ``each`` are pence, none is no limit; ``until`` is the first day without it.

    It rests on a motion that was carried, or on a rule of a version of the rule book; ``source_sha256`` is the
    fingerprint of the words it rests on, ``text_sha256`` that of the whole power.
    """

    __tablename__ = "board_power"
    __table_args__ = (
        CheckConstraint("(motion IS NULL) <> (rule IS NULL)", name="one_source"),
        CheckConstraint("(rule IS NULL) = (rules_version IS NULL)", name="rule_of_version"),
        CheckConstraint("until IS NULL OR until > since", name="days_in_order"),
        CheckConstraint("total IS NULL OR total > 0", name="total"),
        CheckConstraint("each IS NULL OR each > 0", name="each"),
        Index("ix_board_power_motion", "motion"),
        APPEND_ONLY,
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    holder: Mapped[str] = mapped_column(String(12))
    purpose: Mapped[dict[str, Any]]
    since: Mapped[date]
    given_at: Mapped[datetime]
    given_by: Mapped[str]
    source_sha256: Mapped[str] = mapped_column(String(64))
    text_sha256: Mapped[str] = mapped_column(String(64))
    until: Mapped[date | None] = mapped_column(default=None)
    total: Mapped[int | None] = mapped_column(BigInteger, default=None)
    each: Mapped[int | None] = mapped_column(BigInteger, default=None)
    motion: Mapped[str | None] = mapped_column(Id, ForeignKey("motion.id"), default=None)
    rule: Mapped[str | None] = mapped_column(String(20), default=None)
    rules_version: Mapped[str | None] = mapped_column(Id, ForeignKey("rulebook_version.id"), default=None)

    ended: Mapped[PowerEndRecord | None] = relationship(lazy="raise", uselist=False, default=None, repr=False)

    @property
    def worded(self) -> Texts:
        return Texts.from_json(self.purpose)

    @property
    def limits(self) -> Limits:
        return Limits(self.total, self.each)

    @property
    def last(self) -> date | None:
        """The first day on which it no longer holds: its own, or the earlier one on which it was ended."""
        ends = [day for day in (self.until, self.ended.on if self.ended else None) if day is not None]
        return min(ends, default=None)

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.last is None or day < self.last)
