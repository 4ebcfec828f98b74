"""The end of somebody's stay in the house of a trust: by their own word, or by two trustees, and then they are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from governance.actor import Actor
from governance.arrangements.model import trusts as model
from governance.arrangements.records.trusts import (
    BeneficiaryRecord,
    LeavingRecord,
    OccupancyRecord,
    PropertyRecord,
    TrusteeRecord,
    TrustRecord,
)
from governance.arrangements.service import trusts
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View


@dataclass(frozen=True, slots=True)
class Leaving:
    """What trustees wrote down about the end of a stay. ``own``: the reader lived there, or speaks for who did."""

    trust: TrustRecord
    stay: BeneficiaryRecord
    said: LeavingRecord
    own: bool
    may_agree: bool

    @property
    def ended(self) -> bool:
        return self.stay.until is not None


async def farewell(tx: Transaction, actor: Actor, trust_id: str, person_id: str, *, on: date, now: datetime) -> bool:
    """Somebody no longer lives there from a day on. Answers whether that is settled.

    Their own word settles it; a trustee's waits for another trustee, or for theirs.
    """
    seat = await trusts.seat(tx, actor, trust_id, now, lock=True)
    stay = await _stay(tx, trust_id, person_id)
    if stay is None or stay.until is not None or not (seat.keeps or person_id in seat.persons):
        raise NotFound(person=person_id)
    if on < stay.since:
        raise Invalid({"on": "before-it-begins"})
    await drop(tx, stay)
    if seat.trustee is None:
        await _end(tx, actor, stay, on=on, now=now)
        return True
    tx.add(LeavingRecord(beneficiary=stay.id, on=on, said_by=seat.trustee, said_at=now))
    await tx.flush()
    await audit.note(tx, actor, "trust.leaving-said", trust_id, now, person=person_id, on=str(on))
    return False


async def agree(tx: Transaction, actor: Actor, trust_id: str, person_id: str, now: datetime) -> None:
    """Another trustee says so too, or whose stay it is: it ends on the day that was said.

    Raises:
        SecondTrusteeNeeded: nobody ends a stay alone.
    """
    found = await find(tx, actor, trust_id, person_id, now, lock=True)
    if found.ended:
        raise NotFound(person=person_id)
    if not found.may_agree:
        raise model.SecondTrusteeNeeded(trust=trust_id)
    if found.own:
        found.said.read_at = now
    else:
        found.said.agreed_by = (await trusts.keeping(tx, actor, trust_id, now)).trustee
    await _end(tx, actor, found.stay, on=found.said.on, now=now)


async def stays(tx: Transaction, actor: Actor, trust_id: str, person_id: str, now: datetime) -> None:
    """A trustee, or whose stay it is, says that it does not end: what was said is gone, the log keeps that it was."""
    found = await find(tx, actor, trust_id, person_id, now, lock=True)
    if found.ended:
        raise NotFound(person=person_id)
    await drop(tx, found.stay)
    await audit.note(tx, actor, "trust.leaving-refused", trust_id, now, person=person_id)


async def read(tx: Transaction, actor: Actor, trust_id: str, person_id: str, now: datetime) -> None:
    """Whose stay trustees ended has read that they did."""
    found = await find(tx, actor, trust_id, person_id, now, lock=True)
    if not (found.own and found.ended):
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
    other = seat.keeps and actor.member != (await view.scalar(_sayer(said)))
    return Leaving(seat.trust, stay, said, own, own or other)


async def open_in(view: View, trust_id: str) -> Sequence[tuple[LeavingRecord, str]]:
    """What trustees said that nobody has answered, with the id of whose stay it is."""
    waiting = (
        select(LeavingRecord, BeneficiaryRecord.person)
        .join(BeneficiaryRecord, BeneficiaryRecord.id == LeavingRecord.beneficiary)
        .where(BeneficiaryRecord.trust == trust_id, BeneficiaryRecord.until.is_(None))
        .order_by(LeavingRecord.said_at)
    )
    return [(said, person) for said, person in await view.execute(waiting)]


async def to_answer(view: View, actor: Actor, now: datetime) -> Sequence[tuple[str, str]]:
    """The ids of trust and person of each stay of which the actor is the second trustee to be asked."""
    if actor.member is None:
        return ()
    said_by = aliased(TrusteeRecord)
    asked = (
        select(BeneficiaryRecord.trust, BeneficiaryRecord.person)
        .join(LeavingRecord, LeavingRecord.beneficiary == BeneficiaryRecord.id)
        .join(said_by, said_by.id == LeavingRecord.said_by)
        .join(TrusteeRecord, TrusteeRecord.trust == BeneficiaryRecord.trust)
        .where(
            BeneficiaryRecord.until.is_(None),
            TrusteeRecord.member == actor.member,
            said_by.member != actor.member,
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


def _sayer(said: LeavingRecord) -> Select[tuple[str | None]]:
    """The member, not the days as a trustee: whoever is appointed again is the same person."""
    return select(TrusteeRecord.member).where(TrusteeRecord.id == said.said_by)


async def _stay(view: View, trust_id: str, person_id: str) -> BeneficiaryRecord | None:
    own = select(BeneficiaryRecord).where(BeneficiaryRecord.trust == trust_id, BeneficiaryRecord.person == person_id)
    found: BeneficiaryRecord | None = await view.scalar(own)
    return found


async def _end(tx: Transaction, actor: Actor, stay: BeneficiaryRecord, *, on: date, now: datetime) -> None:
    """The agreement for the home ends with the stay."""
    stay.until = on
    homes = select(PropertyRecord.id).where(PropertyRecord.trust == stay.trust)
    running = select(OccupancyRecord).where(
        OccupancyRecord.person == stay.person, OccupancyRecord.property.in_(homes), OccupancyRecord.until.is_(None)
    )
    for agreement in await tx.scalars(running):
        agreement.until = max(on, agreement.since)
    await tx.flush()
    await audit.note(tx, actor, "trust.resident-left", stay.trust, now, person=stay.person, on=str(on))
