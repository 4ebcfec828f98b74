"""Households with a rota: who keeps one, who it is for, what cover it needs, and what an assistant sees of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, or_, select

from governance.actor import Actor
from governance.arrangements.model import cover
from governance.arrangements.model import rotas as model
from governance.arrangements.model.cover import Band, Kind
from governance.arrangements.records.rotas import (
    HouseholdPersonRecord,
    HouseholdRecord,
    RequirementRecord,
    ShiftRecord,
)
from governance.arrangements.service import assistants, people, trusts
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id

ONE_DAY = timedelta(days=1)
WEEK_MINUTES = 7 * 24 * 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands to a household: whether they keep its rota, and whom of it they speak for."""

    household: HouseholdRecord
    keeps: bool
    persons: frozenset[str]


@dataclass(frozen=True, slots=True)
class Colleague:
    """A shift as the assistant who works it sees it; ``beside`` are the first names of who is there meanwhile."""

    shift: ShiftRecord
    household: str
    beside: tuple[str, ...]


async def set_up(
    tx: Transaction,
    actor: Actor,
    *,
    title: str,
    waking_rate: int,
    sleep_in_rate: int,
    now: datetime,
    trust_id: str | None = None,
    shared_id: str | None = None,
) -> HouseholdRecord:
    """A rota for the house of a trust, by a trustee; or for tenants who share cover, by one of them or for one.

    Rates in pence: an hour awake, and a sleep-in.
    """
    if code := trusts.bad(title):
        raise Invalid({"title": code})
    if trust_id is not None:
        await trusts.keeping(tx, actor, trust_id, now)
    household = HouseholdRecord(
        id=new_id(),
        entered_at=now,
        title=title.strip(),
        waking_rate=waking_rate,
        sleep_in_rate=sleep_in_rate,
        living_trust=trust_id,
        shared_arrangement=shared_id,
    )
    tx.add(household)
    await tx.flush()
    await audit.note(tx, actor, "rota.set-up", household.id, now)
    if trust_id is None and actor.member is not None:
        person = await people.of_member(tx, actor, actor.member, now)
        await _join(tx, household.id, person.id, since=legal_day(now), minutes=0, now=now)
    return household


async def find(view: View, actor: Actor, household_id: str, now: datetime, *, lock: bool = False) -> Place:
    """A rota, for those it is for and the trustees of their house; nobody else gets an answer (PERM-2)."""
    household = await view.get(HouseholdRecord, household_id, lock=lock)
    if household is None:
        raise NotFound(household=household_id)
    spoken_for = {person.id for person in await people.spoken_for(view, actor, now)}
    persons = frozenset(spoken_for & {one.person for one in await members_of(view, household_id, legal_day(now))})
    keeps = await _keeps_trust(view, actor, household, now) if household.living_trust else bool(persons)
    if not (keeps or persons or actor.is_platform):
        raise NotFound(household=household_id)
    return Place(household, keeps, persons)


async def keeping(view: View, actor: Actor, household_id: str, now: datetime, *, lock: bool = False) -> Place:
    """The same for those who keep the rota: the trustees, or the tenants themselves where there is no trust."""
    place = await find(view, actor, household_id, now, lock=lock)
    if not (place.keeps or actor.is_platform):
        raise NotFound(household=household_id)
    return place


async def mine(view: View, actor: Actor, now: datetime) -> Sequence[Place]:
    """Every household that somebody keeps or lives in."""
    spoken_for = [person.id for person in await people.spoken_for(view, actor, now)]
    kept = [seat.trust.id for seat in await trusts.mine(view, actor, now) if seat.keeps]
    lived_in = select(HouseholdPersonRecord.household).where(HouseholdPersonRecord.person.in_(spoken_for))
    own = select(HouseholdRecord.id).where(
        or_(HouseholdRecord.id.in_(lived_in), HouseholdRecord.living_trust.in_(kept))
    )
    found = []
    for household_id in await view.scalars(own.order_by(HouseholdRecord.title, HouseholdRecord.id)):
        try:
            found.append(await find(view, actor, household_id, now))
        except NotFound:  # those days are over
            continue
    return found


async def of_trust(view: View, trust_id: str) -> HouseholdRecord | None:
    """The rota of a trust's house; the first if it has several."""
    own = select(HouseholdRecord).where(HouseholdRecord.living_trust == trust_id)
    found: HouseholdRecord | None = await view.scalar(own.order_by(HouseholdRecord.entered_at, HouseholdRecord.id))
    return found


async def join(
    tx: Transaction, actor: Actor, household_id: str, *, person_id: str, minutes: int, since: date, now: datetime
) -> HouseholdPersonRecord:
    """Somebody's support comes from this rota from a day on; with new assessed hours the old entry ends that day.

    ``minutes`` a week are the weight of their share of the cost.
    """
    place = await keeping(tx, actor, household_id, now, lock=True)
    if not 0 <= minutes <= WEEK_MINUTES:
        raise Invalid({"hours": "not-a-number"})
    trust = place.household.living_trust
    if trust is not None and person_id not in {one.person for one in await trusts.residents(tx, trust, since)}:
        raise Invalid({"person": "no-resident-then"})
    record = await _join(tx, household_id, person_id, since=since, minutes=minutes, now=now)
    await audit.note(tx, actor, "rota.joined", household_id, now, person=person_id)
    return record


async def part(tx: Transaction, actor: Actor, household_id: str, *, person_id: str, on: date, now: datetime) -> None:
    """Somebody's support no longer comes from this rota from a day on."""
    await keeping(tx, actor, household_id, now, lock=True)
    record = await _running_entry(tx, household_id, person_id)
    if record is None:
        raise NotFound(person=person_id)
    record.until = max(on, record.since)
    await audit.note(tx, actor, "rota.left", household_id, now, person=person_id)


async def members_of(view: View, household_id: str, day: date) -> Sequence[HouseholdPersonRecord]:
    """Those whose support the rota gives on a day, in the order of joining."""
    own = select(HouseholdPersonRecord).where(
        HouseholdPersonRecord.household == household_id, _holds(HouseholdPersonRecord, day)
    )
    order = (HouseholdPersonRecord.entered_at, HouseholdPersonRecord.id)
    return (await view.scalars(own.order_by(*order))).all()


async def requirements(view: View, household_id: str, day: date) -> Sequence[RequirementRecord]:
    """The cover that is needed as it stands on a day."""
    own = select(RequirementRecord).where(RequirementRecord.household == household_id, _holds(RequirementRecord, day))
    order = (RequirementRecord.weekday, RequirementRecord.begins, RequirementRecord.kind, RequirementRecord.id)
    return (await view.scalars(own.order_by(*order))).all()


async def changes_of_need(view: View, household_id: str) -> frozenset[date]:
    """The days on which the cover that is needed begins or ceases to be."""
    own = select(RequirementRecord).where(RequirementRecord.household == household_id)
    return frozenset(day for one in await view.scalars(own) for day in (one.since, one.until) if day is not None)


async def shifts(view: View, household_id: str, first: date, last: date) -> Sequence[ShiftRecord]:
    """The shifts that begin from one day to another, in order."""
    own = select(ShiftRecord).where(
        ShiftRecord.household == household_id, ShiftRecord.day >= first, ShiftRecord.day <= last
    )
    return (await view.scalars(own.order_by(ShiftRecord.day, ShiftRecord.begins, ShiftRecord.id))).all()


async def of_assistant(view: View, assistant_id: str, from_day: date, to_day: date) -> Sequence[Colleague]:
    """An assistant's own shifts that begin from one day to another, with the first names of who is there meanwhile."""
    own = select(ShiftRecord).where(
        ShiftRecord.assistant == assistant_id, ShiftRecord.day >= from_day, ShiftRecord.day <= to_day
    )
    mine = (await view.scalars(own.order_by(ShiftRecord.day, ShiftRecord.begins))).all()
    houses = {one.household for one in mine}
    around = select(ShiftRecord).where(
        ShiftRecord.household.in_(houses),
        ShiftRecord.day >= from_day - ONE_DAY,
        ShiftRecord.day <= to_day + ONE_DAY,
        ShiftRecord.assistant.is_not(None),
        ShiftRecord.assistant != assistant_id,
    )
    others = (await view.scalars(around.order_by(ShiftRecord.day, ShiftRecord.begins))).all()
    called = await assistants.names(view, {one.assistant for one in others if one.assistant is not None})
    titles = await _titles(view, houses)
    return [Colleague(one, titles[one.household], _beside(one, others, called)) for one in mine]


def band(record: RequirementRecord) -> Band:
    return Band(Kind(record.kind), record.people, record.begins, record.ends, frozenset({record.weekday}))


def timed(record: ShiftRecord) -> cover.Shift:
    """The shift as it elapses; one that nobody has works as nobody."""
    return cover.shift_on(record.day, record.assistant or "", Kind(record.kind), record.begins, record.ends)


def _beside(own: ShiftRecord, others: Sequence[ShiftRecord], called: Mapping[str, str]) -> tuple[str, ...]:
    there = [
        called[one.assistant].split()[0]
        for one in others
        if one.assistant is not None and one.household == own.household and model.meet(timed(own), timed(one))
    ]
    return tuple(dict.fromkeys(there))


async def _titles(view: View, ids: set[str]) -> Mapping[str, str]:
    found = await view.scalars(select(HouseholdRecord).where(HouseholdRecord.id.in_(ids)))
    return {one.id: one.title for one in found}


async def _keeps_trust(view: View, actor: Actor, household: HouseholdRecord, now: datetime) -> bool:
    try:
        return (await trusts.seat(view, actor, household.living_trust or "", now)).keeps
    except NotFound:
        return False


async def _running_entry(tx: Transaction, household_id: str, person_id: str) -> HouseholdPersonRecord | None:
    own = select(HouseholdPersonRecord).where(
        HouseholdPersonRecord.household == household_id,
        HouseholdPersonRecord.person == person_id,
        HouseholdPersonRecord.until.is_(None),
    )
    found: HouseholdPersonRecord | None = await tx.scalar(own)
    return found


async def _join(
    tx: Transaction, household_id: str, person_id: str, *, since: date, minutes: int, now: datetime
) -> HouseholdPersonRecord:
    earlier = await _running_entry(tx, household_id, person_id)
    if earlier is not None and earlier.since >= since:
        earlier.minutes = minutes
        return earlier
    record = HouseholdPersonRecord(
        id=new_id(), household=household_id, person=person_id, since=since, minutes=minutes, entered_at=now
    )
    if earlier is not None:
        earlier.until, record.entered_at = since, earlier.entered_at
    tx.add(record)
    await tx.flush()
    return record


def _holds(record: type[HouseholdPersonRecord | RequirementRecord], day: date) -> ColumnElement[bool]:
    return (record.since <= day) & or_(record.until.is_(None), record.until > day)
