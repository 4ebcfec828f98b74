"""The words that two people agree to: each text stands as it was written, and counts when both said yes to it."""

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select

from constitution import support
from governance.actor import Actor
from governance.arrangements.model.agreements import (
    AnsweredAlready,
    Incomplete,
    NotInThisState,
    OnePersonTwoSides,
    Party,
    State,
    Terms,
    TextChanged,
    problems,
)
from governance.arrangements.records.agreements import AgreementRecord, AnswerRecord, ArrangementRecord, VariationRecord
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.members import service as members
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.platform.keys import Keys
from governance.platform.sealing import seal, unseal

OPEN = (State.PROPOSED, State.AGREED, State.ACTIVE, State.DECLINED)
"""The states in which a new text may be proposed."""


async def add(
    tx: Transaction,
    actor: Actor,
    keys: Keys,
    arrangement: ArrangementRecord,
    terms: Terms,
    *,
    by: Party,
    now: datetime,
) -> AgreementRecord:
    """A new text with the yes of the side that wrote it. The text that both agreed to holds until both agree to this.

    Whoever calls this has found the arrangement for the actor and holds its lock.

    Raises:
        Incomplete: with the finding.
        NotInThisState: it has ended.
        Invalid
    """
    if arrangement.state not in OPEN:
        raise NotInThisState(arrangement=arrangement.id, state=arrangement.state)
    if errors := problems(terms):
        raise Invalid(errors)
    finding = support.agreement_complete(await members.rules_on(tx, now), terms.complete_in)
    if not finding.met:
        raise Incomplete(finding=finding)
    text = _sealed(keys, arrangement.id, terms, number=await _next(tx, arrangement.id), actor=actor, now=now)
    tx.add(text)
    arrangement.state = State.PROPOSED if arrangement.state == State.DECLINED else arrangement.state
    await tx.flush()
    await audit.note(tx, actor, "arrangement.worded", arrangement.id, now, text=text.id, hash=text.text_hash)
    await put_answer(tx, actor, arrangement, text.id, text.text_hash, party=by, yes=True, now=now)
    return text


async def answer(
    tx: Transaction,
    actor: Actor,
    arrangement: ArrangementRecord,
    text_id: str,
    *,
    text_hash: str,
    party: Party,
    yes: bool,
    now: datetime,
) -> AgreementRecord:
    """One side's yes or no to the newest text; neither owes a reason (P-272).

    Raises:
        TextChanged: what was read is not what stands.
        AnsweredAlready, OnePersonTwoSides, NotInThisState
    """
    text = await latest(tx, arrangement.id)
    if text.id != text_id or text.text_hash != text_hash:
        raise TextChanged(arrangement=arrangement.id)
    if arrangement.state not in OPEN or arrangement.state == State.DECLINED:
        raise NotInThisState(arrangement=arrangement.id, state=arrangement.state)
    await put_answer(tx, actor, arrangement, text.id, text.text_hash, party=party, yes=yes, now=now)
    await _settle(tx, actor, arrangement, text, now)
    return text


async def put_answer(
    tx: Transaction,
    actor: Actor,
    arrangement: ArrangementRecord,
    subject: str,
    text_hash: str,
    *,
    party: Party,
    yes: bool,
    now: datetime,
) -> None:
    """Write an answer down, once for each side, and never one person's for both."""
    given = await answers(tx, subject)
    if party in given:
        raise AnsweredAlready(subject=subject)
    if any(other.by == actor.reference for other in given.values()):
        raise OnePersonTwoSides(subject=subject)
    row = AnswerRecord(
        id=new_id(),
        arrangement=arrangement.id,
        subject=subject,
        text_hash=text_hash,
        party=party,
        yes=yes,
        by=actor.reference,
        at=now,
    )
    tx.add(row)
    await tx.flush()
    await audit.note(tx, actor, "arrangement.answered", arrangement.id, now, subject=subject, party=party, yes=yes)


async def answers(view: View, subject: str) -> Mapping[str, AnswerRecord]:
    """Who answered a text or a change, by side."""
    return {row.party: row for row in await view.scalars(select(AnswerRecord).where(AnswerRecord.subject == subject))}


async def latest(view: View, arrangement_id: str) -> AgreementRecord:
    """The newest text, agreed or not."""
    return (await texts(view, arrangement_id))[0]


async def texts(view: View, arrangement_id: str) -> Sequence[AgreementRecord]:
    """Every text of an arrangement, the newest first."""
    statement = select(AgreementRecord).where(AgreementRecord.arrangement == arrangement_id)
    return (await view.scalars(statement.order_by(AgreementRecord.number.desc()))).all()


async def in_force(view: View, arrangement: ArrangementRecord) -> AgreementRecord:
    """The text that both agreed to.

    Raises:
        NotFound: there is none yet.
    """
    text = await view.get(AgreementRecord, arrangement.agreement) if arrangement.agreement is not None else None
    if text is None:
        raise NotFound(arrangement=arrangement.id)
    return text


def read(keys: Keys, text: AgreementRecord) -> Terms:
    """A text as it was written.

    Raises:
        SealBroken: the words were altered or moved.
        TextChanged: they are not those that were agreed to.
    """
    opened = json.loads(unseal(keys, text.said, table="arrangement_agreement", column="said", row=text.id))
    terms = Terms(text.starts_on, text.slots, text.where, text.rates, opened["said"])
    if terms.text_hash(text.arrangement, text.number, opened["salt"]) != text.text_hash:
        raise TextChanged(arrangement=text.arrangement)
    return terms


def _sealed(keys: Keys, arrangement: str, terms: Terms, *, number: int, actor: Actor, now: datetime) -> AgreementRecord:
    identity, salt = new_id(), secrets.token_hex(16)
    plain = json.dumps({"salt": salt, "said": dict(terms.said)}).encode()
    return AgreementRecord(
        id=identity,
        arrangement=arrangement,
        number=number,
        proposed_by=actor.reference,
        proposed_at=now,
        starts_on=terms.starts_on,
        week=[slot.to_dict() for slot in terms.week],
        place=terms.place,
        weekday_rate=terms.rates.weekday,
        weekend_rate=terms.rates.weekend,
        night_rate=terms.rates.night,
        said=seal(keys, plain, table="arrangement_agreement", column="said", row=identity),
        text_hash=terms.text_hash(arrangement, number, salt),
    )


async def _next(view: View, arrangement_id: str) -> int:
    highest = select(func.max(AgreementRecord.number)).where(AgreementRecord.arrangement == arrangement_id)
    return (await view.scalar(highest) or 0) + 1


async def _settle(
    tx: Transaction, actor: Actor, arrangement: ArrangementRecord, text: AgreementRecord, now: datetime
) -> None:
    given = await answers(tx, text.id)
    if any(not one.yes for one in given.values()):
        if arrangement.state == State.PROPOSED:
            arrangement.state = State.DECLINED
        return
    if not support.all_agreed(await members.rules_on(tx, now), set(given)).met:
        return
    arrangement.agreement = text.id
    await _drop_question(tx, actor, arrangement, now)
    if arrangement.state == State.PROPOSED:
        arrangement.state = State.AGREED


async def _drop_question(tx: Transaction, actor: Actor, arrangement: ArrangementRecord, now: datetime) -> None:
    """A change that still waits was asked of the words before: a yes to it now would change nothing."""
    waiting = select(VariationRecord).where(
        VariationRecord.arrangement == arrangement.id, VariationRecord.settled_at.is_(None)
    )
    for variation in await tx.scalars(waiting.with_for_update()):
        variation.settled_at, variation.stands = now, False
        await audit.note(tx, actor, "variation.settled", arrangement.id, now, variation=variation.id, stands=False)
