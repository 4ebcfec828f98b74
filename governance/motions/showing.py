"""What the pages and answers about one motion show, gathered in one look."""

from datetime import datetime
from typing import Any

from constitution import Finding, Rulebook
from governance.actor import Actor
from governance.meetings import service as meetings
from governance.members import service as members
from governance.motions.looking import about_vote, find, support_found
from governance.motions.model import Stage
from governance.platform.db import View
from governance.platform.texts import Texts
from governance.rulebook import service as rulebook
from governance.votes import service as votes


async def shown(view: View, actor: Actor, motion_id: str, now: datetime) -> dict[str, Any]:
    """The motion, its people and meeting, and the findings that a reader may ask "why?" about."""
    motion = await find(view, actor, motion_id)
    rules = await rulebook.in_force(view, now)
    supporters = [supporter.member for supporter in motion.supporters]
    waiting = motion.stage in (Stage.SEEKING_SUPPORT, Stage.SUPPORTED)
    return {
        "motion": motion,
        "meeting": None if motion.meeting is None else await meetings.find(view, actor, motion.meeting),
        "vote": None if motion.vote is None else await votes.find(view, actor, motion.vote),
        "names": await members.names(view, supporters),
        "supports": actor.member in supporters,
        "support": await support_found(view, rules, len(supporters), now) if waiting else None,
        "clauses": clauses(rules, motion.required_finding, motion.decision),
    }


async def result(view: View, actor: Actor, vote_id: str, now: datetime) -> dict[str, Any]:
    """What a vote came to, and what that means for the motion it was about (S-26)."""
    vote = await votes.find(view, actor, vote_id)
    about = await about_vote(view, vote_id)
    motion = None if about is None else await find(view, actor, about.id)
    rules = await rulebook.in_force(view, now)
    return {
        "vote": vote,
        "question": Texts.from_json(vote.question),
        "outcome": votes.outcome(vote),
        "motion": motion,
        "clauses": {} if motion is None else clauses(rules, motion.decision),
    }


def clauses(rules: Rulebook, *findings: Finding | None) -> dict[str, dict[str, str]]:
    """The headings of the rules that the findings cite, by number and language."""
    cited = {citation.rule for finding in findings if finding for citation in finding.citations if citation.rule}
    return {rule: dict(rules.clauses.get(rule, {})) for rule in cited}
