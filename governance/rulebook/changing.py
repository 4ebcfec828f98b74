"""The way of a change: drafted on the rules in force, put on a notice, passed, registered, in force (L-022, C-011)."""

from datetime import date, datetime, timedelta

from constitution import Rulebook
from constitution.amendment import Amendment, may_change_rules
from governance.actor import Actor
from governance.audit import service as audit
from governance.errors import Invalid, Refusal
from governance.platform.clock import first_instant, legal_day
from governance.platform.db import Transaction
from governance.platform.jobs.queue import enqueue
from governance.rulebook import keeping, model
from governance.rulebook.making import amendment_of, clash, consolidated, made, require_no_clash
from governance.rulebook.model import State
from governance.rulebook.records import RulebookVersionRecord

IN_FORCE = "rules-in-force"
"""The job left for whoever tells members; ``version`` says which."""
_TAKING_EFFECT = "rules-take-effect"
"""One at a time: each change is made on the one before."""


class NotOnThisRoad(Refusal):
    """A version in this state cannot become that."""

    code = "rules-wrong-state"


class NotSinceThen(Refusal):
    """Rules cannot take effect before those they replace, nor before they were passed and sent."""

    code = "rules-out-of-order"


class TooFewToChange(Refusal):
    """There are fewer members than the rules want before they may be changed (P-006, P-007)."""

    code = "rules-too-few-members"


async def draft(tx: Transaction, actor: Actor, rules: Rulebook, now: datetime) -> RulebookVersionRecord:
    """Write down a whole wording; it governs nothing yet."""
    version = await keeping.new_version(tx, rules, now)
    await audit.note(tx, actor, "rules.drafted", version.id, now, text=version.text)
    return version


async def draft_amendment(
    tx: Transaction, actor: Actor, amendment: Amendment, now: datetime, *, members: int
) -> RulebookVersionRecord:
    """Write down a change of the rules in force.

    Raises:
        Invalid: it cannot be read; the field is the path that leads to the fault.
        NothingChanged
        TooFewToChange: with the finding.
    """
    base = await keeping.version_in_force(tx, now)
    rules = await keeping.governing(tx, base)
    may = may_change_rules(rules, members)
    if not may.met:
        raise TooFewToChange(finding=may)
    version = await keeping.new_version(tx, made(rules, amendment), now)
    version.based_on, version.changes = base.id, amendment.to_dict()
    await audit.note(tx, actor, "rules.drafted", version.id, now, text=version.text, based_on=base.id)
    return version


async def put_on_notice(tx: Transaction, actor: Actor, version_id: str, now: datetime) -> RulebookVersionRecord:
    """What members are told of is a change of the rules as they are now: where others took effect since it was drafted,
    it is made again on those.

    Raises:
        ChangedMeanwhile: they changed the same, so that somebody has to write it anew.
    """
    version = await advance(tx, actor, version_id, State.PROPOSED, now)
    base = await keeping.version_in_force(tx, now)
    if version.changes is not None and version.based_on != base.id:
        await require_no_clash(tx, version, base)
        await _write(tx, version, base, amendment_of(version))
        await audit.note(tx, actor, "rules.redrafted", version.id, now, text=version.text, based_on=base.id)
    return version


async def carry(tx: Transaction, actor: Actor, version_id: str, now: datetime) -> RulebookVersionRecord:
    """Members have passed it. For a company that is all it takes (C-011), unless rules in force since changed the same:
    then it stays passed without effect, for people to settle."""
    await tx.alone(_TAKING_EFFECT)
    version, travelled = await on_its_road(tx, actor, version_id, State.PASSED, now)
    version.state, version.passed_at = State.PASSED, now
    await audit.note(tx, actor, f"rules.{State.PASSED}", version.id, now)
    current = await keeping.latest_in_effect(tx)
    if travelled.effective is State.PASSED and not await clash(tx, version, current):
        await _take_effect(tx, version, _following(current, now), await consolidated(tx, version), None)
        await audit.note(tx, actor, "rules.in-force", version.id, now, text=version.governing_text)
    return version


async def submit(
    tx: Transaction, actor: Actor, version_id: str, *, sent_on: date, now: datetime
) -> RulebookVersionRecord:
    """The copy is on its way to the registrar (L-023).

    Raises:
        ChangedMeanwhile: the rules in force changed the same since members passed it.
        Invalid: the day is not between the vote and today.
    """
    version, _ = await on_its_road(tx, actor, version_id, State.SUBMITTED, now)
    await require_no_clash(tx, version, await keeping.latest_in_effect(tx))
    return await _sent(tx, actor, version, to=State.SUBMITTED, sent_on=sent_on, now=now)


async def register(
    tx: Transaction,
    actor: Actor,
    version_id: str,
    *,
    reference: str,
    registered_on: date,
    now: datetime,
    as_registered: Amendment | None = None,
) -> RulebookVersionRecord:
    """The registrar's acknowledgement has come: the change governs from the day it names (L-024). Where the registrar
    asked for other words ``as_registered`` is the change in those (L-025). A trust's deed is recorded in the same way.

    Raises:
        NotOnThisRoad: it does not wait for that, or not any more.
        Invalid: the reference or the day cannot be used.
        ChangedMeanwhile: the rules in force changed the same since it was sent.
    """
    await tx.alone(_TAKING_EFFECT)
    errors = model.errors_in_registration(reference, registered_on, legal_day(now))
    current = await keeping.latest_in_effect(tx)
    to = model.road(await keeping.governing(tx, current)).effective
    version, _ = await on_its_road(tx, actor, version_id, to, now)
    begun = version.submitted_at or version.passed_at
    if begun is not None and registered_on < legal_day(begun):
        errors["registered_on"] = "before-sent"
    if errors:
        raise Invalid(errors)
    words = await consolidated(tx, version, as_registered)
    effective_at = _following(current, max(first_instant(registered_on), begun or now))
    return await take_effect(
        tx, actor, version_id, effective_at=effective_at, reference=reference.strip(), now=now, as_registered=words
    )


async def file(
    tx: Transaction, actor: Actor, version_id: str, *, sent_on: date, now: datetime
) -> RulebookVersionRecord:
    """A company has sent the copy of what is in force already (C-011).

    Raises:
        Invalid: the day is not between the vote and today.
    """
    version, _ = await on_its_road(tx, actor, version_id, State.FILED, now)
    return await _sent(tx, actor, version, to=State.FILED, sent_on=sent_on, now=now)


async def give_up(tx: Transaction, actor: Actor, version_id: str, now: datetime) -> RulebookVersionRecord:
    """Members passed it, and nobody goes on with it. What they have still to decide on ends with its motion only.

    Raises:
        NotOnThisRoad: they have not passed it, or it is in force.
    """
    version = await keeping.find(tx, actor, version_id, lock=True)
    if version.state not in (State.PASSED, State.SUBMITTED):
        raise NotOnThisRoad(version=version_id, state=version.state, to=State.WITHDRAWN)
    return await withdraw(tx, actor, version_id, now)


async def withdraw(tx: Transaction, actor: Actor, version_id: str, now: datetime) -> RulebookVersionRecord:
    """Nobody goes on with it.

    Raises:
        NotOnThisRoad: it is in force.
    """
    version = await keeping.find(tx, actor, version_id, lock=True)
    if version.effective_at is not None:
        raise NotOnThisRoad(version=version_id, state=version.state, to=State.WITHDRAWN)
    return await advance(tx, actor, version_id, State.WITHDRAWN, now)


async def advance(tx: Transaction, actor: Actor, version_id: str, to: State, now: datetime) -> RulebookVersionRecord:
    """Take a version one step along its road; the step in which it takes effect is :func:`take_effect`."""
    version, travelled = await on_its_road(tx, actor, version_id, to, now)
    if to is travelled.effective:
        raise NotOnThisRoad(version=version_id, state=version.state, to=to)
    version.state = to
    if to is State.PASSED:
        version.passed_at = now
    if to is State.SUBMITTED:
        version.submitted_at = now
    await audit.note(tx, actor, f"rules.{to}", version.id, now)
    return version


async def take_effect(
    tx: Transaction,
    actor: Actor,
    version_id: str,
    *,
    effective_at: datetime,
    reference: str,
    now: datetime,
    as_registered: Rulebook | None = None,
) -> RulebookVersionRecord:
    """The registrar has registered it (L-022, L-024), perhaps in other words (L-025)."""
    current = await keeping.latest_in_effect(tx)
    to = model.road(await keeping.governing(tx, current)).effective
    version, _ = await on_its_road(tx, actor, version_id, to, now)
    if current.effective_at is not None and effective_at <= current.effective_at:
        raise NotSinceThen(version=version_id, effective_at=effective_at, current=current.effective_at)
    version.state = to
    await _take_effect(tx, version, effective_at, as_registered, reference)
    await audit.note(tx, actor, f"rules.{to}", version.id, now, text=version.registered_text, reference=reference)
    return version


async def on_its_road(
    tx: Transaction, actor: Actor, version_id: str, to: State, now: datetime
) -> tuple[RulebookVersionRecord, model.Road]:
    version = await keeping.find(tx, actor, version_id, lock=True)
    travelled = model.road(await keeping.in_force(tx, now))
    if not model.may_become(travelled, State(version.state), to):
        raise NotOnThisRoad(version=version_id, state=version.state, to=to)
    return version, travelled


async def _sent(
    tx: Transaction, actor: Actor, version: RulebookVersionRecord, *, to: State, sent_on: date, now: datetime
) -> RulebookVersionRecord:
    if not legal_day(version.passed_at or now) <= sent_on <= legal_day(now):
        raise Invalid({"sent_on": "not-that-day"})
    version.state, version.submitted_at = to, max(first_instant(sent_on), version.passed_at or now)
    await audit.note(tx, actor, f"rules.{to}", version.id, now, sent_on=sent_on.isoformat())
    return version


def _following(current: RulebookVersionRecord, at: datetime) -> datetime:
    """Of several changes that take effect on one day each is made on the one before, and governs just after it."""
    last = current.effective_at
    if last is None or at > last or legal_day(at) != legal_day(last):
        return at
    return last + timedelta(microseconds=1)


async def _take_effect(
    tx: Transaction,
    version: RulebookVersionRecord,
    effective_at: datetime,
    words: Rulebook | None,
    reference: str | None,
) -> None:
    version.registered_text = (
        version.text if words is None else await keeping.keep(tx, model.numbered(words, version.number))
    )
    version.effective_at, version.reference = effective_at, reference
    enqueue(tx, IN_FORCE, {"version": version.id}, due_at=effective_at)


async def _write(
    tx: Transaction, version: RulebookVersionRecord, base: RulebookVersionRecord, amendment: Amendment
) -> None:
    rules = made(await keeping.governing(tx, base), amendment)
    version.text, version.based_on = await keeping.keep(tx, model.numbered(rules, version.number)), base.id
    await tx.flush()
