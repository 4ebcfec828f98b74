"""What is written of each session of a shared arrangement. Nothing is written over: the latest entry counts."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from governance.platform.db.records import APPEND_ONLY, Id, Record


class SessionRecord(Record):
    __tablename__ = "shared_session"
    __table_args__ = (UniqueConstraint("shared", "number"), APPEND_ONLY)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    shared: Mapped[str] = mapped_column(Id, ForeignKey("shared_arrangement.id"))
    number: Mapped[int]


class EntryRecord(Record):
    """One statement about a session: that it is planned, was held, or was called off, when it is and on what terms.

    ``place`` counts the entries of the whole arrangement, in the order in which they were made: shares follow it.
    """

    __tablename__ = "shared_entry"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="times_in_order"),
        UniqueConstraint("shared", "place"),
        Index("ix_shared_entry_session", "session"),
        APPEND_ONLY,
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    shared: Mapped[str] = mapped_column(Id, ForeignKey("shared_arrangement.id"))
    session: Mapped[str] = mapped_column(Id, ForeignKey("shared_session.id"))
    terms: Mapped[str] = mapped_column(Id, ForeignKey("shared_terms.id"))
    place: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    day: Mapped[date]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    made_by: Mapped[str]
    made_at: Mapped[datetime]


class LineRecord(Record):
    """One cost of a session. ``people`` are those it is for; without them it is for everybody charged."""

    __tablename__ = "shared_line"
    __table_args__ = (
        CheckConstraint("pence >= 0", name="pence"),
        UniqueConstraint("entry", "place"),
        APPEND_ONLY,
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    entry: Mapped[str] = mapped_column(Id, ForeignKey("shared_entry.id"))
    place: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    pence: Mapped[int]
    minutes: Mapped[int | None] = mapped_column(default=None)
    rate: Mapped[int | None] = mapped_column(default=None)
    people: Mapped[list[Any] | None] = mapped_column(default=None)


class AttendanceRecord(Record):
    """Was somebody there, for how long, or when did they say that they would not come?

    ``percent`` is what P-275 has charged of them, ``weight`` their part by the basis agreed, both as of that day.
    """

    __tablename__ = "shared_attendance"
    __table_args__ = (CheckConstraint("percent BETWEEN 0 AND 100", name="percent"), APPEND_ONLY)

    entry: Mapped[str] = mapped_column(Id, ForeignKey("shared_entry.id"), primary_key=True)
    person: Mapped[str] = mapped_column(Id, ForeignKey("person.id"), primary_key=True)
    place: Mapped[int]
    came: Mapped[bool]
    minutes: Mapped[int]
    percent: Mapped[int]
    weight: Mapped[str] = mapped_column(String(40))
    told_at: Mapped[datetime | None] = mapped_column(default=None)


class ShareRecord(Record):
    """What an entry has somebody pay for a line, in pence. A correction gives back what the entry before it took."""

    __tablename__ = "shared_share"
    __table_args__ = (Index("ix_shared_share_person", "person"), APPEND_ONLY)

    entry: Mapped[str] = mapped_column(Id, ForeignKey("shared_entry.id"), primary_key=True)
    line: Mapped[str] = mapped_column(Id, ForeignKey("shared_line.id"), primary_key=True)
    person: Mapped[str] = mapped_column(Id, ForeignKey("person.id"), primary_key=True)
    pence: Mapped[int]
