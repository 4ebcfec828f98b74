"""The roll, the box and the parts that people bring to a vote. No table holds a person and a ballot (SEC-1)."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Enum, ForeignKey, ForeignKeyConstraint, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from governance.platform.db.records import APPEND_ONLY, Id, Record
from governance.platform.texts import Texts
from governance.votes.model import State

Hash = String(64)
STATE = Enum(State, native_enum=False, create_constraint=False, length=10, values_callable=list)
_STATES = ", ".join(f"'{state}'" for state in State)


class VoteRecord(Record):
    """One question. From ``rolled`` on, everything the election depends on stands still.

    ``meeting`` is the one that deals with the question; without ``closes_at`` the vote ends when it closes (P-152).
    """

    __tablename__ = "vote"
    __table_args__ = (
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        CheckConstraint("state NOT IN ('closed', 'tallied', 'declared') OR sealed_head IS NOT NULL", name="sealed"),
        CheckConstraint("state NOT IN ('tallied', 'declared') OR result IS NOT NULL", name="result"),
        CheckConstraint("state <> 'open' OR election IS NOT NULL", name="election"),
        UniqueConstraint("uuid"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    kind: Mapped[str]
    question: Mapped[dict[str, Any]]
    group: Mapped[str] = mapped_column("group_name")
    uuid: Mapped[str]
    revote: Mapped[bool]
    prepared_at: Mapped[datetime]
    opens_at: Mapped[datetime]
    state: Mapped[State] = mapped_column(STATE, default=State.DRAFT)
    revote_finding: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    open_by: Mapped[datetime | None] = mapped_column(default=None)
    closes_at: Mapped[datetime | None] = mapped_column(default=None)
    opened_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    declared_at: Mapped[datetime | None] = mapped_column(default=None)
    roll_count: Mapped[int] = mapped_column(default=0)
    roll_hash: Mapped[str | None] = mapped_column(Hash, default=None)
    meeting: Mapped[str | None] = mapped_column(Id, ForeignKey("meeting.id"), default=None)
    small: Mapped[bool] = mapped_column(default=False)
    one_machine: Mapped[bool] = mapped_column(default=False)
    election: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    sealed_head: Mapped[str | None] = mapped_column(Hash, default=None)
    sealed_count: Mapped[int | None] = mapped_column(default=None)
    result: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    void_asked_by: Mapped[str | None] = mapped_column(default=None)
    void_reason: Mapped[str | None] = mapped_column(default=None)

    @property
    def asked(self) -> Texts:
        return Texts.from_json(self.question)


class RollRecord(Record):
    """One line of the frozen roll. It never says whether the member voted."""

    __tablename__ = "vote_roll"
    __table_args__ = (APPEND_ONLY,)

    vote: Mapped[str] = mapped_column(Id, ForeignKey("vote.id"), primary_key=True)
    member: Mapped[str] = mapped_column(Id, ForeignKey("member.id"), primary_key=True)
    class_: Mapped[str] = mapped_column("class")


class KeyRecord(Record):
    """One key-holder's public key, as its holder sent it. ``owner`` counts from 1 in the archive."""

    __tablename__ = "vote_key"
    __table_args__ = (UniqueConstraint("vote", "content"), APPEND_ONLY)

    vote: Mapped[str] = mapped_column(Id, ForeignKey("vote.id"), primary_key=True)
    owner: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    holder: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)


class CredentialListRecord(Record):
    """The public list as the credential holder sent it, once."""

    __tablename__ = "vote_credential_list"
    __table_args__ = (APPEND_ONLY,)

    vote: Mapped[str] = mapped_column(Id, ForeignKey("vote.id"), primary_key=True)
    holder: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class CredentialRecord(Record):
    """One public credential, for looking it up. Its place in the table follows the list, not the roll."""

    __tablename__ = "vote_credential"
    __table_args__ = (APPEND_ONLY,)

    vote: Mapped[str] = mapped_column(Id, ForeignKey("vote.id"), primary_key=True)
    public: Mapped[str] = mapped_column(primary_key=True)


class TagRecord(Record):
    """While a vote is open: one sign-in, one credential (SEC-2).

    ``tag`` is an HMAC whose key lies outside the database; both are destroyed at the seal.
    """

    __tablename__ = "vote_tag"
    __table_args__ = (
        UniqueConstraint("vote", "credential"),
        ForeignKeyConstraint(["vote", "credential"], ["vote_credential.vote", "vote_credential.public"]),
    )

    vote: Mapped[str] = mapped_column(Id, primary_key=True)
    tag: Mapped[str] = mapped_column(Hash, primary_key=True)
    credential: Mapped[str]


class IncomingRecord(Record):
    """A ballot that arrived in time and has not been verified yet: a crash in between loses nothing (DB-6)."""

    __tablename__ = "vote_incoming"

    vote: Mapped[str] = mapped_column(Id, ForeignKey("vote.id"), primary_key=True)
    hash: Mapped[str] = mapped_column(Hash, primary_key=True)
    tag: Mapped[str] = mapped_column(Hash)
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
    hash: Mapped[str] = mapped_column(Hash)
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
    hash: Mapped[str] = mapped_column(Hash)
    credential: Mapped[str]
    only: Mapped[str | None] = mapped_column(default=None)


class CheckpointRecord(Record):
    """How far the box had come: at opening, every 64 ballots, each hour, and at the seal (BAL-8).

    ``size`` counts ballots. ``note`` is what was signed and given out, byte for byte.
    """

    __tablename__ = "vote_checkpoint"
    __table_args__ = (APPEND_ONLY,)

    vote: Mapped[str] = mapped_column(Id, ForeignKey("vote.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int]
    head: Mapped[str] = mapped_column(Hash)
    at: Mapped[datetime]
    note: Mapped[str]


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


class DecryptionRecord(Record):
    """Which key-holder has opened the sum, once; the bytes stand on the board under ``hash``."""

    __tablename__ = "vote_decryption"
    __table_args__ = (APPEND_ONLY,)

    vote: Mapped[str] = mapped_column(Id, ForeignKey("vote.id"), primary_key=True)
    owner: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(Hash)
