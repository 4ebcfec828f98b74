"""Who may cast: each version of the roll, whole; and the proxies for a meeting."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from governance.platform.db.records import APPEND_ONLY, Id, Record


class RollRecord(Record):
    """One right to cast in one version of the roll. It never says whether anybody voted.

    ``holder`` is the member who casts in place of ``member``, as a proxy.
    """

    __tablename__ = "vote_roll"
    __table_args__ = (Index("ix_vote_roll_holder", "holder"), APPEND_ONLY)

    vote: Mapped[str] = mapped_column(Id, ForeignKey("vote.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member: Mapped[str] = mapped_column(Id, ForeignKey("member.id"), primary_key=True)
    class_: Mapped[str] = mapped_column("class")
    holder: Mapped[str | None] = mapped_column(Id, ForeignKey("member.id"), default=None)


class RollChangeRecord(Record):
    """A change of the frozen roll that one person asked for; a second one approves or refuses it (PERM-7).

    ``added`` and ``removed`` list members' ids; ``version`` is the one it led to.
    """

    __tablename__ = "vote_roll_change"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    vote: Mapped[str] = mapped_column(Id, ForeignKey("vote.id"))
    reason: Mapped[str]
    added: Mapped[list[Any]]
    removed: Mapped[list[Any]]
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    decided_by: Mapped[str | None] = mapped_column(default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int | None] = mapped_column(default=None)


class ProxyRecord(Record):
    """A member lets somebody else vote at a meeting (P-170 to P-175).

    ``holder`` is a member; where the rules allow other people, ``holder_name`` says who. ``directed`` has the answers
    that the giver wants, by the id of the vote; of a secret vote only that there are some (SEC-1). ``witnessed_by`` is
    the name of whoever saw the giver sign a form on paper.
    """

    __tablename__ = "vote_proxy"
    __table_args__ = (Index("ix_vote_proxy_meeting", "meeting"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    meeting: Mapped[str] = mapped_column(Id, ForeignKey("meeting.id"))
    giver: Mapped[str] = mapped_column(Id, ForeignKey("member.id"))
    appointed_at: Mapped[datetime]
    appointed_by: Mapped[str]
    finding: Mapped[dict[str, Any]]
    holder: Mapped[str | None] = mapped_column(Id, ForeignKey("member.id"), default=None)
    holder_name: Mapped[str] = mapped_column(default="")
    directed: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    witnessed_by: Mapped[str] = mapped_column(default="")
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
