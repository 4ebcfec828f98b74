"""The register: entries, every wording an entry ever had, days in each class, files on their way in."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.members.model import Particulars, Period
from governance.platform.db.records import APPEND_ONLY, Id, Record


class MemberRecord(Record):
    """One entry, as it reads now. ``ceased_on`` is the first day on which the person is no longer a member."""

    __tablename__ = "member"
    __table_args__ = (
        CheckConstraint("ceased_on IS NULL OR ceased_on >= entered_on", name="days_in_order"),
        CheckConstraint("(ceased_on IS NULL) = (ceased_ground IS NULL)", name="ground_with_day"),
        Index("ix_member_days", "entered_on", "ceased_on"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    name_given: Mapped[str]
    name_family: Mapped[str]
    address: Mapped[str]
    email: Mapped[str | None]
    language: Mapped[str] = mapped_column(String(2))
    formats: Mapped[list[Any]]
    entered_on: Mapped[date]
    search: Mapped[str]
    ceased_on: Mapped[date | None] = mapped_column(default=None)
    ceased_ground: Mapped[str | None] = mapped_column(default=None)
    periods: Mapped[list["ClassPeriodRecord"]] = relationship(
        lazy="raise", order_by="ClassPeriodRecord.since", default_factory=list
    )

    @property
    def name(self) -> str:
        return f"{self.name_given} {self.name_family}".strip()

    @property
    def particulars(self) -> Particulars:
        return Particulars(
            self.name_given, self.name_family, self.address, self.email, self.language, tuple(self.formats)
        )

    def was_member_on(self, day: date) -> bool:
        return self.entered_on <= day and (self.ceased_on is None or day < self.ceased_on)


class MemberHistoryRecord(Record):
    """An entry's particulars as they read from ``since`` until the next row of the same member."""

    __tablename__ = "member_history"
    __table_args__ = (UniqueConstraint("member", "sequence"), APPEND_ONLY)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    member: Mapped[str] = mapped_column(ForeignKey("member.id"))
    sequence: Mapped[int]
    since: Mapped[date]
    name_given: Mapped[str]
    name_family: Mapped[str]
    address: Mapped[str]
    email: Mapped[str | None]
    language: Mapped[str] = mapped_column(String(2))
    formats: Mapped[list[Any]]
    reason: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]


class ClassPeriodRecord(Record):
    """Days in one class; at most one period of a member is open, and periods meet end to end (P-021)."""

    __tablename__ = "class_period"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until >= since", name="days_in_order"),
        UniqueConstraint("member", "since"),
        Index(
            "uq_class_period_open",
            "member",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    member: Mapped[str] = mapped_column(ForeignKey("member.id"))
    class_: Mapped[str] = mapped_column("class")
    since: Mapped[date]
    reason: Mapped[str]
    until: Mapped[date | None] = mapped_column(default=None)

    @property
    def period(self) -> Period:
        return Period(self.class_, self.since, self.until)


class ImportRecord(Record):
    """A file of members until it is confirmed; once confirmed, or left alone too long, its cells are wiped."""

    __tablename__ = "member_import"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    rows: Mapped[int]
    errors: Mapped[list[Any]]
    uploaded_at: Mapped[datetime]
    uploaded_by: Mapped[str]
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    confirmed_by: Mapped[str | None] = mapped_column(default=None)
