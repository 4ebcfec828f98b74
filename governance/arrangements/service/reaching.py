"""Whom a letter goes to when somebody is asked: the person, everybody who decides for them, or the assistant."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from governance.arrangements.model.waiting import Waits
from governance.arrangements.records.assistants import AssistantRecord
from governance.arrangements.records.people import PersonRecord, RepresentativeRecord
from governance.platform.clock import legal_day
from governance.platform.db import View


async def readers(view: View, waits: Iterable[Waits], now: datetime) -> Sequence[tuple[str, Waits]]:
    """Each thing once for everybody who may answer it, by the id of their membership, else of their account."""
    found = list(waits)
    persons = await _of_persons(view, {one.person for one in found if one.person is not None}, now)
    assistants = await _of_assistants(view, {one.assistant for one in found if one.assistant is not None})
    return [
        (reader, one)
        for one in found
        for reader in (*persons.get(one.person or "", ()), *assistants.get(one.assistant or "", ()))
        if reader not in one.but_not
    ]


async def of_person(view: View, person_id: str, now: datetime) -> Sequence[str]:
    """The person and everybody who decides for them, by the id of their membership, else of their account."""
    return (await _of_persons(view, [person_id], now)).get(person_id, ())


async def _of_persons(view: View, ids: Iterable[str], now: datetime) -> Mapping[str, Sequence[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for person in await view.scalars(select(PersonRecord).where(PersonRecord.id.in_(list(ids)))):
        found[person.id] += [one for one in (person.member or person.account,) if one is not None]
    theirs = select(RepresentativeRecord).where(RepresentativeRecord.person.in_(list(found)))
    for one in await view.scalars(theirs.order_by(RepresentativeRecord.id)):
        if one.speaking.holds_on(legal_day(now)) and one.speaking.directs:
            found[one.person].append(one.member)
    return found


async def _of_assistants(view: View, ids: Iterable[str]) -> Mapping[str, Sequence[str]]:
    found = await view.scalars(select(AssistantRecord).where(AssistantRecord.id.in_(list(ids))))
    return {one.id: [way] for one in found if (way := one.member or one.account) is not None}
