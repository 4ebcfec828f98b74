"""The people a trust is for, and who of them lives in its house."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import or_, select

from governance.actor import Actor
from governance.arrangements.model import trusts as model
from governance.arrangements.records.people import PersonRecord
from governance.arrangements.records.trusts import BeneficiaryRecord, LeavingRecord
from governance.arrangements.service import leaving, people, trusts
from governance.audit import service as audit
from governance.errors import NotFound
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id


async def welcome(
    tx: Transaction, actor: Actor, trust_id: str, *, name: str, number: str, on: date, now: datetime
) -> BeneficiaryRecord:
    """Somebody the trust is for, from a day on: a member by number, or somebody else by name.

    Raises:
        ResidentIsNoTrustee, Invalid
    """
    await trusts.keeping(tx, actor, trust_id, now, lock=True)
    member = await trusts.known_member(tx, name, number)
    if member is not None and any(one.member == member for one in await trusts.trustees(tx, trust_id, on)):
        raise model.ResidentIsNoTrustee(trust=trust_id)
    person = (
        await people.of_member(tx, actor, member, now)
        if member is not None
        else await people.enter(tx, actor, name=name, now=now)
    )
    return await admit(tx, actor, trust_id, person.id, on=on, now=now)


async def admit(
    tx: Transaction, actor: Actor, trust_id: str, person_id: str, *, on: date, now: datetime
) -> BeneficiaryRecord:
    """The same for a person known already; somebody who comes back takes up the old entry."""
    await trusts.keeping(tx, actor, trust_id, now, lock=True)
    known = select(BeneficiaryRecord).where(BeneficiaryRecord.trust == trust_id, BeneficiaryRecord.person == person_id)
    record: BeneficiaryRecord | None = await tx.scalar(known)
    if record is None:
        record = BeneficiaryRecord(id=new_id(), trust=trust_id, person=person_id, since=on)
        tx.add(record)
    else:
        await leaving.drop(tx, record)
    record.until = None
    await tx.flush()
    await audit.note(tx, actor, "trust.resident-entered", trust_id, now, person=person_id)
    return record


async def welcome_back(
    tx: Transaction, actor: Actor, trust_id: str, person_id: str, *, on: date, now: datetime
) -> BeneficiaryRecord:
    """Somebody who lived there lives there again: the same person, so that what is theirs is theirs still.

    Raises:
        ResidentIsNoTrustee
    """
    await trusts.keeping(tx, actor, trust_id, now, lock=True)
    person = await tx.get(PersonRecord, person_id)
    if person is None or person_id not in await former(tx, trust_id, legal_day(now)):
        raise NotFound(person=person_id)
    if any(person.member and one.member == person.member for one in await trusts.trustees(tx, trust_id, on)):
        raise model.ResidentIsNoTrustee(trust=trust_id)
    return await admit(tx, actor, trust_id, person_id, on=on, now=now)


async def former(view: View, trust_id: str, day: date) -> Sequence[str]:
    """Whose stay is over by a day, or is to end without their own word: people by id."""
    over = or_(BeneficiaryRecord.until <= day, LeavingRecord.beneficiary.is_not(None))
    own = (
        select(BeneficiaryRecord.person)
        .outerjoin(LeavingRecord, LeavingRecord.beneficiary == BeneficiaryRecord.id)
        .where(BeneficiaryRecord.trust == trust_id, BeneficiaryRecord.until.is_not(None), over)
        .order_by(BeneficiaryRecord.since, BeneficiaryRecord.id)
    )
    return (await view.scalars(own)).all()


async def members_living_there(view: View, trust_id: str, day: date) -> frozenset[str]:
    """Those of them who are members, by id."""
    ids = [one.person for one in await trusts.residents(view, trust_id, day)]
    found = await view.scalars(select(PersonRecord.member).where(PersonRecord.id.in_(ids)))
    return frozenset(member for member in found if member is not None)
