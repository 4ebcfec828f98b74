"""Letters as they are remembered: one, all about a cause, what has been served, the words as sent."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from constitution.service import Method
from governance.actor import Actor, Role
from governance.correspondence.model import Cure, Letter, Service, Tally, tally
from governance.correspondence.records import LetterRecord, NoticeRecord, WordingRecord
from governance.errors import NotFound
from governance.platform.db import View
from notifications import Recipient

READERS = (Role.SECRETARY, Role.CHAIR)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everybody who was to be told of one thing, and how far that came (S-42)."""

    cause: str
    tally: Tally
    letters: Sequence[LetterRecord]

    @property
    def exceptions(self) -> Sequence[LetterRecord]:
        """Those that somebody can do something about; a letter that was sent again counts by its last edition."""
        return [letter for letter in last_editions(self.letters) if letter.cure is not None]

    @property
    def to_post(self) -> Sequence[LetterRecord]:
        return [letter for letter in self.exceptions if letter.cure is Cure.POST]


async def find(view: View, actor: Actor, letter_id: str, *, lock: bool = False) -> LetterRecord:
    """A letter, for those who keep the ledger and for the person it was written to (PERM-2)."""
    letter = await view.get(LetterRecord, letter_id, lock=lock)
    if letter is None or not (_keeps_ledger(actor) or letter.recipient in (actor.member, actor.account)):
        raise NotFound(letter=letter_id)
    return letter


async def services(view: View, cause: str, *, kinds: Collection[str] = ()) -> Sequence[Service]:
    """Who has been given what about this cause, and the day on which each counts as served."""
    statement = (
        select(LetterRecord)
        .join(NoticeRecord, LetterRecord.notice == NoticeRecord.id)
        .where(NoticeRecord.cause == cause, LetterRecord.deemed_on.is_not(None))
        .order_by(LetterRecord.sent_at, LetterRecord.id)
    )
    if kinds:
        statement = statement.where(NoticeRecord.kind.in_(kinds))
    return [
        Service(
            letter=letter.id,
            member=letter.recipient,
            method=Method(letter.method),
            variants=tuple(letter.variants),
            sent_at=letter.sent_at,
            deemed_on=letter.deemed_on,
        )
        for letter in await view.scalars(statement)
    ]


async def ledger(view: View, actor: Actor, cause: str) -> Ledger:
    """The whole ledger of one cause.

    Raises:
        NotFound: for everybody who may not see who was told, and how.
    """
    if not _keeps_ledger(actor):
        raise NotFound(cause=cause)
    statement = (
        select(LetterRecord)
        .join(NoticeRecord, LetterRecord.notice == NoticeRecord.id)
        .where(NoticeRecord.cause == cause)
        .options(selectinload(LetterRecord.told))
        .order_by(LetterRecord.name, LetterRecord.edition, LetterRecord.id)
    )
    letters = list(await view.scalars(statement))
    return Ledger(cause, tally(letter.cure for letter in last_editions(letters)), letters)


async def kind_of(view: View, letter: LetterRecord) -> str:
    return str(await view.scalar(select(NoticeRecord.kind).where(NoticeRecord.id == letter.notice)))


async def words(view: View, cause: str, kind: str) -> Sequence[WordingRecord]:
    """The notice as it was sent, in each variant that somebody needed."""
    statement = (
        select(WordingRecord)
        .join(NoticeRecord, WordingRecord.notice == NoticeRecord.id)
        .where(NoticeRecord.cause == cause, NoticeRecord.kind == kind)
        .order_by(WordingRecord.variant)
    )
    return list(await view.scalars(statement))


def last_editions(letters: Iterable[LetterRecord]) -> Sequence[LetterRecord]:
    """Of each notice to each person the latest letter, in the order given."""
    last: dict[tuple[str, str], LetterRecord] = {}
    for letter in letters:
        known = last.get((letter.notice, letter.recipient))
        if known is None or known.edition < letter.edition:
            last[letter.notice, letter.recipient] = letter
    return list(last.values())


def recipient_of(letter: LetterRecord) -> Recipient:
    return Letter(
        letter.recipient,
        letter.name,
        letter.language,
        letter.email,
        tuple(letter.postal),
        frozenset(letter.formats),
    ).recipient()


def _keeps_ledger(actor: Actor) -> bool:
    return actor.is_platform or actor.has(*READERS)
