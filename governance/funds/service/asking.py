"""Putting a fund together step by step: kept sealed until everybody is asked, and thrown away then."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta

from sqlalchemy import delete

from constitution import Rulebook, pooling
from governance.actor import Actor
from governance.arrangements.service import people, rotas, shared, together, trusts
from governance.errors import Invalid, NotFound
from governance.funds.model.asking import (
    FEWEST,
    Answers,
    Step,
    from_json,
    refuse_unusable,
    unanswered,
)
from governance.funds.model.funds import EQUAL, FundKind, HeldOtherwise
from governance.funds.records.asking import FundDraftRecord
from governance.funds.records.funds import FundRecord
from governance.funds.service import dividing, opening
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.keys import Keys
from governance.platform.sealing import seal, unseal
from governance.platform.texts import Texts

KEPT = timedelta(days=90)
"""How long answers wait that nobody went on with."""
PLACE = {"table": "fund_draft", "column": "answers"}


async def draft(view: View, actor: Actor, keys: Keys) -> Answers:
    """What the actor has answered so far."""
    kept = None if actor.account is None else await view.get(FundDraftRecord, actor.account)
    if kept is None:
        return Answers()
    return from_json(json.loads(unseal(keys, kept.answers, **PLACE, row=kept.account)))


async def answer(
    tx: Transaction, actor: Actor, keys: Keys, *, step: Step, given: Mapping[str, object], now: datetime
) -> Answers:
    """Keep the answers of one step. It is no act before others, so the log of acts has no entry for it.

    Raises:
        Invalid: with the problem of each field; what was kept before stays.
        HeldOtherwise, DividedOtherwise: the rules say no (P-242, P-243).
    """
    answers = replace(await draft(tx, actor, keys), **given)  # type: ignore[arg-type]  # the fields of this step
    if step is Step.PEOPLE:
        answers = await _with_people(tx, actor, answers, now)
    refuse_unusable(step, answers)
    await _require_offered(tx, actor, step, answers, now)
    await _keep(tx, actor, keys, answers, now)
    return answers


async def ask(tx: Transaction, actor: Actor, keys: Keys, now: datetime) -> FundRecord:
    """Ask everybody, the one who asks first in the order of joining; the answers are thrown away.

    Raises:
        Invalid: a step is not answered, or somebody who was named is gone.
    """
    answers = await draft(tx, actor, keys)
    if actor.account is None or unanswered(answers) is not None:
        raise Invalid({"step": "missing"})
    await _require_offered(tx, actor, Step.PEOPLE, answers, now)
    await _require_offered(tx, actor, Step.SERVES, answers, now)
    kind, _, served = answers.serves.partition(":")
    fund = await opening.propose(
        tx,
        actor,
        title=answers.title,
        kind=FundKind(answers.kind),
        held_as=answers.held_as,
        basis=answers.basis,
        weights=await _weights(tx, actor, answers, now),
        now=now,
        serves=opening.Serves(**{kind: served}) if served else opening.Serves(),
    )
    await tx.execute(delete(FundDraftRecord).where(FundDraftRecord.account == actor.account))
    return fund


def bases(rules: Rulebook, kind: str) -> tuple[str, ...]:
    """How the cost may be divided (P-243); that of a home always in equal parts (M-02)."""
    allowed = tuple(rules.words("P-243"))
    return (EQUAL, *allowed) if kind == FundKind.HOUSING and EQUAL not in allowed else allowed


async def offered(view: View, actor: Actor, now: datetime) -> Mapping[str, str]:
    """Those with whom the actor's people share already, by name, as far as their names are shown."""
    own = {person.id for person in await people.spoken_for(view, actor, now)}
    found: dict[str, str] = {}
    for seen in await shared.listed(view, actor, now):
        if seen.own:
            found |= await shared.shown_names(view, seen, legal_day(now))
    return {person: name for person, name in found.items() if person not in own}


async def served(view: View, actor: Actor, now: datetime) -> Mapping[str, Texts]:
    """What a fund may pay for: what the actor's people share, the households and the trusts that they are part of."""
    found = {}
    for seen in await shared.listed(view, actor, now):
        if seen.own:
            terms = await shared.latest_terms(view, seen.record.id)
            found[f"shared_arrangement:{seen.record.id}"] = Texts.from_json(terms.content["title"])
    for place in await rotas.mine(view, actor, now):
        found[f"household:{place.household.id}"] = Texts(en=place.household.title)
    for seat in await trusts.mine(view, actor, now):
        found[f"living_trust:{seat.trust.id}"] = Texts(en=seat.trust.title)
    return found


async def _with_people(tx: Transaction, actor: Actor, answers: Answers, now: datetime) -> Answers:
    """With the actor where nobody else they decide for is named, and without their own address among the others."""
    themselves = await together.themselves(tx, actor, now)
    theirs = [person.id for person in await people.spoken_for(tx, actor, now)]
    known = await _members(tx, answers.emails, now)
    others = tuple(email for email, member in known.items() if member != actor.member)
    own = tuple(one for one in theirs if one in answers.own) or (themselves.id,)
    return replace(answers, own=own, emails=others)


async def _require_offered(view: View, actor: Actor, step: Step, answers: Answers, now: datetime) -> None:
    rules = await members.rules_on(view, now)
    if step is Step.HELD and not (held := pooling.may_be_held_as(rules, answers.held_as)).met:
        raise HeldOtherwise(finding=held)
    if step is Step.DIVIDED:
        dividing.require_basis(rules, FundKind(answers.kind or FundKind.SUPPORT), answers.basis)
    if step is Step.PEOPLE and set(answers.people) - (await offered(view, actor, now)).keys():
        raise Invalid({"people": "unknown"})
    if step is Step.SERVES and answers.serves and answers.serves not in await served(view, actor, now):
        raise Invalid({"serves": "not-a-choice"})


async def _weights(tx: Transaction, actor: Actor, answers: Answers, now: datetime) -> Mapping[str, int]:
    """Weights by the id of the person, where members named by their address are entered when first needed.

    Raises:
        Invalid: one of them is no member any more, or two names were the same person.
    """
    known = await _members(tx, answers.emails, now)
    found: dict[str, int] = {}
    for one, weight in answers.weights.items():
        person = (await people.of_member(tx, actor, known[one], now)).id if one in known else one
        found.setdefault(person, weight)
    if len(found) < FEWEST:
        raise Invalid({"emails": "too-few-people"})
    return found


async def _members(view: View, emails: Sequence[str], now: datetime) -> Mapping[str, str]:
    """Member ids by address as it was named, in that order."""
    known = await members.with_email(view, emails, legal_day(now))
    if any(email.casefold() not in known for email in emails):
        raise Invalid({"emails": "not-known"})
    return {email: known[email.casefold()] for email in emails}


async def _keep(tx: Transaction, actor: Actor, keys: Keys, answers: Answers, now: datetime) -> None:
    if actor.account is None:
        raise NotFound
    kept = await tx.get(FundDraftRecord, actor.account, lock=True)
    if kept is None:
        await tx.execute(delete(FundDraftRecord).where(FundDraftRecord.changed_at < now - KEPT))
        kept = FundDraftRecord(account=actor.account, answers="", changed_at=now)
        tx.add(kept)
    plain = json.dumps(asdict(answers)).encode()
    kept.answers, kept.changed_at = seal(keys, plain, **PLACE, row=actor.account), now
    await tx.flush()
