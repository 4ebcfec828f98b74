"""A vote: what it asks, in which way, and how far it has come."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Enum, ForeignKey, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from governance.platform.db.records import APPEND_ONLY, Id, Record
from governance.platform.texts import Texts
from governance.votes.model import EVERYBODY, CodesBy, Fallback, Mode, State
from governance.votes.model.asking import Question

HASH = String(64)
_STATES = ", ".join(f"'{state}'" for state in State)


def _word(words: type[State | Mode | CodesBy | Fallback]) -> Enum:
    return Enum(words, native_enum=False, create_constraint=False, length=10, values_callable=list)


class VoteRecord(Record):
    """One ballot paper put to one roll. From ``rolled`` on, what is asked stands still, from ``open`` on the roll too.

    ``meeting`` is the one that deals with the question; without ``closes_at`` the vote ends when it closes (P-152).
    ``election`` is what is asked as it was published: ``election.json``, or the paper of a vote that is not encrypted.
    ``needed`` of ``size`` key-holders open the count. Votes with the same ``joint`` ask one thing of several groups of
    classes, each with a roll and a box of its own (SMALL-3); ``classes`` names those of this one. ``electorate`` says
    who is asked: everybody, one class by its name, or the board. ``counted`` ballots
    were added up, ``result`` holds for each question what they came to, ``paper`` what two tellers counted by hand.
    ``rerun_of`` was set aside, and is held again by this one.
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
    title: Mapped[dict[str, Any]]
    questions: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"))
    group: Mapped[str] = mapped_column("group_name")
    uuid: Mapped[str]
    revote: Mapped[bool]
    prepared_at: Mapped[datetime]
    opens_at: Mapped[datetime]
    state: Mapped[State] = mapped_column(_word(State), default=State.DRAFT)
    mode: Mapped[Mode] = mapped_column(_word(Mode), default=Mode.VERIFIABLE, server_default="verifiable")
    binding: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    size: Mapped[int] = mapped_column(default=3, server_default=text("3"))
    needed: Mapped[int] = mapped_column(default=3, server_default=text("3"))
    round: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    codes_by: Mapped[CodesBy] = mapped_column(_word(CodesBy), default=CodesBy.HOLDER, server_default="holder")
    on_paper: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    smallest_cell: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    fallback: Mapped[Fallback] = mapped_column(_word(Fallback), default=Fallback.LAPSE, server_default="lapse")
    revote_finding: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    open_by: Mapped[datetime | None] = mapped_column(default=None)
    closes_at: Mapped[datetime | None] = mapped_column(default=None)
    opened_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    declared_at: Mapped[datetime | None] = mapped_column(default=None)
    record_date: Mapped[date | None] = mapped_column(default=None)
    roll_version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    roll_count: Mapped[int] = mapped_column(default=0)
    roll_hash: Mapped[str | None] = mapped_column(HASH, default=None)
    meeting: Mapped[str | None] = mapped_column(Id, ForeignKey("meeting.id"), default=None)
    joint: Mapped[str | None] = mapped_column(Id, default=None)
    classes: Mapped[list[Any] | None] = mapped_column(default=None)
    electorate: Mapped[str] = mapped_column(default=EVERYBODY, server_default=EVERYBODY)
    rerun_of: Mapped[str | None] = mapped_column(Id, default=None)
    small: Mapped[bool] = mapped_column(default=False)
    one_machine: Mapped[bool] = mapped_column(default=False)
    election: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    sealed_head: Mapped[str | None] = mapped_column(HASH, default=None)
    sealed_count: Mapped[int | None] = mapped_column(default=None)
    counted: Mapped[int | None] = mapped_column(default=None)
    result: Mapped[list[Any] | None] = mapped_column(default=None)
    paper: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    anew_asked_by: Mapped[str | None] = mapped_column(default=None)
    void_asked_by: Mapped[str | None] = mapped_column(default=None)
    void_reason: Mapped[str | None] = mapped_column(default=None)

    @property
    def titled(self) -> Texts:
        return Texts.from_json(self.title)

    @property
    def asked(self) -> tuple[Question, ...]:
        return tuple(Question.from_json(one) for one in self.questions)


class PhotoRecord(Record):
    """The picture of a candidate, as this server wrote it anew: nothing hides in it."""

    __tablename__ = "vote_photo"
    __table_args__ = (APPEND_ONLY,)

    vote: Mapped[str] = mapped_column(Id, ForeignKey("vote.id"), primary_key=True)
    option: Mapped[str] = mapped_column(Id, primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
