"""Meetings as they are remembered: looked up, listed, with what happened in order."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from constitution import Finding
from governance.actor import NOBODY, Actor
from governance.audit import service as audit
from governance.correspondence.facts import written
from governance.errors import NotFound
from governance.meetings.model import Stage, WrongStage
from governance.meetings.records import ItemRecord, MeetingEventRecord, MeetingRecord
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.rulebook.service import cites

TURNED = "turned-to"
DECIDED = "decided"


async def find(view: View, actor: Actor, meeting_id: str, *, lock: bool = False) -> MeetingRecord:
    """The meeting with its business, for anybody who is signed in."""
    options = [selectinload(MeetingRecord.items)]
    meeting = await view.get(MeetingRecord, meeting_id, options=options, lock=lock)
    if meeting is None or actor.reference == NOBODY.reference:
        raise NotFound(meeting=meeting_id)
    return meeting


async def find_at(tx: Transaction, actor: Actor, meeting_id: str, *stages: Stage) -> MeetingRecord:
    """The meeting, held for this act alone, if it stands at one of these stages.

    Raises:
        WrongStage: it does not.
    """
    meeting = await find(tx, actor, meeting_id, lock=True)
    if meeting.stage not in stages:
        raise WrongStage(meeting=meeting_id, stage=str(meeting.stage))
    return meeting


async def meetings(view: View) -> Sequence[MeetingRecord]:
    """All of them, the latest date first."""
    statement = select(MeetingRecord).order_by(MeetingRecord.starts_at.desc(), MeetingRecord.id)
    return list(await view.scalars(statement))


async def planned(view: View) -> Sequence[MeetingRecord]:
    """Those that are being prepared, with their business, the latest date first."""
    statement = (
        select(MeetingRecord)
        .where(MeetingRecord.stage == Stage.CALLED)
        .options(selectinload(MeetingRecord.items))
        .order_by(MeetingRecord.starts_at.desc(), MeetingRecord.id)
    )
    return list(await view.scalars(statement))


async def latest(view: View, now: datetime, limit: int) -> Sequence[MeetingRecord]:
    """Those whose date has come, with their business, the latest first."""
    statement = (
        select(MeetingRecord)
        .where(MeetingRecord.starts_at <= now)
        .options(selectinload(MeetingRecord.items))
        .order_by(MeetingRecord.starts_at.desc(), MeetingRecord.id)
        .limit(limit)
    )
    return list(await view.scalars(statement))


async def item(view: View, actor: Actor, meeting_id: str, item_id: str) -> tuple[MeetingRecord, ItemRecord]:
    """One item of business, with its meeting."""
    meeting = await find(view, actor, meeting_id)
    return meeting, item_of(meeting, item_id)


def item_of(meeting: MeetingRecord, item_id: str) -> ItemRecord:
    found = next((item for item in meeting.items if item.id == item_id), None)
    if found is None:
        raise NotFound(item=item_id)
    return found


async def item_about(view: View, subject: str) -> ItemRecord | None:
    """The latest item of business about a motion."""
    found: ItemRecord | None = await view.scalar(
        select(ItemRecord)
        .join(MeetingRecord, ItemRecord.meeting == MeetingRecord.id)
        .where(ItemRecord.subject == subject)
        .order_by(MeetingRecord.called_at.desc())
        .limit(1)
    )
    return found


async def events(view: View, meeting_id: str) -> Sequence[MeetingEventRecord]:
    statement = (
        select(MeetingEventRecord).where(MeetingEventRecord.meeting == meeting_id).order_by(MeetingEventRecord.position)
    )
    return list(await view.scalars(statement))


async def events_of(view: View, meeting_ids: Collection[str], what: Collection[str]) -> Sequence[MeetingEventRecord]:
    """The events of these kinds at any of these meetings, each meeting's in order."""
    statement = (
        select(MeetingEventRecord)
        .where(MeetingEventRecord.meeting.in_(meeting_ids), MeetingEventRecord.what.in_(what))
        .order_by(MeetingEventRecord.meeting, MeetingEventRecord.position)
    )
    return list(await view.scalars(statement))


async def findings(view: View, *, citing: str = "", limit: int) -> Sequence[tuple[MeetingEventRecord, MeetingRecord]]:
    """The newest events that rest on the rules, or on the one clause ``citing``; decisions are with their motions."""
    statement = (
        select(MeetingEventRecord, MeetingRecord)
        .join(MeetingRecord, MeetingEventRecord.meeting == MeetingRecord.id)
        .where(MeetingEventRecord.finding.is_not(None), MeetingEventRecord.what != DECIDED)
        .order_by(MeetingEventRecord.at.desc(), MeetingEventRecord.id)
        .limit(limit)
    )
    if citing:
        statement = statement.where(cites(MeetingEventRecord.finding, citing))
    return [(event, meeting) for event, meeting in await view.execute(statement)]


async def current_item(view: View, meeting_id: str) -> str | None:
    """The id of the item that the meeting has come to."""
    turned = [one for one in await events(view, meeting_id) if one.what == TURNED]
    return str(turned[-1].facts["item"]) if turned else None


async def happened(
    tx: Transaction,
    actor: Actor,
    meeting: MeetingRecord,
    what: str,
    now: datetime,
    *,
    finding: Finding | None = None,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Keep an event with the finding it rests on, and note the act. The caller has locked the meeting's row."""
    last = await tx.scalar(
        select(func.max(MeetingEventRecord.position)).where(MeetingEventRecord.meeting == meeting.id)
    )
    plain: dict[str, Any] = written(facts or {})
    tx.add(
        MeetingEventRecord(
            id=new_id(),
            meeting=meeting.id,
            position=(last or 0) + 1,
            at=now,
            what=what,
            facts=plain,
            finding=None if finding is None else finding.to_dict(),
        )
    )
    await audit.note(tx, actor, f"meetings.{what}", meeting.id, now, **plain)
