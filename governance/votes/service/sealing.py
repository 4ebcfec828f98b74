"""The end of casting: the box is sealed, and what could pair a member with a ballot is destroyed."""

from datetime import datetime, timedelta

from ballots import end_entry
from governance.actor import Actor
from governance.audit import service as audit
from governance.errors import Unavailable
from governance.platform import underway
from governance.platform.crashpoints import crashpoint
from governance.platform.db import Transaction
from governance.platform.jobs.queue import enqueue
from governance.platform.keys import Keys
from governance.votes.model import OPEN_MODES, Mode, State
from governance.votes.model.refusals import EndsWithItsMeeting, SecondPersonNeeded, TooEarly, WrongState
from governance.votes.records import VoteRecord
from governance.votes.service import record
from governance.votes.service.casting import settle_within
from governance.votes.service.checkpointing import sign
from governance.votes.service.handing_out import abandon_codes
from governance.votes.service.nightly import promise_last_words
from governance.votes.service.openly import hands, mix_answers, seal_plain
from governance.votes.service.reading import ended_at, find
from governance.votes.service.tags import forget_who_cast

LOOK_AGAIN = timedelta(seconds=1)


async def close(tx: Transaction, keys: Keys, actor: Actor, vote_id: str, now: datetime) -> VoteRecord:
    """Seal the box: its head and its count stand, and no ballot comes after them (DB-4).

    What arrived in time and was not yet checked is settled first, and what still waits for its turn is waited for
    (DB-6). The tags go in the same transaction, their key
    right after it; closing a sealed vote again changes nothing. Without a fixed end only the platform closes a vote,
    when its meeting has closed (P-152); one that is taken openly in the room ends when all have been heard.

    Raises:
        WrongState, TooEarly, EndsWithItsMeeting: it has no end now.
        Unavailable: a request that had come before the end is not answered yet.
    """
    vote = await find(tx, actor, vote_id, lock=True)
    if vote.state in (State.CLOSED, State.TALLIED, State.DECLARED):
        return vote
    if vote.state is not State.OPEN:
        raise WrongState(vote=vote_id, state=vote.state)
    if vote.closes_at is None and vote.mode not in OPEN_MODES and not actor.is_platform:
        raise EndsWithItsMeeting(vote=vote_id)
    if vote.closes_at is not None and now < vote.closes_at:
        raise TooEarly(vote=vote_id, closes_at=vote.closes_at, now=now)
    if await _is_awaited(tx, vote):
        raise Unavailable(vote=vote_id, retry_after=LOOK_AGAIN.seconds)
    if vote.mode is not Mode.VERIFIABLE:
        return await seal_plain(tx, actor, vote, now)
    await settle_within(tx, keys, vote)
    await record.wait_for(tx, vote_id)
    checkpoint = await sign(tx, keys, vote, now)
    end = await record.head(tx, vote_id)
    if end is None:
        raise WrongState(vote=vote_id, state=vote.state)
    ended = await ended_at(tx, vote) or now
    vote.sealed_head = checkpoint.head
    vote.sealed_count = checkpoint.size
    vote.closed_at = ended
    vote.state = State.CLOSED
    await promise_last_words(tx, keys, vote, now)
    await abandon_codes(tx, vote_id, now)
    await forget_who_cast(tx, vote_id, now)
    await record.append(tx, vote_id, end_entry(end), "EndBallots")
    enqueue(tx, "add-up-votes", {"vote": vote_id}, due_at=now, once=f"add-up-votes:{vote_id}")
    await audit.note(tx, actor, "vote.closed", vote_id, now, head=checkpoint.head, count=checkpoint.size)
    crashpoint("close.before_commit")
    return vote


async def close_on_time(tx: Transaction, keys: Keys, actor: Actor, vote_id: str, now: datetime) -> None:
    """The same for the end that was promised at the opening; a vote that was set aside meanwhile has no seal.

    A ballot that arrived in time and waits for its turn to be kept is waited for, in turn. An end that was moved comes
    with a promise of its own (DB-6).
    """
    vote = await find(tx, actor, vote_id, lock=True)
    if vote.closes_at is not None and now < vote.closes_at:
        return
    if vote.state is State.OPEN and await _is_awaited(tx, vote):
        enqueue(tx, "seal-vote", {"vote": vote_id}, due_at=now + LOOK_AGAIN)
    elif vote.state is not State.VOID:
        await close(tx, keys, actor, vote_id, now)


async def void(tx: Transaction, actor: Actor, vote_id: str, reason: str, now: datetime) -> VoteRecord:
    """Set a vote aside for good. Once people could vote, two people must ask for it (PERM-7).

    Raises:
        WrongState: it was declared, or set aside before.
    """
    vote = await find(tx, actor, vote_id, lock=True)
    if vote.state in (State.DECLARED, State.VOID):
        raise WrongState(vote=vote_id, state=vote.state)
    if vote.void_asked_by is None and await _could_vote(tx, vote):
        vote.void_asked_by, vote.void_reason = actor.reference, reason
        await audit.note(tx, actor, "vote.void-asked", vote_id, now, reason=reason)
        return vote
    if vote.void_asked_by == actor.reference:
        raise SecondPersonNeeded(vote=vote_id)
    if vote.state is State.OPEN:  # the seal has done it already, and nothing was cast before the opening
        await forget_who_cast(tx, vote_id, now)
        await mix_answers(tx, vote_id)
    await abandon_codes(tx, vote_id, now)
    vote.void_reason = vote.void_reason or reason
    vote.state = State.VOID
    enqueue(tx, "vote-voided", {"vote": vote_id}, due_at=now, once=f"vote-voided:{vote_id}")
    await audit.note(tx, actor, "vote.voided", vote_id, now, reason=vote.void_reason)
    return vote


async def _is_awaited(tx: Transaction, vote: VoteRecord) -> bool:
    """Other processes have the seconds of grace to answer what had come to them."""
    ended = await ended_at(tx, vote)
    return ended is not None and underway.any_before(ended)


async def _could_vote(tx: Transaction, vote: VoteRecord) -> bool:
    """A show of hands has nothing in it until somebody has counted."""
    return vote.opened_at is not None and (vote.mode is not Mode.HANDS or bool(await hands(tx, vote.id)))
