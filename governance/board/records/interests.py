"""The register of directors' interests: what was declared stays, and so does the day on which it ended."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.board.model.interests import COUNTERPARTY_LIMIT, MATTERS_LIMIT, NATURE_LIMIT, Interest
from governance.platform.db.records import APPEND_ONLY, Id, Record


class InterestEndRecord(Record):
    __tablename__ = "board_interest_end"
    __table_args__ = (APPEND_ONLY,)

    interest: Mapped[str] = mapped_column(Id, ForeignKey("board_interest.id"), primary_key=True)
    on: Mapped[date]
    at: Mapped[datetime]
    by: Mapped[str]


class InterestRecord(Record):
    """One declaration of a director. ``declared_by`` is the account that wrote it down: the director's own, or the
    secretary's at the director's wish (``at_request``). ``matters`` says which decisions it touches."""

    __tablename__ = "board_interest"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until > since", name="days_in_order"),
        Index("ix_board_interest_member", "member"),
        APPEND_ONLY,
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    member: Mapped[str] = mapped_column(Id, ForeignKey("member.id"))
    kind: Mapped[str] = mapped_column(String(40))
    nature: Mapped[str] = mapped_column(String(NATURE_LIMIT))
    matters: Mapped[str] = mapped_column(String(MATTERS_LIMIT))
    counterparty: Mapped[str] = mapped_column(String(COUNTERPARTY_LIMIT))
    since: Mapped[date]
    declared_at: Mapped[datetime]
    declared_by: Mapped[str]
    at_request: Mapped[bool]
    until: Mapped[date | None] = mapped_column(default=None)

    ended: Mapped[InterestEndRecord | None] = relationship(lazy="raise", uselist=False, default=None, repr=False)

    @property
    def last(self) -> date | None:
        """The first day on which it no longer holds."""
        ends = [day for day in (self.until, self.ended.on if self.ended else None) if day is not None]
        return min(ends, default=None)

    @property
    def interest(self) -> Interest:
        return Interest(self.id, self.member, self.kind, self.counterparty, self.since, self.last)
