"""Independent living trusts: deed, trustees, the people they are for, the house and its papers."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from governance.arrangements.model.trusts import Tie, Trustee
from governance.platform.db.records import Id, Record

DAYS_IN_ORDER = "until IS NULL OR until >= since"


class TrustRecord(Record):
    """One trust. ``by_majority``: its deed lets trustees decide by majority (T-004)."""

    __tablename__ = "living_trust"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    entered_at: Mapped[datetime]
    title: Mapped[str] = mapped_column(String(120))
    deed_reference: Mapped[str] = mapped_column(String(120))
    deed_dated: Mapped[date]
    by_majority: Mapped[bool] = mapped_column(default=False)


class TrusteeRecord(Record):
    """Somebody's days as a trustee: a member who signs in, or somebody known by name only."""

    __tablename__ = "trust_trustee"
    __table_args__ = (
        CheckConstraint("member IS NOT NULL OR name IS NOT NULL", name="known"),
        CheckConstraint(DAYS_IN_ORDER, name="days_in_order"),
        Index("ix_trust_trustee_member", "member"),
        Index("ix_trust_trustee_trust", "trust"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    trust: Mapped[str] = mapped_column(Id, ForeignKey("living_trust.id"))
    since: Mapped[date]
    member: Mapped[str | None] = mapped_column(Id, ForeignKey("member.id"), default=None)
    name: Mapped[str | None] = mapped_column(String(120), default=None)
    family: Mapped[bool] = mapped_column(default=False)
    tie: Mapped[str | None] = mapped_column(String(20), default=None)
    until: Mapped[date | None] = mapped_column(default=None)

    @property
    def trustee(self) -> Trustee:
        tie = None if self.tie is None else Tie(self.tie)
        return Trustee(self.id, self.since, self.until, self.family, tie)


class BeneficiaryRecord(Record):
    """Somebody the trust is for, who lives in its house or will."""

    __tablename__ = "trust_beneficiary"
    __table_args__ = (
        CheckConstraint(DAYS_IN_ORDER, name="days_in_order"),
        UniqueConstraint("trust", "person"),
        Index("ix_trust_beneficiary_person", "person"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    trust: Mapped[str] = mapped_column(Id, ForeignKey("living_trust.id"))
    person: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
    since: Mapped[date]
    until: Mapped[date | None] = mapped_column(default=None)


class LeavingRecord(Record):
    """The word of a trustee that somebody's stay ends on a day, or without one that of ``spoken_by``, the member who
    speaks for them. ``agreed_by`` another trustee, or ``spoken_by``, unless whose stay it is says so; ``read_at`` is
    when they have read that it ended without their own word."""

    __tablename__ = "trust_leaving"
    __table_args__ = (
        CheckConstraint("said_by IS NOT NULL OR spoken_by IS NOT NULL", name="somebody_said"),
        CheckConstraint("agreed_by <> said_by", name="two_trustees"),
    )

    beneficiary: Mapped[str] = mapped_column(Id, ForeignKey("trust_beneficiary.id"), primary_key=True)
    on: Mapped[date]
    said_at: Mapped[datetime]
    said_by: Mapped[str | None] = mapped_column(Id, ForeignKey("trust_trustee.id"), default=None)
    spoken_by: Mapped[str | None] = mapped_column(Id, ForeignKey("member.id"), default=None)
    agreed_by: Mapped[str | None] = mapped_column(Id, ForeignKey("trust_trustee.id"), default=None)
    read_at: Mapped[datetime | None] = mapped_column(default=None)


class PropertyRecord(Record):
    """A house that the trust rents. The address is sealed; ``rent`` is pence a month and no support money (T-009)."""

    __tablename__ = "trust_property"
    __table_args__ = (CheckConstraint(DAYS_IN_ORDER, name="days_in_order"), Index("ix_trust_property_trust", "trust"))

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    trust: Mapped[str] = mapped_column(Id, ForeignKey("living_trust.id"))
    address: Mapped[str]
    landlord: Mapped[str] = mapped_column(String(120))
    rent: Mapped[int]
    since: Mapped[date]
    until: Mapped[date | None] = mapped_column(default=None)


class OccupancyRecord(Record):
    """One person's agreement for a home there. ``tied``: the same paper is about support too, which it must not be."""

    __tablename__ = "trust_occupancy"
    __table_args__ = (
        CheckConstraint(DAYS_IN_ORDER, name="days_in_order"),
        CheckConstraint("weight > 0", name="some_share"),
        Index("ix_trust_occupancy_property", "property"),
        Index("ix_trust_occupancy_person", "person"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    property: Mapped[str] = mapped_column(Id, ForeignKey("trust_property.id"))
    person: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
    since: Mapped[date]
    entered_at: Mapped[datetime]
    weight: Mapped[int] = mapped_column(default=1)
    tied: Mapped[bool] = mapped_column(default=False)
    until: Mapped[date | None] = mapped_column(default=None)


class SignatoryRecord(Record):
    """Somebody who signs at the trust's bank, by name. No account number is kept anywhere."""

    __tablename__ = "trust_signatory"
    __table_args__ = (CheckConstraint(DAYS_IN_ORDER, name="days_in_order"), Index("ix_trust_signatory_trust", "trust"))

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    trust: Mapped[str] = mapped_column(Id, ForeignKey("living_trust.id"))
    name: Mapped[str] = mapped_column(String(120))
    since: Mapped[date]
    until: Mapped[date | None] = mapped_column(default=None)


class InsuranceRecord(Record):
    """An insurance of the trust and its last day."""

    __tablename__ = "trust_insurance"
    __table_args__ = (Index("ix_trust_insurance_trust", "trust"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    trust: Mapped[str] = mapped_column(Id, ForeignKey("living_trust.id"))
    covers: Mapped[str] = mapped_column(String(24))
    last_day: Mapped[date]
    entered_at: Mapped[datetime]


class TaskRecord(Record):
    """Something to see to after a change of trustee (T-003); who did it, and on which day."""

    __tablename__ = "trust_task"
    __table_args__ = (
        CheckConstraint("(done_on IS NULL) = (done_by IS NULL)", name="done_by_somebody"),
        UniqueConstraint("trustee", "change", "code"),
        Index("ix_trust_task_trust", "trust"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    trust: Mapped[str] = mapped_column(Id, ForeignKey("living_trust.id"))
    trustee: Mapped[str] = mapped_column(Id, ForeignKey("trust_trustee.id"))
    change: Mapped[str] = mapped_column(String(12))
    changed_on: Mapped[date]
    code: Mapped[str] = mapped_column(String(30))
    place: Mapped[int]
    done_by: Mapped[str | None] = mapped_column(default=None)
    done_on: Mapped[date | None] = mapped_column(default=None)
