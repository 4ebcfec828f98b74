"""While a vote is open: one right, one voting code, without writing down whose ballot is whose (SEC-2).

A tag is an HMAC of a member's id under a key that lies outside database and backups; key and tags go at the seal.
"""

import hashlib
import hmac
from collections.abc import Sequence

from sqlalchemy import func, or_, select

from constitution import Finding
from governance.actor import Actor
from governance.platform.db import Transaction, View
from governance.platform.keys import Keys
from governance.votes.model import Mode, RollLine, State
from governance.votes.model.refusals import SecondBallot, StruckOff, WrongCredential
from governance.votes.records import IssueRecord, OpenVoteRecord, SimpleVoterRecord, TagRecord, VoteRecord
from governance.votes.service.reading import rights_of


async def has_cast(view: View, keys: Keys, actor: Actor, vote: VoteRecord) -> bool | None:
    """Does a ballot of the one who asks lie in the box? The server knows while the vote is open, and tells only them.

    ``None``: it does not know, before the opening or since the seal (SEC-2).
    """
    rights = await rights_of(view, vote.id, actor.member)
    if vote.mode in (Mode.RECORDED, Mode.SIMPLE) and rights:
        return all([await has_answered(view, vote, line.member) for line in rights])
    if vote.state is not State.OPEN or actor.member is None or not rights:
        return None
    if not keys.holds(tag_key(vote.id)):
        return False
    own = TagRecord.tag.in_([tag_of(keys, vote.id, line.member) for line in rights])
    used = await view.scalar(select(func.count()).select_from(TagRecord).where(TagRecord.vote == vote.id, own))
    return int(used) == len(rights)


async def has_answered(view: View, vote: VoteRecord, member: str) -> bool:
    """The same for one right in a vote that is not encrypted, where everybody or the server may know it."""
    taken = SimpleVoterRecord if vote.mode is Mode.SIMPLE else OpenVoteRecord
    return await view.get(taken, (vote.id, member)) is not None


def tag_of(keys: Keys, vote_id: str, member: str) -> str:
    """Stands for a member's right while the vote is open. Its key lies outside database and backups (SEC-2)."""
    return hmac.new(keys.temporary(tag_key(vote_id)), member.encode(), hashlib.sha256).hexdigest()


def tag_key(vote_id: str) -> str:
    """The name of the key behind the tags of a vote; it is destroyed with them at the seal."""
    return f"ballot-{vote_id}"


async def free_tag(tx: Transaction, keys: Keys, vote: VoteRecord, rights: Sequence[RollLine], credential: str) -> str:
    """The tag of the right that is cast with this credential: the one it was used for, or the first that is unused.

    The code decides, since nobody here knows whose code is whose: somebody with two rights has two of them.
    """
    tags = [tag_of(keys, vote.id, line.member) for line in rights]
    pairs = select(TagRecord).where(TagRecord.vote == vote.id, TagRecord.tag.in_(tags))
    used = {pair.tag: pair.credential for pair in await tx.scalars(pairs)}
    struck = await struck_tags(tx, keys, vote.id)
    for tag, known in used.items():
        if known == credential and tag not in struck:
            return str(tag)
    free = [tag for tag in tags if tag not in used and tag not in struck]
    if not free and struck.intersection(tags):
        raise StruckOff(vote=vote.id)
    return next(iter(free), tags[0])


async def struck_tags(view: View, keys: Keys, vote_id: str) -> set[str]:
    """Of those who were given a paper or voted by phone (P-154)."""
    struck = await view.scalars(select(IssueRecord.member).where(IssueRecord.vote == vote_id))
    return {tag_of(keys, vote_id, member) for member in struck}


async def require_own(view: View, vote: VoteRecord, tag: str, credential: str) -> None:
    require_only(vote, await pairs_of(view, vote, [tag], [credential]), tag, credential)


async def pairs_of(view: View, vote: VoteRecord, tags: Sequence[str], credentials: Sequence[str]) -> list[TagRecord]:
    """Those that hold one of the tags or one of the credentials."""
    either = or_(TagRecord.tag.in_(tags), TagRecord.credential.in_(credentials))
    return list(await view.scalars(select(TagRecord).where(TagRecord.vote == vote.id, either)))


def require_only(vote: VoteRecord, pairs: Sequence[TagRecord], tag: str, credential: str) -> None:
    """One sign-in, one credential, in both directions; and one ballot where the rules say so (P-153)."""
    if any((pair.tag, pair.credential) != (tag, credential) for pair in pairs):
        raise WrongCredential(vote=vote.id)
    if pairs and not vote.revote:
        finding = None if vote.revote_finding is None else Finding.from_dict(vote.revote_finding)
        raise SecondBallot(vote=vote.id, finding=finding)
