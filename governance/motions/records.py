"""Motions, who stands behind them, and what became of them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from constitution import Finding
from governance.motions.model import FirstDecision, Stage
from governance.platform.db.records import APPEND_ONLY, Id, Record
from governance.platform.texts import Texts

STAGE = Enum(Stage, native_enum=False, create_constraint=False, length=20, values_callable=list)
_STAGES = ", ".join(f"'{stage}'" for stage in Stage)


class SupportRecord(Record):
    """One member behind a motion, once."""

    __tablename__ = "motion_support"
    __table_args__ = (APPEND_ONLY,)

    motion: Mapped[str] = mapped_column(Id, ForeignKey("motion.id"), primary_key=True)
    member: Mapped[str] = mapped_column(Id, ForeignKey("member.id"), primary_key=True)
    at: Mapped[datetime]


class DraftRecord(Record):
    """A motion that somebody is writing and has not sent: one for each account, and nobody else reads it."""

    __tablename__ = "motion_draft"

    account: Mapped[str] = mapped_column(Id, ForeignKey("access_account.id"), primary_key=True)
    given: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]


class MotionRecord(Record):
    """One proposal. ``proposer`` is empty where the board proposes; its supporters include the proposer.

    ``why`` has the reasons its proposer gave, if any. ``required`` is the majority it needs as found when it was
    proposed, ``finding`` the one that decided it. A rule change names its ``rules_version``. What the law makes members
    decide at two meetings keeps the ``first_decision`` until the second confirms it. ``effect`` is what it would do to
    pooled money, as `effects.Effect` has it; ``authority`` what it lets a fund spend, as `authority.Authority` has it.
    """

    __tablename__ = "motion"
    __table_args__ = (
        CheckConstraint(f"stage IN ({_STAGES})", name="stage"),
        CheckConstraint("stage NOT IN ('carried', 'lost') OR finding IS NOT NULL", name="decided"),
        CheckConstraint("stage <> 'ballot' OR vote IS NOT NULL", name="ballot"),
        UniqueConstraint("vote"),
        Index("ix_motion_meeting", "meeting"),
        Index("uq_motion_rules_version", "rules_version", unique=True),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    title: Mapped[dict[str, Any]]
    text: Mapped[dict[str, Any]]
    matter: Mapped[str | None] = mapped_column(String(60))
    resolution: Mapped[str] = mapped_column(String(20))
    required: Mapped[dict[str, Any]]
    proposer: Mapped[str | None] = mapped_column(Id, ForeignKey("member.id"))
    stage: Mapped[Stage] = mapped_column(STAGE)
    proposed_at: Mapped[datetime]
    proposed_on: Mapped[date]
    meeting: Mapped[str | None] = mapped_column(Id, ForeignKey("meeting.id"), default=None)
    vote: Mapped[str | None] = mapped_column(Id, ForeignKey("vote.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    why: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    result: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    finding: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    rules_version: Mapped[str | None] = mapped_column(Id, ForeignKey("rulebook_version.id"), default=None)
    first_decision: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    effect: Mapped[list[Any] | None] = mapped_column(default=None)
    authority: Mapped[dict[str, Any] | None] = mapped_column(default=None)

    supporters: Mapped[list[SupportRecord]] = relationship(
        lazy="raise", order_by=SupportRecord.at, default_factory=list, repr=False
    )

    @property
    def titled(self) -> Texts:
        return Texts.from_json(self.title)

    @property
    def worded(self) -> Texts:
        return Texts.from_json(self.text)

    @property
    def reasons(self) -> Texts | None:
        return None if self.why is None else Texts.from_json(self.why)

    @property
    def required_finding(self) -> Finding:
        return Finding.from_dict(self.required)

    @property
    def first(self) -> FirstDecision | None:
        return None if self.first_decision is None else FirstDecision.from_json(self.first_decision)

    @property
    def standing(self) -> str:
        """Where it stands, in a word of its own while it waits for the second of two meetings."""
        waits = self.first_decision is not None and self.stage is Stage.SUPPORTED
        return "to-be-confirmed" if waits else str(self.stage)

    @property
    def decision(self) -> Finding | None:
        return Finding.from_dict(self.finding) if self.finding is not None else None
