"""What a change of the rules would do in practice: the same questions asked of the rules as they are, and with it."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import partial
from types import MappingProxyType

from constitution import Finding, Rulebook
from constitution.balloting import latest_opening
from constitution.board import board_quorum_needed, standing_down
from constitution.conditions import facts_of
from constitution.delegation import Holder, may_be_proxy, proxy_deadline
from constitution.errors import NotSettled
from constitution.majority import Majority, needed
from constitution.notice import Business, Sending, earliest_meeting, latest_service, required_notice
from constitution.proposing import supporters_needed
from constitution.quorum import Electorate, quorum_needed
from constitution.requisition import members_needed
from constitution.resolutions import Matter, required_majority
from constitution.service import Method
from constitution.weights import are_weighted
from governance.actor import Actor
from governance.members import service as members
from governance.motions import service as motions
from governance.platform.clock import legal_day
from governance.platform.db import View

AHEAD = timedelta(days=60)
"""How far off the meeting is for which the last days of sending are told."""
MOST = 100_000
VOTES = (10, 50, 100)
"""For how many votes it is told how many must be in favour."""
BOARD = 9
FEW = 5
"""So many decisions of the past are shown at once; where more would have been different, they are on their own page."""
OUTSIDER = Holder(is_member=False)


@dataclass(frozen=True, slots=True)
class Question:
    """``business``, ``method`` and ``about`` tell questions apart that are about the same."""

    ask: Callable[[Rulebook], Finding]
    business: Business | None = None
    method: Method | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer now, and with the change; None where the question would not arise.

    ``votes`` are pairs of how many vote and how many of them must be in favour, now and with the change.
    """

    asked: Question
    now: Finding | None
    then: Finding | None
    votes: tuple[Sequence[tuple[int, int]], Sequence[tuple[int, int]]] = ((), ())


@dataclass(frozen=True, slots=True)
class Simulation:
    """``members`` is the number of voting members that the numbers are for; ``chosen`` whether there is a change.

    ``past`` are the decisions that would have been different, None where there are too many to show here.
    """

    members: int
    chosen: bool
    differences: Sequence[Difference]
    past: Sequence[motions.Replayed] | None = ()


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
    chosen, today = old is not new, legal_day(now)
    past = await _past(view, actor, new, now) if chosen else ()
    was, becomes = [await _with_members(view, rules, now, number) for rules in (old, new)]
    voting = Counter(one.class_ for one in await members.voting_members(view, was, today))
    people = MappingProxyType(voting) if number is None else MappingProxyType({_first(was): number})
    # The answers cite the clauses that members can read: those in force.
    found = differences(was, replace(becomes, version=was.version), questions(people, today, now))
    votes = VOTES if number is None else (number,)
    return Simulation(sum(people.values()), chosen, [_counted(one, was, becomes, votes) for one in found], past)


async def _with_members(view: View, rules: Rulebook, now: datetime, number: int | None) -> Rulebook:
    """What depends on the number of members, for those there are or for the number typed, all of the first class."""
    if number is None:
        return await members.with_members(view, rules, now)
    facts = dict.fromkeys((one.when.fact for one in rules.conditions), 0)
    return rules.given(facts | facts_of({_first(rules): number}))


async def _past(view: View, actor: Actor, new: Rulebook, now: datetime) -> Sequence[motions.Replayed] | None:
    found = [one for one in await motions.replayed(view, actor, new, now) if one.is_changed]
    return found if len(found) <= FEW else None


def _counted(one: Difference, old: Rulebook, new: Rulebook, votes: Sequence[int]) -> Difference:
    """How many of so many votes are needed, where votes are counted by heads."""
    return replace(one, votes=(_needed(one.now, old, votes), _needed(one.then, new, votes)))


def _needed(finding: Finding | None, rules: Rulebook, votes: Sequence[int]) -> Sequence[tuple[int, int]]:
    share = None if finding is None or finding.question != "required-majority" else finding.figures["share"]
    if finding is None or not isinstance(share, Fraction) or are_weighted(rules):
        return ()
    majority = Majority(share, inclusive=not finding.figures["strictly-more"])
    return [(cast, needed(majority, cast)) for cast in votes]


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
        partial(standing_down, board=BOARD),
        partial(board_quorum_needed, board=BOARD),
        partial(proxy_deadline, meeting_starts=now + AHEAD),
    )
    return [
        *(Question(partial(required_notice, business={one}), one) for one in noticed),
        *_sent(now),
        *(Question(partial(latest_service, business={one}, meeting=meeting), one) for one in noticed[:2]),
        *map(Question, plain),
        Question(partial(may_be_proxy, holder=OUTSIDER), about="outsider"),
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
