"""Which votes wait for one person's part: a key, the list of codes, an opening of the sum."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from governance.actor import Actor, Role
from governance.platform.db import View
from governance.votes.model.duties import STEPS_TO_A_KEY, Duty, of_code_keeper, of_key_holder
from governance.votes.records import VoteRecord
from governance.votes.service.holding import held, stand
from governance.votes.service.reading import every


class Part(StrEnum):
    KEY = "key"
    CODES = "codes"
    SHUFFLE = "shuffle"
    OPENING = "opening"


PART_OF = {
    Duty.BRING_KEY: Part.KEY,
    **dict.fromkeys(STEPS_TO_A_KEY, Part.KEY),
    Duty.BRING_CODES: Part.CODES,
    Duty.SHUFFLE: Part.SHUFFLE,
    Duty.OPEN_SUM: Part.OPENING,
}


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
    """One person brings one part (MODE-1): whoever plays both roles is asked for a key first."""
    how_far, own = await stand(view, vote), await held(view, actor, vote)
    duties = (
        of_key_holder(how_far, own) if actor.has(Role.KEY_HOLDER) else None,
        of_code_keeper(how_far, own) if actor.has(Role.SCRUTINEER) else None,
    )
    return next((PART_OF[duty] for duty in duties if duty in PART_OF), None)
