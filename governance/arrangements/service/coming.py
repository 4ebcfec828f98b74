"""An assistant's own work to come, over every arrangement, rota and shared session: when it is and what kind of place.

Nobody's but their own: what others do beside them, and what anybody pays, stands nowhere here (PERM-2).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from governance.actor import Actor
from governance.arrangements.model.agreements import Hours, Place, Slot, State
from governance.arrangements.model.cover import Kind, shift_on
from governance.arrangements.model.sessions import State as SessionState
from governance.arrangements.model.variations import monday_of
from governance.arrangements.records.agreements import ArrangementRecord
from governance.arrangements.service import agreements, assistants, charges, people, rotas, shared, variations, wording
from governance.platform.clock import legal_day
from governance.platform.db import View
from governance.platform.texts import Texts

DAYS = 28
"""How far it looks, today among them."""
KINDS = {Hours.DAY: Kind.WAKING, Hours.NIGHT: Kind.WAKING, Hours.SLEEP_IN: Kind.SLEEP_IN}


class From(StrEnum):
    ARRANGEMENT = "arrangement"
    ROTA = "rota"
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class Coming:
    """``whose``: a person, a household, or what is shared. ``about`` and ``number`` name it; ``place`` where agreed."""

    starts: datetime
    ends: datetime
    kind: Kind
    source: From
    whose: str | Texts
    about: str
    place: Place | None = None
    number: int | None = None


async def own(view: View, actor: Actor, now: datetime) -> Sequence[Coming]:
    """What whoever is signed in works from now on for four weeks, the soonest first.

    Raises:
        NotFound: they are no assistant.
    """
    assistant = await assistants.own(view, actor)
    today = legal_day(now)
    found = [
        *await _arranged(view, actor, assistant.id, today),
        *await _on_rotas(view, assistant.id, today),
        *await _sessions(view, actor, now),
    ]
    until = today + timedelta(days=DAYS)
    there = [one for one in found if now < one.ends and legal_day(one.starts) < until]
    return sorted(there, key=lambda one: (one.starts, one.ends, one.about))


async def _arranged(view: View, actor: Actor, assistant_id: str, today: date) -> Sequence[Coming]:
    running = [one for one in await agreements.of_assistant(view, actor, assistant_id) if one.state == State.ACTIVE]
    names = await people.names(view, {one.person for one in running})
    found = []
    for record in running:
        place = (await wording.in_force(view, record)).where
        for monday in _mondays(today):
            week = await variations.hours_on(view, record, monday)
            days = [(slot, monday + timedelta(days=slot.weekday)) for slot in week]
            found += [
                _slot(record, one, day, place, names[record.person]) for one, day in days if _runs_on(record, day)
            ]
    return found


def _mondays(today: date) -> Sequence[date]:
    """Of every week that is touched, with the night before today."""
    first = monday_of(today - timedelta(days=1))
    return [first + timedelta(weeks=number) for number in range(DAYS // 7 + 2)]


def _runs_on(record: ArrangementRecord, day: date) -> bool:
    return (record.started_on or day) <= day and (record.ends_on is None or day < record.ends_on)


def _slot(record: ArrangementRecord, slot: Slot, day: date, place: Place, name: str) -> Coming:
    timed = shift_on(day, record.assistant, KINDS[slot.hours], slot.start, slot.end)
    return Coming(timed.starts, timed.ends, timed.kind, From.ARRANGEMENT, name, record.id, place)


async def _on_rotas(view: View, assistant_id: str, today: date) -> Sequence[Coming]:
    shifts = await rotas.of_assistant(view, assistant_id, today - timedelta(days=1), today + timedelta(days=DAYS))
    timed = [(one, rotas.timed(one.shift)) for one in shifts]
    return [
        Coming(when.starts, when.ends, when.kind, From.ROTA, one.household, one.shift.household) for one, when in timed
    ]


async def _sessions(view: View, actor: Actor, now: datetime) -> Sequence[Coming]:
    working = [one.record for one in await shared.listed(view, actor, now) if one.assists]
    return [
        Coming(
            starts=session.entry.starts_at,
            ends=session.entry.ends_at,
            kind=Kind.WAKING,
            source=From.SESSION,
            whose=Texts.from_json(record.title),
            about=record.id,
            number=session.number,
        )
        for record in working
        for session in await charges.listed(view, record.id)
        if session.state is SessionState.PLANNED
    ]
