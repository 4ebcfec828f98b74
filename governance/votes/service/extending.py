"""The server was away shortly before the end: two officers may publish a later one (DB-6).

Whether it was away is told by a job that looks every half minute in the last hour: found long after it was due, it
notes the time in between. Nobody votes longer because somebody would like it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import func, select

from governance.actor import Actor
from governance.audit import service as audit
from governance.correspondence import service as correspondence
from governance.correspondence.model import Letter
from governance.errors import Invalid as InvalidForm
from governance.members import service as members
from governance.platform.db import Transaction, View
from governance.platform.jobs.queue import enqueue
from governance.votes.model import GRACE, State
from governance.votes.model.refusals import NoExtension, SecondPersonNeeded
from governance.votes.records import AbsenceRecord, IncomingRecord, VoteRecord
from governance.votes.service.reading import find, roll

WATCH_DUE = "watch-vote"
LAST_HOUR = timedelta(hours=1)
LOOK_EVERY = timedelta(seconds=30)
AWAY = timedelta(seconds=60)
WAITS_TOO_LONG = timedelta(seconds=120)
"""A ballot that arrived so long ago and is in the box still not is a reason for alarm."""

LONGEST = timedelta(days=7)

log = structlog.get_logger("votes")


def promise_watch(tx: Transaction, vote: VoteRecord, now: datetime) -> None:
    """From an hour before the end that was promised, if one was."""
    if vote.closes_at is not None:
        due = max(now, vote.closes_at - LAST_HOUR)
        enqueue(tx, WATCH_DUE, {"vote": vote.id, "due": due.isoformat()}, due_at=due)


async def watch(tx: Transaction, actor: Actor, vote_id: str, due: datetime, now: datetime) -> None:
    """Look whether the server was there, and whether ballots wait too long; promise to look again."""
    vote = await find(tx, actor, vote_id, lock=True)
    if vote.state is not State.OPEN or vote.closes_at is None:
        return
    if now - due > AWAY and now < vote.closes_at:  # found after the end, nothing can be done about it
        tx.add(AbsenceRecord(vote=vote_id, away_from=due, away_until=now))
        await audit.note(tx, actor, "vote.was-away", vote_id, now, away_from=due.isoformat())
    if waiting := await waiting_too_long(tx, vote_id, now):
        log.error("ballots wait to be put in the box", vote=vote_id, ballots=waiting)
    again = max(now + LOOK_EVERY, vote.closes_at - LAST_HOUR)
    enqueue(tx, WATCH_DUE, {"vote": vote_id, "due": again.isoformat()}, due_at=again)


async def waiting_too_long(view: View, vote_id: str, now: datetime) -> int:
    """How many ballots arrived over two minutes ago and are not in the box yet."""
    rows = select(func.count()).select_from(IncomingRecord).where(IncomingRecord.vote == vote_id)
    return int(await view.scalar(rows.where(IncomingRecord.received_at < now - WAITS_TOO_LONG)))


async def absence(view: View, vote: VoteRecord) -> AbsenceRecord | None:
    """The last time the server was away, while that lets officers move the end of an open vote."""
    if vote.state is not State.OPEN or vote.closes_at is None:
        return None
    recent = select(AbsenceRecord).where(
        AbsenceRecord.vote == vote.id,
        AbsenceRecord.decided_by.is_(None),
        AbsenceRecord.away_until > vote.closes_at - LAST_HOUR,
    )
    found: AbsenceRecord | None = await view.scalar(recent.order_by(AbsenceRecord.away_from.desc()).limit(1))
    return found


async def ask_extension(tx: Transaction, actor: Actor, vote_id: str, until: datetime, now: datetime) -> VoteRecord:
    """The first officer says until when; nothing changes before a second one agrees (PERM-7).

    Raises:
        NoExtension: the server was not away, or the vote has ended.
        InvalidForm: no later end, or one over a week away.
    """
    vote, away = await _away(tx, actor, vote_id, now)
    if vote.closes_at is None or not vote.closes_at < until <= vote.closes_at + LONGEST:
        raise InvalidForm({"until": "no-later-end"})
    away.asked_by, away.until = actor.reference, until
    await audit.note(tx, actor, "vote.extension-asked", vote_id, now, until=until.isoformat())
    return vote


async def extend(tx: Transaction, actor: Actor, vote_id: str, now: datetime) -> VoteRecord:
    """The second officer agrees: the later end is published, and everybody on the roll is told.

    Raises:
        NoExtension, SecondPersonNeeded
    """
    vote, away = await _away(tx, actor, vote_id, now)
    if away.until is None:
        raise NoExtension(vote=vote_id)
    if away.asked_by == actor.reference:
        raise SecondPersonNeeded(vote=vote_id)
    away.decided_by, vote.closes_at = actor.reference, away.until
    enqueue(tx, "seal-vote", {"vote": vote_id}, due_at=away.until + GRACE)
    await audit.note(tx, actor, "vote.extended", vote_id, now, until=away.until.isoformat())
    await _tell(tx, actor, vote, away.until, now)
    return vote


async def _away(tx: Transaction, actor: Actor, vote_id: str, now: datetime) -> tuple[VoteRecord, AbsenceRecord]:
    vote = await find(tx, actor, vote_id, lock=True)
    away = await absence(tx, vote)
    if away is None or vote.closes_at is None or now >= vote.closes_at:
        raise NoExtension(vote=vote_id)
    return vote, away


async def _tell(tx: Transaction, actor: Actor, vote: VoteRecord, until: datetime, now: datetime) -> None:
    casters = {line.caster for line in await roll(tx, actor, vote.id)}
    letters: Sequence[Letter] = [Letter.to_member(one) for one in (await members.addressed(tx, casters)).values()]
    facts = {"vote": vote.id, "title": vote.titled, "until": until}
    cause = f"{vote.id}:{until.isoformat()}"
    await correspondence.serve(tx, actor, kind="votes/extended", cause=cause, letters=letters, facts=facts, now=now)
