"""The roll once it is frozen: whether somebody is on it, its versions, and how two people change it (BAL-7)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from constitution import Finding, Rulebook
from constitution.classes import Holding
from constitution.eligibility import may_vote
from governance.access import service as access
from governance.actor import Actor, Role
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.meetings import service as meetings
from governance.members import service as members
from governance.members.model import Voter
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.votes.model import BOARD, CLERK, EVERYBODY, RollLine, needs_warning, roll_hash, roll_of
from governance.votes.model.refusals import AlreadyDecided, CodesBrought, RollEmpty, SecondPersonNeeded
from governance.votes.records import CredentialListRecord, RollChangeRecord, RollRecord, VoteRecord
from governance.votes.service.reading import find, find_preparing, roll

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Standing:
    """What one member has to do with a vote. ``line`` is their own right, whoever casts for it; ``finding`` says why
    they have one or none; ``since`` is the day on which they came into the class they vote in.
    """

    vote: VoteRecord
    line: RollLine | None
    finding: Finding
    since: date | None


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the roll. ``change`` is what two people changed; None for the first, and where a proxy did."""

    number: int
    count: int
    hash: str
    change: RollChangeRecord | None


async def eligible(
    view: View, rules: Rulebook, now: datetime, meeting: meetings.MeetingRecord | None = None
) -> Sequence[Voter]:
    """Who may vote, as far as is known when the roll is frozen, before its meeting if it has one (P-022, P-043)."""
    today = legal_day(now)
    voters = await members.voting_members(view, rules, today)
    if meeting is None or rules.value("P-043") != "at_notice_and_meeting":
        return voters
    told = {member.id for member in await view.scalars(members.entitled_on(min(_noticed(meeting, now), today)))}
    return [voter for voter in voters if voter.member in told]


async def board(view: View, now: datetime) -> Sequence[Voter]:
    """The members who are directors today, each in the class they are in."""
    directors = [one.member for one in await access.playing(view, Role.DIRECTOR, now) if one.member is not None]
    today = legal_day(now)
    classes = await members.classes_on(view, directors, today)
    return [Voter(member, class_, today) for member, class_ in sorted(classes.items())]


async def voters_of(view: View, vote: VoteRecord, now: datetime) -> Sequence[Voter]:
    """Who may vote today by the rules, of those whom this vote asks: everybody, one class or some, or the board."""
    if vote.electorate == BOARD:
        return await board(view, now)
    rules = await members.rules_on(view, now)
    meeting = None if vote.meeting is None else await meetings.find(view, CLERK, vote.meeting)
    asked = vote.classes or (None if vote.electorate == EVERYBODY else (vote.electorate,))
    return [voter for voter in await eligible(view, rules, now, meeting) if asked is None or voter.class_ in asked]


def _noticed(meeting: meetings.MeetingRecord, now: datetime) -> date:
    """The day on which notice counts as served; today, while none was given."""
    served = meeting.notice_finding.figures.get("served") if meeting.notified_at is not None else None
    return served if isinstance(served, date) else legal_day(meeting.notified_at or now)


async def standing(view: View, actor: Actor, vote_id: str) -> Standing:
    """Is the member who asks on the roll, and why?"""
    vote = await find(view, actor, vote_id)
    if actor.member is None:
        raise NotFound(vote=vote_id)
    member = await members.find(view, CLERK, actor.member)
    day = vote.record_date or legal_day(vote.prepared_at)
    noticed = day
    if vote.meeting is not None:
        noticed = min(_noticed(await meetings.find(view, CLERK, vote.meeting), vote.prepared_at), day)
    rules = await members.rules_on(view, vote.prepared_at)
    holdings = [Holding(period.class_, period.since, period.until) for period in member.periods]
    finding = may_vote(rules, holdings, meeting=day, notice=noticed, record_date=day)
    line = next((line for line in await roll(view, actor, vote_id) if line.member == actor.member), None)
    since = next((held.since for held in holdings if line is not None and held.member_class == line.class_), None)
    return Standing(vote, line, finding, since)


async def versions(view: View, actor: Actor, vote_id: str) -> tuple[Version, ...]:
    """All versions of the roll, the newest first; each has the hash that was published with it."""
    vote = await find(view, actor, vote_id)
    led_to = {change.version: change for change in await changes(view, actor, vote_id)}
    numbers = range(vote.roll_version, 0, -1)
    rolls = {number: await roll(view, actor, vote_id, version=number) for number in numbers}
    return tuple(Version(number, len(lines), roll_hash(lines), led_to.get(number)) for number, lines in rolls.items())


async def version(view: View, actor: Actor, vote_id: str, number: int) -> tuple[RollLine, ...]:
    """One version of the roll, for whoever reconciles it with its published hash."""
    found = await roll(view, actor, vote_id, version=number)
    if not found:
        raise NotFound(vote=vote_id, version=number)
    return found


async def numbered(view: View, field: str, typed: str) -> list[str]:
    """The ids of members whose numbers were typed into ``field``, with commas or spaces between them.

    Raises:
        Invalid: nobody has one of them.
    """
    try:
        return [(await members.numbered(view, CLERK, number)).id for number in typed.replace(",", " ").split()]
    except NotFound as error:
        raise Invalid({field: "nobody"}) from error


async def changes(view: View, actor: Actor, vote_id: str) -> Sequence[RollChangeRecord]:
    """Every change that somebody asked for, the newest first."""
    await find(view, actor, vote_id)
    asked = select(RollChangeRecord).where(RollChangeRecord.vote == vote_id)
    return (await view.scalars(asked.order_by(RollChangeRecord.asked_at.desc(), RollChangeRecord.id))).all()


async def ask_change(
    tx: Transaction,
    actor: Actor,
    vote_id: str,
    now: datetime,
    *,
    added: Collection[str],
    removed: Collection[str],
    reason: str,
) -> RollChangeRecord:
    """Ask to put members on the frozen roll or to take them off, by their ids; somebody else has to approve.

    A member who stands on it already and is added anew comes into the class they are in now (P-021).

    Raises:
        Invalid: nothing to change, no reason, or a member to take off who is not on the roll.
        CodesBrought: there is a voting code for each line already.
    """
    vote = await find_preparing(tx, actor, vote_id)
    await require_no_codes(tx, vote)
    errors = {} if reason.strip() else {"reason": "missing"}
    if len(reason) > LONGEST_REASON:
        errors["reason"] = "too-long"
    if not added and not removed:
        errors["added"] = "missing"
    if set(removed) - {line.member for line in await roll(tx, actor, vote_id)}:
        errors["removed"] = "not-on-the-roll"
    if set(added) - {voter.member for voter in await voters_of(tx, vote, now)}:
        errors["added"] = "has-no-vote"
    if errors:
        raise Invalid(errors)
    change = RollChangeRecord(
        id=new_id(),
        vote=vote_id,
        reason=reason.strip(),
        added=sorted(added),
        removed=sorted(removed),
        asked_by=actor.reference,
        asked_at=now,
    )
    tx.add(change)
    await audit.note(tx, actor, "vote.roll-change-asked", vote_id, now, change=change.id)
    return change


async def decide_change(
    tx: Transaction, actor: Actor, vote_id: str, change_id: str, now: datetime, *, approve: bool
) -> RollChangeRecord:
    """A second person approves the change, which makes a new version of the roll, or refuses it (PERM-7).

    Raises:
        SecondPersonNeeded: the same person asked for it.
    """
    vote = await find_preparing(tx, actor, vote_id)
    change = await tx.get(RollChangeRecord, change_id, lock=True)
    if change is None or change.vote != vote_id:
        raise NotFound(change=change_id)
    if change.decided_at is not None:
        raise AlreadyDecided(change=change_id)
    if change.asked_by == actor.reference:
        raise SecondPersonNeeded(vote=vote_id)
    change.decided_by, change.decided_at = actor.reference, now
    if not approve:
        await audit.note(tx, actor, "vote.roll-change-refused", vote_id, now, change=change_id)
        return change
    voters = {voter.member: voter for voter in await voters_of(tx, vote, now)}
    stay = {line.member: line for line in await roll(tx, actor, vote_id) if line.member not in change.removed}
    for member in change.added:
        moved = RollLine(member, voters[member].class_) if member in voters else None
        if moved is None:
            raise Invalid({"added": "has-no-vote"})
        stay[member] = replace(moved, holder=stay[member].holder) if member in stay else moved
    await renew(tx, actor, vote, stay.values(), now, change=change_id)
    change.version = vote.roll_version
    return change


async def renew(
    tx: Transaction, actor: Actor, vote: VoteRecord, lines: Iterable[RollLine], now: datetime, **because: str
) -> None:
    """The next version of the roll of a vote that is not open yet, published as its count and its hash."""
    await require_no_codes(tx, vote)
    lines = tuple(lines)
    ordered = roll_of(lines, {line.member: line.holder for line in lines if line.holder is not None})
    if not ordered:
        raise RollEmpty
    vote.roll_version += 1
    tx.add_all(
        RollRecord(vote=vote.id, version=vote.roll_version, member=line.member, class_=line.class_, holder=line.holder)
        for line in ordered
    )
    vote.roll_count, vote.roll_hash = len(ordered), roll_hash(ordered)
    vote.small = needs_warning(len(ordered), vote.smallest_cell)
    await tx.flush()
    said = {"version": vote.roll_version, "roll": vote.roll_hash, "count": len(ordered), **because}
    await audit.note(tx, actor, "vote.roll-changed", vote.id, now, **said)


async def require_no_codes(view: View, vote: VoteRecord) -> None:
    """
    Raises:
        CodesBrought: the list of voting codes fits the roll as it is; another roll would leave somebody without a code.
    """
    if await view.get(CredentialListRecord, vote.id) is not None:
        raise CodesBrought(vote=vote.id)
