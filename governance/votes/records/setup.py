"""A vote that is still being set up: what was answered so far, and the pictures that wait for it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from governance.platform.db.records import Id, Record


class SetupRecord(Record):
    """The answers of an officer, kept step by step. ``asked_by`` wants a second person to approve them.

    ``votes`` are those that it became: several, where groups of classes vote apart.
    """

    __tablename__ = "vote_setup"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    begun_by: Mapped[str]
    given: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]
    asked_by: Mapped[str | None] = mapped_column(default=None)
    votes: Mapped[list[Any] | None] = mapped_column(default=None)


class SetupPhotoRecord(Record):
    """The picture of a candidate of a vote that is being set up; it goes over to the vote."""

    __tablename__ = "vote_setup_photo"

    setup: Mapped[str] = mapped_column(Id, ForeignKey("vote_setup.id"), primary_key=True)
    option: Mapped[str] = mapped_column(Id, primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
