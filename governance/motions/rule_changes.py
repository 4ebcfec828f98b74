"""What follows for a version of the rules from what becomes of the motion that proposes it.

The motion's acts are its people's; the version follows by itself, so its steps are the platform's.
"""

from datetime import datetime

from sqlalchemy import select

from constitution.amendment import matters as matters_of
from constitution.resolutions import required_majority, strictest
from governance.actor import platform
from governance.audit import service as audit
from governance.correspondence import service as correspondence
from governance.correspondence.model import Letter
from governance.members import service as members
from governance.motions import resolution
from governance.motions.model import Stage
from governance.motions.records import MotionRecord
from governance.platform.clock import legal_day
from governance.platform.db import Transaction
from governance.platform.texts import Texts
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
    about = matters_of(rules, amendment)
    motion.matter, motion.required = strictest(rules, about), required_majority(rules, about).to_dict()
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


async def tell_members(tx: Transaction, version_id: str, now: datetime) -> None:
    """One light letter for each member of today: the change that they decided on is in force."""
    motion: MotionRecord | None = await tx.scalar(select(MotionRecord).where(MotionRecord.rules_version == version_id))
    version = await rulebook.find(tx, CLERK, version_id)
    if motion is None or version.effective_at is None:
        return
    organisation = await rulebook.organisation(tx)
    everybody = await tx.scalars(members.entitled_on(legal_day(now)))
    facts = {
        "organisation": Texts(en=organisation.name_en, cy=organisation.name_cy),
        "title": motion.titled,
        "in_force_on": legal_day(version.effective_at),
        "motion": motion.id,
    }
    await correspondence.serve(
        tx,
        CLERK,
        kind="motions/rules-in-force",
        cause=version_id,
        letters=[Letter.to_member(member) for member in everybody],
        facts=facts,
        now=now,
        formal=False,
    )
