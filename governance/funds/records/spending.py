"""What is to be paid, who approved and who bears it, what was promised to somebody, and what the bank says."""

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
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.funds.model.funds import Payee, SpendState
from governance.platform.db.records import APPEND_ONLY, Id, Record

SPEND_STATE = Enum(SpendState, native_enum=False, create_constraint=False, length=12, values_callable=list)
PAYEE = Enum(Payee, native_enum=False, create_constraint=False, length=20, values_callable=list)
_SPEND_STATES = ", ".join(f"'{state}'" for state in SpendState)
_PAYEES = ", ".join(f"'{payee}'" for payee in Payee)


class CommitmentRecord(Record):
    """A sum promised to somebody up to a day. What is left of it stands in the ledger."""

    __tablename__ = "fund_commitment"
    __table_args__ = (
        CheckConstraint("pence > 0", name="of_something"),
        ForeignKeyConstraint(
            ["fund", "mandate"], ["fund_mandate.fund", "fund_mandate.id"], name="fk_fund_commitment_mandate"
        ),
        UniqueConstraint("fund", "id"),
        APPEND_ONLY,
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    fund: Mapped[str] = mapped_column(Id, ForeignKey("fund.id"))
    mandate: Mapped[str] = mapped_column(Id)
    pence: Mapped[int] = mapped_column(BigInteger)
    what: Mapped[str] = mapped_column(String(120))
    until: Mapped[date]
    made_by: Mapped[str]
    made_at: Mapped[datetime]


class ApprovalRecord(Record):
    """One person's approval of a spend; ``approver`` is the person under whatever role."""

    __tablename__ = "fund_approval"
    __table_args__ = (APPEND_ONLY,)

    spend: Mapped[str] = mapped_column(Id, ForeignKey("fund_spend.id"), primary_key=True)
    approver: Mapped[str] = mapped_column(String(60), primary_key=True)
    at: Mapped[datetime]


class SpendRecord(Record):
    """A payment from a fund, from the day it is prepared. ``evidence`` names a receipt or an invoice kept elsewhere.

    ``shares`` are the pence of each person where they are fixed, and not divided by the fund's own weights.
    """

    __tablename__ = "fund_spend"
    __table_args__ = (
        CheckConstraint("pence > 0", name="of_something"),
        CheckConstraint(f"state IN ({_SPEND_STATES})", name="state"),
        CheckConstraint(f"payee IN ({_PAYEES})", name="payee"),
        CheckConstraint("(state IN ('paid', 'reversed')) = (entry IS NOT NULL)", name="paid_is_entered"),
        ForeignKeyConstraint(
            ["fund", "mandate"], ["fund_mandate.fund", "fund_mandate.id"], name="fk_fund_spend_mandate"
        ),
        ForeignKeyConstraint(
            ["fund", "commitment"], ["fund_commitment.fund", "fund_commitment.id"], name="fk_fund_spend_commitment"
        ),
        ForeignKeyConstraint(["fund", "plan"], ["fund_plan.fund", "fund_plan.id"], name="fk_fund_spend_plan"),
        ForeignKeyConstraint(["fund", "entry"], ["fund_entry.fund", "fund_entry.seq"], name="fk_fund_spend_entry"),
        UniqueConstraint("fund", "entry"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    fund: Mapped[str] = mapped_column(Id, ForeignKey("fund.id"))
    mandate: Mapped[str] = mapped_column(Id)
    pence: Mapped[int] = mapped_column(BigInteger)
    purpose: Mapped[str] = mapped_column(String(60))
    payee: Mapped[Payee] = mapped_column(PAYEE)
    payee_name: Mapped[str] = mapped_column(String(120))
    evidence: Mapped[str] = mapped_column(String(120))
    prepared_by: Mapped[str] = mapped_column(String(60))
    prepared_at: Mapped[datetime]
    state: Mapped[SpendState] = mapped_column(SPEND_STATE)
    plan: Mapped[str | None] = mapped_column(Id, default=None)
    shares: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    commitment: Mapped[str | None] = mapped_column(Id, default=None)
    entry: Mapped[int | None] = mapped_column(default=None)
    refused_by: Mapped[str | None] = mapped_column(String(60), default=None)

    approvals: Mapped[list[ApprovalRecord]] = relationship(
        lazy="raise", order_by=ApprovalRecord.at, default_factory=list, repr=False
    )


class DueRecord(Record):
    """What fell due for shared support and is in a spend of the fund: once, unless that spend was refused
    (``reference`` is of its own slice)."""

    __tablename__ = "fund_due"
    __table_args__ = (APPEND_ONLY,)

    fund: Mapped[str] = mapped_column(Id, ForeignKey("fund.id"), primary_key=True)
    reference: Mapped[str] = mapped_column(Id, primary_key=True)
    spend: Mapped[str] = mapped_column(Id, ForeignKey("fund_spend.id"), primary_key=True)


class BearingRecord(Record):
    """Up to so many pence of one person's share of a spend, which a change asks the others to bear."""

    __tablename__ = "fund_bearing"
    __table_args__ = (CheckConstraint("pence > 0", name="of_something"), APPEND_ONLY)

    change: Mapped[str] = mapped_column(Id, ForeignKey("fund_change.id"), primary_key=True)
    person: Mapped[str] = mapped_column(Id, ForeignKey("person.id"), primary_key=True)
    spend: Mapped[str] = mapped_column(Id, ForeignKey("fund_spend.id"))
    pence: Mapped[int] = mapped_column(BigInteger)


class BankLineRecord(Record):
    """One line of a bank's file, known by the bank's own id: reading the file again adds nothing (LED-5).

    ``account`` is what the treasurer calls the account, never its number. ``pence`` is below nothing for money out.
    """

    __tablename__ = "fund_bank_line"
    __table_args__ = (
        ForeignKeyConstraint(["fund", "entry"], ["fund_entry.fund", "fund_entry.seq"], name="fk_fund_bank_line_entry"),
        UniqueConstraint("account", "bank_id"),
        UniqueConstraint("fund", "entry"),
        Index("ix_fund_bank_line_fund", "fund"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    fund: Mapped[str] = mapped_column(Id, ForeignKey("fund.id"))
    account: Mapped[str] = mapped_column(String(60))
    bank_id: Mapped[str] = mapped_column(String(80))
    on: Mapped[date]
    pence: Mapped[int] = mapped_column(BigInteger)
    reference: Mapped[str] = mapped_column(String(120))
    read_at: Mapped[datetime]
    read_by: Mapped[str]
    entry: Mapped[int | None] = mapped_column(default=None)
