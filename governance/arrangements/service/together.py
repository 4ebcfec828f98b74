"""The switches: peer support and shared resources are there once members decide so, until they decide again.

Members may try one for a time: it is off again on its day, unless they carry a motion that keeps it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select

from governance.actor import Actor, Role
from governance.arrangements.model.together import Feature, NotDecided, SwitchedOff, SwitchStands
from governance.arrangements.records.people import PersonRecord
from governance.arrangements.records.together import SwitchRecord
from governance.arrangements.service import people
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.motions import service as motions
from governance.motions.model import Stage
from governance.motions.service import MotionRecord
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id


async def turn(
    tx: Transaction,
    actor: Actor,
    feature: Feature,
    *,
    on: bool,
    motion_id: str,
    now: datetime,
    until: date | None = None,
) -> SwitchRecord:
    """Turn a feature on or off, as members decided by a motion that they carried; on for a trial ``until`` a day.

    While a trial lasts it may be turned on again: for longer, or for good.

    Raises:
        SwitchStands, NotDecided
        Invalid: the trial would be over already, or before the one that lasts.
    """
    await tx.alone(f"together:{feature}")
    motion = await motions.find(tx, actor, motion_id)
    before = await history(tx, feature)
    if motion.stage is not Stage.CARRIED or any(one.motion == motion_id for one in before):
        raise NotDecided(motion=motion_id)
    standing = before[0] if before and before[0].is_on(legal_day(now)) else None
    trial = None if standing is None else standing.until
    if on == (standing is not None) and not (on and trial is not None):
        raise SwitchStands(feature=feature)
    if until is not None and (not on or until <= max(legal_day(now), trial or legal_day(now))):
        raise Invalid({"until": "trial-too-short"})
    switch = SwitchRecord(
        id=new_id(),
        feature=feature,
        number=len(before) + 1,
        on=on,
        motion=motion_id,
        at=now,
        by=actor.reference,
        until=until,
    )
    tx.add(switch)
    await tx.flush()
    await audit.note(
        tx,
        actor,
        "together.turned",
        switch.id,
        now,
        feature=feature,
        on=on,
        motion=motion_id,
        until=str(until) if until else None,
    )
    return switch


async def history(view: View, feature: Feature) -> Sequence[SwitchRecord]:
    """Every time it was turned on or off, the last first."""
    statement = select(SwitchRecord).where(SwitchRecord.feature == feature).order_by(SwitchRecord.number.desc())
    return list(await view.scalars(statement))


async def switches(view: View) -> Mapping[Feature, SwitchRecord | None]:
    """What made each feature as it is; None where members never decided, so that it is off."""
    return {feature: next(iter(await history(view, feature)), None) for feature in Feature}


async def require_on(view: View, feature: Feature, now: datetime) -> None:
    """
    Raises:
        SwitchedOff
    """
    switch = (await switches(view))[feature]
    if switch is None or not switch.is_on(legal_day(now)):
        raise SwitchedOff(feature=feature)


async def carried(view: View, actor: Actor) -> Sequence[MotionRecord]:
    """The motions that could turn a feature on or off, the newest first."""
    return [motion for motion in await motions.decided(view, actor) if motion.stage is Stage.CARRIED]


def require_people(actor: Actor) -> None:
    """Peer support and shared things are among people: no office opens them (PERM-2).

    Raises:
        NotFound
    """
    if not actor.has(Role.MEMBER, Role.SUPPORTED):
        raise NotFound


async def themselves(tx: Transaction, actor: Actor, now: datetime) -> PersonRecord:
    """Whoever acts, as somebody supported here; entered when a member first takes part."""
    require_people(actor)
    if actor.member is not None:
        return await people.of_member(tx, actor, actor.member, now)
    own = await known(tx, actor, now)
    if own is None:
        raise NotFound(account=actor.account)
    return own


async def known(view: View, actor: Actor, now: datetime) -> PersonRecord | None:
    """The same person, if entered already; to act for somebody else is no part of this."""
    found = await people.spoken_for(view, actor, now)
    return next((one for one in found if people.is_own(one, actor)), None)
