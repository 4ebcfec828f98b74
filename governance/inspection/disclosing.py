"""Disclosing one person's money of one period: told to the person, agreed by two officers, objected to, ended."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from governance.actor import Actor
from governance.arrangements.service import people, reaching, speaking
from governance.audit import service as audit
from governance.correspondence import service as correspondence
from governance.errors import Invalid, NotFound
from governance.inspection import service as inspection
from governance.inspection.disclosures import (
    ANSWER_LIMIT,
    Asked,
    DisclosureEnded,
    NotToldYet,
    ObjectedAlready,
    ObjectionAnswered,
    ObjectionUnanswered,
)
from governance.inspection.model import discloses
from governance.inspection.records import DisclosureRecord, GrantRecord, ReadingRecord
from governance.members.model import is_email
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.platform.texts import Texts
from governance.rulebook import service as rulebook

TOLD, OBJECTED = "inspection/disclosure", "inspection/objection"


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A grant with whose money it opens, how they are called, and each time it was read, the newest first."""

    grant: GrantRecord
    record: DisclosureRecord
    name: str
    readings: Sequence[ReadingRecord]

    @property
    def objected_later(self) -> bool:
        """They object to what was open already."""
        opened, objected = self.grant.approved_at, self.record.objected_at
        return opened is not None and objected is not None and opened <= objected


async def without_membership(view: View, actor: Actor) -> Mapping[str, str]:
    """Names of people who are no members, by id, for an office that knows them already."""
    if not actor.has(*people.OFFICES):
        return {}
    return {one.id: one.name or "" for one in await speaking.without_membership(view, actor)}


async def whose(tx: Transaction, actor: Actor, person_id: str, member: str, now: datetime) -> str:
    """The person who is meant: one without a membership whom the office knows, or a member by number or address.

    Raises:
        NotFound: the office does not know this person.
        Invalid: there is no such member.
    """
    if not person_id:
        return await speaking.member_supported(tx, actor, member, now)
    if person_id not in await without_membership(tx, actor):
        raise NotFound(person=person_id)
    return person_id


async def propose(tx: Transaction, actor: Actor, person_id: str, asked: Asked, now: datetime) -> DisclosureRecord:
    """Put it before a second officer, and tell the person and everybody who decides for them.

    Raises:
        NotFound: the actor discloses nothing.
        Invalid: with each field's problem; nobody could be told.
    """
    if not discloses(actor):
        raise NotFound(person=person_id)
    errors = asked.errors(legal_day(now))
    if asked.officer_email.strip() and not is_email(asked.officer_email):
        errors["officer_email"] = "not-an-email"
    told = await reaching.of_person(tx, person_id, now)
    if not told:
        errors["whom"] = "nobody-to-tell"
    if errors:
        raise Invalid(errors)
    grant = inspection.asked(actor, asked.proposal, now)
    tx.add(grant)
    await tx.flush()
    record = DisclosureRecord(
        grant=grant.id, person=person_id, authority=asked.authority, purpose=asked.purpose, notice=new_id()
    )
    tx.add(record)
    await tx.flush()
    await audit.note(tx, actor, "disclosure.proposed", grant.id, now, body=grant.body, power=grant.power)
    await _tell(tx, actor, record.notice, told, now, opened=False)
    return record


async def open_it(tx: Transaction, actor: Actor, grant_id: str, *, answer: str, now: datetime) -> GrantRecord:
    """The second officer agrees, after the person was told; from now on the authority's officer may read.

    Raises:
        NotToldYet: no letter about it has reached anybody.
        ObjectionUnanswered: they object, and no ground is given.
    """
    grant, record = await _locked(tx, grant_id)
    if not discloses(actor):
        raise NotFound(grant=grant_id)
    if len(answer) > ANSWER_LIMIT:
        raise Invalid({"answer": "too-long"})
    if not await was_told(tx, record, now):
        raise NotToldYet(grant=grant_id)
    if record.objected_at is not None and not answer.strip():
        raise ObjectionUnanswered(grant=grant_id)
    await inspection.agree(tx, actor, grant, now)
    if record.objected_at is not None:
        record.answer = answer.strip()
    await tx.flush()
    await audit.note(tx, actor, "disclosure.approved", grant_id, now)
    told = await reaching.of_person(tx, record.person, now)
    await _tell(tx, actor, new_id(), told, now, opened=True)
    return grant


async def answer(tx: Transaction, actor: Actor, grant_id: str, *, words: str, now: datetime) -> None:
    """Say by what power it goes on, where the objection came after it was opened; the person reads it.

    Raises:
        NotFound: the actor discloses nothing, or nothing open is objected to.
        ObjectionUnanswered: no ground is given.
        ObjectionAnswered, DisclosureEnded
    """
    grant, record = await _locked(tx, grant_id)
    if not discloses(actor) or grant.approved_at is None or record.objected_at is None:
        raise NotFound(grant=grant_id)
    _require_running(grant, now)
    if record.answer is not None:
        raise ObjectionAnswered(grant=grant_id)
    if len(words) > ANSWER_LIMIT:
        raise Invalid({"answer": "too-long"})
    if not words.strip():
        raise ObjectionUnanswered(grant=grant_id)
    record.answer = words.strip()
    await tx.flush()
    await audit.note(tx, actor, "disclosure.answered", grant_id, now)


async def was_told(view: View, record: DisclosureRecord, now: datetime) -> bool:
    """Does a letter about it count as received by the person, or by somebody who decides for them (P-086 to P-090)?"""
    given = await correspondence.services(view, record.notice)
    return any(one.deemed_on <= legal_day(now) for one in given)


async def object_to(tx: Transaction, actor: Actor, grant_id: str, now: datetime) -> None:
    """The person, or who decides for them, objects; the officers who put it forward and opened it are told.

    An objection stops nothing by itself: the authority may have a power to ask. It is answered, or the leave ends.

    Raises:
        NotFound: the actor does not speak for the person.
        DisclosureEnded, ObjectedAlready
    """
    grant, record = await _locked(tx, grant_id)
    if not await people.speaks_for(tx, actor, record.person, now):
        raise NotFound(grant=grant_id)
    _require_running(grant, now)
    if record.objected_at is not None:
        raise ObjectedAlready(grant=grant_id)
    record.objected_at, record.objected_by = now, actor.reference
    await tx.flush()
    await audit.note(tx, actor, "disclosure.objected", grant_id, now)
    officers = [one.partition(":")[2] for one in (grant.proposed_by, grant.approved_by) if one is not None]
    letters = await correspondence.addressed(tx, officers)
    facts = {**await _organisation(tx), "grant": grant_id}
    await correspondence.serve(
        tx, actor, kind=OBJECTED, cause=new_id(), letters=letters.values(), facts=facts, now=now, formal=False
    )


async def find(view: View, actor: Actor, grant_id: str) -> Disclosure:
    """For the officers who disclose (PERM-2)."""
    if not discloses(actor):
        raise NotFound(grant=grant_id)
    found = await _wholes(view, DisclosureRecord.grant == grant_id)
    if not found:
        raise NotFound(grant=grant_id)
    return found[0]


async def of_mine(view: View, actor: Actor, now: datetime) -> Sequence[Disclosure]:
    """What was disclosed, or is to be, of everybody for whom this actor decides; the newest first."""
    persons = [one.id for one in await people.spoken_for(view, actor, now)]
    return await _wholes(view, DisclosureRecord.person.in_(persons))


async def _locked(tx: Transaction, grant_id: str) -> tuple[GrantRecord, DisclosureRecord]:
    """Two people who decide about one grant do so one after the other."""
    grant = await tx.get(GrantRecord, grant_id, lock=True)
    record = await tx.get(DisclosureRecord, grant_id, lock=True)
    if grant is None or record is None:
        raise NotFound(grant=grant_id)
    return grant, record


def _require_running(grant: GrantRecord, now: datetime) -> None:
    if grant.revoked_at is not None or now >= grant.expires_at:
        raise DisclosureEnded(grant=grant.id)


async def _wholes(view: View, narrowed: ColumnElement[bool]) -> Sequence[Disclosure]:
    statement = (
        select(GrantRecord, DisclosureRecord)
        .join(DisclosureRecord, DisclosureRecord.grant == GrantRecord.id)
        .where(narrowed)
        .order_by(GrantRecord.proposed_at.desc(), GrantRecord.id)
    )
    found = [(grant, record) for grant, record in await view.execute(statement)]
    names = await people.names(view, {record.person for _, record in found})
    readings: defaultdict[str, list[ReadingRecord]] = defaultdict(list)
    of_these = select(ReadingRecord).where(ReadingRecord.grant.in_([grant.id for grant, _ in found]))
    for one in await view.scalars(of_these.order_by(ReadingRecord.at.desc(), ReadingRecord.id)):
        readings[one.grant].append(one)
    return [Disclosure(grant, record, names[record.person], readings[grant.id]) for grant, record in found]


async def _tell(
    tx: Transaction, actor: Actor, cause: str, readers: Sequence[str], now: datetime, *, opened: bool
) -> None:
    """By a letter that says where to read of it and not what it is (MAIL-2), under a cause that leads to nobody."""
    letters = await correspondence.addressed(tx, readers)
    facts = {**await _organisation(tx), "opened": opened}
    await correspondence.serve(tx, actor, kind=TOLD, cause=cause, letters=letters.values(), facts=facts, now=now)


async def _organisation(view: View) -> dict[str, Texts]:
    organisation = await rulebook.organisation(view)
    return {"organisation": Texts(en=organisation.name_en, cy=organisation.name_cy)}
