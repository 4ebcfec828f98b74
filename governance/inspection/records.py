"""Grants to look, every look, and whom each look showed: of the register, or of one person's money."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from governance.inspection.disclosures import What
from governance.inspection.model import DISCLOSING, Column, Power, Standing
from governance.platform.db.records import APPEND_ONLY, Id, Record


class GrantRecord(Record):
    """Leave for one person to look, under one power, at some columns, as at some days, for a while."""

    __tablename__ = "inspection_grant"
    __table_args__ = (
        CheckConstraint("approved_by IS NULL OR approved_by <> proposed_by", name="two_people"),
        CheckConstraint("(approved_by IS NULL) = (approved_at IS NULL)", name="approved_at"),
        CheckConstraint("latest >= earliest", name="days_in_order"),
        Index("ix_inspection_grant_account", "account"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    body: Mapped[str]
    power: Mapped[str] = mapped_column(String(20))
    evidence: Mapped[str]
    columns: Mapped[list[Any]]
    lawful_basis: Mapped[str | None]
    earliest: Mapped[date]
    latest: Mapped[date]
    expires_at: Mapped[datetime]
    member: Mapped[str | None] = mapped_column(ForeignKey("member.id"))
    inspector_name: Mapped[str]
    inspector_email: Mapped[str]
    proposed_by: Mapped[str]
    proposed_at: Mapped[datetime]
    account: Mapped[str | None] = mapped_column(ForeignKey("access_account.id"), default=None)
    approved_by: Mapped[str | None] = mapped_column(default=None)
    approved_at: Mapped[datetime | None] = mapped_column(default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
    revoked_by: Mapped[str | None] = mapped_column(default=None)
    revoked_because: Mapped[str | None] = mapped_column(default=None)

    @property
    def standing(self) -> Standing:
        return Standing(self.approved_at, self.revoked_at, self.expires_at, self.earliest, self.latest)

    @property
    def discloses(self) -> bool:
        """It opens one person's money, and nothing of the register."""
        return self.power == DISCLOSING

    @property
    def scope(self) -> tuple[Power, frozenset[Column]]:
        return Power(self.power), frozenset(Column(column) for column in self.columns)


class LookRecord(Record):
    """One page of the register shown to somebody."""

    __tablename__ = "inspection_look"
    __table_args__ = (Index("ix_inspection_look_grant", "grant", "at"), APPEND_ONLY)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    grant: Mapped[str] = mapped_column(ForeignKey("inspection_grant.id"))
    at: Mapped[datetime]
    as_at: Mapped[date]
    search: Mapped[str]
    page: Mapped[int]


class LookEntryRecord(Record):
    """Whose entry a look showed, and which of its columns."""

    __tablename__ = "inspection_look_entry"
    __table_args__ = (Index("ix_inspection_look_entry_member", "member"), APPEND_ONLY)

    look: Mapped[str] = mapped_column(ForeignKey("inspection_look.id"), primary_key=True)
    member: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    columns: Mapped[list[Any]]


class DisclosureRecord(Record):
    """Whose money a grant opens, to what kind of authority and what for; the grant has the period and the power.

    ``notice``: the cause under which they were told of it. ``answer``: why it was opened although they objected.
    """

    __tablename__ = "inspection_disclosure"
    __table_args__ = (
        CheckConstraint("(objected_at IS NULL) = (objected_by IS NULL)", name="objected_by"),
        Index("ix_inspection_disclosure_person", "person"),
    )

    grant: Mapped[str] = mapped_column(Id, ForeignKey("inspection_grant.id"), primary_key=True)
    person: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
    authority: Mapped[str] = mapped_column(String(20))
    purpose: Mapped[str] = mapped_column(String(20))
    notice: Mapped[str] = mapped_column(Id)
    objected_at: Mapped[datetime | None] = mapped_column(default=None)
    objected_by: Mapped[str | None] = mapped_column(default=None)
    answer: Mapped[str | None] = mapped_column(String(300), default=None)


class ReadingRecord(Record):
    """One time that the authority read something of it; ``file`` is what was taken away, where it was not the page."""

    __tablename__ = "inspection_reading"
    __table_args__ = (Index("ix_inspection_reading_grant", "grant", "at"), APPEND_ONLY)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    grant: Mapped[str] = mapped_column(Id, ForeignKey("inspection_disclosure.grant"))
    at: Mapped[datetime]
    what: Mapped[What] = mapped_column(String(20))
    file: Mapped[str | None] = mapped_column(String(20), default=None)
