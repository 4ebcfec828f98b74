"""What is shared and with whom, as those who share, organise or work there may see it; nobody else gets an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select

from governance.actor import Actor
from governance.arrangements.model.assistants import Status
from governance.arrangements.model.sharing import Asked
from governance.arrangements.records.assistants import AssistantRecord
from governance.arrangements.records.sharing import (
    AgreedRecord,
    AskedRecord,
    BegunRecord,
    ParticipantRecord,
    SharedAssistantRecord,
    SharedRecord,
    TermsRecord,
)
from governance.arrangements.service import assistants, people
from governance.errors import NotFound
from governance.platform.db import View


@dataclass(frozen=True, slots=True)
class Seen:
    """A shared arrangement, and why this actor may see it: as ``own`` people who are asked or take part, or at work."""

    record: SharedRecord
    own: tuple[str, ...]
    organises: bool
    assists: bool

    @property
    def keeps(self) -> bool:
        """May this actor write down who was there?"""
        return self.organises or self.assists


async def find(view: View, actor: Actor, shared_id: str, now: datetime) -> Seen:
    """
    Raises:
        NotFound: the actor neither takes part, nor is asked, nor organises or works here (PERM-2).
    """
    for seen in await listed(view, actor, now, only=shared_id):
        return seen
    raise NotFound(shared=shared_id)


async def listed(view: View, actor: Actor, now: datetime, only: str | None = None) -> Sequence[Seen]:
    """What this actor shares, organises, is asked to share or works in; the newest first."""
    own = {person.id for person in await people.spoken_for(view, actor, now)}
    asked = select(TermsRecord.shared, AskedRecord.person).join(AskedRecord, AskedRecord.terms == TermsRecord.id)
    asked = asked.where(AskedRecord.person.in_(own))
    taking = {tuple(row) for row in await view.execute(asked)}
    at_work = await _worked_in(view, actor)
    ids = {shared for shared, _ in taking} | at_work
    statement = select(SharedRecord).where(or_(SharedRecord.id.in_(ids), SharedRecord.organiser.in_(own)))
    if only is not None:
        statement = statement.where(SharedRecord.id == only)
    return [
        Seen(
            record=record,
            own=tuple(sorted(person for shared, person in taking if shared == record.id)),
            organises=record.organiser in own,
            assists=record.id in at_work,
        )
        for record in await view.scalars(statement.order_by(SharedRecord.id.desc()))
    ]


async def latest_terms(view: View, shared_id: str) -> TermsRecord:
    statement = select(TermsRecord).where(TermsRecord.shared == shared_id).order_by(TermsRecord.number.desc()).limit(1)
    found: TermsRecord | None = await view.scalar(statement)
    if found is None:
        raise NotFound(shared=shared_id)
    return found


async def terms_in_force(view: View, record: SharedRecord) -> TermsRecord | None:
    statement = select(TermsRecord).where(TermsRecord.shared == record.id, TermsRecord.number == record.in_force)
    found: TermsRecord | None = await view.scalar(statement)
    return found


async def terms_at(view: View, shared_id: str, instant: datetime) -> TermsRecord | None:
    """The terms that held then; for an instant to come those that would hold if nothing else began."""
    begun = select(TermsRecord).join(BegunRecord, BegunRecord.terms == TermsRecord.id)
    begun = begun.where(TermsRecord.shared == shared_id, BegunRecord.begun_at <= instant)
    found: TermsRecord | None = await view.scalar(begun.order_by(TermsRecord.number.desc()).limit(1))
    return found


async def asked_in(view: View, terms_id: str) -> tuple[Asked, ...]:
    """Everybody asked on these terms, in the order of joining."""
    statement = select(AskedRecord).where(AskedRecord.terms == terms_id).order_by(AskedRecord.place)
    return tuple(Asked(one.person, one.share) for one in await view.scalars(statement))


async def agreed_to(view: View, terms_id: str) -> frozenset[str]:
    return frozenset(await view.scalars(select(AgreedRecord.person).where(AgreedRecord.terms == terms_id)))


async def taking_part(view: View, record: SharedRecord, day: date) -> tuple[Asked, ...]:
    """Who takes part by the terms in force, with their weight, in the order of joining; nobody before there are any."""
    terms = await terms_in_force(view, record)
    return () if terms is None else await took_part(view, terms, day, day)


async def took_part(view: View, terms: TermsRecord, day: date, last: date) -> tuple[Asked, ...]:
    """Who takes part by these terms on any of the days from the first to the last."""
    agreed = await agreed_to(view, terms.id)
    known = await participants(view, terms.shared)
    there = {one.person for one in known if one.since <= last and (one.until is None or day < one.until)}
    return tuple(one for one in await asked_in(view, terms.id) if one.person in there & agreed)


async def participants(view: View, shared_id: str) -> Sequence[ParticipantRecord]:
    """Everybody who ever took part; whoever came back has a row for each time."""
    statement = select(ParticipantRecord).where(ParticipantRecord.shared == shared_id)
    return list(await view.scalars(statement.order_by(ParticipantRecord.id)))


async def assistants_of(view: View, shared_id: str) -> Sequence[str]:
    """Who assists here, until the day of leaving."""
    return [one.id for one in await _engaged(view, shared_id) if one.status != Status.LEFT]


async def departures(view: View, shared_id: str) -> Mapping[str, date]:
    """Who assists here and leaves, or left, by the name they like: the first day on which they are not there."""
    return {one.called: one.left_on for one in await _engaged(view, shared_id) if one.called and one.left_on}


async def shown_names(view: View, seen: Seen, day: date) -> Mapping[str, str]:
    """The names that this actor may see: all for those who keep the list, for others those that are shown."""
    known = await participants(view, seen.record.id)
    shown = {one.person for one in known if one.takes_part_on(day) and one.shows_name}
    if seen.keeps:
        shown = {one.person for one in await asked_in(view, (await latest_terms(view, seen.record.id)).id)}
        shown |= {one.person for one in known}
    return await people.names(view, shown | set(seen.own) | {seen.record.organiser})


async def amounts_are_open(view: View, record: SharedRecord, day: date) -> bool:
    """Has everybody who takes part agreed that the others see what each pays?"""
    there = [one for one in await participants(view, record.id) if one.takes_part_on(day)]
    return bool(there) and all(one.shows_amounts for one in there)


async def _engaged(view: View, shared_id: str) -> Sequence[AssistantRecord]:
    named = select(AssistantRecord).join(SharedAssistantRecord, SharedAssistantRecord.assistant == AssistantRecord.id)
    return (await view.scalars(named.where(SharedAssistantRecord.shared == shared_id))).all()


async def _worked_in(view: View, actor: Actor) -> set[str]:
    assistant = await assistants.of_actor(view, actor)
    if assistant is None:
        return set()
    statement = select(SharedAssistantRecord.shared).where(SharedAssistantRecord.assistant == assistant.id)
    return set(await view.scalars(statement))
