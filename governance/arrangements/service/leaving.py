"""The end of somebody's stay in the house of a trust: by their own word, or by two trustees, and then they are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from governance.actor import Actor
from governance.arrangements.model import trusts as model
from governance.arrangements.records.people import PersonRecord, RepresentativeRecord
from governance.arrangements.records.trusts import (
    BeneficiaryRecord,
    LeavingRecord,
    OccupancyRecord,
    PropertyRecord,
    TrusteeRecord,
    TrustRecord,
)
from governance.arrangements.service import people, trusts
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View


@dataclass(frozen=True, slots=True)
class Leaving:
    """What was written down about the end of a stay. ``own``: the reader lived there, or speaks for who did, and is no
    trustee; ``reads``: it is for the reader to read, being that person, or speaking for one who does not sign in."""

    trust: TrustRecord
    stay: BeneficiaryRecord
    said: LeavingRecord
    own: bool
    reads: bool
    may_agree: bool

    @property
    def ended(self) -> bool:
        return self.stay.until is not None


async def farewell(tx: Transaction, actor: Actor, trust_id: str, person_id: str, *, on: date, now: datetime) -> bool:
    """Somebody no longer lives there from a day on. Answers whether that is settled.

    Their own word settles it, or of whoever speaks for somebody who does not sign in. A trustee's waits for another
    trustee or for theirs, that of a speaker for a trustee or for theirs. Until the day of their own word has come, they
    may say another.
    """
    seat = await trusts.seat(tx, actor, trust_id, now, lock=True)
    stay = await _stay(tx, trust_id, person_id)
    if stay is None or not (seat.keeps or person_id in seat.persons):
        raise NotFound(person=person_id)
    if stay.until is not None and not await own_day(tx, actor, stay, now):
        raise NotFound(person=person_id)
    if on < stay.since:
        raise Invalid({"on": "before-it-begins"})
    await drop(tx, stay)
    if seat.trustee is None and await people.has_the_word(tx, actor, person_id, now):
        await _end(tx, actor, stay, on=on, now=now)
        return True
    speaker = actor.member if seat.trustee is None else None
    tx.add(LeavingRecord(beneficiary=stay.id, on=on, said_by=seat.trustee, spoken_by=speaker, said_at=now))
    await tx.flush()
    await audit.note(tx, actor, "trust.leaving-said", trust_id, now, person=person_id, on=str(on))
    return False


async def agree(tx: Transaction, actor: Actor, trust_id: str, person_id: str, *, on: date, now: datetime) -> None:
    """Another trustee says so too, or whose stay it is: it ends on the day that was said. ``on``: the day they saw.

    Raises:
        SecondTrusteeNeeded: nobody ends a stay alone.
        AnotherDaySaid: since they looked.
    """
    found = await find(tx, actor, trust_id, person_id, now, lock=True)
    if found.ended:
        raise NotFound(person=person_id)
    if not found.may_agree:
        raise model.SecondTrusteeNeeded(trust=trust_id)
    if on != found.said.on:
        raise model.AnotherDaySaid(trust=trust_id)
    if not found.own:
        found.said.agreed_by = (await trusts.keeping(tx, actor, trust_id, now)).trustee
    elif person_id not in await people.own_ids(tx, actor):
        found.said.spoken_by = actor.member
    if found.own and found.reads:
        found.said.read_at = now
    await _end(tx, actor, found.stay, on=found.said.on, now=now)


async def stays(tx: Transaction, actor: Actor, trust_id: str, person_id: str, now: datetime) -> None:
    """A trustee, or whose stay it is, says that it does not end: what was said is gone, the log keeps that it was."""
    await trusts.seat(tx, actor, trust_id, now, lock=True)
    stay = await _stay(tx, trust_id, person_id)
    if stay is not None and await own_day(tx, actor, stay, now):
        await _move_homes(tx, stay, None)
        stay.until = None
    else:
        found = await find(tx, actor, trust_id, person_id, now, lock=True)
        if found.ended:
            raise NotFound(person=person_id)
        await drop(tx, found.stay)
    await audit.note(tx, actor, "trust.leaving-refused", trust_id, now, person=person_id)


async def read(tx: Transaction, actor: Actor, trust_id: str, person_id: str, now: datetime) -> None:
    """Whose stay trustees ended has read that they did."""
    found = await find(tx, actor, trust_id, person_id, now, lock=True)
    if not (found.reads and found.ended):
        raise NotFound(person=person_id)
    found.said.read_at = found.said.read_at or now


async def find(
    view: View, actor: Actor, trust_id: str, person_id: str, now: datetime, *, lock: bool = False
) -> Leaving:
    """For the trustees, and for whose stay it is, also after it ended (PERM-2)."""
    seat = await trusts.seat(view, actor, trust_id, now, lock=lock, also={person_id})
    stay = await _stay(view, trust_id, person_id)
    said = None if stay is None else await view.get(LeavingRecord, stay.id, lock=lock)
    own = person_id in seat.persons and not seat.keeps
    if stay is None or said is None or not (own or seat.keeps):
        raise NotFound(person=person_id)
    reads = await people.has_the_word(view, actor, person_id, now)
    other = actor.member != await _sayer(view, said) and (seat.keeps or said.said_by is not None)
    may_agree = other or person_id in await people.own_ids(view, actor)
    return Leaving(seat.trust, stay, said, own, reads, may_agree)


async def open_in(view: View, trust_id: str) -> Sequence[tuple[LeavingRecord, str]]:
    """What trustees said that nobody has answered, with the id of whose stay it is."""
    waiting = (
        select(LeavingRecord, BeneficiaryRecord.person)
        .join(BeneficiaryRecord, BeneficiaryRecord.id == LeavingRecord.beneficiary)
        .where(BeneficiaryRecord.trust == trust_id, BeneficiaryRecord.until.is_(None))
        .order_by(LeavingRecord.said_at)
    )
    return [(said, person) for said, person in await view.execute(waiting)]


async def own_day(view: View, actor: Actor, stay: BeneficiaryRecord, now: datetime) -> bool:
    """Whether the stay ends on a day still to come by the word of the actor, who may take it back."""
    if stay.until is None or stay.until <= legal_day(now) or await view.get(LeavingRecord, stay.id) is not None:
        return False
    return await people.has_the_word(view, actor, stay.person, now)


async def to_answer(view: View, actor: Actor, now: datetime) -> Sequence[tuple[str, str]]:
    """The ids of trust and person of each stay of which the actor is the second trustee to be asked."""
    if actor.member is None:
        return ()
    said_by = aliased(TrusteeRecord)
    asked = (
        select(BeneficiaryRecord.trust, BeneficiaryRecord.person)
        .join(LeavingRecord, LeavingRecord.beneficiary == BeneficiaryRecord.id)
        .outerjoin(said_by, said_by.id == LeavingRecord.said_by)
        .join(TrusteeRecord, TrusteeRecord.trust == BeneficiaryRecord.trust)
        .where(
            BeneficiaryRecord.until.is_(None),
            TrusteeRecord.member == actor.member,
            func.coalesce(said_by.member, LeavingRecord.spoken_by) != actor.member,
            trusts.running(TrusteeRecord, legal_day(now)),
        )
        .order_by(LeavingRecord.said_at)
    )
    return [(trust, person) for trust, person in await view.execute(asked)]


async def drop(tx: Transaction, stay: BeneficiaryRecord) -> None:
    """What was said of somebody's leaving is over."""
    said = await tx.get(LeavingRecord, stay.id, lock=True)
    if said is not None:
        await tx.delete(said)
        await tx.flush()


async def not_asked(view: View, said: LeavingRecord, stay: BeneficiaryRecord) -> frozenset[str]:
    """The members who speak for whose stay it is and are not asked: who said it; and once it ended, all of them, where
    the person signs in and reads it themselves."""
    if stay.until is None:
        return frozenset({await _sayer(view, said) or ""})
    person = await view.get(PersonRecord, stay.person)
    if person is None or not await people.signs_in(view, person):
        return frozenset()
    speakers = select(RepresentativeRecord.member).where(RepresentativeRecord.person == person.id)
    return frozenset(await view.scalars(speakers))


async def _sayer(view: View, said: LeavingRecord) -> str | None:
    """The member, not the days as a trustee: whoever is appointed again is the same person."""
    if said.said_by is None:
        return said.spoken_by
    found = await view.get(TrusteeRecord, said.said_by)
    return None if found is None else found.member


async def _stay(view: View, trust_id: str, person_id: str) -> BeneficiaryRecord | None:
    own = select(BeneficiaryRecord).where(BeneficiaryRecord.trust == trust_id, BeneficiaryRecord.person == person_id)
    found: BeneficiaryRecord | None = await view.scalar(own)
    return found


async def _end(tx: Transaction, actor: Actor, stay: BeneficiaryRecord, *, on: date, now: datetime) -> None:
    """The agreement for the home ends with the stay."""
    await _move_homes(tx, stay, on)
    stay.until = on
    await tx.flush()
    await audit.note(tx, actor, "trust.resident-left", stay.trust, now, person=stay.person, on=str(on))


async def _move_homes(tx: Transaction, stay: BeneficiaryRecord, on: date | None) -> None:
    """What runs, and what ended with the stay, ends with it on another day, or not."""
    homes = select(PropertyRecord.id).where(PropertyRecord.trust == stay.trust)
    running = select(OccupancyRecord).where(
        OccupancyRecord.person == stay.person, OccupancyRecord.property.in_(homes), OccupancyRecord.until == stay.until
    )
    for agreement in await tx.scalars(running):
        agreement.until = None if on is None else max(on, agreement.since)
    await tx.flush()
