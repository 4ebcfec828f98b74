"""Noting training that several had, step by step; nothing is written, and nobody pays, before the last of them."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from governance.actor import Actor
from governance.arrangements.model.teaching import Answers, Step, from_json, refuse_unusable
from governance.arrangements.service import drafts, training
from governance.arrangements.service.training import Shared
from governance.errors import Invalid
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View

SUBJECT = "training"


async def draft(view: View, actor: Actor) -> Answers:
    """What the actor has answered so far."""
    kept = await drafts.kept(view, actor, SUBJECT)
    return Answers() if kept is None else from_json(kept)


async def answer(tx: Transaction, actor: Actor, step: Step, given: Mapping[str, Any], now: datetime) -> Answers:
    """Keep the answers of one step.

    Raises:
        Invalid: with the problem of each field; what was kept before stays.
    """
    answers = replace(await draft(tx, actor), **given)
    refuse_unusable(step, answers, legal_day(now))
    if step is Step.MEMBERS:
        await shared(tx, answers, now)
    await drafts.keep(tx, actor, SUBJECT, asdict(answers), now)
    return answers


async def shared(view: View, answers: Answers, now: datetime) -> Shared:
    """Who learned and who shares the cost: members in the order in which their addresses were named.

    Raises:
        Invalid: an address is no member's.
    """
    emails = [email.casefold() for email in answers.emails]
    known = await members.with_email(view, emails, legal_day(now))
    if any(email not in known for email in emails):
        raise Invalid({"emails": "not-known"})
    sharing = tuple(dict.fromkeys(known[email] for email in emails))
    return Shared(tuple(dict.fromkeys(answers.assistants)), sharing, answers.hourly or 0, answers.trainer or 0)


async def hold(tx: Transaction, actor: Actor, now: datetime) -> None:
    """Write it down, and throw the answers away: sent twice, it is written once.

    Raises:
        Invalid: a page is not answered.
    """
    await tx.alone(f"training:{actor.reference}")
    if await drafts.kept(tx, actor, SUBJECT) is None:
        return
    answers = await draft(tx, actor)
    if answers.unanswered is not None:
        raise Invalid({"step": "missing"})
    await training.hold_session(tx, actor, answers.lesson, await shared(tx, answers, now), now)
    await drafts.drop(tx, actor, SUBJECT)
