"""Which votes wait for one person's part: a key, the list of codes, an opening of the sum."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from governance.actor import Actor, Role
from governance.platform.db import View
from governance.votes.model import KEY_HOLDERS, State
from governance.votes.records import CredentialListRecord, DecryptionRecord, KeyRecord, VoteRecord
from governance.votes.service.contents import sums_are_published
from governance.votes.service.reading import every


class Part(StrEnum):
    KEY = "key"
    CODES = "codes"
    OPENING = "opening"


@dataclass(frozen=True, slots=True)
class Awaited:
    vote: VoteRecord
    part: Part


async def awaited(view: View, actor: Actor) -> Sequence[Awaited]:
    """What a key-holder or the keeper of the codes has still to bring; nothing for anybody else."""
    if not actor.has(Role.KEY_HOLDER, Role.SCRUTINEER):
        return ()
    found = [(vote, await _part(view, actor, vote)) for vote in await every(view, actor)]
    return [Awaited(vote, part) for vote, part in found if part is not None]


async def _part(view: View, actor: Actor, vote: VoteRecord) -> Part | None:
    if vote.state is State.ROLLED:
        return await _before(view, actor, vote)
    if vote.state is not State.CLOSED or not await sums_are_published(view, vote):
        return None
    own = await view.scalar(
        select(KeyRecord.owner).where(KeyRecord.vote == vote.id, KeyRecord.holder == actor.reference)
    )
    opened = None if own is None else await view.get(DecryptionRecord, (vote.id, own))
    return Part.OPENING if own is not None and opened is None else None


async def _before(view: View, actor: Actor, vote: VoteRecord) -> Part | None:
    """One person brings one part (MODE-1): whoever has brought theirs is not asked for another."""
    holders = list(await view.scalars(select(KeyRecord.holder).where(KeyRecord.vote == vote.id)))
    codes = await view.get(CredentialListRecord, vote.id)
    if actor.reference in (*holders, None if codes is None else codes.holder):
        return None
    if actor.has(Role.KEY_HOLDER) and len(holders) < KEY_HOLDERS:
        return Part.KEY
    return Part.CODES if actor.has(Role.SCRUTINEER) and codes is None else None
