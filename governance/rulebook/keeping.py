"""Versions of the rules and their wordings as they are kept, and which of them governed at an instant."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from constitution import Rulebook
from governance.actor import Actor
from governance.errors import NotFound, Refusal
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.rulebook import model
from governance.rulebook.model import State
from governance.rulebook.records import RulebookTextRecord, RulebookVersionRecord


class NotFounded(Refusal):
    """There is no organisation yet, or no rules had taken effect by then."""

    code = "not-founded"


async def find(view: View, actor: Actor, version_id: str, *, lock: bool = False) -> RulebookVersionRecord:
    version = await view.get(RulebookVersionRecord, version_id, lock=lock)
    if version is None or not model.known_to(actor, State(version.state)):
        raise NotFound(version=version_id)
    return version


async def in_force(view: View, at: datetime) -> Rulebook:
    """The rules that governed at this instant; a change that has not taken effect governs nothing (L-022)."""
    return await governing(view, await version_in_force(view, at))


async def version_in_force(view: View, at: datetime) -> RulebookVersionRecord:
    latest: RulebookVersionRecord | None = await view.scalar(
        select(RulebookVersionRecord)
        .where(RulebookVersionRecord.effective_at <= at)
        .order_by(RulebookVersionRecord.effective_at.desc(), RulebookVersionRecord.number.desc())
        .limit(1)
    )
    if latest is None:
        raise NotFounded(at=at)
    return latest


async def latest_in_effect(view: View) -> RulebookVersionRecord:
    latest: RulebookVersionRecord | None = await view.scalar(
        select(RulebookVersionRecord)
        .where(RulebookVersionRecord.effective_at.is_not(None))
        .order_by(RulebookVersionRecord.effective_at.desc(), RulebookVersionRecord.number.desc())
        .limit(1)
    )
    if latest is None:
        raise NotFounded
    return latest


async def before(view: View, version: RulebookVersionRecord) -> RulebookVersionRecord | None:
    """The version that governed until this one did; the first replaced none."""
    found: RulebookVersionRecord | None = await view.scalar(
        select(RulebookVersionRecord)
        .where(RulebookVersionRecord.effective_at < version.effective_at)
        .order_by(RulebookVersionRecord.effective_at.desc(), RulebookVersionRecord.number.desc())
        .limit(1)
    )
    return found


async def versions(view: View) -> Sequence[RulebookVersionRecord]:
    """Every version, the newest first."""
    return (await view.scalars(select(RulebookVersionRecord).order_by(RulebookVersionRecord.number.desc()))).all()


async def wording(view: View, sha256: str) -> bytes:
    """The kept bytes of one wording: whoever hashes them gets the name back."""
    kept = await view.get(RulebookTextRecord, sha256)
    if kept is None:
        raise NotFound(text=sha256)
    return kept.content


async def governing(view: View, version: RulebookVersionRecord) -> Rulebook:
    """The words that govern, or would: those registered where they are not those voted (L-025)."""
    return model.read(await wording(view, version.governing_text), version.effective_at)


async def voted(view: View, version: RulebookVersionRecord) -> Rulebook:
    """The words that stood on the notice."""
    return model.read(await wording(view, version.text), version.effective_at)


async def new_version(tx: Transaction, rules: Rulebook, now: datetime) -> RulebookVersionRecord:
    await tx.alone("rulebook-version")
    last = await tx.scalar(select(func.max(RulebookVersionRecord.number)))
    number = (last or 0) + 1
    version = RulebookVersionRecord(
        id=new_id(),
        number=number,
        state=State.DRAFT,
        text=await keep(tx, model.numbered(rules, number)),
        drafted_at=now,
    )
    tx.add(version)
    await tx.flush()
    return version


async def keep(tx: Transaction, rules: Rulebook) -> str:
    content = model.written(rules)
    sha256 = model.fingerprint(content)
    if await tx.get(RulebookTextRecord, sha256) is None:
        tx.add(RulebookTextRecord(sha256=sha256, content=content))
        await tx.flush()
    return sha256
