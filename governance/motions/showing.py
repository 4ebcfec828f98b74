"""What the pages about motions show, each gathered in one look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from constitution import Rulebook
from constitution.amendment import Amendment
from constitution.proposing import motion_deadline, supporters_needed
from governance.actor import Actor
from governance.errors import NotFound
from governance.meetings import service as meetings
from governance.meetings.model import Stage as MeetingStage
from governance.members import service as members
from governance.motions import confirming, effects, model, resolution
from governance.motions import service as motions
from governance.motions.auditing import WithoutAudit, without_audit
from governance.motions.balloting import no_way_here
from governance.motions.draft import ASKED, Draft, Step, preceding, steps, unanswered
from governance.motions.looking import notice_day
from governance.motions.matters import about as matters_about
from governance.motions.model import Stage
from governance.motions.records import MotionRecord
from governance.motions.sharing import shared
from governance.platform.clock import legal_day
from governance.platform.db import View
from governance.platform.keys import Keys
from governance.platform.web.assets import built
from governance.votes import service as votes
from governance.votes.model.conduct import hands_offered
from governance.votes.model.outcomes import counted

AT_ONCE = 50
"""Decisions on one page."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Motions by how far they have come, the newest first in each part."""

    seeking: Sequence[MotionRecord]
    coming: Sequence[MotionRecord]
    voting: Sequence[MotionRecord]
    ended: Sequence[MotionRecord]


async def listed(view: View, actor: Actor) -> dict[str, Any]:
    every = await motions.motions(view, actor)
    parts = [
        (Stage.SEEKING_SUPPORT,),
        (Stage.SUPPORTED, Stage.ON_AGENDA),
        (Stage.BALLOT,),
        tuple(model.ENDED),
    ]
    found = Listed(*([motion for motion in every if motion.stage in stages] for stages in parts))
    return {"motions": found, "draft": await motions.find_draft(view, actor), "are_any": bool(every)}


async def shown(view: View, actor: Actor, motion_id: str, now: datetime) -> dict[str, Any]:
    """The motion, its people and meeting, and the findings that a reader may ask "why?" about."""
    motion = await motions.find(view, actor, motion_id)
    rules = await members.rules_on(view, now)
    supporters = [supporter.member for supporter in motion.supporters]
    is_waiting = motion.stage in (Stage.SEEKING_SUPPORT, Stage.SUPPORTED)
    meeting = None if motion.meeting is None else await meetings.find(view, actor, motion.meeting)
    has_deadline = is_waiting and meeting is not None and meeting.stage == MeetingStage.CALLED
    return {
        "motion": motion,
        "effects": effects.of(motion),
        "authority": motions.authority_of(motion),
        "meeting": meeting,
        "vote": None if motion.vote is None else await votes.find(view, actor, motion.vote),
        "names": await members.names(view, supporters),
        "supports": actor.member in supporters,
        "is_mine": motions.brought_by(motion, actor),
        "support": await motions.support_found(view, rules, len(supporters), now) if is_waiting else None,
        "deadline": motion_deadline(rules, notice_day(rules, meeting)) if has_deadline and meeting else None,
        "may_word": is_waiting and motions.may_word(motion, actor),
        "missing": motions.languages_missing(rules, motion) if is_waiting else [],
        "second": confirming.dates(rules, motion, None if meeting is None else meeting.day),
        "file_by": confirming.filing(rules, motion),
        "no_way": no_way_here(rules, motion, await matters_about(view, rules, motion)),
        "instrument": confirming.instrument(rules, motion, await members.count(view, legal_day(now))),
        "without_audit": _without_audit(rules, motion, legal_day(now) if meeting is None else meeting.day),
        "today": legal_day(now),
        "rules": rules,
    }


async def sent_shown(view: View, actor: Actor, motion_id: str, now: datetime) -> dict[str, Any]:
    """The same for whoever has just sent it.

    Raises:
        NotFound: somebody else did.
    """
    found = await shown(view, actor, motion_id, now)
    if not found["is_mine"]:
        raise NotFound(motion=motion_id)
    return found


async def beginning(view: View, actor: Actor, now: datetime) -> dict[str, Any]:
    """Before the first question: what a motion needs, by when, and whether one is begun."""
    rules = await members.rules_on(view, now)
    draft = await motions.find_draft(view, actor)
    begun = draft or Draft()
    return {
        "draft": draft,
        "first": steps(actor, begun)[0],
        "onward": unanswered(actor, begun) or Step.CHECK,
        "needed": supporters_needed(rules, await members.count(view, legal_day(now))),
        "chances": await motions.chances(view, now),
        "rules": rules,
    }


async def step_shown(view: View, actor: Actor, step: Step, now: datetime) -> dict[str, Any]:
    """One question, with what was answered before.

    Raises:
        NotFound: the question is not for this writer.
    """
    draft = await motions.find_draft(view, actor) or Draft()
    order = steps(actor, draft)
    if step not in order:
        raise NotFound(step=step)
    rules = await members.rules_on(view, now)
    missing = unanswered(actor, draft)
    before = preceding(actor, draft, step)
    return {
        "draft": draft,
        "step": step,
        "number": order.index(step) + 1,
        "last": len(order),
        "before": "/motions/new" if before is None else f"/motions/new/{before}",
        "order": order,
        "missing": missing,
        "for_board": draft.is_for_board(actor),
        "matters": ASKED,
        "chances": await motions.chances(view, now) if step in (Step.MEETING, Step.CHECK) else [],
        "needed": supporters_needed(rules, await members.count(view, legal_day(now))),
        "resolution": None if draft.change is None else await _resolution(view, draft.change, now),
        "rules": rules,
    }


async def _resolution(view: View, amendment: Amendment, now: datetime) -> resolution.Resolution:
    change = await motions.tried(view, amendment, now)
    return resolution.of(change.old, change.new)


async def desk_shown(view: View, actor: Actor, motion_id: str, now: datetime) -> dict[str, Any]:
    """The motion as the secretary has it before her, with the meetings that may still take it."""
    found = await shown(view, actor, motion_id, now)
    tie = await motions.tie(view, actor, found["motion"], now)
    warned = await shared(view, actor, found["rules"], found["motion"], now)
    return {**found, "meetings": await meetings.planned(view), "tie": tie, "shared": warned}


async def ballot_shown(view: View, actor: Actor, motion_id: str, now: datetime) -> dict[str, Any]:
    """The ballot as it would be prepared now; nothing is fixed by looking.

    Raises:
        WrongStage, and whatever `motions.plan` raises.
    """
    motion = await motions.find(view, actor, motion_id)
    if motion.stage is not Stage.ON_AGENDA:
        raise model.WrongStage(motion=motion_id, stage=str(motion.stage))
    rules = await members.rules_on(view, now)
    plan = await motions.plan(view, actor, motion, now)
    return {
        "motion": motion,
        "plan": plan,
        "shared": await shared(view, actor, rules, motion, now),
        "hands": hands_offered(binding=True),
        "holders": await votes.key_holders(view, now),
        "groups": sorted(votes.GROUPS),
        "rules": rules,
    }


async def vote_shown(view: View, keys: Keys, actor: Actor, vote_id: str) -> dict[str, Any]:
    """A vote as a member meets it: the question, what follows from each answer, and the member's own part in it."""
    vote = await votes.find(view, actor, vote_id)
    about = await motions.about_vote(view, vote_id)
    motion = None if about is None else await motions.find(view, actor, about.id)
    meeting = None if vote.meeting is None else await meetings.find(view, actor, vote.meeting)
    rules = await members.rules_on(view, vote.prepared_at)
    return {
        "vote": vote,
        "question": vote.titled,
        "right": await votes.right_of(view, vote_id, actor.member),
        "has_cast": await votes.has_cast(view, keys, actor, vote),
        "issue": await votes.issue_to(view, vote_id, actor.member),
        "contents": await votes.contents(view, vote),
        "ended_at": await votes.ended_at(view, vote),
        "motion": motion,
        "effects": () if motion is None else effects.of(motion),
        "authority": None if motion is None else motions.authority_of(motion),
        "meeting": meeting,
        "rules": rules,
        "booth": built().get("booth.html"),
    }


async def result(view: View, actor: Actor, vote_id: str, now: datetime) -> dict[str, Any]:
    """What a vote came to, and what that means for the motion it was about (S-26)."""
    vote = await votes.find(view, actor, vote_id)
    about = await motions.about_vote(view, vote_id)
    motion = None if about is None else await motions.find(view, actor, about.id)
    meeting = None if vote.meeting is None else await meetings.find(view, actor, vote.meeting)
    rules = await members.rules_on(view, vote.declared_at or now)
    results = await votes.results(view, actor, vote_id)
    may_complain = vote.declared_at is not None and rules.value("P-160") is not None
    complain_by = _days_after(vote.declared_at, rules.count("P-160")) if may_complain and vote.declared_at else None
    return {
        "vote": vote,
        "question": vote.titled,
        "results": results,
        "counts": () if results is None else counted(results.together),
        "motion": motion,
        "meeting": meeting,
        "quorum": None if meeting is None else meeting.quorum_finding,
        "rules": rules,
        "complain_by": complain_by,
        "may_complain": complain_by is not None and legal_day(now) <= complain_by,
    }


async def decisions_shown(view: View, actor: Actor, search: str, page: int) -> dict[str, Any]:
    found = await motions.decided(view, actor, search=search)
    start = (page - 1) * AT_ONCE
    return {
        "motions": found[start : start + AT_ONCE],
        "number": len(found),
        "search": search,
        "page": page,
        "more": len(found) > start + AT_ONCE,
    }


def _without_audit(rules: Rulebook, motion: MotionRecord, day: date) -> WithoutAudit | None:
    if motion.stage in model.ENDED:
        return None
    return without_audit(rules, motion.matter, motion.proposed_on, day)


def _days_after(instant: datetime, days: int) -> date:
    return legal_day(instant) + timedelta(days=days)
