"""Giving and ending powers, and reading them: every member may know what the board may do on the members' behalf."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from governance.actor import Actor
from governance.audit import service as audit
from governance.board.model.interests import INSIDE
from governance.board.model.powers import Limits, NoSuchRule, NotCarried, PowerEnded, errors_in
from governance.board.records.powers import PowerEndRecord, PowerRecord
from governance.errors import Invalid, NotFound
from governance.motions import service as motions
from governance.motions.model import Stage
from governance.motions.service import MotionRecord
from governance.platform.db import Transaction, View
from governance.platform.hashing import fingerprint
from governance.platform.ids import new_id
from governance.platform.texts import Texts
from governance.rulebook import service as rulebook
from governance.rulebook.service import RulebookVersionRecord


@dataclass(frozen=True, slots=True)
class Source:
    """What a power rests on: a motion, or a rule of a version; with the fingerprint of its words."""

    sha256: str
    motion: str | None = None
    rule: str | None = None
    rules_version: str | None = None


async def give(
    tx: Transaction,
    actor: Actor,
    *,
    holder: str,
    purpose: Texts,
    limits: Limits,
    since: date,
    now: datetime,
    until: date | None = None,
    motion_id: str | None = None,
    rule: str | None = None,
) -> PowerRecord:
    """Record a power that members gave by a motion they carried, or that a rule in force gives. One of the two.

    Raises:
        NotCarried, NoSuchRule
    """
    errors = errors_in(holder, purpose, limits, since, until)
    if (motion_id is None) == (rule is None):
        errors["source"] = "one-source"
    if errors:
        raise Invalid(errors)
    source = await (_of_rule(tx, rule, now) if rule is not None else _of_motion(tx, actor, motion_id or ""))
    days = [str(since), str(until) if until else None]
    text = fingerprint("power", holder, purpose.to_json(), limits.total, limits.each, days, source.sha256)
    power = PowerRecord(
        id=new_id(),
        holder=holder,
        purpose=purpose.to_json(),
        since=since,
        until=until,
        total=limits.total,
        each=limits.each,
        given_at=now,
        given_by=actor.reference,
        source_sha256=source.sha256,
        text_sha256=text,
        motion=source.motion,
        rule=source.rule,
        rules_version=source.rules_version,
    )
    tx.add(power)
    await tx.flush()
    await audit.note(tx, actor, "power.given", power.id, now, motion=source.motion, rule=source.rule, text=text)
    return power


async def end(
    tx: Transaction, actor: Actor, power_id: str, *, on: date, now: datetime, motion_id: str | None = None
) -> PowerRecord:
    """End a power on a day, by a motion that was carried or, without one, because its holder gives it up.

    Raises:
        PowerEnded, NotCarried
    """
    await tx.alone(f"power:{power_id}")
    power = await find(tx, actor, power_id)
    if on < power.since or (power.last is not None and power.last <= on) or power.ended is not None:
        raise PowerEnded(power=power_id, since=power.since, until=power.last)
    if motion_id is not None:
        await _carried(tx, actor, motion_id)
    tx.add(PowerEndRecord(power=power_id, on=on, at=now, by=actor.reference, motion=motion_id))
    await tx.flush()
    await audit.note(tx, actor, "power.ended", power_id, now, on=str(on), motion=motion_id)
    return power


async def find(view: View, actor: Actor, power_id: str) -> PowerRecord:
    """The power with its end, if it has one (PERM-2)."""
    power: PowerRecord | None = await view.scalar(_all().where(PowerRecord.id == power_id))
    if power is None or not (actor.is_platform or actor.has(*INSIDE)):
        raise NotFound(power=power_id)
    return power


async def live(view: View, power_id: str, day: date) -> PowerRecord | None:
    """The power, if it holds that day: what spends under it asks this first."""
    power: PowerRecord | None = await view.scalar(_all().where(PowerRecord.id == power_id))
    return power if power is not None and power.holds_on(day) else None


async def powers(view: View, actor: Actor) -> Sequence[PowerRecord]:
    """All that were ever given, the newest first."""
    if not (actor.is_platform or actor.has(*INSIDE)):
        raise NotFound
    return list(await view.scalars(_all().order_by(PowerRecord.given_at.desc(), PowerRecord.id)))


async def carried(view: View, actor: Actor) -> Sequence[MotionRecord]:
    """The motions that may have given a power, the newest first."""
    return [motion for motion in await motions.decided(view, actor) if motion.stage is Stage.CARRIED]


def _all() -> Select[PowerRecord]:
    return select(PowerRecord).options(joinedload(PowerRecord.ended)).execution_options(populate_existing=True)


async def source(view: View, actor: Actor, power: PowerRecord) -> MotionRecord | RulebookVersionRecord:
    """What gave the power: the motion, or the version of the rule book whose rule it is."""
    if power.motion is not None:
        return await motions.find(view, actor, power.motion)
    return await rulebook.find(view, actor, power.rules_version or "")


async def _carried(view: View, actor: Actor, motion_id: str) -> MotionRecord:
    motion = await motions.find(view, actor, motion_id)
    if motion.stage is not Stage.CARRIED:
        raise NotCarried(motion=motion_id, stage=str(motion.stage))
    return motion


async def _of_motion(view: View, actor: Actor, motion_id: str) -> Source:
    motion = await _carried(view, actor, motion_id)
    return Source(fingerprint("motion", motion.id, motion.title, motion.text), motion=motion.id)


async def _of_rule(view: View, number: str, at: datetime) -> Source:
    edition = await rulebook.edition(view, at)
    clause = next((one for one in edition.clauses if one.number and one.number == number.strip()), None)
    if clause is None:
        raise NoSuchRule(rule=number)
    version = edition.version
    sha256 = fingerprint("rule", version.governing_text, clause.number)
    return Source(sha256, rule=clause.number, rules_version=version.id)
