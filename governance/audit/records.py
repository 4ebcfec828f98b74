"""The chain's entries, and their details in a table of their own."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from governance.audit.model import Entry
from governance.platform.db.records import APPEND_ONLY, Record


class AuditRecord(Record):
    """One entry; never changed, never removed."""

    __tablename__ = "audit"
    __table_args__ = (APPEND_ONLY,)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    object: Mapped[str]
    data_hash: Mapped[str] = mapped_column(String(64))
    prev: Mapped[str] = mapped_column(String(64), unique=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)

    def entry(self) -> Entry:
        return Entry(self.seq, self.at, self.actor, self.action, self.object, self.data_hash, self.prev, self.hash)


class AuditDetailRecord(Record):
    """What an entry commits to. Erasing a row leaves the chain whole (AUD-4)."""

    __tablename__ = "audit_detail"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    salt: Mapped[str]
    details: Mapped[dict[str, Any]]
