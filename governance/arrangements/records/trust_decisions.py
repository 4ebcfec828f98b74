"""Decisions of trustees: what was proposed, what the residents said of it, how each trustee voted."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from governance.arrangements.model.trust_decisions import State
from governance.platform.db.records import Id, Record


class TrustDecisionRecord(Record):
    """One matter put to the trustees. ``proposal`` is sealed; ``outcome`` is the finding on which it was closed."""

    __tablename__ = "trust_decision"
    __table_args__ = (Index("ix_trust_decision_trust", "trust"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    trust: Mapped[str] = mapped_column(Id, ForeignKey("living_trust.id"))
    matter: Mapped[str] = mapped_column(String(20))
    proposal: Mapped[str]
    proposed_by: Mapped[str] = mapped_column(Id, ForeignKey("trust_trustee.id"))
    proposed_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12), default=State.OPEN)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    outcome: Mapped[dict[str, Any] | None] = mapped_column(default=None)


class ResidentAskedRecord(Record):
    """Somebody who lived there when it was proposed: they are heard even if they leave before it is decided."""

    __tablename__ = "trust_asked"

    decision: Mapped[str] = mapped_column(Id, ForeignKey("trust_decision.id"), primary_key=True)
    person: Mapped[str] = mapped_column(Id, ForeignKey("person.id"), primary_key=True)


class ResidentViewRecord(Record):
    """What one resident thinks of it, in their own words or how they were asked: sealed."""

    __tablename__ = "trust_view"
    __table_args__ = (UniqueConstraint("decision", "person"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    decision: Mapped[str] = mapped_column(Id, ForeignKey("trust_decision.id"))
    person: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
    heard: Mapped[str] = mapped_column(String(12))
    words: Mapped[str]
    written_by: Mapped[str]
    written_at: Mapped[datetime]


class TrusteeVoteRecord(Record):
    """One trustee's yes or no; ``written_by`` is somebody else where the trustee does not sign in."""

    __tablename__ = "trust_vote"

    decision: Mapped[str] = mapped_column(Id, ForeignKey("trust_decision.id"), primary_key=True)
    trustee: Mapped[str] = mapped_column(Id, ForeignKey("trust_trustee.id"), primary_key=True)
    agrees: Mapped[bool]
    written_by: Mapped[str]
    written_at: Mapped[datetime]
