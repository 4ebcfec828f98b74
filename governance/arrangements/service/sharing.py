"""Sharing support: who is asked, who agrees to which terms, from when these hold, and who leaves."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import cast

from sqlalchemy import select

from constitution import Finding
from constitution.pooling import leaves_on, may_be_divided_by, participants_decide
from governance.actor import Actor
from governance.arrangements.model.revising import StillTakesPart
from governance.arrangements.model.sharing import (
    FEWEST,
    AgreedAlready,
    Asked,
    Basis,
    BasisNotAllowed,
    Kind,
    LeavesAlready,
    NotAllAgreed,
    NotTheseTerms,
    SharingEnded,
    Terms,
    check,
    fingerprint,
)
from governance.arrangements.records.assistants import AssistantRecord
from governance.arrangements.records.people import PersonRecord
from governance.arrangements.records.sharing import (
    AgreedRecord,
    AskedRecord,
    BegunRecord,
    ParticipantRecord,
    SharedAssistantRecord,
    SharedRecord,
    TermsRecord,
)
from governance.arrangements.service import people, shared
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id


async def propose(
    tx: Transaction,
    actor: Actor,
    *,
    kind: Kind,
    organiser: str,
    terms: Terms,
    asked: Sequence[Asked],
    now: datetime,
    assistants: Sequence[str] = (),
) -> SharedRecord:
    """Ask two to forty people to share on these terms. Nothing holds, and nothing is charged, before they agree.

    Raises:
        NotFound: the actor does not speak for the ``organiser``, or somebody is not known.
        BasisNotAllowed, WrongNumber, Invalid: see `model.sharing.check`.
    """
    await people.find(tx, actor, organiser, now)
    staying = select(AssistantRecord.id).where(AssistantRecord.id.in_(assistants), AssistantRecord.left_on.is_(None))
    if set(assistants) - set(await tx.scalars(staying)):
        raise NotFound(assistants=len(assistants))
    record = SharedRecord(
        id=new_id(),
        kind=kind,
        title=terms.title.to_json(),
        organiser=organiser,
        proposed_at=now,
        leader=terms.leader or None,
    )
    if kind is Kind.ACTIVITY and not terms.leader:
        raise Invalid({"leader": "missing"})
    await _may_be_proposed(tx, terms, asked, now)
    tx.add(record)
    await tx.flush()
    tx.add_all(SharedAssistantRecord(shared=record.id, assistant=one) for one in dict.fromkeys(assistants))
    await _write(tx, actor, record.id, number=1, terms=terms, asked=asked, now=now)
    await audit.note(tx, actor, "shared.proposed", record.id, now, kind=kind)
    return record


async def revise(
    tx: Transaction, actor: Actor, shared_id: str, *, terms: Terms, asked: Sequence[Asked], now: datetime
) -> TermsRecord:
    """Ask everybody again: another price, basis or weight, or somebody new. Until they agree the old terms hold.

    Raises:
        StillTakesPart: somebody is left out who takes part and has not told that they leave.
        BasisNotAllowed, WrongNumber, Invalid: see `model.sharing.check`.
    """
    record = await organised(tx, actor, shared_id, now)
    await _may_be_proposed(tx, terms, asked, now)
    if await who_stay(tx, record, legal_day(now)) - {one.person for one in asked}:
        raise StillTakesPart(shared=shared_id)
    number = (await shared.latest_terms(tx, shared_id)).number + 1
    written = await _write(tx, actor, shared_id, number=number, terms=terms, asked=asked, now=now)
    await audit.note(tx, actor, "shared.revised", shared_id, now, terms=number)
    return written


async def agree(
    tx: Transaction,
    actor: Actor,
    shared_id: str,
    person_id: str,
    *,
    sha256: str,
    now: datetime,
    shows_name: bool = False,
    shows_amounts: bool = False,
) -> None:
    """The person, or who speaks for them, says yes to the terms that have this ``sha256``.

    Raises:
        NotFound: this person is not asked, or the actor does not speak for them.
        NotTheseTerms: other terms have been proposed since they were read.
    """
    record = await _open(tx, shared_id, now)
    await people.find(tx, actor, person_id, now)
    terms = await shared.latest_terms(tx, shared_id)
    if person_id not in {one.person for one in await shared.asked_in(tx, terms.id)}:
        raise NotFound(shared=shared_id)
    if terms.sha256 != sha256:
        raise NotTheseTerms(shared=shared_id)
    takes_part = await _current(tx, record.id, person_id, legal_day(now))
    agreed = person_id in await shared.agreed_to(tx, terms.id)
    if agreed and takes_part is not None:
        raise AgreedAlready(person=person_id)
    if not agreed:
        tx.add(AgreedRecord(terms=terms.id, person=person_id, agreed_by=actor.reference, agreed_at=now))
    if takes_part is None:
        takes_part = ParticipantRecord(id=new_id(), shared=record.id, person=person_id, since=legal_day(now))
        tx.add(takes_part)
    takes_part.shows_name, takes_part.shows_amounts = shows_name, shows_amounts
    await tx.flush()
    await audit.note(tx, actor, "shared.agreed", shared_id, now, person=person_id, sha256=sha256)


async def show(
    tx: Transaction,
    actor: Actor,
    shared_id: str,
    person_id: str,
    *,
    shows_name: bool,
    shows_amounts: bool,
    now: datetime,
) -> None:
    """Change what the others may see of one's part."""
    await people.find(tx, actor, person_id, now)
    record = await _current(tx, shared_id, person_id, legal_day(now))
    if record is None:
        raise NotFound(shared=shared_id)
    record.shows_name, record.shows_amounts = shows_name, shows_amounts
    await audit.note(tx, actor, "shared.shown", shared_id, now, person=person_id)


async def begin(tx: Transaction, actor: Actor, shared_id: str, now: datetime) -> Finding:
    """Put the latest terms into force: for the first ones all who are asked agree, for others as many as P-241 says.

    Whoever has not agreed takes no part from now on and is charged nothing.

    Raises:
        NotAllAgreed: too few agree.
    """
    record = await organised(tx, actor, shared_id, now)
    terms = await shared.latest_terms(tx, shared_id)
    if terms.number == record.in_force:
        raise NotTheseTerms(shared=shared_id)
    agreed = await shared.agreed_to(tx, terms.id)
    today = legal_day(now)
    there = {one.person for one in await shared.participants(tx, shared_id) if one.takes_part_on(today)}
    agreeing = agreed & there
    act = "start" if record.in_force is None else "change"
    finding = participants_decide(await members.rules_on(tx, now), act, len(agreeing), terms.people)
    if not finding.met or len(agreeing) < FEWEST:
        raise NotAllAgreed(finding=finding, agreeing=len(agreeing), people=terms.people)
    content = Terms.from_json(terms.content)
    record.in_force, record.title, record.leader = terms.number, content.title.to_json(), content.leader or None
    record.started_at = record.started_at or now
    tx.add(BegunRecord(terms=terms.id, begun_at=now))
    await audit.note(tx, actor, "shared.begun", shared_id, now, terms=terms.number)
    return finding


async def leave(tx: Transaction, actor: Actor, shared_id: str, person_id: str, now: datetime) -> Finding:
    """Give notice: the last day of taking part is as P-247 has it. No reason is asked.

    Before the terms hold there is nothing to give notice of, and the person is out at once.
    """
    arrangement = await _open(tx, shared_id, now)
    await people.find(tx, actor, person_id, now)
    today = legal_day(now)
    record = await _current(tx, shared_id, person_id, today)
    if record is None:
        raise NotFound(shared=shared_id)
    if record.told_on is not None:
        raise LeavesAlready(person=person_id)
    finding = leaves_on(await members.rules_on(tx, now), today)
    last_day = cast(date, finding.figures["last-day"])
    record.told_on = today
    record.until = last_day + timedelta(days=1) if arrangement.in_force is not None else today
    await audit.note(tx, actor, "shared.left", shared_id, now, person=person_id, until=record.until.isoformat())
    return finding


async def end(tx: Transaction, actor: Actor, shared_id: str, now: datetime) -> None:
    """From today nothing more is shared. What was charged stays."""
    record = await organised(tx, actor, shared_id, now)
    record.ended_on = legal_day(now)
    await audit.note(tx, actor, "shared.ended", shared_id, now)


async def who_stay(view: View, record: SharedRecord, day: date) -> frozenset[str]:
    """Those who take part and have not told that they leave: only they themselves end that."""
    there = {one.person for one in await shared.taking_part(view, record, day)}
    known = [one for one in await shared.participants(view, record.id) if one.takes_part_on(day)]
    return frozenset(one.person for one in known if one.told_on is None and one.person in there)


async def refuse_basis(view: View, basis: Basis, now: datetime) -> None:
    """
    Raises:
        BasisNotAllowed: with the finding (P-243).
    """
    finding = may_be_divided_by(await members.rules_on(view, now), basis)
    if not finding.met:
        raise BasisNotAllowed(finding=finding)


async def organised(tx: Transaction, actor: Actor, shared_id: str, now: datetime) -> SharedRecord:
    """The arrangement, held for a change by whoever organises it; nobody else gets an answer."""
    if not (await shared.find(tx, actor, shared_id, now)).organises:
        raise NotFound(shared=shared_id)
    return await _open(tx, shared_id, now)


async def _may_be_proposed(tx: Transaction, terms: Terms, asked: Sequence[Asked], now: datetime) -> None:
    check(terms, asked)
    await refuse_basis(tx, terms.basis, now)
    ids = [one.person for one in asked]
    known = set(await tx.scalars(select(PersonRecord.id).where(PersonRecord.id.in_(ids))))
    if set(ids) - known:
        raise Invalid({"people": "not-known"})


async def _write(
    tx: Transaction,
    actor: Actor,
    shared_id: str,
    *,
    number: int,
    terms: Terms,
    asked: Sequence[Asked],
    now: datetime,
) -> TermsRecord:
    written = TermsRecord(
        id=new_id(),
        shared=shared_id,
        number=number,
        people=len(asked),
        content=terms.to_json(),
        sha256=fingerprint(terms, asked),
        proposed_by=actor.reference,
        proposed_at=now,
    )
    tx.add(written)
    await tx.flush()
    tx.add_all(
        AskedRecord(terms=written.id, person=one.person, place=place, weight=str(one.weight))
        for place, one in enumerate(asked, start=1)
    )
    await tx.flush()
    return written


async def _open(tx: Transaction, shared_id: str, now: datetime) -> SharedRecord:
    """The row, held until the transaction ends."""
    record = await tx.get(SharedRecord, shared_id, lock=True)
    if record is None:
        raise NotFound(shared=shared_id)
    if record.ended_on is not None and record.ended_on <= legal_day(now):
        raise SharingEnded(shared=shared_id)
    return record


async def _current(tx: Transaction, shared_id: str, person_id: str, today: date) -> ParticipantRecord | None:
    """The participation that has not ended; one that ends on a day to come counts too."""
    known = [one for one in await shared.participants(tx, shared_id) if one.person == person_id]
    return next((one for one in known if one.until is None or today < one.until), None)
