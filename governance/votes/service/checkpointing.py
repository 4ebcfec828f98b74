"""A signed head of the box each hour: a small society sees how many have voted, and nobody sees when (SEC-5)."""

from datetime import datetime, timedelta

from governance.actor import Actor
from governance.audit import service as audit
from governance.platform.db import Transaction
from governance.platform.jobs.queue import enqueue
from governance.platform.keys import Keys
from governance.votes.model import State
from governance.votes.service import record
from governance.votes.service.contents import contents
from governance.votes.service.reading import find

CHECKPOINT_DUE = "checkpoint-vote"
"""The job that an open vote leaves for the next hour, as long as it is open."""

CHECKPOINT_AFTER = timedelta(hours=1)


async def checkpoint_on_time(tx: Transaction, keys: Keys, actor: Actor, vote_id: str, now: datetime) -> None:
    """Sign how far the box has come since its last checkpoint, and promise to look again in an hour."""
    vote = await find(tx, actor, vote_id, lock=True)
    if vote.state is not State.OPEN:
        return
    await record.wait_for(tx, vote_id)
    end, last = await record.head(tx, vote_id), await contents(tx, vote)
    if end is not None and last is not None and end.height > last.size:
        checkpoint = await record.sign_checkpoint(tx, keys, vote, now)
        await audit.note(tx, actor, "vote.checkpoint", vote_id, now, size=checkpoint.size, head=checkpoint.head)
    enqueue(tx, CHECKPOINT_DUE, {"vote": vote_id}, due_at=now + CHECKPOINT_AFTER)
