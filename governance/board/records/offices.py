"""Who held which office, from which day until which."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from governance.board.model.offices import Office, Term
from governance.platform.db.records import Id, Record

_OPEN_AND_ALONE = text("until IS NULL AND office IN ('secretary', 'chair', 'treasurer')")


class TermRecord(Record):
    """One person's days in one office. ``appointed_at`` is when it was entered, ``since`` when it began."""

    __tablename__ = "board_term"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until >= since", name="days_in_order"),
        UniqueConstraint("office", "member", "since"),
        Index(
            "uq_board_term_open",
            "office",
            unique=True,
            sqlite_where=_OPEN_AND_ALONE,
            postgresql_where=_OPEN_AND_ALONE,
        ),
        Index("ix_board_term_member", "member"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    office: Mapped[str] = mapped_column(String(12))
    member: Mapped[str] = mapped_column(ForeignKey("member.id"))
    since: Mapped[date]
    how: Mapped[str] = mapped_column(String(20))
    appointed_at: Mapped[datetime]
    until: Mapped[date | None] = mapped_column(default=None)
    ended_because: Mapped[str | None] = mapped_column(default=None)

    @property
    def term(self) -> Term:
        return Term(Office(self.office), self.member, self.since, self.until)
