"""Independent living trusts: who may see one, its trustees, and the people it is for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from sqlalchemy import ColumnElement, or_, select

from governance.actor import Actor, platform
from governance.arrangements.model.trusts import Tie
from governance.arrangements.records.trusts import (
    BeneficiaryRecord,
    OccupancyRecord,
    PropertyRecord,
    SignatoryRecord,
    TrusteeRecord,
    TrustRecord,
)
from governance.arrangements.service import people
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id

NAME_LIMIT = 120
_LOOKING_UP = platform("trusts")
_Dated: TypeAlias = BeneficiaryRecord | OccupancyRecord | PropertyRecord | SignatoryRecord | TrusteeRecord


@dataclass(frozen=True, slots=True)
class Seat:
    """Where somebody stands to a trust: a trustee today, or somebody who speaks for these of its residents."""

    trust: TrustRecord
    trustee: str | None
    persons: frozenset[str]

    @property
    def keeps(self) -> bool:
        return self.trustee is not None


async def establish(
    tx: Transaction,
    actor: Actor,
    *,
    title: str,
    deed_reference: str,
    deed_dated: date,
    by_majority: bool,
    family: bool,
    now: datetime,
    tie: Tie | None = None,
) -> TrustRecord:
    """Enter a trust whose deed has been signed; the member who enters it is its first trustee here."""
    said = {"title": title, "deed_reference": deed_reference}
    errors = {name: code for name, words in said.items() if (code := bad(words))}
    errors |= {"deed_dated": "not-yet"} if deed_dated > legal_day(now) else {}
    if errors:
        raise Invalid(errors)
    if actor.member is None:
        raise NotFound
    trust = TrustRecord(
        id=new_id(),
        entered_at=now,
        title=title.strip(),
        deed_reference=deed_reference.strip(),
        deed_dated=deed_dated,
        by_majority=by_majority,
    )
    tx.add(trust)
    await tx.flush()
    tx.add(TrusteeRecord(id=new_id(), trust=trust.id, since=deed_dated, member=actor.member, family=family, tie=tie))
    await tx.flush()
    await audit.note(tx, actor, "trust.entered", trust.id, now)
    return trust


async def seat(
    view: View, actor: Actor, trust_id: str, now: datetime, *, lock: bool = False, also: Collection[str] = ()
) -> Seat:
    """The trust, for its trustees and for those who speak for its residents; nobody else gets an answer (PERM-2).

    ``also``: people who need not live there any more.
    """
    trust = await view.get(TrustRecord, trust_id, lock=lock)
    if trust is None:
        raise NotFound(trust=trust_id)
    today = legal_day(now)
    trustee = next((one.id for one in await trustees(view, trust_id, today) if _is(one, actor)), None)
    spoken_for = {person.id for person in await people.spoken_for(view, actor, now)}
    persons = spoken_for & {*also, *(one.person for one in await residents(view, trust_id, today))}
    if trustee is None and not persons and not actor.is_platform:
        raise NotFound(trust=trust_id)
    return Seat(trust, trustee, frozenset(persons))


async def keeping(view: View, actor: Actor, trust_id: str, now: datetime, *, lock: bool = False) -> Seat:
    """The same for trustees alone."""
    found = await seat(view, actor, trust_id, now, lock=lock)
    if not (found.keeps or actor.is_platform):
        raise NotFound(trust=trust_id)
    return found


async def mine(view: View, actor: Actor, now: datetime) -> Sequence[Seat]:
    """Every trust that somebody runs or lives in."""
    spoken_for = [person.id for person in await people.spoken_for(view, actor, now)]
    lived_in = select(BeneficiaryRecord.trust).where(BeneficiaryRecord.person.in_(spoken_for))
    ways = [TrustRecord.id.in_(lived_in)]
    if actor.member is not None:
        ways.append(TrustRecord.id.in_(select(TrusteeRecord.trust).where(TrusteeRecord.member == actor.member)))
    found = []
    for trust_id in await view.scalars(select(TrustRecord.id).where(or_(*ways)).order_by(TrustRecord.title)):
        try:
            found.append(await seat(view, actor, trust_id, now))
        except NotFound:  # those days are over
            continue
    return found


async def trustees(view: View, trust_id: str, day: date) -> Sequence[TrusteeRecord]:
    """Those who are trustees on a day, the longest first."""
    own = select(TrusteeRecord).where(TrusteeRecord.trust == trust_id, running(TrusteeRecord, day))
    return (await view.scalars(own.order_by(TrusteeRecord.since, TrusteeRecord.id))).all()


async def kept_by(view: View, actor: Actor, day: date) -> Sequence[str]:
    """The trusts that somebody runs on a day without an interest of their own in pay and hours (P-215)."""
    if actor.member is None:
        return ()
    own = TrusteeRecord.member == actor.member, TrusteeRecord.tie.is_(None), running(TrusteeRecord, day)
    return (await view.scalars(select(TrusteeRecord.trust).where(*own).order_by(TrusteeRecord.trust))).all()


async def every_trustee(view: View, trust_id: str) -> Sequence[TrusteeRecord]:
    """Those who are and those who were."""
    return (await view.scalars(select(TrusteeRecord).where(TrusteeRecord.trust == trust_id))).all()


async def residents(view: View, trust_id: str, day: date) -> Sequence[BeneficiaryRecord]:
    """Those whom the trust is for on a day, first come first."""
    own = select(BeneficiaryRecord).where(BeneficiaryRecord.trust == trust_id, running(BeneficiaryRecord, day))
    return (await view.scalars(own.order_by(BeneficiaryRecord.since, BeneficiaryRecord.id))).all()


def _is(record: TrusteeRecord, actor: Actor) -> bool:
    return actor.member is not None and record.member == actor.member


def running(record: type[_Dated], day: date) -> ColumnElement[bool]:
    """Whether a row holds on a day."""
    return (record.since <= day) & or_(record.until.is_(None), record.until > day)


def bad(said: str) -> str | None:
    """The code of what is wrong with a name."""
    if not said.strip():
        return "missing"
    return "too-long" if len(said.strip()) > NAME_LIMIT else None


async def known_member(view: View, name: str, number: str) -> str | None:
    """The member of this number, if the name is theirs: nobody learns a name by trying numbers."""
    if code := bad(name):
        raise Invalid({"name": code})
    if not number.strip():
        return None
    try:
        member = await members.numbered(view, _LOOKING_UP, number.strip())
    except NotFound as unknown:
        raise Invalid({"number": "no-such-member"}) from unknown
    if member.name.casefold() != " ".join(name.split()).casefold():
        raise Invalid({"number": "no-such-member"})
    return member.id
