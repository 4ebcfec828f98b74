"""What the desks of a vote show: the count desk, the desk for paper and phone, the room."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from governance.actor import Actor
from governance.meetings import service as meetings
from governance.members import service as members
from governance.platform.db import View
from governance.platform.keys import Keys
from governance.platform.plain import plain
from governance.votes import service as votes
from governance.votes.model import OPEN_MODES, Mode, State, opening_floor
from governance.votes.model.proof import standings
from governance.votes.model.refusals import WrongMode
from governance.votes.showing.answering import typed_of
from governance.votes.showing.voting import count_shown

MOST_FOUND = 20
"""People that one search shows; whoever looks for one types more."""

SEALED = (State.CLOSED, State.TALLIED, State.DECLARED)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the roll; ``channel`` is how they vote if not online."""

    member: str
    name: str
    number: str
    class_: str
    channel: str | None


async def desk_shown(view: View, actor: Actor, vote_id: str, now: datetime) -> dict[str, Any]:
    """The count desk as a list of tasks (S-29)."""
    found = await count_shown(view, actor, vote_id)
    vote: votes.VoteRecord = found["vote"]
    sealed = vote.state in SEALED
    return {
        **found,
        "standings": standings(found["facts"]) if vote.mode is Mode.VERIFIABLE else {},
        "reconciled": await votes.reconciled(view, vote) if sealed and vote.mode is Mode.VERIFIABLE else None,
        "floor": _floor(vote) if sealed else None,
        "hand_count": await votes.hand_count(view, actor, vote),
        "holders": await votes.holders(view, vote),
        "issued": len(await votes.issues(view, actor, vote_id)),
        "cancellations_due": await votes.cancellations_due(view, vote_id),
        "hands": await votes.hands(view, vote_id),
        "absence": await votes.absence(view, vote),
        "waiting": await votes.waiting_too_long(view, vote_id, now),
        "examined": await votes.last_examined(view, vote_id),
        "rerun": await votes.rerun(view, vote_id),
        "boxes": await votes.boxes(view, actor, vote_id),
        "rules": await members.rules_on(view, vote.prepared_at),
        "now": now,
    }


def _floor(vote: votes.VoteRecord) -> int | None:
    """How many ballots are needed for a result, where fewer count (SMALL-1)."""
    if vote.counted is None or vote.mode in OPEN_MODES:
        return None
    floor = opening_floor(vote.roll_count, vote.smallest_cell, is_part=vote.joint is not None)
    return floor if vote.counted < floor else None


async def paper_shown(view: View, actor: Actor, vote_id: str, search: str) -> dict[str, Any]:
    """Papers and calls by what is to be done with them, and whoever was looked for (S-43)."""
    vote = await votes.find(view, actor, vote_id)
    issues = await votes.issues(view, actor, vote_id)
    return {
        "vote": vote,
        "question": vote.titled,
        "meeting": None if vote.meeting is None else await meetings.find(view, actor, vote.meeting),
        "waiting": [one for one in issues if not one.is_confirmed],
        "out": [one for one in issues if one.is_confirmed and not one.record.returned],
        "returned": [one for one in issues if one.record.returned],
        "search": search,
        "people": await _people(view, actor, vote, issues, search) if search else (),
        "rules": await members.rules_on(view, vote.prepared_at),
    }


async def hand_count_shown(view: View, actor: Actor, vote_id: str) -> dict[str, Any]:
    """One teller's form, and once it was sent where the other one differs."""
    vote = await votes.find(view, actor, vote_id)
    count = await votes.hand_count(view, actor, vote)
    return {"vote": vote, "question": vote.titled, "count": count, "typed": typed_of(count.mine)}


async def answer_shown(view: View, keys: Keys, actor: Actor, vote_id: str) -> dict[str, Any]:
    """A member's own page in a vote that is not encrypted.

    Raises:
        WrongMode: nobody is offered to write down openly what this vote keeps secret, or what the room takes.
    """
    vote = await votes.find(view, actor, vote_id)
    if vote.mode not in (Mode.RECORDED, Mode.SIMPLE):
        raise WrongMode(vote=vote_id, mode=vote.mode)
    rights = await votes.rights_of(view, vote_id, actor.member)
    waiting = [line for line in rights if vote.revote or not await votes.has_answered(view, keys, vote, line.member)]
    return {
        "vote": vote,
        "question": vote.titled,
        "meeting": None if vote.meeting is None else await meetings.find(view, actor, vote.meeting),
        "rights": rights,
        "waiting": waiting,
        "names": await members.names(view, [line.member for line in rights]),
        "rules": await members.rules_on(view, vote.prepared_at),
    }


async def room_shown(view: View, actor: Actor, vote_id: str) -> dict[str, Any]:
    """What a teller enters who stands in the room."""
    vote = await votes.find(view, actor, vote_id)
    lent = sum(line.holder is not None for line in await votes.roll(view, actor, vote_id))
    return {
        "vote": vote,
        "question": vote.titled,
        "lent": lent,
        "boxes": await votes.boxes(view, actor, vote_id),
        "hands": await votes.hands(view, vote_id),
        "unanswered": await votes.unanswered(view, actor, vote) if vote.mode is Mode.RECORDED else (),
    }


async def _people(
    view: View, actor: Actor, vote: votes.VoteRecord, issues: Sequence[votes.Issue], search: str
) -> Sequence[Person]:
    """Those on the roll whose name or number has every word that was typed."""
    lines = {line.member: line for line in await votes.roll(view, actor, vote.id)}
    channels = {one.record.member: one.record.channel for one in issues}
    wanted = plain(search).split()
    known = sorted((await members.addressed(view, lines)).values(), key=lambda one: (plain(one.name), one.number))
    fitting = [one for one in known if all(word in plain(f"{one.name} {one.number}") for word in wanted)]
    return [
        Person(one.id, one.name, one.number, lines[one.id].class_, channels.get(one.id)) for one in fitting[:MOST_FOUND]
    ]
