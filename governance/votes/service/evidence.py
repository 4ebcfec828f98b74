"""What a vote leaves for people who check it themselves, beside its archive."""

from sqlalchemy import select

from governance.actor import Actor
from governance.platform.db import View
from governance.votes.records import CheckpointRecord, CosignatureRecord
from governance.votes.service.reading import find


async def checkpoints(view: View, actor: Actor, vote_id: str) -> tuple[str, ...]:
    """The notes that members saw, the oldest first, each with the signatures of witnesses at its end.

    Nothing while the vote is open: many notes together would tell more of who voted when than the last one (SEC-5).
    """
    vote = await find(view, actor, vote_id)
    if vote.closed_at is None:
        return ()
    shown = select(CheckpointRecord).where(CheckpointRecord.vote == vote_id, CheckpointRecord.hourly)
    signed: dict[int, str] = {}
    under = select(CosignatureRecord).where(CosignatureRecord.vote == vote_id).order_by(CosignatureRecord.witness)
    for one in await view.scalars(under):
        signed[one.place] = f"{signed.get(one.place, '')}{one.signature}\n"
    notes = await view.scalars(shown.order_by(CheckpointRecord.place))
    return tuple(note.note + signed.get(note.place, "") for note in notes)
