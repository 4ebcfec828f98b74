"""What one person holds of a vote, key or list of voting codes, and how far the vote has come towards both."""

import json

from sqlalchemy import func, select

from ballots import hex_hash
from governance.actor import Actor
from governance.platform.db import View
from governance.votes.model import CodesBy, State
from governance.votes.model.duties import Held, Stand
from governance.votes.records import CredentialListRecord, DecryptionRecord, SeatRecord, ShuffleRecord, VoteRecord
from governance.votes.service import record
from governance.votes.service.ceremony import Messages, Step, is_committee, messages, seat_of


async def held(view: View, actor: Actor, vote: VoteRecord) -> Held:
    """The parts of the one who asks; nobody is told who holds the others."""
    kept = select(CredentialListRecord.vote).where(
        CredentialListRecord.vote == vote.id, CredentialListRecord.holder == actor.reference
    )
    keeps_codes = await view.scalar(kept) is not None
    owner = await seat_of(view, vote.id, actor.reference)
    if owner is None:
        return Held(keeps_codes=keeps_codes)
    found = await messages(view, vote)
    return Held(
        owner,
        fingerprints(found)[owner - 1],
        sum(owner in found.of(step) for step in found.steps),
        has_shuffled=await view.get(ShuffleRecord, (vote.id, owner)) is not None,
        has_opened=await view.get(DecryptionRecord, (vote.id, owner)) is not None,
        keeps_codes=keeps_codes,
    )


async def stand(view: View, vote: VoteRecord) -> Stand:
    found = await messages(view, vote)
    taken = await view.scalar(select(func.count()).select_from(SeatRecord).where(SeatRecord.vote == vote.id))
    last = await record.last_type(view, vote.id) if vote.state is State.CLOSED else None
    is_shuffled = any(question.is_shuffled for question in vote.asked)
    return Stand(
        state=vote.state,
        is_committee=is_committee(vote),
        seats_free=vote.size - int(taken),
        steps=sum(found.whole(step) is not None for step in found.steps),
        keys=len(found.of(found.steps[-1])),
        codes=await view.get(CredentialListRecord, vote.id) is not None,
        needs_keeper=vote.codes_by is CodesBy.HOLDER,
        may_shuffle=is_shuffled and last in ("EncryptedTally", "Shuffle"),
        may_open=last in (("EndShuffles",) if is_shuffled else ("EncryptedTally",)) or last == "PartialDecryption",
    )


def fingerprints(found: Messages) -> tuple[str | None, ...]:
    """Of every key that is finished, by the number of its holder: sixteen signs for reading aloud.

    Whoever runs a server could try keys until the first eight are those of another one, as the files are called.
    """
    keys = found.of(found.steps[-1])
    return tuple(_short(keys[owner], found.steps[-1]) if owner in keys else None for owner in range(1, found.size + 1))


async def key_name(view: View, vote: VoteRecord, owner: int) -> str | None:
    """What ``ballots trustee new`` calls the files of a key: of a member, after the key of its certificate."""
    found = await messages(view, vote)
    content = found.of(found.steps[0]).get(owner)
    if content is None:
        return None
    key = json.loads(content)
    public_text = json.loads(key["message"])["verification"] if is_committee(vote) else key["public_key"]
    return _digits(public_text)[:8]


def _short(content: bytes, step: Step) -> str:
    key = json.loads(content)
    digits = _digits((key["public_key"] if step is Step.SHARE else key)["public_key"])
    return " ".join(digits[at : at + 4] for at in range(0, 16, 4))


def _digits(public_text: str) -> str:
    return hex_hash(public_text.encode()).upper()
