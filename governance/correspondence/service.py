"""Promising letters, keeping the proof of service, and setting right what did not arrive."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from constitution.service import Method
from governance.actor import Actor, Role
from governance.audit import service as audit
from governance.correspondence.facts import written
from governance.correspondence.model import Cure, Letter, Service, Tally, deemed, tally
from governance.correspondence.records import LetterRecord, NoticeRecord, WordingRecord
from governance.errors import NotFound, Refusal
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.rulebook import service as rulebook
from notifications import Bounce, Channel, NoRoute, Recipient, State, Variant

RETURNED_AGAIN_AFTER = timedelta(hours=6)
READERS = (Role.SECRETARY, Role.CHAIR, Role.DIRECTOR, Role.INSPECTOR)


class WordsFixed(Refusal):
    """This notice has been promised with other facts; what is to be said anew is a new notice (W-05)."""

    code = "words-fixed"


class NotOurLetter(Refusal):
    """Only a letter that lies ready can be posted, and only one that has not been given can be sent again."""

    code = "letter-state"


class PostedInFuture(Refusal):
    code = "posted-in-future"


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


async def serve(
    tx: Transaction,
    actor: Actor,
    *,
    kind: str,
    cause: str,
    letters: Iterable[Letter],
    now: datetime,
    facts: Mapping[str, Any] | None = None,
    formal: bool = True,
    offered: Collection[str] = tuple(Variant),
    edition: int = 1,
) -> Sequence[LetterRecord]:
    """Promise one letter to each person, in the transaction of the act that causes it; answers the new ones (MAIL-1).

    ``kind`` is "slice/name", the folder of templates below ``mail/``. Each letter carries both languages, the reader's
    own first (W-04), and Easy Read where asked for. Serving twice promises nothing twice; a further ``edition`` does.
    Without ``facts`` a notice served before keeps those it has.
    """
    await tx.alone(f"serve:{kind}:{cause}")
    notice = await _notice(tx, kind, cause, None if facts is None else written(facts), formal=formal, now=now)
    promised = set(
        await tx.scalars(
            select(LetterRecord.recipient).where(LetterRecord.notice == notice.id, LetterRecord.edition == edition)
        )
    )
    wanted = {letter.to: letter for letter in letters if letter.to not in promised}
    variants = [Variant(variant) for variant in offered]
    new = [_promise(notice.id, letter, variants, edition, now) for letter in wanted.values()]
    tx.add_all(new)
    await audit.note(
        tx, actor, "correspondence.serve", cause, now, kind=kind, letters=len(new), edition=edition, notice=notice.id
    )
    return new


async def promise_secret(tx: Transaction, actor: Actor, *, kind: str, cause: str, now: datetime) -> LetterRecord:
    """Promise a message whose secret and reader are known only when it is sent: its row holds neither (AUTH-6)."""
    notice = await _notice(tx, kind, cause, None, formal=False, now=now)
    letter = LetterRecord(
        id=new_id(),
        notice=notice.id,
        recipient=cause,
        edition=1,
        name="",
        language="en",
        email=None,
        postal=[],
        formats=[],
        variants=[],
        channel=Channel.EMAIL,
        state=State.QUEUED,
        created_at=now,
        due_at=now,
    )
    tx.add(letter)
    await audit.note(tx, actor, "correspondence.promise-secret", cause, now, kind=kind)
    return letter


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


async def mark_posted(
    tx: Transaction,
    actor: Actor,
    letter_ids: Sequence[str],
    posted_at: datetime | date,
    now: datetime,
) -> int:
    """These letters went into the post then; where only the date is known they count as posted at its end (R-4).

    A letter already marked keeps its first posting: pressing twice changes nothing. Answers how many were marked.
    """
    if not _has_passed(posted_at, now):
        raise PostedInFuture(posted_at=posted_at)
    found = {
        letter.id: letter
        for letter in await tx.scalars(select(LetterRecord).where(LetterRecord.id.in_(letter_ids)).with_for_update())
    }
    marked = 0
    for letter_id in dict.fromkeys(letter_ids):
        letter = found.get(letter_id)
        if letter is None or letter.channel != Channel.LETTER or letter.state != State.SENT:
            raise NotOurLetter(letter=letter_id, state=None if letter is None else letter.state)
        if letter.sent_at is None:
            await prove(tx, letter, Method.POST, posted_at, now)
            marked += 1
    await audit.note(
        tx, actor, "correspondence.posted", "letters", now, letters=list(letter_ids), posted_at=posted_at.isoformat()
    )
    return marked


async def hand_over(tx: Transaction, actor: Actor, letter_id: str, handed_at: datetime, now: datetime) -> LetterRecord:
    """Somebody gave the person the paper: it counts from that day (P-088), whatever became of mail or post."""
    if not _has_passed(handed_at, now):
        raise PostedInFuture(posted_at=handed_at)
    letter = await find(tx, actor, letter_id, lock=True)
    if letter.sent_at is not None:
        raise NotOurLetter(letter=letter_id, state=letter.state)
    letter.state = State.SENT
    letter.settled_at = now
    letter.leased_until = None
    await prove(tx, letter, Method.HAND, handed_at, now)
    await audit.note(tx, actor, "correspondence.handed", letter.id, now, handed_at=handed_at.isoformat())
    return letter


async def post_instead(tx: Transaction, actor: Actor, letter_id: str, now: datetime) -> LetterRecord:
    """The e-mail did not arrive: promise the same words by post, as a further edition."""
    failed = await find(tx, actor, letter_id, lock=True)
    if failed.state != State.DEAD or not failed.postal:
        raise NotOurLetter(letter=letter_id, state=failed.state)
    await tx.alone(f"again:{failed.notice}:{failed.recipient}")
    newest = await tx.scalar(
        select(func.max(LetterRecord.edition)).where(
            LetterRecord.notice == failed.notice, LetterRecord.recipient == failed.recipient
        )
    )
    if newest != failed.edition:
        raise NotOurLetter(letter=letter_id, state=failed.state)
    again = LetterRecord(
        id=new_id(),
        notice=failed.notice,
        recipient=failed.recipient,
        edition=failed.edition + 1,
        name=failed.name,
        language=failed.language,
        email=None,
        postal=failed.postal,
        formats=failed.formats,
        variants=failed.variants,
        channel=Channel.LETTER,
        state=State.QUEUED,
        created_at=now,
        due_at=now,
    )
    tx.add(again)
    await audit.note(tx, actor, "correspondence.again", again.id, now, instead_of=failed.id)
    return again


async def bounced(tx: Transaction, actor: Actor, bounce: Bounce, now: datetime) -> bool:
    """A delivery report came back: what was thought sent was not received. Answers whether the letter is ours.

    A report is written by a stranger: it must name the letter and the address that the letter went to.
    """
    letter = await tx.get(LetterRecord, bounce.message, lock=True) if bounce.message else None
    ours = letter is not None and (letter.email or "").casefold() == bounce.recipient.casefold()
    if letter is None or not ours or not bounce.final or letter.channel != Channel.EMAIL:
        return False
    if letter.state != State.SENT:
        return True
    await audit.note(
        tx,
        actor,
        "correspondence.bounced",
        letter.id,
        now,
        status=bounce.status,
        sent_at=letter.sent_at.isoformat() if letter.sent_at else None,
    )
    letter.state = State.DEAD if bounce.permanent else State.FAILED
    letter.due_at = now + RETURNED_AGAIN_AFTER
    letter.settled_at = now
    letter.failure = "bounced"
    letter.detail = bounce.diagnosis
    letter.sent_at = letter.deemed_on = letter.method = letter.proof = None
    return True


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


async def prove(tx: Transaction, letter: LetterRecord, method: Method, sent: datetime | date, now: datetime) -> None:
    """Keep when and how it was sent, and the day it counts as served under the rules of now."""
    told = await tx.get(NoticeRecord, letter.notice)
    letter.method = method
    letter.sent_at = sent if isinstance(sent, datetime) else now
    if told is None or not told.formal:
        return
    found = deemed(await rulebook.in_force(tx, now), method, sent)
    served = found.figures["served"]
    letter.deemed_on = served if isinstance(served, date) else None
    letter.proof = found.to_dict()


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


async def _notice(
    tx: Transaction, kind: str, cause: str, facts: dict[str, Any] | None, *, formal: bool, now: datetime
) -> NoticeRecord:
    same = select(NoticeRecord).where(NoticeRecord.kind == kind, NoticeRecord.cause == cause)
    notice: NoticeRecord | None = await tx.scalar(same)
    if notice is not None:
        if facts is not None and notice.facts != facts:
            raise WordsFixed(kind=kind, cause=cause)
        return notice
    notice = NoticeRecord(id=new_id(), kind=kind, cause=cause, facts=facts or {}, formal=formal, created_at=now)
    tx.add(notice)
    await tx.flush()
    return notice


def _promise(notice: str, letter: Letter, offered: Sequence[Variant], edition: int, now: datetime) -> LetterRecord:
    """A person whom nothing can reach gets a row too: it stands in the ledger until somebody finds a way."""
    recipient = letter.recipient()
    promised = LetterRecord(
        id=new_id(),
        notice=notice,
        recipient=letter.to,
        edition=edition,
        name=recipient.name,
        language=recipient.language.value,
        email=recipient.email,
        postal=list(recipient.postal),
        formats=sorted(letter.formats),
        variants=[variant.value for variant in recipient.variants(offered)],
        channel=Channel.EMAIL,
        state=State.QUEUED,
        created_at=now,
        due_at=now,
    )
    try:
        promised.channel = recipient.route()
    except NoRoute:
        promised.channel, promised.state, promised.failure = Channel.LETTER, State.DEAD, "no-address"
    return promised


def _has_passed(moment: datetime | date, now: datetime) -> bool:
    return moment <= now if isinstance(moment, datetime) else moment <= legal_day(now)


def _keeps_ledger(actor: Actor) -> bool:
    return actor.is_platform or actor.has(*READERS)
