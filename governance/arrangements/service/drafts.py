"""What somebody has answered of the questions about sharing before anything of it is done: theirs alone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from governance.actor import Actor
from governance.arrangements.records.sharing import SharedDraftRecord
from governance.errors import NotFound
from governance.platform.db import Transaction, View

NEW = "new"


async def kept(view: View, actor: Actor, subject: str) -> Mapping[str, Any] | None:
    """``subject`` is NEW, or what the questions are about; the answers are as they were kept."""
    found = None if actor.account is None else await view.get(SharedDraftRecord, (actor.account, subject))
    return None if found is None else found.answers


async def keep(tx: Transaction, actor: Actor, subject: str, answers: Mapping[str, Any], now: datetime) -> None:
    """It is no act before others, so the log of acts has no entry for it."""
    if actor.account is None:
        raise NotFound
    found = await tx.get(SharedDraftRecord, (actor.account, subject), lock=True)
    if found is None:
        tx.add(SharedDraftRecord(account=actor.account, subject=subject, answers=dict(answers), changed_at=now))
    else:
        found.answers, found.changed_at = dict(answers), now
    await tx.flush()


async def drop(tx: Transaction, actor: Actor, subject: str) -> None:
    found = None if actor.account is None else await tx.get(SharedDraftRecord, (actor.account, subject), lock=True)
    if found is not None:
        await tx.delete(found)
