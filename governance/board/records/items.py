"""Items of board meetings: who was there, who had an interest, and what was decided and why."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from constitution import Finding
from governance.board.model.items import Answer, Outcome, Seat
from governance.platform.db.records import Id, Record
from governance.platform.texts import Texts


class SeatRecord(Record):
    """One director who is there for an item. ``asked``: declared or suggested by class, and so asked about it."""

    __tablename__ = "board_item_seat"

    item: Mapped[str] = mapped_column(Id, ForeignKey("board_item.id"), primary_key=True)
    member: Mapped[str] = mapped_column(Id, ForeignKey("member.id"), primary_key=True)
    class_: Mapped[str] = mapped_column("class", String(40))
    because: Mapped[str | None] = mapped_column(String(10), default=None)
    interest: Mapped[str | None] = mapped_column(Id, ForeignKey("board_interest.id"), default=None)
    kind: Mapped[str | None] = mapped_column(String(40), default=None)
    answer: Mapped[str | None] = mapped_column(String(12), default=None)
    reason: Mapped[str] = mapped_column(default="")

    @property
    def seat(self) -> Seat:
        answer = Answer(self.answer) if self.answer is not None else None
        return Seat(self.member, self.class_, answer, self.kind, self.because is not None, self.reason)


class ItemRecord(Record):
    """One item. ``board`` is how many were directors that day; once decided nothing of it changes.

    ``quorum`` is the finding about those left without an interest, ``decision`` that about the votes.
    """

    __tablename__ = "board_item"
    __table_args__ = (
        CheckConstraint("outcome IN ('open', 'carried', 'lost', 'referred', 'inquorate')", name="outcome"),
        CheckConstraint("(outcome = 'open') = (quorum IS NULL)", name="decided_by_quorum"),
        CheckConstraint("(outcome IN ('carried', 'lost')) = (decision IS NOT NULL)", name="decided_by_votes"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    day: Mapped[date]
    title: Mapped[dict[str, Any]]
    proposal: Mapped[dict[str, Any]]
    touches: Mapped[list[Any]]
    counterparty: Mapped[str]
    board: Mapped[int]
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]
    outcome: Mapped[str] = mapped_column(String(10), default=Outcome.OPEN)
    asked_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    in_favour: Mapped[int | None] = mapped_column(default=None)
    against: Mapped[int | None] = mapped_column(default=None)
    abstaining: Mapped[int | None] = mapped_column(default=None)
    alternatives: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    reason: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    quorum: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    decision: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    sha256: Mapped[str | None] = mapped_column(String(64), default=None)

    seats: Mapped[list[SeatRecord]] = relationship(
        lazy="raise", order_by=SeatRecord.member, default_factory=list, repr=False
    )

    @property
    def titled(self) -> Texts:
        return Texts.from_json(self.title)

    @property
    def proposed(self) -> Texts:
        return Texts.from_json(self.proposal)

    @property
    def reasons(self) -> Texts:
        return Texts.from_json(self.reason or {})

    @property
    def others(self) -> Texts:
        """The alternatives that were thought about."""
        return Texts.from_json(self.alternatives or {})

    @property
    def quorum_finding(self) -> Finding | None:
        return None if self.quorum is None else Finding.from_dict(self.quorum)

    @property
    def decision_finding(self) -> Finding | None:
        return None if self.decision is None else Finding.from_dict(self.decision)
