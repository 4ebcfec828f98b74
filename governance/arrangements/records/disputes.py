"""Disputes step by step, actions that could not wait, and support schemes."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from governance.platform.db.records import Id, Record


class DisputeRecord(Record):
    """Something that two people could not settle; ``about`` is sealed, seen by the two and the one named to help."""

    __tablename__ = "arrangement_dispute"
    __table_args__ = (
        CheckConstraint("(closed_on IS NULL) = (outcome IS NULL)", name="closed_with_outcome"),
        Index("ix_arrangement_dispute_arrangement", "arrangement"),
        Index("ix_arrangement_dispute_panel", "panel"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    arrangement: Mapped[str] = mapped_column(Id, ForeignKey("arrangement.id"))
    party: Mapped[str] = mapped_column(String(8))
    raised_by: Mapped[str]
    raised_at: Mapped[datetime]
    about: Mapped[str]
    panel: Mapped[str | None] = mapped_column(Id, ForeignKey("member.id"), default=None)
    advocate_wanted: Mapped[bool] = mapped_column(default=False)
    closed_on: Mapped[date | None] = mapped_column(default=None)
    outcome: Mapped[str | None] = mapped_column(String(24), default=None)


class DisputeStepRecord(Record):
    """The day on which a dispute came to one step of the rules (P-230)."""

    __tablename__ = "arrangement_dispute_step"
    __table_args__ = (UniqueConstraint("dispute", "number"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    dispute: Mapped[str] = mapped_column(Id, ForeignKey("arrangement_dispute.id"))
    number: Mapped[int]
    step: Mapped[str] = mapped_column(String(30))
    began_at: Mapped[datetime]
    taken_by: Mapped[str]


class UrgentActionRecord(Record):
    """What could not wait for anybody's vote (K-097): who acted, when, and when the board ratified it.

    Of a safeguarding concern only the day and to whom it was referred is kept.
    """

    __tablename__ = "arrangement_urgent_action"
    __table_args__ = (
        CheckConstraint("assistant IS NOT NULL OR arrangement IS NOT NULL", name="about_something"),
        Index("ix_arrangement_urgent_action_assistant", "assistant"),
        Index("ix_arrangement_urgent_action_arrangement", "arrangement"),
        UniqueConstraint("number"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(24))
    taken_by: Mapped[str]
    taken_at: Mapped[datetime]
    assistant: Mapped[str | None] = mapped_column(Id, ForeignKey("assistant.id"), default=None)
    arrangement: Mapped[str | None] = mapped_column(Id, ForeignKey("arrangement.id"), default=None)
    referred_to: Mapped[str | None] = mapped_column(String(24), default=None)
    lifted_at: Mapped[datetime | None] = mapped_column(default=None)
    lifted_by: Mapped[str | None] = mapped_column(default=None)
    ratified_at: Mapped[datetime | None] = mapped_column(default=None)
    ratified_by: Mapped[str | None] = mapped_column(default=None)
    confirmed: Mapped[bool | None] = mapped_column(default=None)


class SchemeRecord(Record):
    """A support scheme of a person's own choice, and which tasks it keeps from day to day."""

    __tablename__ = "support_scheme"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until >= since", name="days_in_order"),
        Index("ix_support_scheme_person", "person"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    person: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(120))
    tasks: Mapped[list[Any]]
    since: Mapped[date]
    until: Mapped[date | None] = mapped_column(default=None)
