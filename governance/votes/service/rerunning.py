"""Holding a vote again that was set aside: a new vote, and the old one stays as it was."""

from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import select

from constitution import Rulebook
from constitution.balloting import may_vote_again, smallest_cell
from governance.actor import Actor
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.votes.model import Mode, State
from governance.votes.model.refusals import AlreadyRerun, EndsWithItsMeeting, WrongState
from governance.votes.records import PhotoRecord, SeatRecord, VoteRecord
from governance.votes.service.planning import Times
from governance.votes.service.preparing import prepare
from governance.votes.service.reading import find
from governance.votes.service.rolls import voters_of
from governance.votes.service.tied import last_opening

USUALLY_OPEN = timedelta(days=14)
TO_PREPARE = timedelta(days=7)
"""Before the opening, in which key-holders make their keys and the voting codes go out."""


async def hold_again(tx: Transaction, actor: Actor, vote_id: str, now: datetime) -> VoteRecord:
    """The same questions to whoever may vote today, by the rules of today, open for as long as the first one.

    A vote that belongs to a meeting is prepared anew from what that meeting decides.

    Raises:
        WrongState: it was not set aside.
        AlreadyRerun, EndsWithItsMeeting
    """
    vote = await find(tx, actor, vote_id, lock=True)
    if vote.state is not State.VOID:
        raise WrongState(vote=vote_id, state=vote.state)
    if vote.meeting is not None:
        raise EndsWithItsMeeting(vote=vote_id)
    if (again := await rerun(tx, vote_id)) is not None:
        raise AlreadyRerun(vote=vote_id, rerun=again.id)
    rules = await members.rules_on(tx, now)
    allowed = may_vote_again(rules)
    new = await prepare(
        tx,
        actor,
        question=vote.titled,
        questions=vote.asked,
        roll=await voters_of(tx, vote, now),
        **asdict(_times(rules, vote, now)),
        now=now,
        mode=vote.mode,
        binding=vote.binding,
        revote=allowed.met,
        revote_finding=allowed,
        smallest_cell=smallest_cell(rules),
        fallback=vote.fallback,
        group=vote.group,
        size=vote.size,
        needed=vote.needed,
        seats=await _seats(tx, vote),
        codes_by=vote.codes_by,
        on_paper=vote.on_paper,
        record_date=legal_day(now),
        joint=vote.joint,
        classes=vote.classes,
        electorate=vote.electorate,
        rerun_of=vote_id,
    )
    photos = await tx.execute(select(PhotoRecord.option, PhotoRecord.content).where(PhotoRecord.vote == vote_id))
    tx.add_all(PhotoRecord(vote=new.id, option=option, content=content) for option, content in photos.all())
    return new


async def rerun(view: View, vote_id: str) -> VoteRecord | None:
    """The vote that holds this one again."""
    found: VoteRecord | None = await view.scalar(select(VoteRecord).where(VoteRecord.rerun_of == vote_id))
    return found


def _times(rules: Rulebook, vote: VoteRecord, now: datetime) -> Times:
    """What binds is opened in time to be open for as long as the rules ask (P-151)."""
    ready = now + (TO_PREPARE if vote.mode is Mode.VERIFIABLE else timedelta())
    closes = ready + (USUALLY_OPEN if vote.closes_at is None else vote.closes_at - vote.opens_at)
    if not vote.binding:
        return Times(now, closes_at=closes)
    closes += max(timedelta(), ready - last_opening(rules, closes))
    return Times(now, last_opening(rules, closes), closes)


async def _seats(view: View, vote: VoteRecord) -> tuple[str, ...]:
    """The same key-holders, if all seats had been taken."""
    rows = select(SeatRecord.holder).where(SeatRecord.vote == vote.id).order_by(SeatRecord.owner)
    holders = tuple(await view.scalars(rows))
    return holders if len(holders) == vote.size else ()
