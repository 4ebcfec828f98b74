"""Funds: who takes part, what they agreed to, by what weights costs are divided, what decisions let them spend."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from governance.funds.model.funds import Asked, FundKind, FundState, Source
from governance.funds.model.pool import Division
from governance.platform.db.records import APPEND_ONLY, Id, Record
from governance.platform.texts import Texts

KIND = Enum(FundKind, native_enum=False, create_constraint=False, length=20, values_callable=list)
STATE = Enum(FundState, native_enum=False, create_constraint=False, length=12, values_callable=list)
ASKED = Enum(Asked, native_enum=False, create_constraint=False, length=12, values_callable=list)
_STATES = ", ".join(f"'{state}'" for state in FundState)
_ASKED = ", ".join(f"'{kind}'" for kind in Asked)


class FundRecord(Record):
    """One fund, and the one thing that it pays for, if it serves one. ``locked_through``: the books are closed.

    ``bank_account`` is what the treasurer calls the account in which it is kept, never its number.
    """

    __tablename__ = "fund"
    __table_args__ = (
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        CheckConstraint(
            "(CASE WHEN shared_arrangement IS NULL THEN 0 ELSE 1 END) + (CASE WHEN household IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN living_trust IS NULL THEN 0 ELSE 1 END) <= 1",
            name="serves_one",
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    title: Mapped[dict[str, Any]]
    kind: Mapped[FundKind] = mapped_column(KIND)
    held_as: Mapped[str] = mapped_column(String(40))
    basis: Mapped[str] = mapped_column(String(40))
    state: Mapped[FundState] = mapped_column(STATE)
    proposed_by: Mapped[str]
    proposed_at: Mapped[datetime]
    opened_on: Mapped[date | None] = mapped_column(default=None)
    closed_on: Mapped[date | None] = mapped_column(default=None)
    locked_through: Mapped[date | None] = mapped_column(default=None)
    bank_account: Mapped[str | None] = mapped_column(String(60), default=None)
    shared_arrangement: Mapped[str | None] = mapped_column(Id, ForeignKey("shared_arrangement.id"), default=None)
    household: Mapped[str | None] = mapped_column(Id, ForeignKey("household.id"), default=None)
    living_trust: Mapped[str | None] = mapped_column(Id, ForeignKey("living_trust.id"), default=None)

    @property
    def titled(self) -> Texts:
        return Texts.from_json(self.title)


class ParticipantRecord(Record):
    """One person in a fund; ``place`` is the order of joining, ``until`` the first day without them.

    ``told_on`` is the day on which they gave notice; ``consent_sha256`` is of the words they agreed to.
    """

    __tablename__ = "fund_participant"
    __table_args__ = (
        UniqueConstraint("fund", "place"),
        CheckConstraint("until IS NULL OR until >= since", name="days_in_order"),
        CheckConstraint("(consented_at IS NULL) = (consent_sha256 IS NULL)", name="consent"),
        Index(
            "uq_fund_participant_person",
            "fund",
            "person",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
        Index("ix_fund_participant_of", "person"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    fund: Mapped[str] = mapped_column(Id, ForeignKey("fund.id"))
    person: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
    place: Mapped[int]
    since: Mapped[date]
    until: Mapped[date | None] = mapped_column(default=None)
    told_on: Mapped[date | None] = mapped_column(default=None)
    consented_at: Mapped[datetime | None] = mapped_column(default=None)
    consented_by: Mapped[str | None] = mapped_column(default=None)
    consent_sha256: Mapped[str | None] = mapped_column(String(64), default=None)


class DivisionRecord(Record):
    """The weights from an instant on: pairs of person and whole number, in the order of joining."""

    __tablename__ = "fund_division"
    __table_args__ = (APPEND_ONLY,)

    fund: Mapped[str] = mapped_column(Id, ForeignKey("fund.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    weights: Mapped[list[Any]]
    begun_at: Mapped[datetime]

    @property
    def division(self) -> Division:
        return Division(self.number, dict(self.weights))


class ChangeRecord(Record):
    """What somebody asked those who take part: for a division, its basis and weights. ``done_at``: it holds."""

    __tablename__ = "fund_change"
    __table_args__ = (
        CheckConstraint(f"kind IN ({_ASKED})", name="kind"),
        CheckConstraint("(kind = 'division') = (basis IS NOT NULL)", name="division"),
        UniqueConstraint("fund", "id"),
        Index("ix_fund_change_fund", "fund"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    fund: Mapped[str] = mapped_column(Id, ForeignKey("fund.id"))
    kind: Mapped[Asked] = mapped_column(ASKED)
    sha256: Mapped[str] = mapped_column(String(64))
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    basis: Mapped[str | None] = mapped_column(String(40), default=None)
    weights: Mapped[list[Any] | None] = mapped_column(default=None)
    done_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def divided(self) -> dict[str, int]:
        """By whom and by what weights costs would be divided; nobody where that is not what was asked."""
        return dict(self.weights or ())


class AgreementRecord(Record):
    """One person's agreement to a change."""

    __tablename__ = "fund_agreement"
    __table_args__ = (APPEND_ONLY,)

    change: Mapped[str] = mapped_column(Id, ForeignKey("fund_change.id"), primary_key=True)
    person: Mapped[str] = mapped_column(Id, ForeignKey("person.id"), primary_key=True)
    by: Mapped[str]
    at: Mapped[datetime]


class ForgivingRecord(Record):
    """So many pence that somebody who left owes, which a change asks to let go of. ``entry``: it is in the books."""

    __tablename__ = "fund_forgiving"
    __table_args__ = (CheckConstraint("pence > 0", name="of_something"),)

    change: Mapped[str] = mapped_column(Id, ForeignKey("fund_change.id"), primary_key=True)
    person: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
    pence: Mapped[int] = mapped_column(BigInteger)
    entry: Mapped[int | None] = mapped_column(default=None)


class PlanRecord(Record):
    """What the change of the same ``id`` plans: so many pence for one purpose; ``until`` is the first day without."""

    __tablename__ = "fund_plan"
    __table_args__ = (
        CheckConstraint("pence > 0", name="of_something"),
        ForeignKeyConstraint(["fund", "id"], ["fund_change.fund", "fund_change.id"], name="fk_fund_plan_change"),
        UniqueConstraint("fund", "id"),
        APPEND_ONLY,
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    fund: Mapped[str] = mapped_column(Id)
    purpose: Mapped[str] = mapped_column(String(60))
    pence: Mapped[int] = mapped_column(BigInteger)
    until: Mapped[date]


class MandateRecord(Record):
    """What lets a fund take and spend money: a carried motion, a power of the board, a decision of trustees (LED-4).

    ``total`` and ``each`` are pence, none is no limit; ``until`` is the first day without it.
    """

    __tablename__ = "fund_mandate"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN motion IS NULL THEN 0 ELSE 1 END) + (CASE WHEN power IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN trust_decision IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_source",
        ),
        CheckConstraint("until IS NULL OR until >= since", name="days_in_order"),
        CheckConstraint("total IS NULL OR total > 0", name="total"),
        CheckConstraint("each IS NULL OR each > 0", name="each"),
        UniqueConstraint("fund", "id"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    fund: Mapped[str] = mapped_column(Id, ForeignKey("fund.id"))
    motion: Mapped[str | None] = mapped_column(Id, ForeignKey("motion.id"))
    power: Mapped[str | None] = mapped_column(Id, ForeignKey("board_power.id"))
    trust_decision: Mapped[str | None] = mapped_column(Id, ForeignKey("trust_decision.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    purposes: Mapped[list[Any]]
    since: Mapped[date]
    named_by: Mapped[str]
    named_at: Mapped[datetime]
    total: Mapped[int | None] = mapped_column(BigInteger, default=None)
    each: Mapped[int | None] = mapped_column(BigInteger, default=None)
    until: Mapped[date | None] = mapped_column(default=None)

    @property
    def source(self) -> Source:
        if self.motion is not None:
            return Source.MOTION
        return Source.POWER if self.power is not None else Source.TRUSTEES

    @property
    def source_id(self) -> str:
        return self.motion or self.power or self.trust_decision or ""

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)
