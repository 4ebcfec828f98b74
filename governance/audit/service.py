"""Noting acts, reading them back, and checking the chain."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from governance.actor import Actor
from governance.audit.model import FIRST, Entry, Head, commit_to, link, verify
from governance.audit.records import AuditDetailRecord, AuditRecord
from governance.platform.db import Transaction, View


async def note(tx: Transaction, actor: Actor, action: str, object_id: str, now: datetime, **details: Any) -> Entry:
    """Add one entry in the same transaction as the act itself (AUD-1).

    ``details`` are JSON values; names and other personal data belong there and nowhere else in the entry (AUD-4).
    """
    await tx.alone("audit")
    last = await head(tx)
    salt = secrets.token_hex(16)
    entry = link(
        seq=last.seq + 1,
        at=now,
        actor=actor.reference,
        action=action,
        object=object_id,
        data_hash=commit_to(salt, details),
        prev=last.hash,
    )
    tx.add(
        AuditRecord(
            seq=entry.seq,
            at=entry.at,
            actor=entry.actor,
            action=entry.action,
            object=entry.object,
            data_hash=entry.data_hash,
            prev=entry.prev,
            hash=entry.hash,
        )
    )
    tx.add(AuditDetailRecord(seq=entry.seq, salt=salt, details=details))
    await tx.flush()
    return entry


async def head(view: View) -> Head:
    last = await view.scalar(select(AuditRecord).order_by(AuditRecord.seq.desc()).limit(1))
    return Head(0, FIRST) if last is None else Head(last.seq, last.hash)


async def entries(view: View, *, about: Iterable[str] | None = None) -> Sequence[Entry]:
    """The entries in order, or those about the objects named."""
    statement = select(AuditRecord).order_by(AuditRecord.seq)
    if about is not None:
        statement = statement.where(AuditRecord.object.in_(list(about)))
    return [record.entry() for record in await view.scalars(statement)]


async def latest(
    view: View,
    *,
    before: int | None = None,
    size: int = 50,
    acts: Sequence[str] = (),
    by: str | None = None,
    until: datetime | None = None,
) -> Sequence[Entry]:
    """A page of the log, the newest entry first; ``before`` continues below an entry.

    ``acts``: how the codes of the wanted acts begin; ``by``: an actor's reference; ``until``: nothing after it.
    """
    statement = select(AuditRecord).order_by(AuditRecord.seq.desc()).limit(size)
    if before is not None:
        statement = statement.where(AuditRecord.seq < before)
    if acts:
        statement = statement.where(or_(*(AuditRecord.action.startswith(act, autoescape=True) for act in acts)))
    if by is not None:
        statement = statement.where(AuditRecord.actor == by)
    if until is not None:
        statement = statement.where(AuditRecord.at <= until)
    return [record.entry() for record in await view.scalars(statement)]


async def details(view: View, seq: int) -> dict[str, Any] | None:
    """What the entry is about in full, or ``None`` once erased."""
    record = await view.get(AuditDetailRecord, seq)
    return None if record is None else dict(record.details)


async def check(view: View, kept: Iterable[Head] = ()) -> Head:
    """Walk the whole chain.

    Raises:
        governance.audit.model.ChainBroken: naming the first bad entry.
    """
    return verify(await entries(view), kept)
