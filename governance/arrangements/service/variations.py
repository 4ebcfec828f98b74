"""Changing hours: inside the framework the two decide at once, outside it whoever employs is asked too (M-07)."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import or_, select

from constitution import Finding, Rulebook, support
from constitution.errors import MissingFact
from governance.actor import Actor
from governance.arrangements.model.agreements import (
    Employer,
    NotInThisState,
    Party,
    Slot,
    State,
    Terms,
    hours_problems,
    minutes_of,
    priced,
    problems,
)
from governance.arrangements.model.variations import (
    NothingChanges,
    OutsideFramework,
    PaymentUnknown,
    ToldTooLate,
    VariationOpen,
    VariationSettled,
    begins_at,
    changed,
    escalated_to,
    fingerprint,
    monday_of,
    widened,
)
from governance.arrangements.records.agreements import AgreementRecord, ArrangementRecord, VariationRecord
from governance.arrangements.service import agreements, wording
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.platform.keys import Keys


async def preview(
    view: View, actor: Actor, arrangement_id: str, *, side: Party, week: Sequence[Slot], since: date, now: datetime
) -> tuple[Finding, int, int]:
    """Whether such a week is inside, and what a week costs before and after it, in pence."""
    record = await agreements.find_as(view, actor, arrangement_id, side, now)
    text = await wording.in_force(view, record)
    before = await hours_on(view, record, since)
    rules = await members.rules_on(view, now)
    return _measured(rules, record, text, week), priced(before, text.rates).cost(), priced(week, text.rates).cost()


async def propose(
    tx: Transaction,
    actor: Actor,
    arrangement_id: str,
    *,
    side: Party,
    week: Sequence[Slot],
    since: date,
    now: datetime,
    until: date | None = None,
    emergency: bool = False,
) -> VariationRecord:
    """Ask the other side for other hours, from the week of the Monday ``since``; the asker's own yes goes with it.

    ``until`` is the Monday on which the usual hours return. What is outside the framework is still asked: with
    whoever employs as a third who must agree.

    Raises:
        ToldTooLate: with the finding (P-269).
        VariationOpen, NothingChanges, PaymentUnknown, NotInThisState, Invalid
    """
    record = await agreements.find_as(tx, actor, arrangement_id, side, now, lock=True)
    if record.state not in (State.AGREED, State.ACTIVE):
        raise NotInThisState(arrangement=record.id, state=record.state)
    _refuse_unusable(week, since, until, legal_day(now))
    if await waiting_in(tx, record.id) is not None:
        raise VariationOpen(arrangement=record.id)
    text, before = await wording.in_force(tx, record), await hours_on(tx, record, since)
    rules = await members.rules_on(tx, now)
    _refuse_late(rules, before, week, since, emergency=emergency, now=now)
    variation = _record(actor, record, text, _measured(rules, record, text, week), now)
    variation.week, variation.since, variation.until = [slot.to_dict() for slot in week], since, until
    variation.cost_before, variation.cost = priced(before, text.rates).cost(), priced(week, text.rates).cost()
    variation.text_hash, variation.emergency = fingerprint(record.id, week, since, until), emergency
    tx.add(variation)
    await tx.flush()
    await audit.note(tx, actor, "variation.proposed", record.id, now, variation=variation.id, inside=variation.inside)
    await put_answer(tx, actor, record, variation, party=side, yes=True, now=now)
    return variation


async def reword(
    tx: Transaction,
    actor: Actor,
    keys: Keys,
    arrangement_id: str,
    terms: Terms,
    *,
    side: Party,
    now: datetime,
) -> AgreementRecord:
    """New words for the other side to answer. They leave no framework: that is for whoever employs to allow.

    Raises:
        OutsideFramework: with the finding.
        PaymentUnknown, Incomplete, NotInThisState, Invalid
    """
    record = await agreements.find_as(tx, actor, arrangement_id, side, now, lock=True)
    if record.agreement is not None and terms.week and not problems(terms):
        text, rules = await wording.in_force(tx, record), await members.rules_on(tx, now)
        known = (text.slots, await hours_on(tx, record, legal_day(now)))
        if all(changed(one, terms.week) for one in known):
            finding = _measured(rules, record, text, terms.week)
            if not finding.met:
                raise OutsideFramework(finding=finding)
    return await wording.add(tx, actor, keys, record, terms, by=side, now=now)


async def answer(
    tx: Transaction, actor: Actor, variation_id: str, *, side: Party, yes: bool, now: datetime
) -> VariationRecord:
    """The other side's yes or no. With no nothing changes, and nobody asks why.

    Raises:
        NotInThisState: the arrangement ended meanwhile.
        VariationSettled, AnsweredAlready, OnePersonTwoSides
    """
    found = await tx.get(VariationRecord, variation_id)
    if found is None:
        raise NotFound(variation=variation_id)
    record = await agreements.find_as(tx, actor, found.arrangement, side, now, lock=True)
    if record.state == State.ENDED:
        raise NotInThisState(arrangement=record.id, state=record.state)
    variation = await unsettled(tx, variation_id)
    await put_answer(tx, actor, record, variation, party=side, yes=yes, now=now)
    return variation


async def withdraw(tx: Transaction, actor: Actor, variation_id: str, *, side: Party, now: datetime) -> VariationRecord:
    """The side that asked takes its question back before everybody has answered.

    Raises:
        NotFound: the other side asked.
        VariationSettled
    """
    found = await tx.get(VariationRecord, variation_id)
    if found is None:
        raise NotFound(variation=variation_id)
    await agreements.find_as(tx, actor, found.arrangement, side, now, lock=True)
    variation = await unsettled(tx, variation_id)
    if await asked_by(tx, variation) is not side:
        raise NotFound(variation=variation_id)
    variation.settled_at, variation.stands = now, False
    await audit.note(tx, actor, "variation.withdrawn", variation.arrangement, now, variation=variation.id)
    return variation


async def asked_by(view: View, variation: VariationRecord) -> Party | None:
    """The side that asked for a change."""
    given = await wording.answers(view, variation.id)
    return next((Party(party) for party, one in given.items() if one.by == variation.proposed_by), None)


async def waiting_in(view: View, arrangement_id: str) -> VariationRecord | None:
    """The change that waits for answers; there is never more than one."""
    waiting = select(VariationRecord).where(
        VariationRecord.arrangement == arrangement_id, VariationRecord.settled_at.is_(None)
    )
    found: VariationRecord | None = await view.scalar(waiting)
    return found


async def of(view: View, arrangement_id: str) -> Sequence[VariationRecord]:
    """Every change of an arrangement, the newest first."""
    statement = select(VariationRecord).where(VariationRecord.arrangement == arrangement_id)
    return (await view.scalars(statement.order_by(VariationRecord.proposed_at.desc(), VariationRecord.id))).all()


async def hours_on(view: View, record: ArrangementRecord, day: date) -> tuple[Slot, ...]:
    """The week that holds on a day: the change agreed last that covers it, else the agreement itself."""
    variation = VariationRecord
    standing = select(variation).where(
        variation.arrangement == record.id,
        variation.agreement == record.agreement,
        variation.stands.is_(True),
        variation.since <= day,
        or_(variation.until.is_(None), variation.until > day),
    )
    found = await view.scalar(standing.order_by(variation.settled_at.desc(), variation.id).limit(1))
    return found.slots if found is not None else (await wording.in_force(view, record)).slots


async def put_answer(
    tx: Transaction,
    actor: Actor,
    record: ArrangementRecord,
    variation: VariationRecord,
    *,
    party: Party,
    yes: bool,
    now: datetime,
) -> None:
    """One answer of those who must agree; the last of them settles the change."""
    await wording.put_answer(tx, actor, record, variation.id, variation.text_hash, party=party, yes=yes, now=now)
    given = await wording.answers(tx, variation.id)
    missing = not variation.inside and Party.EMPLOYER not in given
    if yes and (missing or not support.all_agreed(await members.rules_on(tx, now), set(given)).met):
        return
    variation.settled_at, variation.stands = now, yes
    if yes and not variation.inside and variation.until is None:
        _widen(record, variation)
    await tx.flush()
    await audit.note(tx, actor, "variation.settled", record.id, now, variation=variation.id, stands=yes)


def _widen(record: ArrangementRecord, variation: VariationRecord) -> None:
    """What was agreed outside for good becomes part of the framework; a passing week does not."""
    finding = Finding.from_dict(variation.finding)
    week, broken = variation.slots, str(finding.figures["broken"]).split()
    minutes = minutes_of(week)
    if "hours" in broken and "more-hours" in finding.figures:
        record.framework_most = minutes
    elif "hours" in broken:
        record.framework_least = minutes
    if "cost" in broken:
        record.framework_cap = variation.cost
    if "window" in broken:
        stated = str(finding.figures["opens"]), str(finding.figures["closes"])
        window = Slot.from_dict({"weekday": 0, "start": stated[0], "end": stated[1], "hours": "day"})
        record.framework_start, record.framework_end = widened((window.start, window.end), week)


def _measured(rules: Rulebook, record: ArrangementRecord, text: AgreementRecord, week: Sequence[Slot]) -> Finding:
    try:
        return support.within_framework(rules, record.framework(text.slots), priced(week, text.rates), record.payment)
    except MissingFact as missing:
        raise PaymentUnknown(arrangement=record.id) from missing


def _refuse_unusable(week: Sequence[Slot], since: date, until: date | None, today: date) -> None:
    errors = hours_problems(week)
    errors |= {} if since >= monday_of(today) else {"since": "not-that-day"}
    errors |= {} if since.weekday() == 0 else {"since": "not-a-monday"}
    if until is not None and (until <= since or until.weekday() != 0):
        errors["until"] = "before-it-begins" if until <= since else "not-a-monday"
    if errors:
        raise Invalid(errors)


def _refuse_late(
    rules: Rulebook, before: Sequence[Slot], week: Sequence[Slot], since: date, *, emergency: bool, now: datetime
) -> None:
    moved = changed(before, week)
    if not moved:
        raise NothingChanges
    finding = support.told_in_time(rules, now, begins_at(since, moved[0]), emergency)
    if not finding.met:
        raise ToldTooLate(finding=finding)


def _record(
    actor: Actor, record: ArrangementRecord, text: AgreementRecord, finding: Finding, now: datetime
) -> VariationRecord:
    return VariationRecord(
        id=new_id(),
        arrangement=record.id,
        agreement=text.id,
        proposed_by=actor.reference,
        proposed_at=now,
        since=text.starts_on,
        week=[],
        emergency=False,
        finding=finding.to_dict(),
        inside=finding.met,
        cost_before=0,
        cost=0,
        text_hash="",
        escalated_to=None if finding.met else escalated_to(Employer(record.employs)),
    )


async def unsettled(tx: Transaction, variation_id: str) -> VariationRecord:
    variation = await tx.get(VariationRecord, variation_id, lock=True)
    if variation is None:
        raise NotFound(variation=variation_id)
    if variation.settled_at is not None:
        raise VariationSettled(variation=variation_id)
    return variation
