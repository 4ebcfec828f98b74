"""Whose support is arranged here, who speaks for whom, and for whom somebody who is signed in may act."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select

from governance.access import service as access
from governance.actor import Actor, Role
from governance.arrangements.model.people import Authority, Evidence, NotForOneself, Speaking, SpeaksAlready
from governance.arrangements.records.people import PersonRecord, RepresentativeRecord
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id

NAME_LIMIT, SCOPE_LIMIT = 120, 200
OFFICES = frozenset({Role.SECRETARY, Role.COORDINATOR})
"""They see the papers by which somebody speaks for another, and enter people who are no members."""


async def of_member(tx: Transaction, actor: Actor, member_id: str, now: datetime) -> PersonRecord:
    """The member as somebody supported, entered when first needed."""
    await tx.alone(f"person:{member_id}")
    known: PersonRecord | None = await tx.scalar(select(PersonRecord).where(PersonRecord.member == member_id))
    if known is not None:
        return known
    person = PersonRecord(id=new_id(), entered_at=now, member=member_id)
    tx.add(person)
    await tx.flush()
    await audit.note(tx, actor, "person.entered", person.id, now, member=member_id)
    return person


async def enter(tx: Transaction, actor: Actor, *, name: str, now: datetime, email: str | None = None) -> PersonRecord:
    """Somebody who is no member; with an e-mail address they sign in and direct their support themselves."""
    if not name.strip() or len(name) > NAME_LIMIT:
        raise Invalid({"name": "too-long" if name.strip() else "missing"})
    person = PersonRecord(id=new_id(), entered_at=now, name=name.strip())
    if email:
        account = await access.open_account(tx, actor, member_id=None, email=email, name=name.strip(), now=now)
        await access.grant_role(tx, actor, account.id, Role.SUPPORTED, now)
        person.account = account.id
    tx.add(person)
    await tx.flush()
    await audit.note(tx, actor, "person.entered", person.id, now)
    return person


async def authorise(
    tx: Transaction,
    actor: Actor,
    person_id: str,
    *,
    member_id: str,
    authority: Authority,
    scope: str,
    since: date,
    evidence: Evidence,
    now: datetime,
    until: date | None = None,
) -> RepresentativeRecord:
    """Record that a member may speak for a person, as somebody has seen it written (K-091): no medical detail.

    An office records it; people themselves name a supporter, and nobody who decides for them.
    """
    person = await tx.get(PersonRecord, person_id, lock=True)
    if person is None or not (actor.has(*OFFICES) or (authority is Authority.SUPPORTER and is_own(person, actor))):
        raise NotFound(person=person_id)
    if person.member == member_id:
        raise NotForOneself(person=person_id)
    errors = {"scope": "too-long"} if len(scope) > SCOPE_LIMIT else {}
    errors |= {"until": "ends-before-it-begins"} if until is not None and until <= since else {}
    errors |= {"seen_on": "not-that-day"} if evidence.on > legal_day(now) else {}
    if errors:
        raise Invalid(errors)
    others = select(RepresentativeRecord).where(
        RepresentativeRecord.person == person_id, RepresentativeRecord.member == member_id
    )
    if any(_meets(one.speaking, since, until) for one in await tx.scalars(others)):
        raise SpeaksAlready(person=person_id)
    record = RepresentativeRecord(
        id=new_id(),
        person=person_id,
        member=member_id,
        authority=authority,
        scope=scope.strip(),
        since=since,
        until=until,
        seen=evidence.seen,
        checked_by=actor.reference,
        checked_on=evidence.on,
    )
    tx.add(record)
    await tx.flush()
    await audit.note(tx, actor, "person.authorised", person_id, now, member=member_id, authority=authority)
    return record


async def spoken_for(view: View, actor: Actor, now: datetime) -> Sequence[PersonRecord]:
    """Themselves, and everybody for whom this actor may decide today; themselves first."""
    own = _themselves(actor)
    found = [] if own is None else list(await view.scalars(select(PersonRecord).where(own)))
    if actor.member is not None:
        theirs = select(RepresentativeRecord).where(RepresentativeRecord.member == actor.member)
        today = legal_day(now)
        ids = [one.person for one in await view.scalars(theirs) if _decides(one.speaking, today)]
        others = select(PersonRecord).where(PersonRecord.id.in_(ids)).order_by(PersonRecord.name, PersonRecord.id)
        found += [one for one in await view.scalars(others) if one not in found]
    return found


async def own_ids(view: View, actor: Actor) -> set[str]:
    """Themselves as somebody supported, and nobody for whom they speak."""
    own = _themselves(actor)
    return set() if own is None else set(await view.scalars(select(PersonRecord.id).where(own)))


async def signs_in(view: View, person: PersonRecord) -> bool:
    """Whether they can read and answer here themselves: an account that is open and has an address."""
    account = person.account
    if person.member is not None and (known := await access.account_for(view, person.member)) is not None:
        account = known.id
    return account is not None and bool(await access.addressed(view, [account]))


async def has_the_word(view: View, actor: Actor, person_id: str, now: datetime) -> bool:
    """Whether this is the person, or who speaks for a person who does not sign in."""
    if person_id in await own_ids(view, actor):
        return True
    theirs = [one for one in await spoken_for(view, actor, now) if one.id == person_id]
    return bool(theirs) and not await signs_in(view, theirs[0])


async def speaks_for(view: View, actor: Actor, person_id: str, now: datetime) -> bool:
    return any(person.id == person_id for person in await spoken_for(view, actor, now))


async def speakers(view: View, person_id: str, day: date) -> Mapping[str, str]:
    """Those who may decide for a person on a day: how each is called, by the id of their authority."""
    rows = select(RepresentativeRecord).where(RepresentativeRecord.person == person_id)
    order = (RepresentativeRecord.since, RepresentativeRecord.id)
    found = [one for one in await view.scalars(rows.order_by(*order)) if _decides(one.speaking, day)]
    called = await members.names(view, {one.member for one in found})
    return {one.id: called[one.member] for one in found}


async def find(view: View, actor: Actor, person_id: str, now: datetime) -> PersonRecord:
    """A person for whom the actor may decide; nobody else gets an answer (PERM-2)."""
    for person in await spoken_for(view, actor, now):
        if person.id == person_id:
            return person
    raise NotFound(person=person_id)


async def names(view: View, ids: Collection[str]) -> Mapping[str, str]:
    """How people are called: members as in the register."""
    people = list(await view.scalars(select(PersonRecord).where(PersonRecord.id.in_(list(ids)))))
    of_members = await members.names(view, {one.member for one in people if one.member is not None})
    return {one.id: of_members[one.member] if one.member is not None else one.name or "" for one in people}


def is_own(person: PersonRecord, actor: Actor) -> bool:
    """Whether this is the person who is signed in."""
    if actor.member is not None:
        return person.member == actor.member
    return person.account is not None and person.account == actor.account


def _themselves(actor: Actor) -> ColumnElement[bool] | None:
    ways = [PersonRecord.member == actor.member] if actor.member is not None else []
    ways += [PersonRecord.account == actor.account] if actor.account is not None else []
    return or_(*ways) if ways else None


def _decides(one: Speaking, day: date) -> bool:
    return one.holds_on(day) and one.directs


def _meets(one: Speaking, since: date, until: date | None) -> bool:
    return (until is None or one.since < until) and (one.until is None or since < one.until)
