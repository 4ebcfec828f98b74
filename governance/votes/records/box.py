"""The box and the public record. No table holds a person and a ballot (SEC-1), and no ballot an instant (SEC-3)."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from governance.platform.db.records import APPEND_ONLY, Id, Record
from governance.votes.records.vote import HASH


class TagRecord(Record):
    """While a vote is open: one sign-in, one credential (SEC-2).

    ``tag`` is an HMAC whose key lies outside the database; both are destroyed at the seal. ``told``: has the member
    heard that a ballot was cast or changed since it last was (BAL-6)?
    """

    __tablename__ = "vote_tag"
    __table_args__ = (
        UniqueConstraint("vote", "credential"),
        ForeignKeyConstraint(["vote", "credential"], ["vote_credential.vote", "vote_credential.public"]),
    )

    vote: Mapped[str] = mapped_column(Id, primary_key=True)
    tag: Mapped[str] = mapped_column(HASH, primary_key=True)
    credential: Mapped[str]
    told: Mapped[bool] = mapped_column(default=False, server_default=text("false"))


class IncomingRecord(Record):
    """A ballot that arrived in time and has not been verified yet: a crash in between loses nothing (DB-6).

    ``tags`` stand for all rights of whoever sent it: which of them is used is settled in turn, at the box.
    """

    __tablename__ = "vote_incoming"

    vote: Mapped[str] = mapped_column(Id, ForeignKey("vote.id"), primary_key=True)
    hash: Mapped[str] = mapped_column(HASH, primary_key=True)
    tags: Mapped[list[Any]]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    received_at: Mapped[datetime]


class BoardRecord(Record):
    """One record of the public archive, byte for byte as published; ``place`` is its order in the file.

    ``type`` is the event's kind, on the event and on the data it refers to; only the event has a ``height``.
    """

    __tablename__ = "vote_board"
    __table_args__ = (UniqueConstraint("vote", "hash"), UniqueConstraint("vote", "height"), APPEND_ONLY)

    vote: Mapped[str] = mapped_column(Id, ForeignKey("vote.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(HASH)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    type: Mapped[str] = mapped_column(String(20))
    height: Mapped[int | None] = mapped_column(default=None)


class BallotRecord(Record):
    """Where in the box each accepted ballot lies. No instant is kept beside it (SEC-3).

    ``only`` repeats the credential where the rules let each member cast once, so that the database refuses a second.
    """

    __tablename__ = "vote_ballot"
    __table_args__ = (
        UniqueConstraint("vote", "hash"),
        UniqueConstraint("vote", "only"),
        ForeignKeyConstraint(["vote", "credential"], ["vote_credential.vote", "vote_credential.public"]),
        APPEND_ONLY,
    )

    vote: Mapped[str] = mapped_column(Id, ForeignKey("vote.id"), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(HASH)
    credential: Mapped[str]
    only: Mapped[str | None] = mapped_column(default=None)


class CheckpointRecord(Record):
    """How far the box had come: at opening, every 64 ballots, a minute after a ballot came, and at the seal (BAL-8).

    ``size`` counts ballots. ``note`` is what was signed and given out, byte for byte. Members see the figures of the
    ``hourly`` ones only (SEC-5).
    """

    __tablename__ = "vote_checkpoint"
    __table_args__ = (APPEND_ONLY,)

    vote: Mapped[str] = mapped_column(Id, ForeignKey("vote.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int]
    head: Mapped[str] = mapped_column(HASH)
    at: Mapped[datetime]
    note: Mapped[str]
    hourly: Mapped[bool] = mapped_column(default=True, server_default=text("true"))


class PartRecord(Record):
    """A ciphertext or proof of an accepted ballot, shortened: no other credential may repeat it (BAL-3)."""

    __tablename__ = "vote_part"
    __table_args__ = (
        ForeignKeyConstraint(["vote", "credential"], ["vote_credential.vote", "vote_credential.public"]),
        APPEND_ONLY,
    )

    vote: Mapped[str] = mapped_column(Id, primary_key=True)
    part: Mapped[str] = mapped_column(String(32), primary_key=True)
    credential: Mapped[str]


class HeapRecord(Record):
    """Some of the counted ballots, added up while locked: a count that stops goes on after the last heap (OPS-2)."""

    __tablename__ = "vote_heap"
    __table_args__ = (APPEND_ONLY,)

    vote: Mapped[str] = mapped_column(Id, ForeignKey("vote.id"), primary_key=True)
    until: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ballots: Mapped[int]
    sums: Mapped[list[Any]]


class WitnessRecord(Record):
    """Somebody outside the server who keeps copies of its checkpoints (BAL-8).

    ``token`` is the hash of the secret part of the address at which they read; ``key`` is what their signatures are
    checked with, if they sign.
    """

    __tablename__ = "vote_witness"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    vote: Mapped[str] = mapped_column(Id, ForeignKey("vote.id"))
    name: Mapped[str]
    email: Mapped[str]
    token: Mapped[str] = mapped_column(HASH)
    named_at: Mapped[datetime]
    key: Mapped[str | None] = mapped_column(default=None)
    left_at: Mapped[datetime | None] = mapped_column(default=None)


class CosignatureRecord(Record):
    """A witness put a name under a checkpoint: ``signature`` is the line as it came."""

    __tablename__ = "vote_cosignature"
    __table_args__ = (APPEND_ONLY,)

    vote: Mapped[str] = mapped_column(Id, ForeignKey("vote.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    witness: Mapped[str] = mapped_column(Id, ForeignKey("vote_witness.id"), primary_key=True)
    signature: Mapped[str]
    at: Mapped[datetime]
