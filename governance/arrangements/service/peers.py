"""Peer support: an offer or a request, somebody who can, and two people who reach each other once both agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from governance.actor import Actor
from governance.arrangements.model import together as model
from governance.arrangements.model.together import Feature, Notice
from governance.arrangements.records.people import PersonRecord
from governance.arrangements.records.together import AnswerRecord, NoticeRecord
from governance.arrangements.service import together
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.platform.keys import Keys
from governance.platform.sealing import seal, unseal


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody with whom a reader of a notice may talk, and how: both have agreed to it."""

    person: str
    contact: str


async def put(
    tx: Transaction, actor: Actor, keys: Keys, notice: Notice, *, contact: str, now: datetime
) -> NoticeRecord:
    """Offer or ask for something.

    Raises:
        SwitchedOff
    """
    await together.require_on(tx, Feature.PEER_SUPPORT, now)
    errors = notice.errors(legal_day(now)) | model.errors_in_text("contact", contact, model.CONTACT_LIMIT)
    if errors:
        raise Invalid(errors)
    person = await together.themselves(tx, actor, now)
    notice_id = new_id()
    record = NoticeRecord(
        id=notice_id,
        person=person.id,
        kind=notice.kind,
        text=notice.text.strip(),
        language=notice.language,
        contact=seal(keys, contact.strip().encode(), table="peer_notice", column="contact", row=notice_id),
        put_at=now,
        until=notice.until,
    )
    tx.add(record)
    await tx.flush()
    await audit.note(tx, actor, "peer.put", notice_id, now)
    return record


async def answer(tx: Transaction, actor: Actor, keys: Keys, notice_id: str, *, contact: str, now: datetime) -> None:
    """Say "I can": whoever put up the notice sees who it is, and how to reach them only after agreeing.

    Raises:
        SwitchedOff, NoticeOver, OwnNotice, AnsweredAlready
    """
    await together.require_on(tx, Feature.PEER_SUPPORT, now)
    errors = model.errors_in_text("contact", contact, model.CONTACT_LIMIT)
    if errors:
        raise Invalid(errors)
    notice = await find(tx, actor, notice_id, now, lock=True)
    person = await together.themselves(tx, actor, now)
    if not notice.stands_on(legal_day(now)):
        raise model.NoticeOver(notice=notice_id)
    if notice.person == person.id:
        raise model.OwnNotice(notice=notice_id)
    if any(one.person == person.id for one in notice.answers):
        raise model.AnsweredAlready(notice=notice_id)
    row = f"{notice_id}|{person.id}"
    sealed = seal(keys, contact.strip().encode(), table="peer_answer", column="contact", row=row)
    tx.add(AnswerRecord(notice=notice_id, person=person.id, contact=sealed, at=now))
    await tx.flush()
    await audit.note(tx, actor, "peer.answered", notice_id, now)


async def settle(
    tx: Transaction, actor: Actor, notice_id: str, person_id: str, *, agreed: bool, now: datetime
) -> AnswerRecord:
    """Whoever put up the notice says yes or no to one answer, once.

    Raises:
        AnswerSettled
    """
    notice = await _own(tx, actor, notice_id, now)
    found = next((one for one in notice.answers if one.person == person_id), None)
    if found is None:
        raise NotFound(answer=person_id)
    if found.agreed is not None:
        raise model.AnswerSettled(notice=notice_id)
    found.agreed, found.settled_at = agreed, now
    await tx.flush()
    await audit.note(tx, actor, "peer.settled", notice_id, now, agreed=agreed)
    return found


async def take_down(tx: Transaction, actor: Actor, notice_id: str, now: datetime) -> NoticeRecord:
    """
    Raises:
        NoticeOver: it is down already.
    """
    notice = await _own(tx, actor, notice_id, now)
    if notice.taken_down_at is not None:
        raise model.NoticeOver(notice=notice_id)
    notice.taken_down_at = now
    await tx.flush()
    await audit.note(tx, actor, "peer.taken-down", notice_id, now)
    return notice


async def find(view: View, actor: Actor, notice_id: str, now: datetime, *, lock: bool = False) -> NoticeRecord:
    """A notice that stands is for everybody who has support here; afterwards for those whom it brought together."""
    together.require_people(actor)
    options = [selectinload(NoticeRecord.answers)]
    notice = await view.get(NoticeRecord, notice_id, options=options, lock=lock)
    if notice is None:
        raise NotFound(notice=notice_id)
    own = await together.known(view, actor, now)
    among = own is not None and own.id in {notice.person, *(one.person for one in notice.answers)}
    if not among and not notice.stands_on(legal_day(now)):
        raise NotFound(notice=notice_id)
    return notice


async def notices(view: View, actor: Actor, now: datetime) -> Sequence[NoticeRecord]:
    """Those that stand, the newest first, and those of one's own that have ended.

    Raises:
        SwitchedOff
    """
    together.require_people(actor)
    await together.require_on(view, Feature.PEER_SUPPORT, now)
    own = await together.known(view, actor, now)
    today = legal_day(now)
    order = select(NoticeRecord).options(selectinload(NoticeRecord.answers))
    found = await view.scalars(order.order_by(NoticeRecord.put_at.desc(), NoticeRecord.id))
    return [one for one in found if one.stands_on(today) or (own is not None and one.person == own.id)]


def reached(keys: Keys, notice: NoticeRecord, own: PersonRecord | None) -> Sequence[Reached]:
    """Whom this reader may reach about a notice, and how: nobody but those with whom both sides have agreed."""
    if own is None:
        return ()
    agreed = [one for one in notice.answers if one.agreed]
    if notice.person == own.id:
        return [Reached(one.person, _contact(keys, one)) for one in agreed]
    if any(one.person == own.id for one in agreed):
        plain = unseal(keys, notice.contact, table="peer_notice", column="contact", row=notice.id)
        return [Reached(notice.person, plain.decode())]
    return ()


async def _own(tx: Transaction, actor: Actor, notice_id: str, now: datetime) -> NoticeRecord:
    """Only whoever put it up; for everybody else it is as if it were not there."""
    notice = await find(tx, actor, notice_id, now, lock=True)
    own = await together.known(tx, actor, now)
    if own is None or own.id != notice.person:
        raise NotFound(notice=notice_id)
    return notice


def _contact(keys: Keys, one: AnswerRecord) -> str:
    row = f"{one.notice}|{one.person}"
    return unseal(keys, one.contact, table="peer_answer", column="contact", row=row).decode()
