"""What the pages about votes show, each gathered in one look."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ballots.report import Asked
from ballots.roles.telling import counted
from governance.actor import Actor
from governance.meetings import service as meetings
from governance.members import service as members
from governance.platform.db import View
from governance.platform.keys import Keys
from governance.votes import service as votes
from governance.votes.model import Mode, State
from governance.votes.model.proof import standings
from governance.votes.model.refusals import WrongMode
from governance.votes.model.stages import Way, stages
from governance.votes.records import VoteRecord
from governance.votes.showing.verifier import verifier_fingerprint

COUNTING = (State.CLOSED, State.TALLIED)


@dataclass(frozen=True, slots=True)
class Line:
    """A vote in the list, and what it has to do with the reader; ``has_cast`` is None where nobody may know it.

    ``is_struck_off``: the reader votes on paper or by phone.
    """

    vote: VoteRecord
    meeting: meetings.MeetingRecord | None
    has_right: bool
    has_cast: bool | None
    is_struck_off: bool


@dataclass(frozen=True, slots=True)
class Lists:
    open: Sequence[Line]
    coming: Sequence[Line]
    counting: Sequence[Line]
    decided: Sequence[Line]


async def listed(view: View, keys: Keys, actor: Actor) -> Lists:
    """Votes by what can be done with them; of the open ones those that still wait for the reader come first."""
    lines = [await _line(view, keys, actor, vote) for vote in await votes.every(view, actor)]

    def those(*states: State) -> list[Line]:
        return [line for line in lines if line.vote.state in states]

    return Lists(
        open=sorted(those(State.OPEN), key=lambda line: (line.has_cast is not False, not line.has_right)),
        coming=those(State.ROLLED),
        counting=those(*COUNTING),
        decided=those(State.DECLARED, State.VOID),
    )


async def shown(view: View, actor: Actor, vote_id: str) -> dict[str, Any]:
    """The vote, the reader's right in it, and what key-holders and the credential holder have brought."""
    vote = await votes.find(view, actor, vote_id)
    return {
        "vote": vote,
        "question": vote.titled,
        "right": await votes.right_of(view, vote_id, actor.member),
        "parts": await votes.parts(view, vote_id),
        "key_holders": vote.size,
    }


async def casting_shown(view: View, actor: Actor, vote_id: str) -> dict[str, Any]:
    """For whoever locks a vote with a program of their own: ``blank_answers`` as the program reads them.

    Raises:
        WrongMode: nothing is locked in this vote.
    """
    vote = await votes.find(view, actor, vote_id)
    if vote.mode is not Mode.VERIFIABLE:
        raise WrongMode(vote=vote_id, mode=vote.mode)
    blank = [[0] * len(one.answers) if one.is_shuffled else [1] + [0] * len(one.answers) for one in vote.asked]
    return {"vote": vote, "question": vote.titled, "blank_answers": json.dumps(blank, separators=(",", ":"))}


async def box_shown(view: View, keys: Keys, actor: Actor, vote_id: str, page: int) -> dict[str, Any]:
    """The box at its last checkpoint: its signature, how many, and one sheet of its codes."""
    vote = await votes.find(view, actor, vote_id)
    return {
        "vote": vote,
        "question": vote.titled,
        "box": await votes.box(view, keys, actor, vote_id),
        "contents": await votes.contents(view, vote),
        "sheet": await votes.sheet(view, actor, vote_id, page),
        "cancelled": await votes.cancellations(view, vote_id) if vote.closed_at else 0,
        "copies": await votes.copies(view, actor, vote_id),
        "rules": await members.rules_on(view, vote.prepared_at),
        "found": None,
        "typed": "",
    }


async def count_shown(view: View, actor: Actor, vote_id: str) -> dict[str, Any]:
    """How far the count has come (S-28)."""
    found = await shown(view, actor, vote_id)
    vote: VoteRecord = found["vote"]
    facts = await votes.facts(view, vote)
    is_added_up = await votes.sums_are_published(view, vote)
    return {
        **found,
        "meeting": None if vote.meeting is None else await meetings.find(view, actor, vote.meeting),
        "is_added_up": is_added_up,
        "cancelled": await votes.cancellations(view, vote.id) if vote.closed_at else 0,
        "stages": stages(await _way(view, found, are_published=is_added_up)),
        "facts": facts,
    }


async def proof_shown(view: View, keys: Keys, actor: Actor, vote_id: str) -> dict[str, Any]:
    """What was proved so far, and what somebody needs who checks it (S-27)."""
    found = await count_shown(view, actor, vote_id)
    vote: VoteRecord = found["vote"]
    return {
        **found,
        "standings": standings(found["facts"]),
        "program": verifier_fingerprint(),
        "ending": verified_ending(vote, await votes.last_event(view, actor, vote_id)),
        "box": await votes.box(view, keys, actor, vote_id),
        "witnesses": await votes.witnesses(view, actor, vote_id),
        "bindings": vote.state is State.DECLARED and await votes.bindings(view, vote_id),
    }


async def _way(view: View, found: Mapping[str, Any], *, are_published: bool) -> Way:
    vote, parts = found["vote"], found["parts"]
    progress = await votes.progress(view, vote)
    return Way(
        state=vote.state,
        needed=vote.needed,
        ballots=progress.total,
        added_up=progress.done,
        are_published=are_published,
        openings=parts.decryptions,
        shuffles=await votes.shufflers(view, vote.id) if any(one.is_shuffled for one in vote.asked) else None,
    )


ENDING = 4
"""Lines of a long answer that are enough to compare."""


def verified_ending(vote: VoteRecord, event: str | None) -> str:
    """What ``ballots verify`` writes last about the record that is given out now; papers are not in it."""
    if vote.state is not State.DECLARED or vote.result is None:
        return f"  last event         {event}"
    question = vote.asked[-1].encoded()
    asked = Asked(question.text, tuple(question.labels))
    return "\n".join(list(counted(asked, vote.result[-1], one_by_one=question.shuffled))[-ENDING:])


async def _line(view: View, keys: Keys, actor: Actor, vote: VoteRecord) -> Line:
    return Line(
        vote=vote,
        meeting=None if vote.meeting is None else await meetings.find(view, actor, vote.meeting),
        has_right=await votes.right_of(view, vote.id, actor.member) is not None,
        has_cast=await votes.has_cast(view, keys, actor, vote),
        is_struck_off=await votes.issue_to(view, vote.id, actor.member) is not None,
    )
