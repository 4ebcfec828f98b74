"""What key-holders and the keeper of the codes bring to a vote, each as its bytes came in."""

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from governance.platform.db.records import APPEND_ONLY, Id, Record
from governance.votes.records.vote import HASH


class SeatRecord(Record):
    """Whose the keys of a vote are: number ``owner`` of its key-holders, counted from 1 as in the archive."""

    __tablename__ = "vote_seat"
    __table_args__ = (UniqueConstraint("vote", "holder"),)

    vote: Mapped[str] = mapped_column(Id, ForeignKey("vote.id"), primary_key=True)
    owner: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    holder: Mapped[str]


class MessageRecord(Record):
    """What a key-holder made for one step of making the key; keys that are made anew are another ``round``."""

    __tablename__ = "vote_message"
    __table_args__ = (APPEND_ONLY,)

    vote: Mapped[str] = mapped_column(Id, ForeignKey("vote.id"), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    step: Mapped[str] = mapped_column(String(12), primary_key=True)
    owner: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
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


class DecryptionRecord(Record):
    """Which key-holder has opened the sum, once; the bytes stand on the board under ``hash``.

    ``binding`` is the additional proof that the part was made for these very ciphertexts; it lies beside the archive.
    """

    __tablename__ = "vote_decryption"
    __table_args__ = (APPEND_ONLY,)

    vote: Mapped[str] = mapped_column(Id, ForeignKey("vote.id"), primary_key=True)
    owner: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(HASH)
    binding: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)


class ShuffleRecord(Record):
    """Which key-holder has shuffled, once; the bytes stand on the board under ``hash``."""

    __tablename__ = "vote_shuffle"
    __table_args__ = (APPEND_ONLY,)

    vote: Mapped[str] = mapped_column(Id, ForeignKey("vote.id"), primary_key=True)
    owner: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(HASH)
