"""Arrangements, the texts that two people agree to, their answers, and changes of some hours."""

from datetime import date, datetime, time
from fractions import Fraction
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from constitution.support import Framework
from governance.arrangements.model.agreements import Hours, Place, Rates, Slot, State, minutes_of
from governance.platform.db.records import Id, Record

_STATES = ", ".join(f"'{state}'" for state in State)


class ArrangementRecord(Record):
    """One assistant with one person. Rates are pence an hour, framework times minutes, payment pence a week.

    Whoever directs, employs and introduced stands here as it was agreed; what rules allow is asked when it is proposed.
    ``moves_to`` employs from the day ``moves_on``, which has not come.
    """

    __tablename__ = "arrangement"
    __table_args__ = (
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        CheckConstraint("ends_on IS NULL OR ground IS NOT NULL", name="ends_with_ground"),
        CheckConstraint("(moves_to IS NULL) = (moves_on IS NULL)", name="moves_on_a_day"),
        Index("ix_arrangement_person", "person"),
        Index("ix_arrangement_assistant", "assistant"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    entered_at: Mapped[datetime]
    entered_by: Mapped[str]
    person: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
    assistant: Mapped[str] = mapped_column(Id, ForeignKey("assistant.id"))
    state: Mapped[str] = mapped_column(String(12))
    directs: Mapped[str] = mapped_column(String(30))
    employs: Mapped[str] = mapped_column(String(16))
    source: Mapped[str] = mapped_column(String(30))
    introduction_only: Mapped[bool]
    personal_care: Mapped[bool]
    contracted_by: Mapped[str | None] = mapped_column(String(8), default=None)
    representative: Mapped[str | None] = mapped_column(Id, ForeignKey("person_representative.id"), default=None)
    quality_standard: Mapped[str | None] = mapped_column(String(40), default=None)
    registration: Mapped[str] = mapped_column(String(40), default="to_be_confirmed")
    registration_reason: Mapped[str | None] = mapped_column(default=None)
    registration_by: Mapped[str | None] = mapped_column(default=None)
    registration_at: Mapped[datetime | None] = mapped_column(default=None)
    framework_least: Mapped[int | None] = mapped_column(default=None)
    framework_most: Mapped[int | None] = mapped_column(default=None)
    framework_start: Mapped[time | None] = mapped_column(default=None)
    framework_end: Mapped[time | None] = mapped_column(default=None)
    framework_cap: Mapped[int | None] = mapped_column(default=None)
    payment: Mapped[int | None] = mapped_column(default=None)
    backup: Mapped[str | None] = mapped_column(String(30), default=None)
    agreement: Mapped[str | None] = mapped_column(Id, default=None)
    started_on: Mapped[date | None] = mapped_column(default=None)
    reviewed_on: Mapped[date | None] = mapped_column(default=None)
    review_by: Mapped[date | None] = mapped_column(default=None)
    told_of_end_at: Mapped[datetime | None] = mapped_column(default=None)
    ends_on: Mapped[date | None] = mapped_column(default=None)
    ground: Mapped[str | None] = mapped_column(String(24), default=None)
    moves_to: Mapped[str | None] = mapped_column(String(16), default=None)
    moves_contract: Mapped[str | None] = mapped_column(String(8), default=None)
    moves_on: Mapped[date | None] = mapped_column(default=None)

    def framework(self, usual: tuple[Slot, ...]) -> Framework:
        """What was agreed for this person, with the usual hours; where it says nothing, the rules do."""
        window = None
        if self.framework_start is not None and self.framework_end is not None:
            window = self.framework_start, self.framework_end
        least, most = _hours(self.framework_least), _hours(self.framework_most)
        return Framework(_hours(minutes_of(usual)), least, most, window, self.framework_cap)


class AgreementRecord(Record):
    """One wording, never changed. ``said`` is sealed: answers and salt as JSON; ``text_hash`` is what a yes names."""

    __tablename__ = "arrangement_agreement"
    __table_args__ = (UniqueConstraint("arrangement", "number"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    arrangement: Mapped[str] = mapped_column(Id, ForeignKey("arrangement.id"))
    number: Mapped[int]
    proposed_by: Mapped[str]
    proposed_at: Mapped[datetime]
    starts_on: Mapped[date]
    week: Mapped[list[Any]]
    place: Mapped[str] = mapped_column(String(12))
    weekday_rate: Mapped[int]
    weekend_rate: Mapped[int]
    said: Mapped[str]
    text_hash: Mapped[str] = mapped_column(String(64))
    night_rate: Mapped[int | None] = mapped_column(default=None)

    @property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(Slot.from_dict(one) for one in self.week)

    @property
    def rates(self) -> Rates:
        return Rates(self.weekday_rate, self.weekend_rate, self.night_rate)

    @property
    def where(self) -> Place:
        return Place(self.place)

    @property
    def kinds(self) -> frozenset[Hours]:
        return frozenset(slot.hours for slot in self.slots)


class AnswerRecord(Record):
    """A yes or a no to one wording or one change, never changed and without a reason. ``subject`` is its id."""

    __tablename__ = "arrangement_answer"
    __table_args__ = (
        UniqueConstraint("subject", "party"),
        Index("ix_arrangement_answer_arrangement", "arrangement"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    arrangement: Mapped[str] = mapped_column(Id, ForeignKey("arrangement.id"))
    subject: Mapped[str] = mapped_column(Id)
    text_hash: Mapped[str] = mapped_column(String(64))
    party: Mapped[str] = mapped_column(String(8))
    yes: Mapped[bool]
    by: Mapped[str]
    at: Mapped[datetime]


class VariationRecord(Record):
    """Other hours for some weeks or from then on; ``finding`` says whether they are inside the framework.

    ``until`` is the first Monday on which the agreed hours hold again. Costs are pence a week.
    """

    __tablename__ = "arrangement_variation"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until > since", name="days_in_order"),
        Index("ix_arrangement_variation_arrangement", "arrangement"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    arrangement: Mapped[str] = mapped_column(Id, ForeignKey("arrangement.id"))
    agreement: Mapped[str] = mapped_column(Id, ForeignKey("arrangement_agreement.id"))
    proposed_by: Mapped[str]
    proposed_at: Mapped[datetime]
    since: Mapped[date]
    week: Mapped[list[Any]]
    emergency: Mapped[bool]
    finding: Mapped[dict[str, Any]]
    inside: Mapped[bool]
    cost_before: Mapped[int]
    cost: Mapped[int]
    text_hash: Mapped[str] = mapped_column(String(64))
    until: Mapped[date | None] = mapped_column(default=None)
    escalated_to: Mapped[str | None] = mapped_column(String(16), default=None)
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    stands: Mapped[bool | None] = mapped_column(default=None)

    @property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(Slot.from_dict(one) for one in self.week)


class DraftRecord(Record):
    """What somebody has answered of a proposal that nobody was asked about yet: sealed, and nobody else's to read."""

    __tablename__ = "arrangement_draft"

    account: Mapped[str] = mapped_column(Id, ForeignKey("access_account.id"), primary_key=True)
    person: Mapped[str] = mapped_column(Id, ForeignKey("person.id"), primary_key=True)
    assistant: Mapped[str] = mapped_column(Id, ForeignKey("assistant.id"), primary_key=True)
    answers: Mapped[str]
    changed_at: Mapped[datetime]


class HelpRecord(Record):
    """Somebody asked for help with an arrangement: until then one office may look at it (PERM-8)."""

    __tablename__ = "arrangement_help"
    __table_args__ = (Index("ix_arrangement_help_arrangement", "arrangement"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    arrangement: Mapped[str] = mapped_column(Id, ForeignKey("arrangement.id"))
    office: Mapped[str] = mapped_column(String(12))
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    until: Mapped[datetime]


class LookRecord(Record):
    """One look that help made possible; the person sees each."""

    __tablename__ = "arrangement_look"
    __table_args__ = (Index("ix_arrangement_look_arrangement", "arrangement"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    arrangement: Mapped[str] = mapped_column(Id, ForeignKey("arrangement.id"))
    by: Mapped[str]
    office: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime]


def _hours(minutes: int | None) -> Fraction | None:
    return None if minutes is None else Fraction(minutes, 60)
