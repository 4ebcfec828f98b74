"""Notices, the words they were put into, and one letter for each person told."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from constitution import Finding
from constitution.service import Method
from governance.correspondence.model import Cure, cure
from governance.platform.db.records import APPEND_ONLY, Id, Record
from notifications import Channel, State


class NoticeRecord(Record):
    """What is told, and why: ``kind`` names the templates, ``cause`` the act, ``facts`` fill the words.

    ``formal``: proof of service is owed, and there is no unsubscribing from it.
    """

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("kind", "cause"), APPEND_ONLY)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    kind: Mapped[str]
    cause: Mapped[str]
    facts: Mapped[dict[str, Any]]
    formal: Mapped[bool]
    created_at: Mapped[datetime]


class WordingRecord(Record):
    """The notice in one variant, fixed before the first letter leaves: everybody gets the same words (W-05)."""

    __tablename__ = "notice_wording"
    __table_args__ = (APPEND_ONLY,)

    notice: Mapped[str] = mapped_column(ForeignKey("notice.id"), primary_key=True)
    variant: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    composed_at: Mapped[datetime]


class LetterRecord(Record):
    """One row of the outbox (MAIL-1). Name and addresses are those of the moment at which the letter was promised.

    ``edition`` is 1; a letter sent again, by another way or in a language that was missing, is a further edition.
    ``state`` is the channel's; ``sent_at`` and ``deemed_on`` are the proof, empty until the person has been given it.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("notice", "recipient", "edition"),
        Index("ix_letter_waiting", "state", "due_at"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    notice: Mapped[str] = mapped_column(ForeignKey("notice.id"))
    recipient: Mapped[str] = mapped_column(Id)
    edition: Mapped[int]
    name: Mapped[str]
    language: Mapped[str] = mapped_column(String(2))
    email: Mapped[str | None]
    postal: Mapped[list[Any]]
    formats: Mapped[list[Any]]
    variants: Mapped[list[Any]]
    channel: Mapped[Channel] = mapped_column(String(6))
    state: Mapped[State] = mapped_column(String(7))
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None] = mapped_column(default=None)
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    receipt: Mapped[str | None] = mapped_column(default=None)
    failure: Mapped[str | None] = mapped_column(default=None)
    detail: Mapped[str | None] = mapped_column(default=None)
    uncertain: Mapped[bool] = mapped_column(default=False)
    method: Mapped[Method | None] = mapped_column(String(5), default=None)
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    deemed_on: Mapped[date | None] = mapped_column(default=None)
    proof: Mapped[dict[str, Any] | None] = mapped_column(default=None)

    told: Mapped[NoticeRecord] = relationship(lazy="raise", viewonly=True, init=False, repr=False)

    @property
    def deemed(self) -> Finding | None:
        """Why it counts as received on that day (P-086 to P-090)."""
        return None if self.proof is None else Finding.from_dict(self.proof)

    @property
    def way(self) -> str:
        """How it was given, or how it is to go."""
        return self.method or (Method.EMAIL if self.channel == Channel.EMAIL else Method.POST)

    @property
    def stands(self) -> str:
        """The channel is done with a letter once it is printed; its reader is not."""
        return "printed" if self.cure is Cure.POST else self.state

    @property
    def cure(self) -> Cure | None:
        return cure(
            State(self.state),
            Channel(self.channel),
            was_sent=self.sent_at is not None,
            has_postal=bool(self.postal),
        )
