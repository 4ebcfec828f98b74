"""Voting codes that this server makes, sends and destroys, for a society too small to have a keeper of codes (CRED-1).

Then the promise that no vote was added rests on the server. A code is never written down as it is: it waits for its
message under a key of its own, which lies in a file outside the database, and goes with that key once it was sent.
"""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import ColumnElement, func, select

from ballots import group, new_code, public_of, write_credentials
from governance.actor import Actor
from governance.audit import service as audit
from governance.correspondence.model import Letter
from governance.errors import NotFound
from governance.members import service as members
from governance.platform.crashpoints import crashpoint
from governance.platform.db import Transaction, View
from governance.platform.jobs.queue import enqueue
from governance.platform.keys import Keys
from governance.votes.model import CLERK, CodesBy, RollLine
from governance.votes.model.messages import About
from governance.votes.model.refusals import AlreadyGiven, CodesByHolder
from governance.votes.records import CredentialListRecord, VoteLetterRecord, VoteRecord
from governance.votes.service.ceremony import register_credentials
from governance.votes.service.letters import Said, find_letter, lent_by, promise, reached_by_mail
from governance.votes.service.reading import find, find_preparing, roll

CODE_SENT = "destroy-code-key"
ALL_SENT = "note-codes-destroyed"
_NONCE = 12


@dataclass(frozen=True, slots=True)
class CodesStand:
    """How far the codes have come: ``by_mail`` and ``by_hand`` are those not sent yet."""

    made: bool
    by_mail: int
    by_hand: int


@dataclass(frozen=True, slots=True)
class CodeLetter:
    """One code on paper; ``right_of`` is whose right it is where that is somebody else's than the reader's."""

    reader: Letter
    code: str
    right_of: str | None


async def make_codes(tx: Transaction, keys: Keys, actor: Actor, vote_id: str, now: datetime) -> int:
    """Make a code for each line of the roll, publish their public list, and promise each to the one who casts.

    Raises:
        CodesByHolder: a person makes the codes of this vote.
        AlreadyGiven: they were made before.
    """
    vote = await find_preparing(tx, actor, vote_id)
    if vote.codes_by is not CodesBy.SERVER:
        raise CodesByHolder(vote=vote_id)
    if await tx.get(CredentialListRecord, vote_id) is not None:
        raise AlreadyGiven(vote=vote_id, part="credentials")
    lines = await roll(tx, actor, vote_id)
    codes = [new_code() for _ in lines]
    publics = await asyncio.to_thread(_publics, vote, codes)
    await register_credentials(tx, CLERK, vote_id, publics, now)
    for line, code in zip(lines, codes, strict=True):
        letter = await _promised(tx, line, vote_id, now)
        letter.sealed = _sealed(keys, letter, code)
    await audit.note(tx, actor, "vote.codes-made", vote_id, now, count=len(codes))
    crashpoint("codes.made")
    return len(codes)


async def find_with_codes(view: View, actor: Actor, vote_id: str) -> VoteRecord:
    """A vote whose codes this server makes; of another one there is nothing to see here."""
    vote = await find(view, actor, vote_id)
    if vote.codes_by is not CodesBy.SERVER:
        raise NotFound(vote=vote_id)
    return vote


async def codes_stand(view: View, actor: Actor, vote_id: str) -> CodesStand:
    await find(view, actor, vote_id)
    made = await view.get(CredentialListRecord, vote_id) is not None
    waiting = select(VoteLetterRecord.by_hand, func.count()).where(_codes_of(vote_id))
    rows = await view.execute(waiting.group_by(VoteLetterRecord.by_hand))
    counts = {by_hand: int(count) for by_hand, count in rows.all()}
    return CodesStand(made, counts.get(False, 0), counts.get(True, 0))


async def said_of_code(tx: Transaction, keys: Keys, letter_id: str) -> Said | None:
    """The same code each time it is sent: a second copy of a mail is no second code."""
    letter = await find_letter(tx, letter_id)
    if letter is None or letter.by_hand:
        return None
    reader = await reached_by_mail(tx, letter.reader)
    if reader is None:
        return None
    vote = await find(tx, CLERK, letter.vote)
    facts = {
        "vote": vote.id,
        "title": vote.titled,
        "code": _unsealed(keys, letter),
        "right_of": await lent_by(tx, letter),
        "opens_at": vote.opens_at,
        "closes_at": vote.closes_at,
    }
    return Said(reader, facts)


async def code_was_sent(tx: Transaction, letter_id: str, now: datetime) -> None:
    letter = await find_letter(tx, letter_id, lock=True)
    if letter is not None:
        await _destroy(tx, [letter], now)
    crashpoint("codes.sent")


async def code_goes_by_hand(tx: Transaction, letter_id: str) -> None:
    """No mail brings it there: it is kept for the paper."""
    letter = await find_letter(tx, letter_id, lock=True)
    if letter is not None:
        letter.by_hand = True


async def code_letters(tx: Transaction, keys: Keys, actor: Actor, vote_id: str, now: datetime) -> Sequence[CodeLetter]:
    """Every code that goes on paper, to be printed now: by name, which is not the order of the list."""
    await find(tx, actor, vote_id)
    waiting = list(await tx.scalars(select(VoteLetterRecord).where(_codes_of(vote_id), VoteLetterRecord.by_hand)))
    found = []
    for letter in waiting:
        reader = Letter.to_member(await members.find(tx, CLERK, letter.reader))
        found.append(CodeLetter(reader, _unsealed(keys, letter), await lent_by(tx, letter)))
    await audit.note(tx, actor, "vote.codes-printed", vote_id, now, count=len(found))
    return sorted(found, key=lambda one: one.reader.name)


async def codes_were_posted(tx: Transaction, actor: Actor, vote_id: str, now: datetime) -> int:
    """The letters are in their envelopes: from here on nobody can print them again."""
    await find(tx, actor, vote_id)
    held = select(VoteLetterRecord).where(_codes_of(vote_id), VoteLetterRecord.by_hand).with_for_update()
    letters = list(await tx.scalars(held))
    await _destroy(tx, letters, now)
    await audit.note(tx, actor, "vote.codes-posted", vote_id, now, count=len(letters))
    return len(letters)


async def abandon_codes(tx: Transaction, vote_id: str, now: datetime) -> None:
    """The vote is over: codes that nobody sent are of no use but for harm."""
    await _destroy(tx, list(await tx.scalars(select(VoteLetterRecord).where(_codes_of(vote_id)))), now)


def destroy_code_key(keys: Keys, vote_id: str, letter_id: str) -> None:
    keys.destroy(_key(vote_id, letter_id))
    crashpoint("codes.key-destroyed")


async def note_codes_destroyed(tx: Transaction, keys: Keys, vote_id: str, now: datetime) -> None:
    """The last code was sent. Keys that a crash left over go with the others."""
    for name in keys.held(_key(vote_id, "")):
        keys.destroy(name)
    crashpoint("codes.all-destroyed")
    await audit.note(tx, CLERK, "vote.codes-destroyed", vote_id, now, credential_material_destroyed_at=now.isoformat())


async def _promised(tx: Transaction, line: RollLine, vote_id: str, now: datetime) -> VoteLetterRecord:
    by_hand = await reached_by_mail(tx, line.caster) is None
    return await promise(tx, vote_id, About.CODE, line.caster, now, right=line.member, by_hand=by_hand)


def _sealed(keys: Keys, letter: VoteLetterRecord, code: str) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    box = AESGCM(keys.temporary(_key(letter.vote, letter.id)))
    return nonce + box.encrypt(nonce, code.encode(), letter.id.encode())


def _unsealed(keys: Keys, letter: VoteLetterRecord) -> str:
    sealed, name = letter.sealed or b"", _key(letter.vote, letter.id)
    if not keys.holds(name):
        raise NotFound(letter=letter.id)
    return AESGCM(keys.temporary(name)).decrypt(sealed[:_NONCE], sealed[_NONCE:], letter.id.encode()).decode()


async def _destroy(tx: Transaction, letters: Sequence[VoteLetterRecord], now: datetime) -> None:
    """The rows go here and their keys in jobs: a file may go only when it is sure that its row went."""
    for letter in letters:
        await tx.delete(letter)
        enqueue(tx, CODE_SENT, {"vote": letter.vote, "letter": letter.id}, due_at=now)
    for vote_id in {letter.vote for letter in letters}:
        await tx.alone(f"codes:{vote_id}")
        await tx.flush()
        left = await tx.scalar(select(func.count()).select_from(VoteLetterRecord).where(_codes_of(vote_id)))
        if not left:
            enqueue(tx, ALL_SENT, {"vote": vote_id}, due_at=now, once=f"{ALL_SENT}:{vote_id}")


def _publics(vote: VoteRecord, codes: Sequence[str]) -> bytes:
    in_group = group(vote.group)
    return write_credentials(in_group, [public_of(code, vote.uuid, in_group) for code in codes])


def _codes_of(vote_id: str) -> ColumnElement[bool]:
    return (VoteLetterRecord.vote == vote_id) & (VoteLetterRecord.about == About.CODE)


def _key(vote_id: str, letter_id: str) -> str:
    return f"code-{vote_id}-{letter_id}"
