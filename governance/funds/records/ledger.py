"""The ledger as the database keeps it: rows are added and nothing else; both sides of a movement are of one fund."""

from datetime import date, datetime

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

from governance.funds.model.ledger import Entry, Kind, Movement
from governance.platform.db.records import APPEND_ONLY, Id, Record

ENTRY_KIND = Enum(Kind, native_enum=False, create_constraint=False, length=20, values_callable=list)
_KINDS = ", ".join(f"'{kind}'" for kind in Kind)


class AccountRecord(Record):
    """An account of a fund."""

    __tablename__ = "fund_account"
    __table_args__ = (APPEND_ONLY,)

    fund: Mapped[str] = mapped_column(Id, ForeignKey("fund.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(60), primary_key=True)


class MovementRecord(Record):
    """So many pence between two accounts of the entry's own fund: no row can fail to balance (LED-1)."""

    __tablename__ = "fund_movement"
    __table_args__ = (
        CheckConstraint("pence > 0", name="of_something"),
        CheckConstraint("debit <> credit", name="two_accounts"),
        ForeignKeyConstraint(["fund", "seq"], ["fund_entry.fund", "fund_entry.seq"], name="fk_fund_movement_entry"),
        ForeignKeyConstraint(
            ["fund", "debit"], ["fund_account.fund", "fund_account.name"], name="fk_fund_movement_debit"
        ),
        ForeignKeyConstraint(
            ["fund", "credit"], ["fund_account.fund", "fund_account.name"], name="fk_fund_movement_credit"
        ),
        Index("ix_fund_movement_debit", "fund", "debit"),
        Index("ix_fund_movement_credit", "fund", "credit"),
        APPEND_ONLY,
    )

    fund: Mapped[str] = mapped_column(Id, primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    debit: Mapped[str] = mapped_column(String(60))
    credit: Mapped[str] = mapped_column(String(60))
    pence: Mapped[int] = mapped_column(BigInteger)

    @property
    def movement(self) -> Movement:
        return Movement(self.debit, self.credit, self.pence)


class EntryRecord(Record):
    """One entry; never changed, never removed. An entry is taken back once at most."""

    __tablename__ = "fund_entry"
    __table_args__ = (
        CheckConstraint(f"kind IN ({_KINDS})", name="kind"),
        CheckConstraint("reverses IS NULL OR reverses < seq", name="reverses_earlier"),
        ForeignKeyConstraint(
            ["fund", "mandate"], ["fund_mandate.fund", "fund_mandate.id"], name="fk_fund_entry_mandate"
        ),
        ForeignKeyConstraint(
            ["fund", "division"], ["fund_division.fund", "fund_division.number"], name="fk_fund_entry_division"
        ),
        ForeignKeyConstraint(
            ["fund", "reverses"], ["fund_entry.fund", "fund_entry.seq"], name="fk_fund_entry_reverses"
        ),
        UniqueConstraint("fund", "reverses"),
        UniqueConstraint("fund", "prev"),
        APPEND_ONLY,
    )

    fund: Mapped[str] = mapped_column(Id, ForeignKey("fund.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    on: Mapped[date]
    at: Mapped[datetime]
    kind: Mapped[Kind] = mapped_column(ENTRY_KIND)
    reference: Mapped[str] = mapped_column(String(120))
    mandate: Mapped[str] = mapped_column(Id)
    entered_by: Mapped[str]
    prev: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    division: Mapped[int | None] = mapped_column(default=None)
    reverses: Mapped[int | None] = mapped_column(default=None)

    movements: Mapped[list[MovementRecord]] = relationship(
        lazy="raise", order_by=MovementRecord.place, default_factory=list, repr=False
    )

    @property
    def entry(self) -> Entry:
        """With its movements, which are loaded beside it."""
        return Entry(
            fund=self.fund,
            seq=self.seq,
            on=self.on,
            at=self.at,
            kind=self.kind,
            reference=self.reference,
            mandate=self.mandate,
            entered_by=self.entered_by,
            movements=tuple(one.movement for one in self.movements),
            prev=self.prev,
            hash=self.hash,
            division=self.division,
            reverses=self.reverses,
        )
