"""A motion that changes the rules: proposed with the change itself, and shown with what the change does."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from constitution import Finding, Rulebook, checks
from constitution.amendment import Amendment, may_change_rules, takes_effect
from constitution.amendment import matters as matters_of
from constitution.differences import ClauseChange, differences
from constitution.notice import Business, required_notice
from constitution.resolutions import required_majority, strictest
from governance.actor import Actor
from governance.errors import NotFound
from governance.members import service as members
from governance.motions import resolution
from governance.motions.looking import find
from governance.motions.proposing import propose
from governance.motions.records import MotionRecord
from governance.motions.rule_changes import CLERK
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.texts import Texts
from governance.rulebook import service as rulebook
from governance.rulebook.service import RulebookVersionRecord


@dataclass(frozen=True, slots=True)
class Change:
    """What a change does. ``problems`` are those that the rules would have with it and have not without it; ``effect``
    is found as if it were passed today."""

    old: Rulebook
    new: Rulebook
    clauses: tuple[ClauseChange, ...]
    problems: tuple[Finding, ...]
    matters: tuple[str, ...]
    majority: Finding
    notice: Finding
    effect: Finding
    allowed: Finding


@dataclass(frozen=True, slots=True)
class Proposed:
    """A motion with the version of the rules that it proposes, and what that changes."""

    motion: MotionRecord
    version: RulebookVersionRecord
    change: Change


def change_of(old: Rulebook, amendment: Amendment, new: Rulebook, now: datetime, number: int) -> Change:
    about = matters_of(old, amendment)
    return Change(
        old=old,
        new=new,
        clauses=differences(old, new),
        problems=new_problems(old, new),
        matters=about,
        majority=required_majority(old, about),
        notice=required_notice(old, {Business.RULE_CHANGE}),
        effect=takes_effect(old, passed=legal_day(now)),
        allowed=may_change_rules(old, number),
    )


def new_problems(old: Rulebook, new: Rulebook) -> tuple[Finding, ...]:
    """What somebody ought to look at in the new rules and had no reason to look at in the old."""
    known = [(one.question, one.figures) for one in checks.problems(old)]
    return tuple(one for one in checks.problems(new) if (one.question, one.figures) not in known)


async def tried(view: View, amendment: Amendment, now: datetime) -> Change:
    """The change as it would be made now.

    Raises:
        Invalid, NothingChanged
    """
    rules = await rulebook.in_force(view, now)
    number = await members.count(view, legal_day(now))
    return change_of(rules, amendment, rulebook.made(rules, amendment), now, number)


async def propose_amendment(
    tx: Transaction,
    actor: Actor,
    *,
    amendment: Amendment,
    title: Texts | None = None,
    why: Texts | None = None,
    meeting_id: str | None = None,
    by_board: bool = False,
    now: datetime,
) -> MotionRecord:
    """Bring a motion that changes the rules. Its text is made from the change, and its title where none is given.

    Raises:
        Invalid, NothingChanged, TooFewToChange: the change cannot be made.
        MembersOnly, TooLate: as for every motion.
    """
    rules = await rulebook.in_force(tx, now)
    number = await members.count(tx, legal_day(now))
    version = await rulebook.draft_amendment(tx, actor, amendment, now, members=number)
    words = resolution.of(rules, await rulebook.voted(tx, version))
    about = matters_of(rules, amendment)
    motion = await propose(
        tx,
        actor,
        title=(title or Texts()).completed(words.title),
        text=words.text,
        why=why,
        matter=strictest(rules, about),
        meeting_id=meeting_id,
        by_board=by_board,
        typed=("title", "why"),
        now=now,
    )
    motion.rules_version, motion.required = version.id, required_majority(rules, about).to_dict()
    await tx.flush()
    return motion


async def proposed(view: View, actor: Actor, motion_id: str, now: datetime) -> Proposed:
    """
    Raises:
        NotFound: there is no such motion for this reader, or it changes no rule.
    """
    motion = await find(view, actor, motion_id)
    if motion.rules_version is None:
        raise NotFound(motion=motion_id)
    version = await rulebook.find(view, CLERK, motion.rules_version)
    old = await rulebook.base_of(view, version)
    if old is None:
        raise NotFound(motion=motion_id)
    number = await members.count(view, legal_day(now))
    new = await rulebook.voted(view, version)
    return Proposed(motion, version, change_of(old, rulebook.amendment_of(version), new, now, number))


async def consolidated(view: View, version: RulebookVersionRecord, now: datetime) -> Change:
    """The change as the registrar is told of it: made on the rules that it replaces.

    Raises:
        ChangedMeanwhile: rules in force changed the same since.
    """
    rules = await rulebook.in_force(view, now)
    if version.effective_at is None:
        old, new = rules, await rulebook.consolidated(view, version)
    else:
        old, new = await rulebook.replaced(view, version) or rules, await rulebook.governing(view, version)
    number = await members.count(view, legal_day(now))
    return change_of(old, rulebook.amendment_of(version), new, now, number)


async def of_versions(view: View, versions: Collection[str]) -> dict[str, MotionRecord]:
    """The motions that propose these versions of the rules, by version."""
    found: Sequence[MotionRecord] = (
        await view.scalars(select(MotionRecord).where(MotionRecord.rules_version.in_(versions)))
    ).all()
    return {motion.rules_version: motion for motion in found if motion.rules_version is not None}
