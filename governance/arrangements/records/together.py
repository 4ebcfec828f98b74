"""Switches that members decide; notices of peer support and their answers; things that are shared, and bookings."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.arrangements.model.together import NAME_LIMIT, PLACE_LIMIT, TEXT_LIMIT, Times
from governance.platform.db.records import APPEND_ONLY, Id, Record


class SwitchRecord(Record):
    """That a motion turned a feature on or off; the last one counts. ``until`` is the first day after a trial."""

    __tablename__ = "together_switch"
    __table_args__ = (
        UniqueConstraint("feature", "motion"),
        UniqueConstraint("feature", "number"),
        APPEND_ONLY,
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    feature: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]
    on: Mapped[bool]
    motion: Mapped[str] = mapped_column(Id, ForeignKey("motion.id"))
    at: Mapped[datetime]
    by: Mapped[str]
    until: Mapped[date | None] = mapped_column(default=None)

    def is_on(self, day: date) -> bool:
        return self.on and (self.until is None or day < self.until)


class AnswerRecord(Record):
    """Somebody who can help, or would like to. ``contact`` is sealed, and read by the other only once both agree."""

    __tablename__ = "peer_answer"

    notice: Mapped[str] = mapped_column(Id, ForeignKey("peer_notice.id"), primary_key=True)
    person: Mapped[str] = mapped_column(Id, ForeignKey("person.id"), primary_key=True)
    contact: Mapped[str]
    at: Mapped[datetime]
    agreed: Mapped[bool | None] = mapped_column(default=None)
    settled_at: Mapped[datetime | None] = mapped_column(default=None)


class NoticeRecord(Record):
    """An offer or a request. ``contact`` of whoever put it up is sealed."""

    __tablename__ = "peer_notice"
    __table_args__ = (Index("ix_peer_notice_until", "until"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    person: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(String(TEXT_LIMIT))
    language: Mapped[str] = mapped_column(String(10))
    contact: Mapped[str]
    put_at: Mapped[datetime]
    until: Mapped[date]
    taken_down_at: Mapped[datetime | None] = mapped_column(default=None)

    answers: Mapped[list[AnswerRecord]] = relationship(
        lazy="raise", order_by=AnswerRecord.at, default_factory=list, repr=False
    )

    def stands_on(self, day: date) -> bool:
        return self.taken_down_at is None and day <= self.until


class ThingRecord(Record):
    """Something that is shared: a hoist, a van, a room. ``keeper`` has it, ``place`` is where."""

    __tablename__ = "shared_thing"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_LIMIT))
    place: Mapped[str] = mapped_column(String(PLACE_LIMIT))
    keeper: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
    entered_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)


class BookingRecord(Record):
    """One person's time with a thing; two that stand never meet."""

    __tablename__ = "shared_thing_booking"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="times_in_order"),
        Index("ix_shared_thing_booking_thing", "thing", "starts_at"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    thing: Mapped[str] = mapped_column(Id, ForeignKey("shared_thing.id"))
    person: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    booked_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def times(self) -> Times:
        return Times(self.starts_at, self.ends_at)
