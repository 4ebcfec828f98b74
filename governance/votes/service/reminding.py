"""Key-holders at the count: who has opened, and a letter to those for whom everybody waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from governance.access import service as access
from governance.actor import Actor, Role
from governance.audit import service as audit
from governance.correspondence import service as correspondence
from governance.correspondence.model import Letter
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.votes.model import State
from governance.votes.model.refusals import NotYourTurn
from governance.votes.records import DecryptionRecord, SeatRecord, VoteRecord
from governance.votes.service.reading import find


@dataclass(frozen=True, slots=True)
class Holder:
    """One key-holder by the number of their key; the platform itself holds keys in a rehearsal."""

    owner: int
    name: str
    has_opened: bool


async def holders(view: View, vote: VoteRecord) -> tuple[Holder, ...]:
    """Who holds the keys of this vote and who has opened the total: for the count desk."""
    seats = select(SeatRecord).where(SeatRecord.vote == vote.id).order_by(SeatRecord.owner)
    taken = list(await view.scalars(seats))
    opened = await _opened(view, vote.id)
    names = await access.names(view, [seat.holder for seat in taken])
    return tuple(Holder(seat.owner, names.get(seat.holder, seat.holder), seat.owner in opened) for seat in taken)


async def remind(tx: Transaction, actor: Actor, vote_id: str, now: datetime) -> int:
    """A letter to every key-holder who has not opened the total, once a day; answers how many were promised.

    Raises:
        NotYourTurn: nobody is waited for.
    """
    vote = await find(tx, actor, vote_id, lock=True)
    if vote.state is not State.CLOSED:
        raise NotYourTurn(vote=vote_id, step="remind")
    opened = await _opened(tx, vote_id)
    seats = await tx.scalars(select(SeatRecord).where(SeatRecord.vote == vote_id))
    waited_for = {seat.holder for seat in seats if seat.owner not in opened}
    accounts = [one for one in await access.playing(tx, Role.KEY_HOLDER, now) if f"account:{one.id}" in waited_for]
    letters = await _letters(tx, [one.member for one in accounts if one.member is not None])
    facts = {"vote": vote_id, "title": vote.titled}
    cause = f"{vote_id}:{legal_day(now).isoformat()}"
    new = await correspondence.serve(
        tx, actor, kind="votes/open-it", cause=cause, letters=letters, facts=facts, now=now, formal=False
    )
    await audit.note(tx, actor, "vote.reminded", vote_id, now, letters=len(new))
    return len(new)


async def _opened(view: View, vote_id: str) -> set[int]:
    return set(await view.scalars(select(DecryptionRecord.owner).where(DecryptionRecord.vote == vote_id)))


async def _letters(view: View, ids: Sequence[str]) -> Sequence[Letter]:
    return [Letter.to_member(member) for member in (await members.addressed(view, ids)).values()]
