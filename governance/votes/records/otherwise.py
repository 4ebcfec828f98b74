"""Votes on paper, by phone, in the open, and in secret without encryption.

The tables of secret votes have no row number and no instant: nothing in them says who came after whom (SEC-3).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from governance.platform.db.records import APPEND_ONLY, Id, Record

WITHOUT_ORDER = {"sqlite_with_rowid": False}


class IssueRecord(Record):
    """A member was given a paper, or was phoned by two tellers: the right to vote online ended then (P-154).

    ``had_cast``: a ballot lay in the box; ``cancelled`` follows once a blank one lies on it (BAL-16).
    """

    __tablename__ = "vote_issue"

    vote: Mapped[str] = mapped_column(Id, ForeignKey("vote.id"), primary_key=True)
    member: Mapped[str] = mapped_column(Id, ForeignKey("member.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(String(10))
    issued_by: Mapped[str]
    issued_at: Mapped[datetime]
    witnessed_by: Mapped[str | None] = mapped_column(default=None)
    had_cast: Mapped[bool] = mapped_column(default=False)
    cancelled: Mapped[bool] = mapped_column(default=False)
    returned: Mapped[bool] = mapped_column(default=False)


class CancellationRecord(Record):
    """A ballot that blanked an earlier one with the same credential; ``hash`` is its own. No person stands here."""

    __tablename__ = "vote_cancellation"
    __table_args__ = ({**APPEND_ONLY, **WITHOUT_ORDER},)

    vote: Mapped[str] = mapped_column(Id, ForeignKey("vote.id"), primary_key=True)
    hash: Mapped[str] = mapped_column(String(64), primary_key=True)


class PaperCountRecord(Record):
    """What one teller counted on the papers. Two tellers who agree make the count (P-155)."""

    __tablename__ = "vote_paper_count"
    __table_args__ = (APPEND_ONLY,)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    vote: Mapped[str] = mapped_column(Id, ForeignKey("vote.id"))
    teller: Mapped[str]
    totals: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class OpenVoteRecord(Record):
    """How a member voted in a recorded poll: for everybody to read. The last one counts where the rules let it."""

    __tablename__ = "vote_open"

    vote: Mapped[str] = mapped_column(Id, ForeignKey("vote.id"), primary_key=True)
    member: Mapped[str] = mapped_column(Id, ForeignKey("member.id"), primary_key=True)
    answers: Mapped[list[Any]]
    at: Mapped[datetime]
    entered_by: Mapped[str]
    by_proxy: Mapped[str | None] = mapped_column(Id, ForeignKey("member.id"), default=None)


class SimpleVoteRecord(Record):
    """A secret answer that the server keeps and could read: advisory polls only (MODE-1).

    All are written anew at the end, in an order drawn at random.
    """

    __tablename__ = "vote_simple"
    __table_args__ = (WITHOUT_ORDER,)

    vote: Mapped[str] = mapped_column(Id, ForeignKey("vote.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    answers: Mapped[list[Any]]


class SimpleVoterRecord(Record):
    """That a right was used in a simple secret vote, so that none is used twice; destroyed at the end.

    Databases and their copies tell what came with one commit. So no member stands here but a ``tag``, an HMAC whose key
    lies outside the database and is destroyed too (SEC-2).
    """

    __tablename__ = "vote_simple_voter"
    __table_args__ = (WITHOUT_ORDER,)

    vote: Mapped[str] = mapped_column(Id, ForeignKey("vote.id"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(64), primary_key=True)


class AbsenceRecord(Record):
    """The server was away while a vote was open, and the later end that two people agreed to (DB-6)."""

    __tablename__ = "vote_absence"

    vote: Mapped[str] = mapped_column(Id, ForeignKey("vote.id"), primary_key=True)
    away_from: Mapped[datetime] = mapped_column(primary_key=True)
    away_until: Mapped[datetime]
    asked_by: Mapped[str | None] = mapped_column(default=None)
    until: Mapped[datetime | None] = mapped_column(default=None)
    decided_by: Mapped[str | None] = mapped_column(default=None)


class HandsRecord(Record):
    """A show of hands as one person counted it; the last one stands."""

    __tablename__ = "vote_hands"
    __table_args__ = (UniqueConstraint("vote", "number"), APPEND_ONLY)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    vote: Mapped[str] = mapped_column(Id, ForeignKey("vote.id"))
    number: Mapped[int]
    totals: Mapped[list[Any]]
    counted_by: Mapped[str]
    at: Mapped[datetime]
