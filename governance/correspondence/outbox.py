"""The outbox that notifications delivers from: rows lent for a while, each settled by itself (MAIL-1)."""

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

import structlog
from jinja2 import TemplateError
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import selectinload

from constitution.service import Method
from governance.correspondence import service as correspondence
from governance.correspondence.facts import read
from governance.correspondence.press import Press
from governance.correspondence.records import LetterRecord, NoticeRecord, WordingRecord
from governance.platform.crashpoints import crashpoint
from governance.platform.db import Database, Transaction
from notifications import (
    Attachment,
    Channel,
    Claimed,
    Dead,
    Failed,
    Mailbox,
    Message,
    NotificationError,
    Outcome,
    Part,
    Recipient,
    Sent,
    State,
    Variant,
    state_after,
)

log = structlog.get_logger("mail")


@dataclass(frozen=True, slots=True)
class Secret:
    """What only the message itself will hold, and whom it goes to."""

    reader: Recipient
    facts: Mapping[str, Any]
    attachments: tuple[Attachment, ...] = ()


Mint: TypeAlias = Callable[[Transaction, str, datetime], Awaitable[Secret | None]]
"""``mint(tx, cause, now)``: the secret, each time it is sent, or ``None``: nobody waits for it any more."""

Settled: TypeAlias = Callable[[Transaction, str, Outcome, datetime], Awaitable[None]]
"""``settled(tx, cause, outcome, now)``: what became of a message, in the transaction that forgets it."""


async def _nothing_more(_tx: Transaction, _cause: str, _outcome: Outcome, _now: datetime) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Minting:
    """How the messages of one kind get their secret, and what follows once they are sent or given up."""

    mint: Mint
    settled: Settled = _nothing_more


class NotWanted(Exception):
    """What this letter was about has gone: nobody waits for it any more."""


@dataclass(frozen=True, slots=True)
class DatabaseOutbox:
    database: Database
    press: Press
    sender: Mailbox
    mints: Mapping[str, Minting]

    async def claim(self, now: datetime, limit: int, lease: timedelta) -> Sequence[Claimed]:
        waiting = _waiting(now).limit(limit)
        # A look first: an idle runner must not take the writer's lock every second.
        async with self.database.reading() as view:
            if await view.scalar(waiting.limit(1)) is None:
                return ()
        async with self.database.writing() as tx:
            letters = list(await tx.scalars(waiting.with_for_update(skip_locked=True, of=LetterRecord)))
            lent = [await self._lend(tx, letter, now, lease) for letter in letters]
        crashpoint("mail.claimed")
        return [claimed for claimed in lent if claimed is not None]

    async def settle(self, message: str, outcome: Outcome, now: datetime) -> None:
        crashpoint("mail.sent")
        async with self.database.writing() as tx:
            letter = await tx.get(LetterRecord, message, options=[selectinload(LetterRecord.told)], lock=True)
            if letter is not None and letter.told.kind in self.mints:
                await _forget(tx, letter, outcome)
                await self.mints[letter.told.kind].settled(tx, letter.recipient, outcome, now)
            elif letter is not None:
                await _settle(tx, letter, outcome, now)
        crashpoint("mail.settled")

    async def _lend(self, tx: Transaction, letter: LetterRecord, now: datetime, lease: timedelta) -> Claimed | None:
        letter.attempts += 1
        try:
            message, reader = await self._composed(tx, letter, now)
        except NotWanted:
            await self._give_up(tx, letter, "not-wanted", "", now)
            return None
        except (TemplateError, NotificationError) as error:
            await self._give_up(tx, letter, "no-wording", f"{type(error).__name__}: {error}", now)
            return None
        letter.state = State.CLAIMED
        letter.leased_until = now + lease
        return Claimed(message, reader, Channel(letter.channel), letter.attempts)

    async def _composed(self, tx: Transaction, letter: LetterRecord, now: datetime) -> tuple[Message, Recipient]:
        minting = self.mints.get(letter.told.kind)
        if minting is None:
            parts = [await self._kept(tx, letter, Variant(name), now) for name in letter.variants]
            return self._message(letter, parts), correspondence.recipient_of(letter)
        secret = await minting.mint(tx, letter.recipient, now)
        if secret is None:
            raise NotWanted
        reader = secret.reader
        parts = [self.press.print(letter.told.kind, secret.facts, reader, one) for one in reader.variants()]
        return self._message(letter, parts, secret.attachments), reader

    async def _give_up(self, tx: Transaction, letter: LetterRecord, code: str, detail: str, now: datetime) -> None:
        if letter.told.kind in self.mints:
            await tx.delete(letter)
            await self.mints[letter.told.kind].settled(tx, letter.recipient, Dead(code, detail), now)
            return
        letter.state = State.DEAD
        letter.failure = code
        letter.detail = detail
        letter.leased_until = None
        letter.settled_at = now

    def _message(
        self, letter: LetterRecord, parts: Sequence[Part], attachments: tuple[Attachment, ...] = ()
    ) -> Message:
        return Message(
            id=letter.id,
            domain=self.sender.domain,
            kind=letter.told.kind.replace("/", "-"),
            created_at=letter.created_at,
            sender=self.sender,
            parts=tuple(parts),
            attachments=attachments,
        )

    async def _kept(self, tx: Transaction, letter: LetterRecord, variant: Variant, now: datetime) -> Part:
        """The words fixed for everybody; whoever comes first fixes them."""
        place = (letter.notice, variant.value)
        if await tx.get(WordingRecord, place) is None:
            await tx.alone(f"words:{letter.notice}")
            if await tx.get(WordingRecord, place) is None:
                await self._fix(tx, letter, variant, now)
        wording = await tx.get(WordingRecord, place)
        if wording is None:
            raise NotWanted
        return Part(variant, wording.subject, wording.text, wording.html)

    async def _fix(self, tx: Transaction, letter: LetterRecord, variant: Variant, now: datetime) -> None:
        reader = correspondence.recipient_of(letter)
        part = self.press.print(letter.told.kind, read(letter.told.facts), reader, variant)
        digest = hashlib.sha256("\0".join((part.subject, part.text, part.html)).encode()).hexdigest()
        tx.add(
            WordingRecord(
                notice=letter.notice,
                variant=variant.value,
                subject=part.subject,
                text=part.text,
                html=part.html,
                sha256=digest,
                composed_at=now,
            )
        )
        await tx.flush()


def _waiting(now: datetime) -> Select[LetterRecord]:
    """Queued; failed and due; claimed by somebody whose lease has ended. The least tried come first."""
    due = LetterRecord.state.in_((State.QUEUED, State.FAILED)) & (LetterRecord.due_at <= now)
    orphaned = (LetterRecord.state == State.CLAIMED) & (LetterRecord.leased_until <= now)
    return (
        select(LetterRecord)
        .join(NoticeRecord, LetterRecord.notice == NoticeRecord.id)
        .where(or_(due, orphaned))
        .options(selectinload(LetterRecord.told))
        .order_by(LetterRecord.attempts, LetterRecord.due_at, LetterRecord.id)
    )


async def _forget(tx: Transaction, letter: LetterRecord, outcome: Outcome) -> None:
    """A secret's row is gone with the secret; one to be tried again keeps no words of a mail server, which name people.

    What became of it stands in the log of the machine, where it names nobody (SEC-3).
    """
    match outcome:
        case Failed(code, _, next_attempt, uncertain):
            letter.state, letter.leased_until, letter.due_at = State.FAILED, None, next_attempt
            letter.failure, letter.uncertain = code, uncertain
            log.warning("secret not sent", kind=letter.told.kind, error=code)
        case Dead(code):
            await tx.delete(letter)
            log.error("secret given up", kind=letter.told.kind, error=code)
        case _:
            await tx.delete(letter)


async def _settle(tx: Transaction, letter: LetterRecord, outcome: Outcome, now: datetime) -> None:
    letter.state = state_after(State(letter.state), outcome)
    letter.leased_until = None
    letter.settled_at = now
    match outcome:
        case Sent(receipt):
            letter.receipt, letter.failure, letter.detail = receipt, None, None
            if letter.channel == Channel.EMAIL and letter.sent_at is None:
                await correspondence.prove(tx, letter, Method.EMAIL, now, now)
        case Failed(code, detail, next_attempt, uncertain):
            letter.failure, letter.detail, letter.due_at, letter.uncertain = code, detail, next_attempt, uncertain
        case Dead(code, detail, uncertain):
            letter.failure, letter.detail, letter.uncertain = code, detail, uncertain
