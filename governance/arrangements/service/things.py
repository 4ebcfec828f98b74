"""Things that are shared: who keeps each, and who has booked it when. Two bookings never meet."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from governance.actor import Actor
from governance.arrangements.model import together as model
from governance.arrangements.model.together import Feature, Times
from governance.arrangements.records.together import BookingRecord, ThingRecord
from governance.arrangements.service import together
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id


async def share(tx: Transaction, actor: Actor, *, name: str, place: str, now: datetime) -> ThingRecord:
    """Lend something to the others; whoever enters it keeps it.

    Raises:
        SwitchedOff
    """
    await together.require_on(tx, Feature.SHARED_RESOURCES, now)
    errors = model.errors_in_text("name", name, model.NAME_LIMIT)
    errors |= model.errors_in_text("place", place, model.PLACE_LIMIT)
    if errors:
        raise Invalid(errors)
    keeper = await together.themselves(tx, actor, now)
    thing = ThingRecord(id=new_id(), name=name.strip(), place=place.strip(), keeper=keeper.id, entered_at=now)
    tx.add(thing)
    await tx.flush()
    await audit.note(tx, actor, "thing.shared", thing.id, now)
    return thing


async def withdraw(tx: Transaction, actor: Actor, thing_id: str, now: datetime) -> ThingRecord:
    """The keeper shares it no longer; bookings that have not begun are cancelled.

    Raises:
        ThingGone
    """
    thing = await find(tx, actor, thing_id, lock=True)
    own = await together.known(tx, actor, now)
    if own is None or own.id != thing.keeper:
        raise NotFound(thing=thing_id)
    if thing.withdrawn_at is not None:
        raise model.ThingGone(thing=thing_id)
    thing.withdrawn_at = now
    for booking in await bookings(tx, actor, thing_id, now):
        booking.cancelled_at = now if booking.starts_at > now else None
    await tx.flush()
    await audit.note(tx, actor, "thing.withdrawn", thing_id, now)
    return thing


async def book(tx: Transaction, actor: Actor, thing_id: str, times: Times, now: datetime) -> BookingRecord:
    """
    Raises:
        SwitchedOff, ThingGone, ThingTaken
    """
    await together.require_on(tx, Feature.SHARED_RESOURCES, now)
    errors = times.errors(now)
    if errors:
        raise Invalid(errors)
    thing = await find(tx, actor, thing_id, lock=True)
    if thing.withdrawn_at is not None:
        raise model.ThingGone(thing=thing_id)
    if any(one.times.meets(times) for one in await bookings(tx, actor, thing_id, now)):
        raise model.ThingTaken(thing=thing_id)
    person = await together.themselves(tx, actor, now)
    booking = BookingRecord(
        id=new_id(),
        thing=thing_id,
        person=person.id,
        starts_at=times.starts_at,
        ends_at=times.ends_at,
        booked_at=now,
    )
    tx.add(booking)
    await tx.flush()
    await audit.note(tx, actor, "thing.booked", thing_id, now)
    return booking


async def cancel(tx: Transaction, actor: Actor, booking_id: str, now: datetime) -> BookingRecord:
    """Whoever booked it gives the time back before it begins.

    Raises:
        BookingOver
    """
    together.require_people(actor)
    booking = await tx.get(BookingRecord, booking_id, lock=True)
    own = await together.known(tx, actor, now)
    if booking is None or own is None or booking.person != own.id:
        raise NotFound(booking=booking_id)
    if booking.cancelled_at is not None or booking.starts_at <= now:
        raise model.BookingOver(booking=booking_id)
    booking.cancelled_at = now
    await tx.flush()
    await audit.note(tx, actor, "thing.cancelled", booking.thing, now)
    return booking


async def find(view: View, actor: Actor, thing_id: str, *, lock: bool = False) -> ThingRecord:
    together.require_people(actor)
    thing = await view.get(ThingRecord, thing_id, lock=lock)
    if thing is None:
        raise NotFound(thing=thing_id)
    return thing


async def things(view: View, actor: Actor, now: datetime) -> Sequence[ThingRecord]:
    """What is shared today, by name.

    Raises:
        SwitchedOff
    """
    together.require_people(actor)
    await together.require_on(view, Feature.SHARED_RESOURCES, now)
    statement = select(ThingRecord).where(ThingRecord.withdrawn_at.is_(None))
    return list(await view.scalars(statement.order_by(ThingRecord.name, ThingRecord.id)))


async def bookings(view: View, actor: Actor, thing_id: str, now: datetime) -> Sequence[BookingRecord]:
    """Those that stand and have not ended, the next first."""
    together.require_people(actor)
    standing = select(BookingRecord).where(
        BookingRecord.thing == thing_id, BookingRecord.cancelled_at.is_(None), BookingRecord.ends_at > now
    )
    return list(await view.scalars(standing.order_by(BookingRecord.starts_at, BookingRecord.id)))
