"""What each personal assistant was taught, and sessions whose cost members share."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from governance.platform.db.records import Id, Record


class SessionRecord(Record):
    """One session of training for several assistants; sums in pence."""

    __tablename__ = "training_session"
    __table_args__ = (CheckConstraint("minutes > 0 AND trainer >= 0 AND hourly >= 0", name="not_negative"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    module: Mapped[str] = mapped_column(String(40))
    done_on: Mapped[date]
    minutes: Mapped[int]
    given_by: Mapped[str] = mapped_column(String(120))
    trainer: Mapped[int]  # the trainer's bill
    hourly: Mapped[int]  # what each assistant is paid an hour
    noted_by: Mapped[str]
    noted_at: Mapped[datetime]


class ShareRecord(Record):
    """What one member pays of a session, in pence; ``place`` is the order in which odd pennies fall (P-245)."""

    __tablename__ = "training_share"
    __table_args__ = (UniqueConstraint("session", "place"), CheckConstraint("pence >= 0", name="not_negative"))

    session: Mapped[str] = mapped_column(Id, ForeignKey("training_session.id"), primary_key=True)
    member: Mapped[str] = mapped_column(Id, ForeignKey("member.id"), primary_key=True)
    place: Mapped[int]
    pence: Mapped[int]


class TrainingRecord(Record):
    """One module that one assistant did. ``person``: whose own way it was, when that is the module (P-264)."""

    __tablename__ = "assistant_training"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="lasted"),
        Index("ix_assistant_training_assistant", "assistant"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    assistant: Mapped[str] = mapped_column(Id, ForeignKey("assistant.id"))
    module: Mapped[str] = mapped_column(String(40))
    done_on: Mapped[date]
    minutes: Mapped[int]
    given_by: Mapped[str] = mapped_column(String(120))
    noted_by: Mapped[str]
    noted_at: Mapped[datetime]
    by_office: Mapped[bool]
    session: Mapped[str | None] = mapped_column(Id, ForeignKey("training_session.id"), default=None)
    person: Mapped[str | None] = mapped_column(Id, ForeignKey("person.id"), default=None)
