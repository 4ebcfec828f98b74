"""Direct payments as their holders write them down, and what happened in each period."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from governance.funds.model.payments import Entered, Terms
from governance.platform.db.records import Id, Record


class PaymentRecord(Record):
    """One payment of one funder to one person. It says nothing of why it is paid, and holds no bank details.

    Sums are pence for a period of ``weeks``. ``kept_under`` says by what authority the co-operative keeps it, if it
    does. ``ended_on`` is the first day on which it is no longer paid.
    """

    __tablename__ = "direct_payment"
    __table_args__ = (
        CheckConstraint("amount >= 0 AND own_contribution >= 0 AND opening >= 0", name="sums"),
        CheckConstraint("weeks > 0 AND cap_weeks >= 0 AND return_months > 0", name="lengths"),
        CheckConstraint("kept_in <> 'co_operative' OR kept_under IS NOT NULL", name="kept_under"),
        Index("ix_direct_payment_person", "person"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    person: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
    funder_kind: Mapped[str] = mapped_column(String(20))
    funder: Mapped[str] = mapped_column(String(120))
    recipient_kind: Mapped[str] = mapped_column(String(40))
    net: Mapped[bool]
    weeks: Mapped[int]
    amount: Mapped[int]
    own_contribution: Mapped[int]
    cap_weeks: Mapped[int]
    opening: Mapped[int]
    since: Mapped[date]
    next_review: Mapped[date]
    return_months: Mapped[int]
    kept_in: Mapped[str] = mapped_column(String(20))
    entered_at: Mapped[datetime]
    kept_under: Mapped[str | None] = mapped_column(String(200), default=None)
    ended_on: Mapped[date | None] = mapped_column(default=None)

    @property
    def terms(self) -> Terms:
        return Terms(self.amount, self.own_contribution, self.net, self.weeks, self.cap_weeks, self.since, self.opening)


class PeriodRecord(Record):
    """What came in and went out in one period; ``evidence`` names the papers that show it, such as invoice numbers."""

    __tablename__ = "payment_period"
    __table_args__ = (
        UniqueConstraint("payment", "number"),
        CheckConstraint("authority >= 0 AND own >= 0 AND other >= 0 AND invoice >= 0 AND levy >= 0", name="sums"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    payment: Mapped[str] = mapped_column(Id, ForeignKey("direct_payment.id"))
    number: Mapped[int]
    authority: Mapped[int]
    own: Mapped[int]
    invoice: Mapped[int]
    levy: Mapped[int]
    evidence: Mapped[str] = mapped_column(String(200))
    entered_at: Mapped[datetime]
    other: Mapped[int] = mapped_column(default=0)

    @property
    def entered(self) -> Entered:
        return Entered(self.authority, self.own, self.invoice, self.levy, self.evidence, self.other)


class PaymentDraftRecord(Record):
    """What somebody has answered of a payment that is not written down yet: one for each account, sealed."""

    __tablename__ = "payment_draft"

    account: Mapped[str] = mapped_column(Id, ForeignKey("access_account.id"), primary_key=True)
    answers: Mapped[str]
    changed_at: Mapped[datetime]
