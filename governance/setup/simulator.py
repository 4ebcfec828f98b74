"""What a change of the rules would do in practice: the same questions asked of the rules as they are, and with it."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from types import MappingProxyType

from constitution import Finding, Rulebook
from constitution.balloting import latest_opening
from constitution.board import standing_down
from constitution.errors import NotSettled
from constitution.notice import Business, Sending, earliest_meeting, latest_service, required_notice
from constitution.proposing import supporters_needed
from constitution.quorum import Electorate, quorum_needed
from constitution.requisition import members_needed
from constitution.resolutions import Matter, required_majority
from constitution.service import Method
from governance.actor import Actor
from governance.members import service as members
from governance.motions import service as motions
from governance.platform.clock import legal_day
from governance.platform.db import View

AHEAD = timedelta(days=60)
"""How far off the meeting is for which the last days of sending are told."""
MOST = 100_000


@dataclass(frozen=True, slots=True)
class Question:
    """``business`` and ``method`` tell questions apart that are about the same."""

    ask: Callable[[Rulebook], Finding]
    business: Business | None = None
    method: Method | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer now, and with the change; None where the question would not arise."""

    asked: Question
    now: Finding | None
    then: Finding | None


@dataclass(frozen=True, slots=True)
class Simulation:
    """``members`` is the number of voting members that the numbers are for; ``chosen`` whether there is a change."""

    members: int
    chosen: bool
    differences: Sequence[Difference]


async def simulated(
    view: View, actor: Actor, now: datetime, *, motion_id: str | None = None, number: int | None = None
) -> Simulation:
    """The change of a motion, or the one that the reader is writing.

    Raises:
        NotFound: there is no such motion for this reader, or it changes no rule.
    """
    if motion_id is not None:
        change = (await motions.proposed(view, actor, motion_id, now)).change
        old, new = change.old, change.new
    else:
        old, new = await motions.rules_in_mind(view, actor, now)
    today = legal_day(now)
    voting = Counter(one.class_ for one in await members.voting_members(view, old, today))
    people = MappingProxyType(voting) if number is None else MappingProxyType({_first(old): number})
    count = sum(people.values())
    # The answers cite the clauses that members can read: those in force.
    found = differences(old, replace(new, version=old.version), questions(people, today, now))
    return Simulation(count, old is not new, found)


def differences(old: Rulebook, new: Rulebook, asked: Sequence[Question]) -> Sequence[Difference]:
    """Only what the change touches."""
    found = (Difference(one, _answer(old, one), _answer(new, one)) for one in asked)
    return [one for one in found if _says(one.now) != _says(one.then)]


def questions(voting: Mapping[str, int], today: date, now: datetime) -> Sequence[Question]:
    count = sum(voting.values())
    noticed = (Business.AGM, Business.OTHER, Business.RULE_CHANGE)
    meeting = today + AHEAD
    plain = (
        partial(quorum_needed, electorate=Electorate(voting)),
        *(partial(required_majority, matter=one) for one in (None, str(Matter.RULE_CHANGE))),
        partial(latest_opening, closes=now + AHEAD),
        partial(members_needed, members=count),
        partial(supporters_needed, members=count),
        partial(standing_down, board=9),
    )
    return [
        *(Question(partial(required_notice, business={one}), one) for one in noticed),
        *_sent(now),
        *(Question(partial(latest_service, business={one}, meeting=meeting), one) for one in noticed[:2]),
        *map(Question, plain),
    ]


def _sent(now: datetime) -> Iterator[Question]:
    """Notice that went out now: the first lawful day for each kind of meeting, by post and by e-mail."""
    for business in (Business.AGM, Business.OTHER):
        for method in (Method.POST, Method.EMAIL):
            ask = partial(earliest_meeting, business={business}, sendings=[Sending(method, now)])
            yield Question(ask, business, method)


def _answer(rules: Rulebook, question: Question) -> Finding | None:
    try:
        return question.ask(rules)
    except NotSettled:
        return None


def _says(finding: Finding | None) -> tuple[bool, Mapping[str, object]] | None:
    return None if finding is None else (finding.met, finding.figures)


def _first(rules: Rulebook) -> str:
    return rules.words("P-022")[0]
