"""Writing down who came to a session and what it cost, page by page; nothing is charged before the last of them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from governance.actor import Actor
from governance.arrangements.model.attending import Answers, Came, answered, from_json, refuse_unusable
from governance.arrangements.model.sessions import Share
from governance.arrangements.model.sharing import Asked, Terms
from governance.arrangements.service import charges, counting, drafts, sessions, shared
from governance.errors import Invalid, NotFound
from governance.platform.db import Transaction, View


async def draft(view: View, actor: Actor, shared_id: str, session: charges.Session) -> Answers:
    """What was answered so far; what stands written, or what was agreed to cost, before anything was."""
    kept = await drafts.kept(view, actor, _subject(shared_id, session.number))
    return _written(session) if kept is None else from_json(kept)


async def answer(
    tx: Transaction, actor: Actor, shared_id: str, number: int, *, step: str, given: Mapping[str, Any], now: datetime
) -> Answers:
    """Keep the answers of one page.

    Raises:
        NotFound: the actor does not write down who came here.
        Invalid: with the problem of each field; what was kept before stays.
    """
    session = await _session(tx, actor, shared_id, number, now)
    answers = answered(await draft(tx, actor, shared_id, session), step, given)
    refuse_unusable(answers, await _terms(tx, session), session.minutes, now)
    await drafts.keep(tx, actor, _subject(shared_id, number), asdict(answers), now)
    return answers


async def would_pay(view: View, actor: Actor, shared_id: str, number: int, now: datetime) -> Sequence[Share]:
    """What the answers would have each pay, with the pages all answered; lines are named by their cost."""
    session = await _session(view, actor, shared_id, number, now)
    answers, people = await _whole(view, actor, shared_id, session)
    terms = await _terms(view, session)
    lines = answers.lines(terms, session.minutes)
    return await counting.tried(
        view, shared_id, session, terms=terms, people=people, attended=answers.attended(), lines=lines, now=now
    )


async def hold(tx: Transaction, actor: Actor, shared_id: str, number: int, now: datetime) -> Sequence[Share]:
    """Write down what was answered, and throw the answers away: sent twice, the second finds what the first wrote.

    Raises:
        Invalid: a page is not answered.
    """
    await tx.alone(f"attending:{shared_id}/{number}")
    session = await _session(tx, actor, shared_id, number, now)
    if await drafts.kept(tx, actor, _subject(shared_id, number)) is None:
        return ()
    answers, _ = await _whole(tx, actor, shared_id, session)
    lines = answers.lines(await _terms(tx, session), session.minutes)
    shares = await sessions.hold(tx, actor, shared_id, number, attended=answers.attended(), lines=lines, now=now)
    await drafts.drop(tx, actor, _subject(shared_id, number))
    return shares


async def _session(view: View, actor: Actor, shared_id: str, number: int, now: datetime) -> charges.Session:
    if not (await shared.find(view, actor, shared_id, now)).keeps:
        raise NotFound(shared=shared_id)
    return await charges.find(view, shared_id, number)


async def _terms(view: View, session: charges.Session) -> Terms:
    return Terms.from_json((await charges.terms_of(view, session)).content)


async def _whole(
    view: View, actor: Actor, shared_id: str, session: charges.Session
) -> tuple[Answers, tuple[Asked, ...]]:
    answers = await draft(view, actor, shared_id, session)
    people = await charges.people_of(view, session)
    if answers.unanswered([one.person for one in people]) is not None:
        raise Invalid({"step": "missing"})
    return answers, people


def _written(session: charges.Session) -> Answers:
    """A session as it stands, to be corrected, or as it was planned."""
    there = session.attendance
    lines = session.lines.values()
    return Answers(
        came={one.person: Came.YES if one.came else Came.TOLD if one.told_at else Came.NEVER for one in there},
        minutes={one.person: one.minutes for one in there if one.came},
        told_at={one.person: one.told_at.isoformat() for one in there if not one.came and one.told_at is not None},
        costs={line.cost: line.pence for line in lines},
        some=[line.cost for line in lines if line.people is not None],
        sharers={line.cost: line.people for line in lines if line.people is not None},
    )


def _subject(shared_id: str, number: int) -> str:
    return f"{shared_id}/{number}"
