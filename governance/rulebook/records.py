"""The organisation's name, the wordings of its rules, and the versions that carry them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from governance.platform.db.records import APPEND_ONLY, Id, Record
from governance.rulebook.model import State


class OrganisationRecord(Record):
    """The one organisation of this database."""

    __tablename__ = "organisation"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name_en: Mapped[str]
    name_cy: Mapped[str]
    purpose: Mapped[str] = mapped_column(String(9))
    founded_at: Mapped[datetime]

    @property
    def name_both(self) -> str:
        """The name as it stands on letters and envelopes: in both languages, once where they are the same (W-04)."""
        return " / ".join(dict.fromkeys((self.name_cy, self.name_en)))


class RulebookTextRecord(Record):
    """A wording of the whole rule book as canonical JSON, named by the SHA-256 of its bytes."""

    __tablename__ = "rulebook_text"
    __table_args__ = (APPEND_ONLY,)

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class RulebookVersionRecord(Record):
    """``registered_text`` may differ from ``text``: the registrar may ask for changes (L-025); both are kept.

    ``changes`` is the amendment of the version ``based_on`` that made it, so that it can be made again on rules that
    took effect in between.
    """

    __tablename__ = "rulebook_version"
    __table_args__ = (
        Index("ix_rulebook_version_effective_at", "effective_at"),
        CheckConstraint(
            "effective_at IS NULL OR state IN ('registered', 'passed', 'filed', 'executed')", name="in_effect"
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    state: Mapped[State] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(ForeignKey("rulebook_text.sha256"))
    drafted_at: Mapped[datetime]
    registered_text: Mapped[str | None] = mapped_column(ForeignKey("rulebook_text.sha256"), default=None)
    effective_at: Mapped[datetime | None] = mapped_column(default=None)
    reference: Mapped[str | None] = mapped_column(default=None)
    based_on: Mapped[str | None] = mapped_column(Id, ForeignKey("rulebook_version.id"), default=None)
    changes: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    passed_at: Mapped[datetime | None] = mapped_column(default=None)
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def governing_text(self) -> str:
        return self.registered_text or self.text
