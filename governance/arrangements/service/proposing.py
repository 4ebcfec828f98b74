"""What somebody has answered of a proposal so far: kept sealed until it is sent, and thrown away then."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete

from governance.actor import Actor
from governance.arrangements.model.proposing import Step
from governance.arrangements.records.agreements import DraftRecord
from governance.arrangements.service import people
from governance.errors import NotFound
from governance.platform.db import Transaction, View
from governance.platform.keys import Keys
from governance.platform.sealing import seal, unseal

KEPT = timedelta(days=90)
"""How long answers wait that nobody went on with."""
PLACE = {"table": "arrangement_draft", "column": "answers"}


@dataclass(frozen=True, slots=True)
class Draft:
    """Fields as they were typed, and the pages on which they were."""

    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    answered: frozenset[str] = frozenset()

    def text(self, name: str) -> str:
        return next(iter(self.values.get(name, ())), "")


async def draft(view: View, actor: Actor, keys: Keys, person_id: str, assistant_id: str, *, now: datetime) -> Draft:
    """What the actor has answered about these two."""
    await people.find(view, actor, person_id, now)
    record = await _record(view, actor, person_id, assistant_id)
    if record is None:
        return Draft()
    opened = json.loads(unseal(keys, record.answers, **PLACE, row=_row(record)))
    return Draft(opened["values"], frozenset(opened["answered"]))


async def keep(
    tx: Transaction,
    actor: Actor,
    keys: Keys,
    person_id: str,
    assistant_id: str,
    *,
    step: Step,
    typed: Mapping[str, Sequence[str]],
    now: datetime,
) -> Draft:
    """Keep the answers of one page. It is no act before others, so the log of acts has no entry for it."""
    if actor.account is None:
        raise NotFound
    known = await draft(tx, actor, keys, person_id, assistant_id, now=now)
    after = Draft({**known.values, **typed}, known.answered | {step.value})
    record = await _record(tx, actor, person_id, assistant_id, lock=True)
    if record is None:
        await tx.execute(delete(DraftRecord).where(DraftRecord.changed_at < now - KEPT))
        record = DraftRecord(
            account=actor.account, person=person_id, assistant=assistant_id, answers="", changed_at=now
        )
        tx.add(record)
    plain = json.dumps({"values": after.values, "answered": sorted(after.answered)}).encode()
    record.answers, record.changed_at = seal(keys, plain, **PLACE, row=_row(record)), now
    await tx.flush()
    return after


async def discard(tx: Transaction, actor: Actor, person_id: str, assistant_id: str) -> None:
    record = await _record(tx, actor, person_id, assistant_id, lock=True)
    if record is not None:
        await tx.delete(record)


async def _record(
    view: View, actor: Actor, person_id: str, assistant_id: str, *, lock: bool = False
) -> DraftRecord | None:
    if actor.account is None:
        return None
    return await view.get(DraftRecord, (actor.account, person_id, assistant_id), lock=lock)


def _row(record: DraftRecord) -> str:
    return f"{record.account} {record.person} {record.assistant}"
