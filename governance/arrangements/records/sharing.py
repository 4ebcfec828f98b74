"""Arrangements that several people share: the terms they agreed, who takes part, and each session with its cost."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from governance.arrangements.model.sharing import FEWEST, MOST
from governance.platform.db.records import APPEND_ONLY, Id, Record


class SharedRecord(Record):
    """What people share. ``leader`` is an outside leader's name, such as an artist's; nothing here says why.

    ``in_force`` is the number of the terms that hold; before the first are agreed there are none.
    """

    __tablename__ = "shared_arrangement"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    title: Mapped[dict[str, Any]]
    organiser: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    leader: Mapped[str | None] = mapped_column(default=None)
    in_force: Mapped[int | None] = mapped_column(default=None)
    started_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_on: Mapped[date | None] = mapped_column(default=None)


class SharedDraftRecord(Record):
    """What somebody has answered so far and has not sent: one for each account and ``subject``; nobody else reads it.

    The subject is "new", a shared arrangement that is to change, or one of its sessions.
    """

    __tablename__ = "shared_draft"

    account: Mapped[str] = mapped_column(Id, ForeignKey("access_account.id"), primary_key=True)
    subject: Mapped[str] = mapped_column(String(40), primary_key=True)
    answers: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]


class SharedAssistantRecord(Record):
    __tablename__ = "shared_assistant"

    shared: Mapped[str] = mapped_column(Id, ForeignKey("shared_arrangement.id"), primary_key=True)
    assistant: Mapped[str] = mapped_column(Id, ForeignKey("assistant.id"), primary_key=True)


class TermsRecord(Record):
    """One wording of the terms, as `model.sharing.Terms` has it, for so many people, who agree to its ``sha256``."""

    __tablename__ = "shared_terms"
    __table_args__ = (
        CheckConstraint(f"people BETWEEN {FEWEST} AND {MOST}", name="people"),
        UniqueConstraint("shared", "number"),
        APPEND_ONLY,
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    shared: Mapped[str] = mapped_column(Id, ForeignKey("shared_arrangement.id"))
    number: Mapped[int]
    people: Mapped[int]
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(String(64))
    proposed_by: Mapped[str]
    proposed_at: Mapped[datetime]


class AskedRecord(Record):
    """Who would take part on these terms, in the order of joining, and with what weight where the basis has weights."""

    __tablename__ = "shared_asked"
    __table_args__ = (
        CheckConstraint(f"place BETWEEN 1 AND {MOST}", name="place"),
        UniqueConstraint("terms", "place"),
        Index("ix_shared_asked_person", "person"),
        APPEND_ONLY,
    )

    terms: Mapped[str] = mapped_column(Id, ForeignKey("shared_terms.id"), primary_key=True)
    person: Mapped[str] = mapped_column(Id, ForeignKey("person.id"), primary_key=True)
    place: Mapped[int]
    weight: Mapped[str] = mapped_column(String(24))

    @property
    def share(self) -> Fraction:
        return Fraction(self.weight)


class AgreedRecord(Record):
    """A participant, or who speaks for them, agreed to one wording."""

    __tablename__ = "shared_agreed"
    __table_args__ = (
        ForeignKeyConstraint(["terms", "person"], ["shared_asked.terms", "shared_asked.person"]),
        APPEND_ONLY,
    )

    terms: Mapped[str] = mapped_column(Id, primary_key=True)
    person: Mapped[str] = mapped_column(Id, primary_key=True)
    agreed_by: Mapped[str]
    agreed_at: Mapped[datetime]


class BegunRecord(Record):
    """From when terms hold: until the next ones of the same arrangement begin."""

    __tablename__ = "shared_begun"
    __table_args__ = (APPEND_ONLY,)

    terms: Mapped[str] = mapped_column(Id, ForeignKey("shared_terms.id"), primary_key=True)
    begun_at: Mapped[datetime]


class ParticipantRecord(Record):
    """Somebody who said yes; ``until`` is the first day on which they no longer take part, told on ``told_on``.

    ``shows_name`` and ``shows_amounts`` are what this participant lets the others see.
    """

    __tablename__ = "shared_participant"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until >= since", name="days_in_order"),
        Index(
            "uq_shared_participant_shared_person",
            "shared",
            "person",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
        Index("ix_shared_participant_person", "person"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    shared: Mapped[str] = mapped_column(Id, ForeignKey("shared_arrangement.id"))
    person: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
    since: Mapped[date]
    until: Mapped[date | None] = mapped_column(default=None)
    told_on: Mapped[date | None] = mapped_column(default=None)
    shows_name: Mapped[bool] = mapped_column(default=False)
    shows_amounts: Mapped[bool] = mapped_column(default=False)

    def takes_part_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)
