"""Messages about a vote whose words are known only when they are sent, and of which nothing stays (SEC-3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from governance.correspondence import service as correspondence
from governance.correspondence.model import Letter
from governance.errors import NotFound
from governance.members import service as members
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.votes.model import CLERK
from governance.votes.model.messages import About
from governance.votes.records import VoteLetterRecord


@dataclass(frozen=True, slots=True)
class Said:
    """What one message says, to whom; ``files`` are names and texts that go with it."""

    reader: Letter
    facts: Mapping[str, Any]
    files: Mapping[str, str] = field(default_factory=dict)


async def promise(
    tx: Transaction,
    vote_id: str,
    about: About,
    reader: str,
    now: datetime,
    *,
    right: str | None = None,
    place: int | None = None,
    by_hand: bool = False,
) -> VoteLetterRecord:
    """A message to be sent as soon as can be; one that goes ``by_hand`` waits for somebody to print it."""
    letter = VoteLetterRecord(
        id=new_id(), vote=vote_id, about=about, reader=reader, right=right, place=place, by_hand=by_hand
    )
    tx.add(letter)
    if by_hand:
        return letter
    await correspondence.promise_secret(tx, kind=about.kind, cause=letter.id, now=now)
    return letter


async def reached_by_mail(view: View, member_id: str) -> Letter | None:
    """None for somebody whom no mail reaches, or who is not on the register any more."""
    try:
        reader = Letter.to_member(await members.find(view, CLERK, member_id))
    except NotFound:
        return None
    return reader if reader.recipient().email is not None else None


async def lent_by(view: View, letter: VoteLetterRecord) -> str | None:
    """The name of the member whose right the letter is about, where it is not the reader's own."""
    if letter.right is None or letter.right == letter.reader:
        return None
    return (await members.names(view, [letter.right])).get(letter.right)


async def find_letter(view: View, letter_id: str, *, lock: bool = False) -> VoteLetterRecord | None:
    letter: VoteLetterRecord | None = await view.get(VoteLetterRecord, letter_id, lock=lock)
    return letter


async def forget(tx: Transaction, letter_id: str) -> None:
    """It was sent, or nothing can bring it there: a message that asks for nothing is not tried for ever."""
    letter = await find_letter(tx, letter_id, lock=True)
    if letter is not None:
        await tx.delete(letter)
