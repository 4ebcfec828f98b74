"""Witnesses: people outside who get every checkpoint by mail, look at the record themselves, and sign what they saw.

A server that shows different boxes to different people, or drops ballots, is found out by what they kept (BAL-8).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from ballots import Invalid, Note
from ballots.checkpoints import checkpoint_in
from ballots.notes import MARK, WITNESS, read_note, read_verifier_key
from governance.actor import Actor
from governance.audit import service as audit
from governance.correspondence.model import Letter
from governance.errors import Invalid as InvalidForm
from governance.errors import NotFound
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id, new_token
from governance.platform.keys import Keys
from governance.votes.model import CLERK, State
from governance.votes.model.messages import About
from governance.votes.model.refusals import MaterialInvalid, WitnessHasNoKey, WrongState
from governance.votes.records import CheckpointRecord, CosignatureRecord, VoteRecord, WitnessRecord
from governance.votes.service import record
from governance.votes.service.letters import Said, find_letter, promise
from governance.votes.service.reading import find, last_checkpoint
from notifications import Mailbox, NotificationError

MOST_WITNESSES = 10


@dataclass(frozen=True, slots=True)
class Copies:
    """Who keeps copies of the checkpoints: ``witnesses`` were sent the newest, ``signed`` of them put a name under one.

    ``signed_at`` is when the last signature came in.
    """

    witnesses: int
    signed: int
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness, and how many checkpoints they have signed."""

    of: WitnessRecord
    signatures: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A vote as its witness sees it: the newest ``note``, none before the opening, and the ``key`` that signs them."""

    vote: VoteRecord
    witness: WitnessRecord
    note: str | None
    key: str

    @property
    def newest(self) -> str:
        if self.note is None:
            raise NotFound
        return self.note


async def name_witness(
    tx: Transaction, actor: Actor, vote_id: str, *, name: str, email: str, key: str, now: datetime
) -> WitnessRecord:
    """From now on every checkpoint goes to this address, and first of all the one at which they read the record.

    Raises:
        InvalidForm: no name, no address, or a ``key`` that no witness signs with; it may be empty.
    """
    vote = await find(tx, actor, vote_id, lock=True)
    if vote.state in (State.DECLARED, State.VOID):
        raise WrongState(vote=vote_id, state=vote.state)
    present = [one.of for one in await witnesses(tx, actor, vote_id)]
    errors = _errors(name, email, key, present)
    if errors:
        raise InvalidForm(errors)
    witness = WitnessRecord(
        id=new_id(),
        vote=vote_id,
        name=name.strip(),
        email=email.strip(),
        token=_hash(new_token()),  # nobody knows it: theirs is made when it is sent
        named_at=now,
        key=key.strip() or None,
    )
    tx.add(witness)
    await tx.flush()
    await promise(tx, vote_id, About.WITNESS, witness.id, now)
    await audit.note(tx, actor, "vote.witness-named", vote_id, now, witness=witness.id)
    return witness


async def dismiss_witness(tx: Transaction, actor: Actor, vote_id: str, witness_id: str, now: datetime) -> None:
    """Their address ends; what they signed stays."""
    await find(tx, actor, vote_id)
    witness = await tx.get(WitnessRecord, witness_id, lock=True)
    if witness is None or witness.vote != vote_id:
        raise NotFound(witness=witness_id)
    if witness.left_at is None:
        witness.left_at = now
        await audit.note(tx, actor, "vote.witness-left", vote_id, now, witness=witness_id)


async def witnesses(view: View, actor: Actor, vote_id: str) -> Sequence[Witness]:
    """Those who are still there, in the order in which they were named."""
    await find(view, actor, vote_id)
    signed = (
        select(CosignatureRecord.witness, func.count())
        .where(CosignatureRecord.vote == vote_id)
        .group_by(CosignatureRecord.witness)
    )
    counts = {witness: int(count) for witness, count in (await view.execute(signed)).all()}
    present = select(WitnessRecord).where(WitnessRecord.vote == vote_id, WitnessRecord.left_at.is_(None))
    found = await view.scalars(present.order_by(WitnessRecord.named_at, WitnessRecord.id))
    return [Witness(one, counts.get(one.id, 0)) for one in found]


async def copies(view: View, actor: Actor, vote_id: str) -> Copies:
    present = await witnesses(view, actor, vote_id)
    last = await view.scalar(select(func.max(CosignatureRecord.at)).where(CosignatureRecord.vote == vote_id))
    return Copies(len(present), sum(1 for one in present if one.signatures), last)


async def promise_copies(tx: Transaction, checkpoint: CheckpointRecord, now: datetime) -> None:
    """One mail of each checkpoint to each witness."""
    present = select(WitnessRecord.id).where(WitnessRecord.vote == checkpoint.vote, WitnessRecord.left_at.is_(None))
    for witness in list(await tx.scalars(present)):
        await promise(tx, checkpoint.vote, About.CHECKPOINT, witness, now, place=checkpoint.place)


async def said_to_witness(tx: Transaction, keys: Keys, letter_id: str) -> Said | None:
    """Their own address, made as the message is: sent again, it is a new one, and the old one ends."""
    letter = await find_letter(tx, letter_id)
    witness = None if letter is None else await _present(tx, letter.reader)
    if letter is None or witness is None:
        return None
    vote, token = await find(tx, CLERK, letter.vote), new_token()
    witness.token = _hash(token)
    key = str(await record.checkpoint_key(tx, keys, vote))
    facts = {"title": vote.titled, "name": witness.name, "token": token, "signs": witness.key is not None, "key": key}
    return Said(_addressed(witness), facts)


async def said_of_checkpoint(tx: Transaction, letter_id: str) -> Said | None:
    letter = await find_letter(tx, letter_id)
    witness = None if letter is None else await _present(tx, letter.reader)
    if letter is None or letter.place is None or witness is None:
        return None
    vote = await find(tx, CLERK, letter.vote)
    checkpoint = await tx.get(CheckpointRecord, (letter.vote, letter.place))
    if checkpoint is None:
        return None
    facts = {"title": vote.titled, "size": checkpoint.size, "at": checkpoint.at, "head": checkpoint.head}
    return Said(_addressed(witness), facts, {f"{vote.uuid}-{checkpoint.size}.checkpoint.txt": checkpoint.note})


async def known_by(view: View, token: str) -> tuple[VoteRecord, WitnessRecord]:
    """The witness whose address this is. A wrong address is no page at all."""
    held = select(WitnessRecord).where(WitnessRecord.token == _hash(token), WitnessRecord.left_at.is_(None))
    witness: WitnessRecord | None = await view.scalar(held)
    if witness is None:
        raise NotFound
    return await find(view, as_actor(witness), witness.vote), witness


def as_actor(witness: WitnessRecord) -> Actor:
    """A witness looks as somebody does who is signed in and plays no part."""
    return Actor(account=witness.id, name=witness.name)


async def seen_by_witness(view: View, keys: Keys, token: str) -> Seen:
    vote, witness = await known_by(view, token)
    last = await last_checkpoint(view, vote.id)
    return Seen(vote, witness, None if last is None else last.note, str(await record.checkpoint_key(view, keys, vote)))


async def cosign(tx: Transaction, token: str, raw: bytes, now: datetime) -> CosignatureRecord:
    """Keep the witness's signature under one of our checkpoints; the same again changes nothing.

    Raises:
        WitnessHasNoKey: none was named when they were, so nobody can tell whose signature it is.
        MaterialInvalid: it is no checkpoint of this vote that we signed, or their signature does not belong to it.
    """
    vote, witness = await known_by(tx, token)
    if witness.key is None:
        raise WitnessHasNoKey(vote=vote.id)
    try:
        note, key = read_note(raw), read_verifier_key(witness.key)
        checkpoint = await _ours(tx, vote.id, note)
        note.require_signed(key)
    except Invalid as error:
        raise MaterialInvalid(part="cosignature", reason=error.code) from error
    await tx.alone(f"cosign:{witness.id}")
    kept = await tx.get(CosignatureRecord, (vote.id, checkpoint.place, witness.id))
    if kept is not None:
        return kept
    line = next(line for line in raw.decode().splitlines() if line.startswith(f"{MARK}{key.name} "))
    signed = CosignatureRecord(vote=vote.id, place=checkpoint.place, witness=witness.id, signature=line, at=now)
    tx.add(signed)
    await audit.note(tx, as_actor(witness), "vote.cosigned", vote.id, now, head=checkpoint.head)
    return signed


async def _ours(view: View, vote_id: str, note: Note) -> CheckpointRecord:
    """The checkpoint with this very text."""
    covers = checkpoint_in(note).size - 1
    same = select(CheckpointRecord).where(CheckpointRecord.vote == vote_id, CheckpointRecord.size == covers)
    checkpoint: CheckpointRecord
    for checkpoint in await view.scalars(same):
        if read_note(checkpoint.note.encode()).text == note.text:
            return checkpoint
    raise Invalid("checkpoint-mismatch", "no checkpoint of ours says this")


async def _present(view: View, witness_id: str) -> WitnessRecord | None:
    witness = await view.get(WitnessRecord, witness_id, lock=True)
    return witness if witness is not None and witness.left_at is None else None


def _addressed(witness: WitnessRecord) -> Letter:
    return Letter(to=witness.id, name=witness.name, language="en", email=witness.email)


def _errors(name: str, email: str, key: str, present: Sequence[WitnessRecord]) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not name.strip():
        errors["name"] = "missing"
    try:
        Mailbox(name.strip() or "?", email.strip())
    except NotificationError:
        errors["email"] = "not-an-address"
    if any(one.email.casefold() == email.strip().casefold() for one in present):
        errors["email"] = "witness-twice"
    if len(present) >= MOST_WITNESSES:
        errors["name"] = "too-many-witnesses"
    if key.strip() and not _is_witness_key(key):
        errors["key"] = "not-a-witness-key"
    return errors


def _is_witness_key(key: str) -> bool:
    try:
        return read_verifier_key(key).kind == WITNESS
    except Invalid:
        return False


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
