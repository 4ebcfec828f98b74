"""What people were really given: posted, handed over, returned, sent again; and the day from which it counts."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from constitution.service import Method
from governance.actor import Actor
from governance.audit import service as audit
from governance.correspondence.looking import find
from governance.correspondence.model import NotOurLetter, PostedInFuture, PostedTooEarly, deemed
from governance.correspondence.records import LetterRecord, NoticeRecord
from governance.errors import Invalid
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction
from governance.platform.ids import new_id
from notifications import Bounce, Channel, State

RETURNED_AGAIN_AFTER = timedelta(hours=6)


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
    if not letter_ids:
        raise Invalid({"letters": "no-letter"})
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
            _require_written(letter, posted_at)
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
    _require_written(letter, handed_at)
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


async def prove(tx: Transaction, letter: LetterRecord, method: Method, sent: datetime | date, now: datetime) -> None:
    """Keep when and how it was sent, and the day it counts as served under the rules of now."""
    told = await tx.get(NoticeRecord, letter.notice)
    letter.method = method
    letter.sent_at = sent if isinstance(sent, datetime) else now
    if told is None or not told.formal:
        return
    found = deemed(await members.rules_on(tx, now), method, sent)
    served = found.figures["served"]
    letter.deemed_on = served if isinstance(served, date) else None
    letter.proof = found.to_dict()


def _has_passed(moment: datetime | date, now: datetime) -> bool:
    return moment <= now if isinstance(moment, datetime) else moment <= legal_day(now)


def _require_written(letter: LetterRecord, moment: datetime | date) -> None:
    """The day decides: an hour typed by hand is seldom the hour to the minute."""
    written = legal_day(letter.created_at)
    if (legal_day(moment) if isinstance(moment, datetime) else moment) < written:
        raise PostedTooEarly(letter=letter.id, written=written)
