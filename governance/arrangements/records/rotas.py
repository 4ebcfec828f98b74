"""Rotas: the group they are for, the cover it needs, the shifts that give it and what assistants ask of each other."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from governance.platform.db.records import Id, Record

DAYS_IN_ORDER = "until IS NULL OR until >= since"


class HouseholdRecord(Record):
    """A group with a rota. Rates in pence are what is planned with: an hour awake, and a whole sleep-in."""

    __tablename__ = "household"
    __table_args__ = (
        CheckConstraint("living_trust IS NULL OR shared_arrangement IS NULL", name="one_home"),
        Index("ix_household_living_trust", "living_trust"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    entered_at: Mapped[datetime]
    title: Mapped[str] = mapped_column(String(120))
    waking_rate: Mapped[int]
    sleep_in_rate: Mapped[int]
    living_trust: Mapped[str | None] = mapped_column(Id, ForeignKey("living_trust.id"), default=None)
    shared_arrangement: Mapped[str | None] = mapped_column(Id, ForeignKey("shared_arrangement.id"), default=None)


class HouseholdPersonRecord(Record):
    """Somebody whose support this rota gives; ``minutes`` a week are assessed for sharing, the weight of the cost."""

    __tablename__ = "household_person"
    __table_args__ = (
        CheckConstraint(DAYS_IN_ORDER, name="days_in_order"),
        CheckConstraint("minutes >= 0", name="no_less_than_nothing"),
        UniqueConstraint("household", "person", "since"),
        Index("ix_household_person_person", "person"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    household: Mapped[str] = mapped_column(Id, ForeignKey("household.id"))
    person: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
    since: Mapped[date]
    minutes: Mapped[int]
    entered_at: Mapped[datetime]
    until: Mapped[date | None] = mapped_column(default=None)


class RequirementRecord(Record):
    """How many people a weekday (0 is Monday) needs between two local times; an end up to the start is the next day."""

    __tablename__ = "rota_requirement"
    __table_args__ = (
        CheckConstraint(DAYS_IN_ORDER, name="days_in_order"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("people > 0", name="somebody"),
        Index("ix_rota_requirement_household", "household"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    household: Mapped[str] = mapped_column(Id, ForeignKey("household.id"))
    weekday: Mapped[int]
    begins: Mapped[time]
    ends: Mapped[time]
    kind: Mapped[str] = mapped_column(String(10))
    people: Mapped[int]
    since: Mapped[date]
    until: Mapped[date | None] = mapped_column(default=None)


class ShiftRecord(Record):
    """A shift that begins on ``day``; nobody's until it has an assistant. ``rate``: pence an hour, or for a sleep-in.

    ``offered``: to whom it is offered, one assistant (``offered_to``) or the bank.
    """

    __tablename__ = "rota_shift"
    __table_args__ = (
        CheckConstraint("offered IS NULL OR assistant IS NULL", name="offered_while_free"),
        CheckConstraint("offered_to IS NULL OR offered IS NOT NULL", name="offered_to_somebody"),
        Index("ix_rota_shift_household_day", "household", "day"),
        Index("ix_rota_shift_assistant_day", "assistant", "day"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    household: Mapped[str] = mapped_column(Id, ForeignKey("household.id"))
    day: Mapped[date]
    begins: Mapped[time]
    ends: Mapped[time]
    kind: Mapped[str] = mapped_column(String(10))
    rate: Mapped[int]
    assistant: Mapped[str | None] = mapped_column(Id, ForeignKey("assistant.id"), default=None)
    offered: Mapped[str | None] = mapped_column(String(10), default=None)
    offered_to: Mapped[str | None] = mapped_column(Id, ForeignKey("assistant.id"), default=None)


class SwapRecord(Record):
    """One assistant asks another to take a shift; asking is the one's agreement, answering yes the other's."""

    __tablename__ = "rota_swap"
    __table_args__ = (
        CheckConstraint("asked_by <> asked_of", name="two_people"),
        Index("ix_rota_swap_shift", "shift"),
        Index("ix_rota_swap_asked_of", "asked_of"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    shift: Mapped[str] = mapped_column(Id, ForeignKey("rota_shift.id", ondelete="CASCADE"))
    asked_by: Mapped[str] = mapped_column(Id, ForeignKey("assistant.id"))
    asked_of: Mapped[str] = mapped_column(Id, ForeignKey("assistant.id"))
    asked_at: Mapped[datetime]
    agreed: Mapped[bool | None] = mapped_column(default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
