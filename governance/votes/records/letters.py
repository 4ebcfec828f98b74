"""What is still to be said to single people about a vote. Nothing here outlives the message (SEC-3)."""

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from governance.platform.db.records import Id, Record
from governance.votes.model.messages import About


class VoteLetterRecord(Record):
    """A message to one person: gone, with its key where it has one, as soon as it was sent.

    ``reader`` is a member, or a witness. ``right`` is the member on the roll whose right it is about, who may have lent
    it to the reader. ``place`` is that of a checkpoint. ``sealed`` is a voting code under a key of its own that lies
    outside the database (CRED-1); ``by_hand``: it goes on paper, because no mail reaches the reader.
    """

    __tablename__ = "vote_letter"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    vote: Mapped[str] = mapped_column(Id, ForeignKey("vote.id"))
    about: Mapped[About] = mapped_column(String(20))
    reader: Mapped[str] = mapped_column(Id)
    right: Mapped[str | None] = mapped_column("of_member", Id, default=None)
    place: Mapped[int | None] = mapped_column(default=None)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    by_hand: Mapped[bool] = mapped_column(default=False)
