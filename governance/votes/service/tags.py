"""While a vote is open: one right, one voting code, without writing down whose ballot is whose (SEC-2).

A tag is an HMAC of a member's id under a key that lies outside database and backups; key and tags go at the seal.
"""

import hashlib
import hmac
from collections.abc import Container, Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, func, or_, select

from constitution import Finding
from governance.access import service as access
from governance.actor import Actor
from governance.platform.db import Transaction, View
from governance.platform.jobs.queue import enqueue
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
    if vote.mode is Mode.RECORDED and rights:
        return all([await has_answered(view, keys, vote, line.member) for line in rights])
    if vote.state is not State.OPEN or actor.member is None or not rights:
        return None
    if vote.mode is Mode.SIMPLE:
        return all([await has_answered(view, keys, vote, line.member) for line in rights])
    if not keys.holds(tag_key(vote.id)):
        return False
    own = TagRecord.tag.in_(tags_of(keys, vote.id, rights))
    used = await view.scalar(select(func.count()).select_from(TagRecord).where(TagRecord.vote == vote.id, own))
    return int(used) == len(rights)


async def has_answered(view: View, keys: Keys, vote: VoteRecord, member: str) -> bool:
    """The same for one right in a vote that is not encrypted; of a secret one only until its end."""
    if vote.mode is not Mode.SIMPLE:
        return await view.get(OpenVoteRecord, (vote.id, member)) is not None
    if vote.state is not State.OPEN or not keys.holds(tag_key(vote.id)):
        return False
    return await view.get(SimpleVoterRecord, (vote.id, tag_of(keys, vote.id, member))) is not None


async def forget_who_cast(tx: Transaction, vote_id: str, now: datetime) -> None:
    """The end of a secret vote: the tags go, and what sign-ins tell of who came when.

    The key behind the tags lies in a file: it may go only when it is sure that the tags went.
    """
    for tags in (TagRecord, SimpleVoterRecord):
        await tx.execute(delete(tags).where(tags.vote == vote_id))
    await access.mix_sign_ins(tx, now)
    enqueue(tx, "destroy-tag-key", {"vote": vote_id}, due_at=now, once=f"destroy-tag-key:{vote_id}")


def tag_of(keys: Keys, vote_id: str, member: str) -> str:
    """Stands for a member's right while the vote is open. Its key lies outside database and backups (SEC-2)."""
    return hmac.new(keys.temporary(tag_key(vote_id)), member.encode(), hashlib.sha256).hexdigest()


def tag_key(vote_id: str) -> str:
    """The name of the key behind the tags of a vote; it is destroyed with them at the seal."""
    return f"ballot-{vote_id}"


def tags_of(keys: Keys, vote_id: str, rights: Iterable[RollLine]) -> list[str]:
    return [tag_of(keys, vote_id, line.member) for line in rights]


async def struck_tags(view: View, keys: Keys, vote_id: str) -> set[str]:
    """Of those who were given a paper or voted by phone (P-154)."""
    struck = await view.scalars(select(IssueRecord.member).where(IssueRecord.vote == vote_id))
    return {tag_of(keys, vote_id, member) for member in struck}


async def pairs_of(view: View, vote: VoteRecord, tags: Iterable[str], credentials: Iterable[str]) -> list[TagRecord]:
    """Those that hold one of the tags or one of the credentials."""
    either = or_(TagRecord.tag.in_(tags), TagRecord.credential.in_(credentials))
    return list(await view.scalars(select(TagRecord).where(TagRecord.vote == vote.id, either)))


async def require_right(view: View, keys: Keys, vote: VoteRecord, tags: Sequence[str], credential: str) -> None:
    """Refuse what would be refused at the box as well, as things stand now."""
    pairs = await pairs_of(view, vote, tags, [credential])
    cast_with(vote, tags, pairs, await struck_tags(view, keys, vote.id), credential)


def cast_with(
    vote: VoteRecord, tags: Sequence[str], pairs: Sequence[TagRecord], struck: Container[str], credential: str
) -> str:
    """Which of a member's ``tags`` is cast with this credential: the one it was used for, or the first that is unused.

    The code decides, since nobody here knows whose code is whose: somebody with two rights has two of them. ``pairs``
    are all that hold one of the tags or the credential.

    Raises:
        WrongCredential: one sign-in, one credential, in both directions.
        SecondBallot: the rules let each right be used once (P-153).
        StruckOff: somebody was given a paper or voted by phone.
    """
    used = next((pair.tag for pair in pairs if pair.credential == credential), None)
    if used is not None and used not in tags:
        raise WrongCredential(vote=vote.id)
    if used is not None and used in struck:
        raise StruckOff(vote=vote.id)
    if used is not None and not vote.revote:
        finding = None if vote.revote_finding is None else Finding.from_dict(vote.revote_finding)
        raise SecondBallot(vote=vote.id, finding=finding)
    if used is not None:
        return used
    taken = {pair.tag for pair in pairs}
    free = [tag for tag in tags if tag not in taken and tag not in struck]
    if free:
        return free[0]
    raise StruckOff(vote=vote.id) if any(tag in struck for tag in tags) else WrongCredential(vote=vote.id)
