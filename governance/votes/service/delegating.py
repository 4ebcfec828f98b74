"""Proxies: a member lets somebody else vote at one meeting, says how, and takes it back (P-170 to P-175)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from constitution import Finding, Rulebook
from constitution.delegation import Holder, may_be_proxy, proxy_deadline
from governance.actor import Actor, Role
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.meetings import service as meetings
from governance.meetings.model import Stage
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.platform.plain import plain
from governance.votes.model import CLERK, OPEN_MODES, RollLine, State
from governance.votes.model.plain import problems
from governance.votes.model.refusals import (
    AlreadyLent,
    CodesBrought,
    MayNotBeProxy,
    NoProxies,
    NothingToLend,
    ProxyTooLate,
    WrongState,
)
from governance.votes.records import CredentialListRecord, ProxyRecord, VoteRecord
from governance.votes.service.reading import find, roll
from governance.votes.service.rolls import eligible, renew

OFFICERS = (Role.SECRETARY, Role.CHAIR)
STAFF_CLASSES = {"worker": "co_op_staff"}
"""Positions that the register knows; all others the giver declares (P-173)."""

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who shall vote: a member by number and name, or somebody else by name alone where the rules allow it.

    ``positions`` are those of P-173 that the giver says the person holds.
    """

    name: str
    number: str = ""
    positions: frozenset[str] = frozenset()


async def proxies_at(view: View, meeting_id: str) -> Sequence[ProxyRecord]:
    """The proxies in force for a meeting, in the order of their appointment."""
    rows = select(ProxyRecord).where(ProxyRecord.meeting == meeting_id, ProxyRecord.revoked_at.is_(None))
    return (await view.scalars(rows.order_by(ProxyRecord.appointed_at, ProxyRecord.id))).all()


async def proxy_of(view: View, meeting_id: str, giver: str | None) -> ProxyRecord | None:
    return next((proxy for proxy in await proxies_at(view, meeting_id) if proxy.giver == giver), None)


async def casting_proxies(
    view: View, rules: Rulebook, meeting_id: str, vote_id: str | None = None
) -> Mapping[str, str]:
    """By the giver's id, the member who casts in their place; ``vote_id`` is None for a vote that is not prepared yet.

    Whoever is no member votes in the room alone. Where a proxy must be directed, none casts undirected (P-175).
    """
    directed_only = rules.value("P-175") == "directed_only"
    return {
        proxy.giver: proxy.holder
        for proxy in await proxies_at(view, meeting_id)
        if proxy.holder is not None and (not directed_only or vote_id in (proxy.directed or {}))
    }


async def appoint(tx: Transaction, actor: Actor, meeting_id: str, wanted: Wanted, now: datetime) -> ProxyRecord:
    """The member who acts lets ``wanted`` vote for them at this meeting.

    Raises:
        NoProxies, ProxyTooLate, NothingToLend, AlreadyLent, MayNotBeProxy: most with the finding that says so.
        Invalid: nobody has this number and this name.
    """
    if actor.member is None:
        raise NotFound(meeting=meeting_id)
    return await _appoint(tx, actor, meeting_id, wanted, now, giver=actor.member)


async def enter_paper(
    tx: Transaction, actor: Actor, meeting_id: str, wanted: Wanted, now: datetime, *, giver: str, witness: str
) -> ProxyRecord:
    """An officer has a form before them that ``giver`` signed and ``witness`` saw. The same rules hold."""
    if not (actor.is_platform or actor.has(*OFFICERS)):
        raise NotFound(meeting=meeting_id)
    missing = [name for name, given in (("giver", giver), ("witness", witness.strip())) if not given]
    if missing:
        raise Invalid(dict.fromkeys(missing, "missing"))
    if len(witness) > LONGEST_NAME:
        raise Invalid({"witness": "too-long"})
    return await _appoint(tx, actor, meeting_id, wanted, now, giver=giver, witness=witness.strip())


async def _appoint(
    tx: Transaction,
    actor: Actor,
    meeting_id: str,
    wanted: Wanted,
    now: datetime,
    *,
    giver: str,
    witness: str = "",
) -> ProxyRecord:
    meeting = await meetings.find(tx, actor, meeting_id, lock=True)
    rules = await members.rules_on(tx, now)
    _require_in_time(rules, meeting, now)
    if giver not in {voter.member for voter in await eligible(tx, rules, now, meeting)}:
        raise NothingToLend(meeting=meeting_id)
    if await proxy_of(tx, meeting_id, giver) is not None:
        raise AlreadyLent(meeting=meeting_id)
    holder = await _wanted(tx, wanted, now)
    if holder == giver:
        raise Invalid({"number": "yourself"})
    finding = may_be_proxy(rules, await _as_holder(tx, meeting_id, wanted, holder, now))
    if not finding.met:
        raise MayNotBeProxy(finding=finding, because=finding.figures["because"])
    proxy = ProxyRecord(
        id=new_id(),
        meeting=meeting_id,
        giver=giver,
        appointed_at=now,
        appointed_by=actor.reference,
        finding=finding.to_dict(),
        holder=holder,
        holder_name=wanted.name if holder is None else "",
        witnessed_by=witness,
    )
    tx.add(proxy)
    await tx.flush()
    await audit.note(tx, actor, "vote.proxy-appointed", meeting_id, now, proxy=proxy.id)
    await _bring_into_rolls(tx, actor, rules, meeting_id, now)
    return proxy


async def direct(
    tx: Transaction, actor: Actor, vote_id: str, now: datetime, *, answers: Sequence[Sequence[int]] | None = None
) -> ProxyRecord:
    """The giver says how their proxy shall vote in one vote; of a secret one only that they have told them.

    Raises:
        CodesBrought: the rules let no proxy vote undirected, and the roll of this vote stands already (P-175).
    """
    vote = await find(tx, actor, vote_id, lock=True)
    proxy = None if vote.meeting is None else await proxy_of(tx, vote.meeting, actor.member)
    if vote.meeting is None or proxy is None:
        raise NotFound(vote=vote_id)
    if vote.state not in (State.ROLLED, State.OPEN):
        raise WrongState(vote=vote_id, state=vote.state)
    proxy.directed = {**(proxy.directed or {}), vote_id: _directions(vote, answers)}
    await tx.flush()
    await audit.note(tx, actor, "vote.proxy-directed", vote_id, now, proxy=proxy.id)
    rules = await members.rules_on(tx, now)
    await _bring_into_rolls(tx, actor, rules, vote.meeting, now)
    casts = {line.member: line.holder for line in await roll(tx, actor, vote_id)}
    if proxy.holder is not None and vote.mode not in OPEN_MODES and casts.get(proxy.giver) != proxy.holder:
        raise CodesBrought(vote=vote_id)
    return proxy


async def revoke(tx: Transaction, actor: Actor, proxy_id: str, now: datetime) -> Sequence[VoteRecord]:
    """The giver takes it back: their own right, so no second person is asked.

    Answers the votes in which the proxy casts all the same, because their rolls stand already.
    """
    proxy = await tx.get(ProxyRecord, proxy_id, lock=True)
    if proxy is None or proxy.revoked_at is not None or not _may_revoke(actor, proxy):
        raise NotFound(proxy=proxy_id)
    proxy.revoked_at = now
    await tx.flush()
    await audit.note(tx, actor, "vote.proxy-revoked", proxy.meeting, now, proxy=proxy_id)
    await _bring_into_rolls(tx, actor, await members.rules_on(tx, now), proxy.meeting, now)
    return await votes_lent(tx, proxy)


async def votes_lent(view: View, proxy: ProxyRecord) -> Sequence[VoteRecord]:
    """The votes at the meeting, open or about to be, on whose roll the proxy casts for the giver."""
    found = []
    for vote in await votes_at(view, proxy.meeting):
        casts = {line.member: line.holder for line in await roll(view, CLERK, vote.id)}
        if proxy.holder is not None and casts.get(proxy.giver) == proxy.holder:
            found.append(vote)
    return found


async def votes_at(view: View, meeting_id: str) -> Sequence[VoteRecord]:
    """Votes of a meeting that are prepared or open."""
    states = (State.ROLLED, State.OPEN)
    rows = select(VoteRecord).where(VoteRecord.meeting == meeting_id, VoteRecord.state.in_(states))
    return (await view.scalars(rows.order_by(VoteRecord.prepared_at, VoteRecord.id))).all()


async def lendable(view: View, rules: Rulebook, now: datetime) -> Sequence[tuple[meetings.MeetingRecord, Finding]]:
    """Meetings to come, each with the finding until when a proxy is appointed for it (P-174)."""
    coming = [one for one in await meetings.meetings(view) if one.stage in (Stage.CALLED, Stage.NOTIFIED)]
    soonest = sorted((one for one in coming if one.starts_at > now), key=lambda one: one.starts_at)
    return [(one, proxy_deadline(rules, one.starts_at)) for one in soonest]


def _may_revoke(actor: Actor, proxy: ProxyRecord) -> bool:
    """The giver may; what was given on paper is taken back on paper too, and an officer enters it."""
    return actor.member == proxy.giver or (actor.has(*OFFICERS) and bool(proxy.witnessed_by))


def _require_in_time(rules: Rulebook, meeting: meetings.MeetingRecord, now: datetime) -> None:
    deadline = proxy_deadline(rules, meeting.starts_at)
    if meeting.stage is Stage.CANCELLED:
        raise NotFound(meeting=meeting.id)
    if not deadline.met:
        raise NoProxies(finding=deadline)
    latest = deadline.figures["latest"]
    if not isinstance(latest, datetime) or now > latest:
        raise ProxyTooLate(finding=deadline, latest=latest)


async def _wanted(view: View, wanted: Wanted, now: datetime) -> str | None:
    """The member with this number and this name; both, so that a slip in one of them finds nobody."""
    if not wanted.name.strip() or len(wanted.name) > LONGEST_NAME:
        raise Invalid({"name": "too-long" if wanted.name.strip() else "missing"})
    if not wanted.number:
        return None
    try:
        found = await members.numbered(view, CLERK, wanted.number)
    except NotFound as error:
        raise Invalid({"number": "nobody"}) from error
    if not found.was_member_on(legal_day(now)) or plain(found.name) != plain(wanted.name):
        raise Invalid({"number": "nobody"})
    return found.id


async def _as_holder(view: View, meeting_id: str, wanted: Wanted, holder: str | None, now: datetime) -> Holder:
    """What the rules ask about whoever shall be a proxy. Somebody who is no member is known by name alone."""
    others = await proxies_at(view, meeting_id)
    if holder is None:
        holds = sum(one.holder is None and one.holder_name.casefold() == wanted.name.casefold() for one in others)
        return Holder(is_member=False, positions=wanted.positions, already_holds=holds)
    class_ = (await members.classes_on(view, [holder], legal_day(now))).get(holder, "")
    registered = {STAFF_CLASSES[class_]} if class_ in STAFF_CLASSES else set[str]()
    holds = sum(one.holder == holder for one in others)
    return Holder(is_member=True, positions=wanted.positions | registered, already_holds=holds)


def _directions(vote: VoteRecord, answers: Sequence[Sequence[int]] | None) -> list[list[int]] | bool:
    if vote.mode not in OPEN_MODES:
        return True
    asked = vote.asked
    if answers is None or len(answers) != len(asked):
        raise Invalid({"answers": "missing"})
    if found := problems(asked, answers, prefix=vote.id):
        raise Invalid(found)
    return [list(one) for one in answers]


async def _bring_into_rolls(tx: Transaction, actor: Actor, rules: Rulebook, meeting_id: str, now: datetime) -> None:
    """Each vote of the meeting whose roll may still change says who casts now; those that stand stay as they are."""
    for vote_id in [vote.id for vote in await votes_at(tx, meeting_id)]:
        vote = await find(tx, CLERK, vote_id, lock=True)
        if vote.state is not State.ROLLED or await tx.get(CredentialListRecord, vote.id) is not None:
            continue
        casting = await casting_proxies(tx, rules, meeting_id, vote.id)
        before = await roll(tx, actor, vote.id)
        after: list[RollLine] = [replace(line, holder=casting.get(line.member)) for line in before]
        if after != list(before):
            await renew(tx, actor, vote, after, now, because="proxy")
