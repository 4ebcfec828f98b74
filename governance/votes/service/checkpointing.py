"""Signed heads of the box: one for witnesses within a minute of a ballot, one each hour whose figures members see.

A small society sees how many have voted, and nobody sees when (SEC-5); whoever keeps copies can prove a change (BAL-8).
"""

from datetime import datetime, timedelta

from governance.actor import Actor
from governance.audit import service as audit
from governance.platform.db import Transaction
from governance.platform.jobs.queue import enqueue
from governance.platform.keys import Keys
from governance.votes.model import BOX, State
from governance.votes.model.messages import next_minute
from governance.votes.records import CheckpointRecord, VoteRecord
from governance.votes.service import record
from governance.votes.service.reading import find, last_checkpoint
from governance.votes.service.witnessing import promise_copies

CHECKPOINT_DUE = "checkpoint-vote"
"""The job that an open vote leaves for the next hour, as long as it is open."""

CHECKPOINT_SOON = "checkpoint-box"
"""The job that a ballot leaves for the next minute, if it is the first since the last checkpoint."""

CHECKPOINT_AFTER = timedelta(hours=1)


async def sign(
    tx: Transaction, keys: Keys, vote: VoteRecord, now: datetime, *, hourly: bool = True
) -> CheckpointRecord:
    """A checkpoint, and a copy for each witness. The caller came through ``record.wait_for``, and notes the act."""
    checkpoint = await record.sign_checkpoint(tx, keys, vote, now, hourly=hourly)
    await promise_copies(tx, checkpoint, now)
    return checkpoint


async def sign_and_note(
    tx: Transaction, keys: Keys, vote: VoteRecord, now: datetime, *, by: Actor = BOX, hourly: bool = False
) -> None:
    checkpoint = await sign(tx, keys, vote, now, hourly=hourly)
    await audit.note(tx, by, "vote.checkpoint", vote.id, now, size=checkpoint.size, head=checkpoint.head)


async def promise_soon(tx: Transaction, vote_id: str, before: int, after: int, now: datetime) -> None:
    """The box has grown from one height to another. If all before was signed, nobody has promised to sign what came."""
    last = await last_checkpoint(tx, vote_id)
    if last is not None and before <= last.size < after:
        enqueue(tx, CHECKPOINT_SOON, {"vote": vote_id}, due_at=next_minute(now))


async def checkpoint_on_time(tx: Transaction, keys: Keys, actor: Actor, vote_id: str, now: datetime) -> None:
    """Let members see how far the box has come in this hour, and promise to look again in an hour."""
    vote = await find(tx, actor, vote_id, lock=True)
    if vote.state is State.OPEN:
        await _sign_what_is_new(tx, keys, vote, now, actor=actor, hourly=True)
        enqueue(tx, CHECKPOINT_DUE, {"vote": vote_id}, due_at=now + CHECKPOINT_AFTER)


async def checkpoint_soon(tx: Transaction, keys: Keys, actor: Actor, vote_id: str, now: datetime) -> None:
    """Sign what came in within the last minute."""
    vote = await find(tx, actor, vote_id, lock=True)
    if vote.state is State.OPEN:
        await _sign_what_is_new(tx, keys, vote, now, actor=actor, hourly=False)


async def _sign_what_is_new(
    tx: Transaction, keys: Keys, vote: VoteRecord, now: datetime, *, actor: Actor, hourly: bool
) -> None:
    await record.wait_for(tx, vote.id)
    end, last = await record.head(tx, vote.id), await last_checkpoint(tx, vote.id, hourly=hourly)
    if end is not None and last is not None and end.height > last.size:
        await sign_and_note(tx, keys, vote, now, by=actor, hourly=hourly)
