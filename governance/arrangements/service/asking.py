"""Putting a shared arrangement together step by step; nobody is asked before the last of them."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime

from governance.actor import Actor
from governance.arrangements.model.asking import Answers, Step, from_json, refuse_unusable, unanswered
from governance.arrangements.model.sharing import Asked, Kind
from governance.arrangements.records.sharing import SharedRecord
from governance.arrangements.service import drafts, people, sharing
from governance.errors import Invalid
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View


async def draft(view: View, actor: Actor) -> Answers:
    """What the actor has answered so far."""
    kept = await drafts.kept(view, actor, drafts.NEW)
    return Answers() if kept is None else from_json(kept)


async def answer(tx: Transaction, actor: Actor, step: Step, given: Mapping[str, object], now: datetime) -> Answers:
    """Keep the answers of one step.

    Raises:
        Invalid: with the problem of each field; what was kept before stays.
    """
    answers = replace(await draft(tx, actor), **given)  # type: ignore[arg-type]  # the fields of this step
    refuse_unusable(step, answers)
    if step is Step.PEOPLE:
        await _members(tx, answers, now)
    await drafts.keep(tx, actor, drafts.NEW, asdict(answers), now)
    return answers


async def ask(tx: Transaction, actor: Actor, now: datetime) -> SharedRecord:
    """Ask everybody, the one who asks first in the order of joining; the answers are thrown away.

    Raises:
        Invalid: a step is not answered.
    """
    answers = await draft(tx, actor)
    if unanswered(answers) is not None:
        raise Invalid({"step": "missing"})
    asked = await _asked(tx, actor, answers, now)
    organiser = (await people.spoken_for(tx, actor, now))[0]
    record = await sharing.propose(
        tx,
        actor,
        kind=Kind(answers.kind),
        organiser=organiser.id,
        terms=answers.terms,
        asked=asked,
        assistants=answers.assistants,
        now=now,
    )
    await drafts.drop(tx, actor, drafts.NEW)
    return record


async def _asked(tx: Transaction, actor: Actor, answers: Answers, now: datetime) -> list[Asked]:
    """Those ticked whom the actor speaks for, or the actor; then those with the addresses named."""
    if actor.member is not None:
        await people.of_member(tx, actor, actor.member, now)
    theirs = [person.id for person in await people.spoken_for(tx, actor, now)]
    found = [one for one in theirs if one in answers.people] or theirs[:1]
    for member in (await _members(tx, answers, now)).values():
        found.append((await people.of_member(tx, actor, member, now)).id)
    return [Asked(one) for one in dict.fromkeys(found)]


async def _members(view: View, answers: Answers, now: datetime) -> Mapping[str, str]:
    """Member ids by address, in the order in which the addresses were named."""
    known = await members.with_email(view, answers.emails, legal_day(now))
    if any(email.casefold() not in known for email in answers.emails):
        raise Invalid({"emails": "not-known"})
    return {email: known[email.casefold()] for email in answers.emails}
