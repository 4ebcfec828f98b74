"""What the rules make of a vote that is being set up: ways, voters, times, and what its officers should know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from constitution import Finding, Rulebook
from constitution.balloting import may_vote_again, open_long_enough, smallest_cell
from constitution.resolutions import Matter
from governance.access import service as access
from governance.actor import Role
from governance.errors import Invalid
from governance.meetings import service as meetings
from governance.meetings.model import Stage
from governance.members.model import Voter
from governance.platform.clock import first_instant, legal_day
from governance.platform.db import View
from governance.votes.model import BOARD, CLERK, EVERYBODY, CodesBy, Mode, needs_warning, obstacle_of
from governance.votes.model.conduct import Conduct, Lawful, lawful_modes
from governance.votes.model.draft import Draft, Purpose
from governance.votes.model.refusals import ModeOne, NotBySuchAVote, TooLateToOpen
from governance.votes.service.grouping import groups_of
from governance.votes.service.rolls import board, eligible
from governance.votes.service.tied import closing, last_opening

FEW = 20
"""On a roll shorter than this, whoever knows how some voted can guess much about the others (SMALL-4)."""


class Warned(StrEnum):
    """What is lawful, and what a careful officer thinks over first."""

    TELLS = "tells"  # so few that a result shows how people voted (V-22)
    FEW = "few"
    KEY_AND_CANDIDATE = "key-and-candidate"
    KEY_AND_OFFICER = "key-and-officer"
    SERVER_CODES = "server-codes"
    TOO_FEW_HOLDERS = "too-few-holders"


@dataclass(frozen=True, slots=True)
class Times:
    """``open_by`` and ``closes_at`` are None where nothing fixes them: the vote ends with its meeting."""

    opens_at: datetime
    open_by: datetime | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """Somebody who may hold a key: the reference that goes into a seat, the name, the member if they are one."""

    reference: str
    name: str
    member: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A vote as it would be prepared now; ``groups`` are the classes of each box where they vote apart."""

    meeting: meetings.MeetingRecord | None
    lawful: Lawful
    voters: Sequence[Voter]
    groups: Sequence[Sequence[str]]
    times: Times
    again: Finding
    warnings: tuple[Warned, ...]


def lawful(rules: Rulebook, draft: Draft) -> Lawful:
    """The ways in which this vote may be taken; hands are counted in a room, so they need a meeting."""
    matter = Matter.ELECTION if draft.purpose is Purpose.ELECTION else None
    found = lawful_modes(rules, binding=draft.purpose.binds, matter=matter, kind="elections")
    if draft.meeting is not None:
        return found
    return Lawful(tuple(mode for mode in found.modes if mode is not Mode.HANDS), found.because)


async def meeting_of(view: View, draft: Draft) -> meetings.MeetingRecord | None:
    return None if draft.meeting is None else await meetings.find(view, CLERK, draft.meeting)


async def meetings_to_come(view: View, now: datetime) -> Sequence[meetings.MeetingRecord]:
    coming = [one for one in await meetings.meetings(view) if one.stage in (Stage.CALLED, Stage.NOTIFIED)]
    return sorted((one for one in coming if one.starts_at > now), key=lambda one: one.starts_at)


async def electorates(view: View, rules: Rulebook, draft: Draft, now: datetime) -> Mapping[str, Sequence[Voter]]:
    """Who may be asked, and who that is today: everybody with a vote, one class, or for an opinion the board.

    Where the rules let each class elect its own seats, an election asks one class (P-184).
    """
    voters = await eligible(view, rules, now, await meeting_of(view, draft))
    found: dict[str, Sequence[Voter]] = {EVERYBODY: voters}
    if draft.purpose is Purpose.ELECTION and rules.word("P-184") == "own_class":
        found = {}
    for class_ in rules.words("P-022"):
        found[class_] = [voter for voter in voters if voter.class_ == class_]
    if not draft.purpose.binds:
        found[BOARD] = await board(view, now)
    return found


async def key_holders(view: View, now: datetime) -> Sequence[KeyHolder]:
    playing = await access.playing(view, Role.KEY_HOLDER, now)
    return [KeyHolder(f"account:{one.id}", one.name, one.member) for one in playing]


async def planned(view: View, rules: Rulebook, draft: Draft, now: datetime, *, begun_by: str) -> Plan:
    """
    Raises:
        NotBySuchAVote, TooLateToOpen: each with the finding that says so.
        Invalid: a day that cannot be, or an electorate that nobody is in.
    """
    found, meeting = lawful(rules, draft), await meeting_of(view, draft)
    require_lawful(found, draft.mode)
    voters = (await electorates(view, rules, draft, now)).get(draft.electorate)
    if not voters:
        raise Invalid({"electorate": "nobody"})
    matter = Matter.ELECTION if draft.purpose is Purpose.ELECTION else None
    apart = draft.electorate == EVERYBODY and draft.mode is Mode.VERIFIABLE
    return Plan(
        meeting=meeting,
        lawful=found,
        voters=voters,
        groups=groups_of(rules, matter, voters) if apart and draft.purpose.binds else (),
        times=times(rules, draft, meeting, now),
        again=may_vote_again(rules),
        warnings=await warnings(view, rules, draft, len(voters), now, begun_by=begun_by),
    )


async def require_hands(view: View, conduct: Conduct, now: datetime, *, binding: bool) -> None:
    """
    Raises:
        ModeOne: too few hands for a ballot that binds.
        Invalid: people are named who hold no key, or not as many as there are keys.
    """
    because = obstacle_of(conduct.size, conduct.needed)
    if binding and because is not None:
        raise ModeOne(because=because, size=conduct.size, needed=conduct.needed)
    known = {one.reference for one in await key_holders(view, now)}
    if not known.issuperset(conduct.seats):
        raise Invalid({"seats": "unknown"})
    if conduct.seats and len(set(conduct.seats)) != conduct.size:
        raise Invalid({"seats": "not-so-many"})


def require_lawful(found: Lawful, mode: Mode) -> None:
    if mode not in found.modes:
        raise NotBySuchAVote(finding=next(one for one in found.because), mode=mode)


def times(rules: Rulebook, draft: Draft, meeting: meetings.MeetingRecord | None, now: datetime) -> Times:
    """From when until when (P-151, P-152). An opinion may be asked for as long as one likes.

    Raises:
        TooLateToOpen: what binds would be open for fewer days than the rules ask.
    """
    opens, closes = draft.instant("opens_at"), draft.instant("closes_at")
    if meeting is not None and draft.mode is Mode.HANDS:
        return Times(meeting.starts_at)
    if meeting is not None and draft.purpose.binds:
        closes = closing(rules, meeting)
    until = closes or (None if meeting is None else meeting.starts_at)
    if until is None:
        raise Invalid({"closes_at": "missing"})
    if not draft.purpose.binds:
        opens = max(opens or now, now)
        if until <= opens:
            raise Invalid({"closes_at": "before-opening"})
        return Times(opens, closes_at=closes)
    latest = last_opening(rules, until)
    opens = max(now, opens or first_instant(legal_day(latest)))
    finding = open_long_enough(rules, opens, until)
    if not finding.met:
        raise TooLateToOpen(finding=finding, open_by=latest, now=now)
    return Times(opens, latest, closes)


async def warnings(
    view: View, rules: Rulebook, draft: Draft, roll: int, now: datetime, *, begun_by: str
) -> tuple[Warned, ...]:
    """In the order of their weight."""
    floor = smallest_cell(rules)
    found = []
    if draft.mode is not Mode.HANDS and draft.mode is not Mode.RECORDED:
        found += [Warned.TELLS] if needs_warning(roll, floor) else [Warned.FEW] if roll < FEW else []
    if draft.mode is Mode.VERIFIABLE:
        found += await _about_keys(view, draft, now, begun_by)
    return tuple(found)


async def _about_keys(view: View, draft: Draft, now: datetime, begun_by: str) -> list[Warned]:
    conduct, everybody = draft.conduct, await key_holders(view, now)
    named = [one for one in everybody if not conduct.seats or one.reference in conduct.seats]
    told = {
        Warned.KEY_AND_CANDIDATE: any(one.member in draft.candidates for one in named if one.member),
        Warned.KEY_AND_OFFICER: any(one.reference == begun_by for one in named),
        Warned.SERVER_CODES: conduct.codes_by is CodesBy.SERVER,
        Warned.TOO_FEW_HOLDERS: len(everybody) < conduct.size,
    }
    return [one for one, stands in told.items() if stands]
