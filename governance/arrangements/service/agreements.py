"""Arrangements: proposing one, and who may look at it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select

from constitution import Rulebook, support
from constitution.support import Framework
from governance.actor import Actor
from governance.arrangements.model.agreements import (
    Directs,
    Employer,
    NotAllowedByRules,
    Party,
    Standing,
    State,
    Terms,
    problems,
)
from governance.arrangements.model.proposing import LEFT_OPEN
from governance.arrangements.records.agreements import ArrangementRecord
from governance.arrangements.records.assistants import AssistantRecord
from governance.arrangements.records.people import RepresentativeRecord
from governance.arrangements.service import directory, people, wording
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.platform.keys import Keys

NO_FRAMEWORK = Framework()


async def propose(
    tx: Transaction,
    actor: Actor,
    keys: Keys,
    person_id: str,
    assistant_id: str,
    *,
    standing: Standing,
    terms: Terms,
    now: datetime,
    framework: Framework = NO_FRAMEWORK,
    payment: int | None = None,
    backup: str | None = None,
) -> ArrangementRecord:
    """Somebody, or who speaks for them, offers an assistant hours; their yes goes with it, the assistant's is asked.

    ``payment`` is what may be spent here in a week, in pence.

    Raises:
        NotFound: the actor does not speak for this person, or they may not choose this assistant.
        NotTheProviders: a provider would send somebody who does not work for it.
        NotAllowedByRules: the employer, the way they met or the cover is not one of the rules, with the finding.
        Incomplete: the words leave out something that P-267 wants.
        Invalid
    """
    person = await people.find(tx, actor, person_id, now)
    rules = await members.rules_on(tx, now)
    _refuse_unusable(standing, terms, payment)
    _refuse_unlawful(rules, standing, backup)
    await directory.refuse_unchoosable(tx, person.id, assistant_id, standing.source, now)
    await _refuse_stranger(tx, standing, person.id, now)
    record = _record(actor, person.id, assistant_id, standing, now)
    record.payment, record.backup, record.quality_standard = payment, backup, _standard(rules)
    _bound(record, framework)
    tx.add(record)
    await tx.flush()
    await audit.note(tx, actor, "arrangement.proposed", record.id, now)
    await wording.add(tx, actor, keys, record, terms, by=Party.MEMBER, now=now)
    return record


async def find(
    view: View, actor: Actor, arrangement_id: str, now: datetime, *, lock: bool = False
) -> ArrangementRecord:
    """For the person, who speaks for them, and the assistant; nobody else gets an answer, whatever office they hold."""
    record = await view.get(ArrangementRecord, arrangement_id, lock=lock)
    if record is None or not await sides(view, actor, record, now):
        raise NotFound(arrangement=arrangement_id)
    return record


async def find_as(
    view: View, actor: Actor, arrangement_id: str, side: Party, now: datetime, *, lock: bool = False
) -> ArrangementRecord:
    """The same for one who stands on this side of it."""
    record = await find(view, actor, arrangement_id, now, lock=lock)
    if side not in await sides(view, actor, record, now):
        raise NotFound(arrangement=arrangement_id)
    return record


async def sides(view: View, actor: Actor, record: ArrangementRecord, now: datetime) -> frozenset[Party]:
    """On which side of an arrangement the actor stands."""
    found = {Party.MEMBER} if await people.speaks_for(view, actor, record.person, now) else set()
    assistant = await view.get(AssistantRecord, record.assistant)
    if assistant is not None and _is(actor, assistant):
        found.add(Party.PA)
    return frozenset(found)


async def of_person(view: View, actor: Actor, person_id: str, now: datetime) -> Sequence[ArrangementRecord]:
    """All of somebody's arrangements, the newest first; for them and who speaks for them."""
    person = await people.find(view, actor, person_id, now)
    return await _newest(view, ArrangementRecord.person == person.id)


async def of_assistant(view: View, actor: Actor, assistant_id: str) -> Sequence[ArrangementRecord]:
    """All arrangements of whoever is signed in as this assistant; another's are not shown to anybody."""
    assistant = await view.get(AssistantRecord, assistant_id)
    if assistant is None or not _is(actor, assistant):
        raise NotFound(assistant=assistant_id)
    return await _newest(view, ArrangementRecord.assistant == assistant_id)


async def names(view: View, records: Sequence[ArrangementRecord]) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """How the people and the assistants of some arrangements are called, each by id."""
    assistants = select(AssistantRecord).where(AssistantRecord.id.in_([one.assistant for one in records]))
    called = {one.id: one.called for one in await view.scalars(assistants)}
    return await people.names(view, {one.person for one in records}), called


async def _newest(view: View, whose: ColumnElement[bool]) -> Sequence[ArrangementRecord]:
    statement = select(ArrangementRecord).where(whose)
    return (await view.scalars(statement.order_by(ArrangementRecord.entered_at.desc(), ArrangementRecord.id))).all()


def _is(actor: Actor, assistant: AssistantRecord) -> bool:
    by_account = assistant.account is not None and assistant.account == actor.account
    return by_account or (assistant.member is not None and assistant.member == actor.member)


def _refuse_unusable(standing: Standing, terms: Terms, payment: int | None) -> None:
    errors = problems(terms) | standing.problems()
    errors |= {"payment": "below-nothing"} if payment is not None and payment < 0 else {}
    if errors:
        raise Invalid(errors)


def refuse_employer(rules: Rulebook, employer: Employer) -> None:
    """
    Raises:
        NotAllowedByRules: with the finding (P-260).
    """
    finding = support.may_employ(rules, employer)
    if not finding.met:
        raise NotAllowedByRules(finding=finding)


def _refuse_unlawful(rules: Rulebook, standing: Standing, backup: str | None) -> None:
    refuse_employer(rules, standing.employs)
    stated = Directs(rules.word("P-266"))
    if standing.directs not in (LEFT_OPEN if stated is Directs.MEMBER else (stated,)):
        raise Invalid({"directs": "not-by-our-rules"})
    findings = [support.may_be_found(rules, standing.source)]
    findings += [support.cover_named(rules, backup)] if backup is not None else []
    for finding in findings:
        if not finding.met:
            raise NotAllowedByRules(finding=finding)


async def _refuse_stranger(view: View, standing: Standing, person_id: str, now: datetime) -> None:
    """A representative who directs is one of this person's, whose authority holds today (K-091)."""
    if standing.representative is None:
        return
    authority = await view.get(RepresentativeRecord, standing.representative)
    known = authority is not None and authority.person == person_id
    if authority is None or not known or not authority.speaking.directs:
        raise Invalid({"representative": "speaks-not-for-them"})
    if not authority.speaking.holds_on(legal_day(now)):
        raise Invalid({"representative": "speaks-not-for-them"})


def _record(actor: Actor, person: str, assistant: str, standing: Standing, now: datetime) -> ArrangementRecord:
    return ArrangementRecord(
        id=new_id(),
        entered_at=now,
        entered_by=actor.reference,
        person=person,
        assistant=assistant,
        state=State.PROPOSED,
        directs=standing.directs,
        employs=standing.employs,
        source=standing.source,
        contracted_by=standing.contracted_by,
        representative=standing.representative,
        introduction_only=standing.introduction_only,
        personal_care=standing.personal_care,
    )


def _bound(record: ArrangementRecord, framework: Framework) -> None:
    least, most = framework.least_hours, framework.most_hours
    record.framework_least = None if least is None else int(least * 60)
    record.framework_most = None if most is None else int(most * 60)
    record.framework_start, record.framework_end = framework.window or (None, None)
    record.framework_cap = framework.weekly_cap


def _standard(rules: Rulebook) -> str | None:
    stated = rules.value("P-265")
    return None if stated is None else str(stated)
