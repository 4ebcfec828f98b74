"""Meetings, their business, who came, and what happened in order."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from constitution import Finding
from governance.meetings.model import How, Kind, Stage, cause
from governance.platform.clock import legal_day
from governance.platform.db.records import APPEND_ONLY, Id, Record
from governance.platform.texts import Texts


class ItemRecord(Record):
    """One item of business. ``subject`` is the id of a motion; ``business`` names what lengthens the notice."""

    __tablename__ = "agenda_item"
    __table_args__ = (UniqueConstraint("meeting", "position"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    meeting: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    position: Mapped[int]
    title: Mapped[dict[str, Any]]
    text: Mapped[dict[str, Any]]
    subject: Mapped[str | None] = mapped_column(Id)
    business: Mapped[str | None] = mapped_column(String(20))

    @property
    def titled(self) -> Texts:
        return Texts.from_json(self.title)

    @property
    def worded(self) -> Texts:
        return Texts.from_json(self.text)


class MeetingRecord(Record):
    """One meeting through all its dates: a new date is a new ``sitting``, with letters and attendance of its own.

    ``notice`` is the finding that the date is lawful, ``quorum`` the one on which it began, as found at the time.
    ``notice_kind`` names the letters of this sitting; ``adjourned_from`` is the day of one that had no quorum.
    """

    __tablename__ = "meeting"
    __table_args__ = (Index("ix_meeting_starts_at", "starts_at"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    kind: Mapped[Kind] = mapped_column(String(7))
    stage: Mapped[Stage] = mapped_column(String(9))
    starts_at: Mapped[datetime]
    place: Mapped[str]
    join_link: Mapped[str]
    called_at: Mapped[datetime]
    notice: Mapped[dict[str, Any]]
    rules_version: Mapped[int]
    sitting: Mapped[int] = mapped_column(default=1)
    notice_kind: Mapped[str | None] = mapped_column(default=None)
    notified_at: Mapped[datetime | None] = mapped_column(default=None)
    adjourned_from: Mapped[date | None] = mapped_column(default=None)
    began_at: Mapped[datetime | None] = mapped_column(default=None)
    quorum: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    approved_at: Mapped[datetime | None] = mapped_column(default=None)

    items: Mapped[list[ItemRecord]] = relationship(
        lazy="raise", order_by=ItemRecord.position, default_factory=list, repr=False
    )

    @property
    def day(self) -> date:
        return legal_day(self.starts_at)

    @property
    def cause(self) -> str:
        return cause(self.id, self.sitting)

    @property
    def notice_finding(self) -> Finding:
        return Finding.from_dict(self.notice)

    @property
    def quorum_finding(self) -> Finding | None:
        return Finding.from_dict(self.quorum) if self.quorum is not None else None


class AttendanceRecord(Record):
    """One member who came to one sitting, once."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("meeting", "sitting", "member"),
        CheckConstraint("how IN ('in-person', 'remote')", name="how"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    meeting: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    sitting: Mapped[int]
    member: Mapped[str] = mapped_column(ForeignKey("member.id"))
    how: Mapped[How] = mapped_column(String(9))
    at: Mapped[datetime]


class MeetingEventRecord(Record):
    """What happened, in order: the minutes are filled from here."""

    __tablename__ = "meeting_event"
    __table_args__ = (UniqueConstraint("meeting", "position"), APPEND_ONLY)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    meeting: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    position: Mapped[int]
    at: Mapped[datetime]
    what: Mapped[str]
    facts: Mapped[dict[str, Any]]
    finding: Mapped[dict[str, Any] | None]
