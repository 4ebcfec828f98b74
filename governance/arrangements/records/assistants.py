"""Personal assistants, what each shows, and what was checked of them: that it was checked, never what it said."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from governance.arrangements.model.assistants import Profile, Status
from governance.arrangements.model.introductions import Check
from governance.platform.db.records import Id, Record


class AssistantRecord(Record):
    """One personal assistant. What members may read is the assistant's own to change; ``name`` and contact are not.

    ``of_provider``: one of the provider's own, whom the provider may send.
    """

    __tablename__ = "assistant"
    __table_args__ = (
        UniqueConstraint("member"),
        UniqueConstraint("account"),
        Index("ix_assistant_status", "status"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    entered_at: Mapped[datetime]
    name: Mapped[str]
    called: Mapped[str]
    status: Mapped[str] = mapped_column(String(12), default=Status.INTRODUCED)
    email: Mapped[str | None] = mapped_column(default=None)
    phone: Mapped[str | None] = mapped_column(default=None)
    member: Mapped[str | None] = mapped_column(Id, ForeignKey("member.id"), default=None)
    account: Mapped[str | None] = mapped_column(Id, ForeignKey("access_account.id"), default=None)
    languages: Mapped[list[Any]] = mapped_column(default_factory=list)
    area: Mapped[str] = mapped_column(default="")
    hours_free: Mapped[str] = mapped_column(default="")
    about: Mapped[str] = mapped_column(default="")
    travel: Mapped[list[Any]] = mapped_column(default_factory=list)
    shows: Mapped[list[Any]] = mapped_column(default_factory=list)
    listed: Mapped[bool] = mapped_column(default=False)
    left_on: Mapped[date | None] = mapped_column(default=None)
    of_provider: Mapped[bool] = mapped_column(default=False)

    @property
    def profile(self) -> Profile:
        return Profile(self.called, tuple(self.languages), self.area, self.hours_free, self.about, tuple(self.travel))


class CheckRecord(Record):
    """That an item of the gate was done. ``level`` and ``seen`` are a criminal-record check's; nothing of its text.

    A check that is done again is another row; the latest counts. ``by_office``: the organisation vouches for it, and
    not somebody who employs for themselves.
    """

    __tablename__ = "assistant_check"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until > done_on", name="days_in_order"),
        CheckConstraint("(level IS NULL) = (seen IS NULL)", name="level_with_seen"),
        Index("ix_assistant_check_assistant", "assistant"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    assistant: Mapped[str] = mapped_column(Id, ForeignKey("assistant.id"))
    item: Mapped[str] = mapped_column(String(20))
    done_on: Mapped[date]
    checked_by: Mapped[str]
    noted_at: Mapped[datetime]
    by_office: Mapped[bool]
    until: Mapped[date | None] = mapped_column(default=None)
    level: Mapped[str | None] = mapped_column(String(30), default=None)
    seen: Mapped[bool | None] = mapped_column(default=None)

    @property
    def check(self) -> Check:
        return Check(self.item, self.done_on, self.until)
