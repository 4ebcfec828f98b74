"""What somebody has answered of a fund that nobody was asked about yet."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from governance.platform.db.records import Id, Record


class FundDraftRecord(Record):
    """One for each account, sealed, and nobody else's to read."""

    __tablename__ = "fund_draft"

    account: Mapped[str] = mapped_column(Id, ForeignKey("access_account.id"), primary_key=True)
    answers: Mapped[str]
    changed_at: Mapped[datetime]
