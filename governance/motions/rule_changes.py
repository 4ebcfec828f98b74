"""What follows for a version of the rules from what becomes of the motion that proposes it.

The motion's acts are its people's; the version follows by itself, so its steps are the platform's.
"""

from datetime import datetime

from constitution.amendment import matters as matters_of
from constitution.amendment import strictest
from constitution.resolutions import required_majority
from governance.actor import platform
from governance.audit import service as audit
from governance.motions import resolution
from governance.motions.model import Stage
from governance.motions.records import MotionRecord
from governance.platform.db import Transaction
from governance.rulebook import service as rulebook
from governance.rulebook.model import State

CLERK = platform("motions")


async def put_on_notice(tx: Transaction, motion: MotionRecord, now: datetime) -> None:
    """Members are told of a change of the rules as they are now. Where others took effect since it was proposed, the
    change is made again on those, and the motion says what it says then.

    Raises:
        ChangedMeanwhile: they changed the same.
    """
    if motion.rules_version is None:
        return
    written = (await rulebook.find(tx, CLERK, motion.rules_version)).based_on
    version = await rulebook.put_on_notice(tx, CLERK, motion.rules_version, now)
    if version.based_on == written:
        return
    rules, amendment = await rulebook.in_force(tx, now), rulebook.amendment_of(version)
    motion.matter = strictest(rules, matters_of(rules, amendment))
    motion.required = required_majority(rules, motion.matter).to_dict()
    motion.text = resolution.of(rules, await rulebook.voted(tx, version)).text.to_json()
    await audit.note(tx, CLERK, "motion.redrafted", motion.id, now, version=version.id, based_on=version.based_on)


async def taken_off(tx: Transaction, motion: MotionRecord, now: datetime) -> None:
    if motion.rules_version is not None:
        await rulebook.advance(tx, CLERK, motion.rules_version, State.DRAFT, now)


async def ended(tx: Transaction, motion: MotionRecord, now: datetime) -> None:
    """Carried, the change goes its way; otherwise it ends with its motion."""
    if motion.rules_version is None:
        return
    if motion.stage is Stage.CARRIED:
        await rulebook.carry(tx, CLERK, motion.rules_version, now)
    elif motion.stage is Stage.LOST:
        await rulebook.advance(tx, CLERK, motion.rules_version, State.REJECTED, now)
    elif motion.stage in (Stage.UNDECIDED, Stage.WITHDRAWN):
        await rulebook.withdraw(tx, CLERK, motion.rules_version, now)
