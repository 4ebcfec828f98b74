"""Letters as they are remembered: one, all about a cause, what has been served, the words as sent."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from constitution import Finding
from constitution.service import Method
from governance.actor import Actor, Role
from governance.correspondence.facts import read
from governance.correspondence.model import SECRETS, Cure, Letter, Service, Tally, omission, tally
from governance.correspondence.records import LetterRecord, NoticeRecord, WordingRecord
from governance.errors import NotFound
from governance.members import service as members
from governance.platform.db import View
from notifications import Recipient

READERS = (Role.SECRETARY, Role.CHAIR)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everybody who was to be told of one thing, and how far that came (S-42).

    ``facts`` are those of the notice; a notice with a last day on which it is in time names it there.
    """

    cause: str
    tally: Tally
    letters: Sequence[LetterRecord]
    facts: Mapping[str, Any]
    omission: Finding

    @property
    def by_way(self) -> Mapping[str, Tally]:
        """The same totals for each way in which letters went or are to go."""
        ways: dict[str, list[Cure | None]] = {}
        for letter in last_editions(self.letters):
            ways.setdefault(letter.way, []).append(letter.cure)
        return {way: tally(ways[way]) for way in sorted(ways)}

    @property
    def exceptions(self) -> Sequence[LetterRecord]:
        """Those that need somebody; a letter that was sent again counts by its last edition."""
        return [letter for letter in last_editions(self.letters) if letter.cure not in (None, Cure.WAIT)]

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
        NotFound: nothing was ever told about it; so it is for everybody who may not see who was told, and how.
    """
    if not _keeps_ledger(actor):
        raise NotFound(cause=cause)
    notice = await view.scalar(
        select(NoticeRecord)
        .where(NoticeRecord.cause == cause, NoticeRecord.cause != SECRETS)
        .order_by(NoticeRecord.created_at.desc(), NoticeRecord.id)
        .limit(1)
    )
    if notice is None:
        raise NotFound(cause=cause)
    statement = (
        select(LetterRecord)
        .join(NoticeRecord, LetterRecord.notice == NoticeRecord.id)
        .where(NoticeRecord.cause == cause)
        .options(selectinload(LetterRecord.told))
        .order_by(LetterRecord.name, LetterRecord.edition, LetterRecord.id)
    )
    letters = list(await view.scalars(statement))
    counted = tally(letter.cure for letter in last_editions(letters))
    rules = await members.rules_on(view, notice.created_at)
    return Ledger(cause, counted, letters, read(notice.facts), omission(rules, counted))


async def letter(view: View, actor: Actor, letter_id: str) -> tuple[LetterRecord, Sequence[WordingRecord]]:
    """One letter with the words it carries, in reading order; none while it waits to be put into words."""
    found = await find(view, actor, letter_id)
    told = await view.scalar(select(NoticeRecord).where(NoticeRecord.id == found.notice))
    if told.cause == SECRETS:
        raise NotFound(letter=letter_id)
    wordings = await view.scalars(select(WordingRecord).where(WordingRecord.notice == found.notice))
    kept = {wording.variant: wording for wording in wordings}
    return found, [kept[variant] for variant in found.variants if variant in kept]


async def my_letter(view: View, actor: Actor, letter_id: str) -> tuple[LetterRecord, Sequence[WordingRecord]]:
    """The same for the person it was written to, and for nobody else."""
    found, wordings = await letter(view, actor, letter_id)
    if found.recipient not in (actor.member, actor.account):
        raise NotFound(letter=letter_id)
    return found, wordings


async def letters_to(view: View, actor: Actor) -> Sequence[tuple[LetterRecord, Mapping[str, str]]]:
    """Everything that was ever sent to this person, the newest first, each with its subject by variant (S-11)."""
    statement = (
        select(LetterRecord)
        .join(NoticeRecord, LetterRecord.notice == NoticeRecord.id)
        .where(LetterRecord.recipient.in_([one for one in (actor.member, actor.account) if one]))
        .where(NoticeRecord.cause != SECRETS)
        .order_by(LetterRecord.created_at.desc(), LetterRecord.id)
    )
    letters = list(await view.scalars(statement))
    wordings = await view.scalars(
        select(WordingRecord).where(WordingRecord.notice.in_({letter.notice for letter in letters}))
    )
    subjects = {(one.notice, one.variant): one.subject for one in wordings}
    return [
        (letter, {one: subjects[letter.notice, one] for one in letter.variants if (letter.notice, one) in subjects})
        for letter in letters
    ]


async def told(view: View, kind: str, recipients: Collection[str]) -> Sequence[tuple[str, datetime, Mapping[str, Any]]]:
    """Whom letters of a kind were promised to, when, and with what facts; the oldest first."""
    statement = (
        select(LetterRecord.recipient, LetterRecord.created_at, NoticeRecord.facts)
        .join(NoticeRecord, LetterRecord.notice == NoticeRecord.id)
        .where(NoticeRecord.kind == kind, LetterRecord.recipient.in_(list(recipients)))
        .order_by(LetterRecord.created_at, LetterRecord.id)
    )
    return [(recipient, at, read(facts)) for recipient, at, facts in await view.execute(statement)]


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
