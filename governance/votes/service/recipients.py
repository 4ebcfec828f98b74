"""To whom voting codes go: for the keeper of the codes, who must know, and for nobody else (CRED-1)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from governance.actor import Actor
from governance.errors import NotFound
from governance.members import service as members
from governance.platform.db import View
from governance.votes.model import RollLine
from governance.votes.records import CredentialListRecord
from governance.votes.service.reading import find, roll


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who casts for line ``line`` of the roll, counted from 1; ``lent_by`` names whose right it is, if another's."""

    line: int
    name: str
    email: str | None
    address: str
    language: str
    formats: list[str]
    lent_by: str | None


async def recipients(view: View, actor: Actor, vote_id: str) -> Sequence[Recipient]:
    """In the order of the roll, for whoever brought the list: before, nobody has anything to hand out.

    Raises:
        NotFound: somebody else keeps the codes of this vote, or nobody does.
    """
    await find(view, actor, vote_id)
    keeper = await view.scalar(select(CredentialListRecord.holder).where(CredentialListRecord.vote == vote_id))
    if keeper != actor.reference and not actor.is_platform:
        raise NotFound(vote=vote_id)
    return await _recipients(view, await roll(view, actor, vote_id))


async def _recipients(view: View, lines: Sequence[RollLine]) -> Sequence[Recipient]:
    known = await members.addressed(view, {member for line in lines for member in (line.member, line.caster)})
    found = []
    for place, line in enumerate(lines, 1):
        caster = known[line.caster]
        found.append(
            Recipient(
                line=place,
                name=caster.name,
                email=caster.email,
                address=caster.address,
                language=caster.language,
                formats=list(caster.formats),
                lent_by=None if line.holder is None else known[line.member].name,
            )
        )
    return found
