"""The house a trust rents, who has an agreement for a home in it, and the trust's other papers.

The rent is met from the residents' own income or benefits and kept in a fund for the house: support money never pays
it (T-009). The agreement for a home says nothing of support, so that either can change without the other (T-008).
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select

from governance.actor import Actor
from governance.arrangements.model import trusts as model
from governance.arrangements.model.trusts import Cover
from governance.arrangements.records.trusts import (
    InsuranceRecord,
    OccupancyRecord,
    PropertyRecord,
    SignatoryRecord,
)
from governance.arrangements.service import trusts
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.platform.keys import Keys
from governance.platform.sealing import seal, unseal

ADDRESS_LIMIT = 400


async def rent(
    tx: Transaction,
    actor: Actor,
    keys: Keys,
    trust_id: str,
    *,
    address: str,
    landlord: str,
    monthly: int,
    since: date,
    until: date | None,
    now: datetime,
) -> PropertyRecord:
    """A house the trustees rent from a day on; ``monthly`` in pence. The address is sealed."""
    await trusts.keeping(tx, actor, trust_id, now)
    errors = {"landlord": code} if (code := trusts.bad(landlord)) else {}
    errors |= {"address": "too-long" if address.strip() else "missing"} if not _fits(address) else {}
    errors |= {"until": "before-it-begins"} if until is not None and until <= since else {}
    if errors:
        raise Invalid(errors)
    row = new_id()
    record = PropertyRecord(
        id=row,
        trust=trust_id,
        address=seal(keys, address.strip().encode(), table="trust_property", column="address", row=row),
        landlord=landlord.strip(),
        rent=monthly,
        since=since,
        until=until,
    )
    tx.add(record)
    await tx.flush()
    await audit.note(tx, actor, "trust.house-entered", trust_id, now, house=row)
    return record


async def let(
    tx: Transaction,
    actor: Actor,
    trust_id: str,
    house_id: str,
    *,
    person_id: str,
    since: date,
    tied: bool,
    now: datetime,
    weight: int = 1,
) -> OccupancyRecord:
    """A resident's agreement for a home. ``tied``: the paper is about support too, which the page warns of (T-008).

    Raises:
        LivesThereAlready, Invalid
    """
    await trusts.keeping(tx, actor, trust_id, now, lock=True)
    house = await tx.get(PropertyRecord, house_id, lock=True)
    if house is None or house.trust != trust_id:
        raise NotFound(house=house_id)
    if person_id not in {one.person for one in await trusts.residents(tx, trust_id, since)}:
        raise Invalid({"person": "no-resident-then"})
    if weight < 1:
        raise Invalid({"weight": "not-a-number"})
    earlier = select(OccupancyRecord).where(
        OccupancyRecord.property == house_id, OccupancyRecord.person == person_id, OccupancyRecord.until.is_(None)
    )
    if await tx.scalar(earlier) is not None:
        raise model.LivesThereAlready(person=person_id)
    record = OccupancyRecord(
        id=new_id(), property=house_id, person=person_id, since=since, entered_at=now, weight=weight, tied=tied
    )
    tx.add(record)
    await tx.flush()
    await audit.note(tx, actor, "trust.home-agreed", trust_id, now, person=person_id)
    return record


async def houses(view: View, trust_id: str, day: date) -> Sequence[PropertyRecord]:
    """The houses rented on a day."""
    own = select(PropertyRecord).where(PropertyRecord.trust == trust_id, trusts.running(PropertyRecord, day))
    return (await view.scalars(own.order_by(PropertyRecord.since, PropertyRecord.id))).all()


async def only(view: View, trust_id: str, day: date) -> str:
    """The id of the house rented on a day, the first if there are several.

    Raises:
        Invalid: there is none then.
    """
    found = await houses(view, trust_id, day)
    if not found:
        raise Invalid({"since": "no-house-then"})
    return found[0].id


def address_of(keys: Keys, house: PropertyRecord) -> str:
    return unseal(keys, house.address, table="trust_property", column="address", row=house.id).decode()


async def rent_shares(view: View, trust_id: str, day: date) -> Mapping[str, int]:
    """What each resident with an agreement pays of a month's rent, in pence by the id of the person."""
    shares: dict[str, int] = {}
    for house in await houses(view, trust_id, day):
        agreements = await agreements_for(view, house.id, day)
        if not agreements:
            continue
        parts = model.rent_shares(house.rent, [one.weight for one in agreements])
        for agreement, part in zip(agreements, parts, strict=True):
            shares[agreement.person] = shares.get(agreement.person, 0) + part
    return shares


async def agreements_for(view: View, house_id: str, day: date) -> Sequence[OccupancyRecord]:
    """The agreements for a home that run on a day, first come first."""
    own = select(OccupancyRecord).where(OccupancyRecord.property == house_id, trusts.running(OccupancyRecord, day))
    return (await view.scalars(own.order_by(OccupancyRecord.since, OccupancyRecord.entered_at))).all()


async def sign_at_bank(
    tx: Transaction, actor: Actor, trust_id: str, *, name: str, since: date, now: datetime
) -> SignatoryRecord:
    """Somebody signs at the bank from a day on; a name and nothing of the account."""
    await trusts.keeping(tx, actor, trust_id, now)
    if code := trusts.bad(name):
        raise Invalid({"name": code})
    record = SignatoryRecord(id=new_id(), trust=trust_id, name=name.strip(), since=since)
    tx.add(record)
    await tx.flush()
    await audit.note(tx, actor, "trust.signatory-entered", trust_id, now, signatory=record.id)
    return record


async def sign_no_more(
    tx: Transaction, actor: Actor, trust_id: str, signatory_id: str, *, on: date, now: datetime
) -> None:
    await trusts.keeping(tx, actor, trust_id, now)
    record = await tx.get(SignatoryRecord, signatory_id, lock=True)
    if record is None or record.trust != trust_id or record.until is not None:
        raise NotFound(signatory=signatory_id)
    if on < record.since:
        raise Invalid({"on": "before-it-begins"})
    record.until = on
    await audit.note(tx, actor, "trust.signatory-ended", trust_id, now, signatory=signatory_id)


async def insure(
    tx: Transaction, actor: Actor, trust_id: str, *, covers: Cover, last_day: date, now: datetime
) -> InsuranceRecord:
    """An insurance and its last day; the one with the latest last day counts for its kind."""
    await trusts.keeping(tx, actor, trust_id, now)
    record = InsuranceRecord(id=new_id(), trust=trust_id, covers=covers, last_day=last_day, entered_at=now)
    tx.add(record)
    await tx.flush()
    await audit.note(tx, actor, "trust.insured", trust_id, now, covers=covers, last_day=str(last_day))
    return record


async def signatories(view: View, trust_id: str, day: date) -> Sequence[SignatoryRecord]:
    own = select(SignatoryRecord).where(SignatoryRecord.trust == trust_id, trusts.running(SignatoryRecord, day))
    return (await view.scalars(own.order_by(SignatoryRecord.name, SignatoryRecord.id))).all()


async def insurances(view: View, trust_id: str) -> Mapping[Cover, date]:
    """The last day of each kind of insurance that the trust has had."""
    own = select(InsuranceRecord).where(InsuranceRecord.trust == trust_id).order_by(InsuranceRecord.last_day)
    return {Cover(one.covers): one.last_day for one in await view.scalars(own)}


def _fits(address: str) -> bool:
    return 0 < len(address.strip()) <= ADDRESS_LIMIT
