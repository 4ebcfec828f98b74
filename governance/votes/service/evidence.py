"""What a vote leaves for people who check it themselves: its public record, and its checkpoints."""

from sqlalchemy import select

from ballots import b64_of
from governance.actor import Actor
from governance.errors import NotFound
from governance.platform.db import View
from governance.votes.model import State
from governance.votes.records import BoardRecord, CheckpointRecord, CosignatureRecord, VoteRecord
from governance.votes.service import record
from governance.votes.service.reading import find, last_checkpoint

OPENINGS = ("PartialDecryption", "Result")
"""The last events of a record: from all partial decryptions together anybody computes the result."""


async def archive(view: View, actor: Actor, vote_id: str, *, hourly: bool = True) -> bytes:
    """The public record so far, as a ``.bel`` file; it only ever grows.

    While the vote is open it ends with the last checkpoint that members see, or for a witness (not ``hourly``) with the
    last of all: whoever fetched it every minute would see who is voting just now (SEC-5). Before the declaration it
    ends with the encrypted sums: what key-holders open is nobody's to know until it was checked as a whole, and never
    when the vote was set aside. Only the platform itself reads further.
    """
    vote = await find(view, actor, vote_id)
    if vote.opened_at is None:
        raise NotFound(vote=vote_id)
    if actor.is_platform or vote.state is State.DECLARED:
        return await record.file(view, vote)
    return await record.file(view, vote, without=OPENINGS, height=await _shown_height(view, vote, hourly=hourly))


async def last_event(view: View, actor: Actor, vote_id: str) -> str | None:
    """The fingerprint of the last event in the public record as `archive` gives it out; None before the opening."""
    vote = await find(view, actor, vote_id)
    hidden = () if vote.state is State.DECLARED else OPENINGS
    events = select(BoardRecord.hash).where(BoardRecord.vote == vote_id, BoardRecord.height.is_not(None))
    if (height := await _shown_height(view, vote)) is not None:
        events = events.where(BoardRecord.height <= height)
    last: str | None = await view.scalar(
        events.where(BoardRecord.type.not_in(hidden)).order_by(BoardRecord.height.desc()).limit(1)
    )
    return None if last is None else b64_of(last)


async def _shown_height(view: View, vote: VoteRecord, *, hourly: bool = True) -> int | None:
    """The last event that an open vote shows: all but the first, the setup, are ballots. None: there is no limit."""
    last = await last_checkpoint(view, vote.id, hourly=hourly) if vote.state is State.OPEN else None
    return None if last is None else last.size


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
