"""Writing a direct payment down step by step: kept sealed until the last page, and thrown away then."""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime, timedelta

from sqlalchemy import delete

from governance.actor import Actor
from governance.arrangements.service import people
from governance.errors import Invalid, NotFound
from governance.funds.model.entering import FIELDS, Answers, Net, Step, steps
from governance.funds.model.payments import Funder, KeptIn, Recipient
from governance.funds.records.payments import PaymentDraftRecord, PaymentRecord
from governance.funds.service import payments
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.keys import Keys
from governance.platform.sealing import seal, unseal

KEPT = timedelta(days=90)
"""How long answers wait that nobody went on with."""
ONESELF = "me"
PLACE = {"table": "payment_draft", "column": "answers"}


async def draft(view: View, actor: Actor, keys: Keys) -> Answers:
    """What the actor has answered so far."""
    kept = None if actor.account is None else await view.get(PaymentDraftRecord, actor.account)
    if kept is None:
        return Answers()
    return Answers(**json.loads(unseal(keys, kept.answers, **PLACE, row=kept.account)))


async def for_whom(view: View, actor: Actor, now: datetime) -> Mapping[str, str]:
    """Those for whom the actor may write one down, by name; a member who was never supported is `ONESELF`."""
    persons = [one.id for one in await people.spoken_for(view, actor, now)]
    found = dict(await people.names(view, persons))
    if actor.member is not None and not await people.own_ids(view, actor):
        found |= {ONESELF: (await members.names(view, {actor.member}))[actor.member]}
    return found


async def answer(
    tx: Transaction, actor: Actor, keys: Keys, *, step: Step, given: Mapping[str, object], now: datetime
) -> Answers:
    """Keep the answer of one page. It is no act before others, so the log of acts has no entry for it.

    Raises:
        Invalid: with the problem; what was kept before stays.
        NotFound: the actor does not decide for this person.
    """
    answers = replace(await draft(tx, actor, keys), **given)  # type: ignore[arg-type]  # the field of this step
    if step is Step.WHO and answers.person not in await for_whom(tx, actor, now):
        raise NotFound(person=answers.person)
    field = FIELDS[step]
    if code := payments.errors_in(_agreed(answers, now)).get(field):
        raise Invalid({field: code})
    await _keep(tx, actor, keys, answers, now)
    return answers


async def unanswered(view: View, actor: Actor, answers: Answers, now: datetime) -> Step | None:
    """The first page that has no answer, or one that no longer goes with the others: nobody is spoken for for ever."""
    names = await for_whom(view, actor, now)
    if answers.person not in {None, ONESELF, *names}:
        return Step.WHO
    wrong = payments.errors_in(_agreed(answers, now))
    order = steps(answers, several=len(names) > 1)
    return next((one for one in order if not answers.has(one) or FIELDS.get(one) in wrong), None)


async def enter(tx: Transaction, actor: Actor, keys: Keys, now: datetime) -> PaymentRecord | None:
    """Write it down, and throw the answers away: sent twice, the second writes nothing.

    Raises:
        Invalid: a page is not answered.
    """
    if actor.account is None:
        raise NotFound
    if await tx.get(PaymentDraftRecord, actor.account, lock=True) is None:
        return None
    answers = await draft(tx, actor, keys)
    if await unanswered(tx, actor, answers, now) is not None:
        raise Invalid({"step": "missing"})
    person = await _oneself(tx, actor, now) if answers.person in {None, ONESELF} else answers.person
    payment = await payments.enter(tx, actor, person, _agreed(answers, now), now)
    await tx.execute(delete(PaymentDraftRecord).where(PaymentDraftRecord.account == actor.account))
    return payment


def _agreed(answers: Answers, now: datetime) -> payments.Agreed:
    """What was agreed, as far as it was answered; what is open has a value with which nothing is wrong."""
    since = answers.first_day or legal_day(now)
    review = answers.review_day or max(since, legal_day(now)) + timedelta(days=1)
    net = answers.net == Net.NET
    return payments.Agreed(
        funder_kind=Funder(answers.funder_kind or Funder.AUTHORITY),
        funder="-" if answers.funder is None else answers.funder,
        recipient_kind=Recipient(answers.recipient_kind or Recipient.CITIZEN),
        net=net,
        weeks=1 if answers.weeks is None else answers.weeks,
        amount=answers.amount or 0,
        own_contribution=(answers.own_contribution or 0) if net else 0,
        cap_weeks=answers.cap_weeks or 0,
        opening=answers.opening or 0,
        since=since,
        next_review=review,
        return_months=1 if answers.return_months is None else answers.return_months,
        kept_in=KeptIn(answers.kept_in or KeptIn.OWN_ACCOUNT),
        kept_under=answers.kept_under if answers.kept_in == KeptIn.CO_OPERATIVE else None,
    )


async def _oneself(tx: Transaction, actor: Actor, now: datetime) -> str:
    """Whoever is signed in, entered as somebody supported when first needed."""
    if actor.member is not None:
        return (await people.of_member(tx, actor, actor.member, now)).id
    (person, *_) = await people.spoken_for(tx, actor, now)
    return person.id


async def _keep(tx: Transaction, actor: Actor, keys: Keys, answers: Answers, now: datetime) -> None:
    if actor.account is None:
        raise NotFound
    kept = await tx.get(PaymentDraftRecord, actor.account, lock=True)
    if kept is None:
        await tx.execute(delete(PaymentDraftRecord).where(PaymentDraftRecord.changed_at < now - KEPT))
        kept = PaymentDraftRecord(account=actor.account, answers="", changed_at=now)
        tx.add(kept)
    plain = json.dumps(asdict(answers)).encode()
    kept.answers, kept.changed_at = seal(keys, plain, **PLACE, row=actor.account), now
    await tx.flush()
