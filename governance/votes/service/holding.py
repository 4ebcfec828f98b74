"""What one person holds of a vote: a key, the list of the voting codes, or nothing."""

import json

from sqlalchemy import select

from ballots import hex_hash
from governance.actor import Actor
from governance.platform.db import View
from governance.votes.duties import Held, Stand
from governance.votes.records import CredentialListRecord, DecryptionRecord, KeyRecord, VoteRecord
from governance.votes.service.contents import sums_are_published
from governance.votes.service.reading import parts


async def held(view: View, actor: Actor, vote_id: str) -> Held:
    """The parts of the one who asks; nobody is told who holds the others."""
    own = select(KeyRecord).where(KeyRecord.vote == vote_id, KeyRecord.holder == actor.reference)
    key: KeyRecord | None = await view.scalar(own.order_by(KeyRecord.owner).limit(1))
    kept = select(CredentialListRecord.vote).where(
        CredentialListRecord.vote == vote_id, CredentialListRecord.holder == actor.reference
    )
    keeps_codes = await view.scalar(kept) is not None
    if key is None:
        return Held(keeps_codes=keeps_codes)
    has_opened = await view.get(DecryptionRecord, (vote_id, key.owner)) is not None
    return Held(key.owner, short_fingerprint(key.content), has_opened, keeps_codes)


async def stand(view: View, vote: VoteRecord) -> Stand:
    brought = await parts(view, vote.id)
    return Stand(vote.state, len(brought.keys), brought.credentials, await sums_are_published(view, vote))


def short_fingerprint(content: bytes) -> str:
    """Eight signs for reading aloud: the name that ``ballots trustee new`` gives the files of the key."""
    digits = hex_hash(json.loads(content)["public_key"].encode())[:8].upper()
    return f"{digits[:4]} {digits[4:]}"
