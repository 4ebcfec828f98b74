"""People whose support is arranged here, and the members who speak for some of them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from governance.arrangements.model.people import Authority, Speaking
from governance.platform.db.records import Id, Record


class PersonRecord(Record):
    """Somebody supported: a member, somebody a member speaks for, or a provider's customer who signs in as such.

    Nothing here says why they are supported. ``name`` is empty for a member, whose name stands in the register.
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("member IS NOT NULL OR name IS NOT NULL", name="known"),
        UniqueConstraint("member"),
        UniqueConstraint("account"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    entered_at: Mapped[datetime]
    member: Mapped[str | None] = mapped_column(Id, ForeignKey("member.id"), default=None)
    account: Mapped[str | None] = mapped_column(Id, ForeignKey("access_account.id"), default=None)
    name: Mapped[str | None] = mapped_column(default=None)


class RepresentativeRecord(Record):
    """A member's authority to speak for a person; ``scope`` says for what, in a few words and no medical detail."""

    __tablename__ = "person_representative"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until >= since", name="days_in_order"),
        Index("ix_person_representative_member", "member"),
        Index("ix_person_representative_person", "person"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    person: Mapped[str] = mapped_column(Id, ForeignKey("person.id"))
    member: Mapped[str] = mapped_column(Id, ForeignKey("member.id"))
    authority: Mapped[str] = mapped_column(String(20))
    scope: Mapped[str] = mapped_column(String(200))
    since: Mapped[date]
    seen: Mapped[str] = mapped_column(String(20))
    checked_by: Mapped[str]
    checked_on: Mapped[date]
    until: Mapped[date | None] = mapped_column(default=None)

    @property
    def speaking(self) -> Speaking:
        return Speaking(self.member, Authority(self.authority), self.since, self.until)
