"""What the pages about sharing show, each gathered in one look."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from governance.actor import Actor
from governance.arrangements.model.sessions import State
from governance.arrangements.model.sharing import Terms
from governance.arrangements.records.sharing import ParticipantRecord
from governance.arrangements.service import activities, assistants, charges, people, shared
from governance.errors import NotFound
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import View
from governance.platform.texts import Texts


async def every(view: View, actor: Actor, now: datetime) -> Mapping[str, Any]:
    seen = await shared.listed(view, actor, now)
    return {"shared": [(one, Texts.from_json(one.record.title)) for one in seen], "today": legal_day(now)}


async def one(view: View, actor: Actor, shared_id: str, now: datetime) -> dict[str, Any]:
    """The arrangement as this actor may see it: names that are shown, one's own sums, nobody else's (PERM-2)."""
    seen = await shared.find(view, actor, shared_id, now)
    today = legal_day(now)
    latest = await shared.latest_terms(view, shared_id)
    agreed = await shared.agreed_to(view, latest.id)
    taking = await shared.taking_part(view, seen.record, today)
    everybody = await shared.participants(view, shared_id)
    own = [one for one in everybody if one.person in seen.own]
    record = seen.record
    return {
        "seen": seen,
        "shared": record,
        "title": Texts.from_json(record.title),
        "latest": latest,
        "terms": Terms.from_json(latest.content),
        "asked": await shared.asked_in(view, latest.id),
        "agreed": agreed,
        "waiting": latest.number != record.in_force,
        "taking_part": [one.person for one in taking],
        "own": own,
        "goers": [one.person for one in everybody if one.told_on is not None and one.takes_part_on(today)],
        "names": await shared.shown_names(view, seen, today),
        "assistants": await _assistants(view, shared_id),
        "sessions": [one for one in await charges.listed(view, shared_id) if seen.keeps or _was_there(own, one)],
        "rules": await members.rules_on(view, now),
        "today": today,
        "now": now,
    }


async def session(view: View, actor: Actor, shared_id: str, number: int, now: datetime) -> Mapping[str, Any]:
    """One session: what each would pay before it, what each pays after it, as far as this actor may see it."""
    context = await one(view, actor, shared_id, now)
    seen: shared.Seen = context["seen"]
    found = next((one for one in context["sessions"] if one.number == number), None)
    if found is None:
        raise NotFound(shared=shared_id)
    expected: Sequence[charges.Expected] = ()
    if found.state is State.PLANNED:
        expected = await charges.expected(view, seen.record, number)
    paid = {one.person: one.pence for one in expected} or await charges.paid(view, shared_id, number)
    table = (seen.organises or bool(seen.own)) and await shared.amounts_are_open(view, seen.record, found.entry.day)
    visible = {*seen.own, *(paid if table else ())}
    return {
        **context,
        "session": found,
        "people": await shared.taking_part(view, seen.record, found.entry.day, found.last_day),
        "paid": {person: pence for person, pence in paid.items() if person in visible},
        "expected": {one.person: one for one in expected if one.person in seen.own},
        "open": table,
        "attended": {one.person: one for one in found.attendance if seen.keeps or one.person in seen.own},
    }


async def kept(view: View, actor: Actor, shared_id: str, now: datetime) -> dict[str, Any]:
    """The arrangement, for whoever plans its sessions and writes down who came; for nobody else."""
    context = await one(view, actor, shared_id, now)
    if not context["seen"].keeps:
        raise NotFound(shared=shared_id)
    return context


async def attendance(view: View, actor: Actor, shared_id: str, number: int, now: datetime) -> Mapping[str, Any]:
    context = await kept(view, actor, shared_id, now)
    found = await charges.find(view, shared_id, number)
    return {
        **context,
        "session": found,
        "people": await shared.taking_part(view, context["shared"], found.entry.day, found.last_day),
        "attended": {one.person: one for one in found.attendance},
    }


async def leaving(view: View, actor: Actor, shared_id: str, person_id: str, now: datetime) -> Mapping[str, Any]:
    context = await one(view, actor, shared_id, now)
    if person_id not in context["seen"].own:
        raise NotFound(shared=shared_id)
    starts = context["shared"].in_force is not None and person_id in context["taking_part"]
    found = await activities.prospect(view, actor, shared_id, person_id, now) if starts else None
    return {**context, "person": person_id, "prospect": found}


async def for_whom(view: View, actor: Actor, now: datetime) -> Mapping[str, str]:
    """Everybody for whom the actor may decide, with their names."""
    ids = [person.id for person in await people.spoken_for(view, actor, now)]
    return await people.names(view, ids)


async def _assistants(view: View, shared_id: str) -> Sequence[str]:
    ids = await shared.assistants_of(view, shared_id)
    return sorted((await assistants.names(view, ids)).values())


def _was_there(own: Sequence[ParticipantRecord], found: charges.Session) -> bool:
    """Whoever has left sees the sessions of their time, whoever is only asked sees none."""
    return any(one.since <= found.last_day and (one.until is None or found.entry.day < one.until) for one in own)
