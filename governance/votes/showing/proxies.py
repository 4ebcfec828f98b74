"""What the pages about proxies show."""

from datetime import datetime
from typing import Any

from constitution import Rulebook
from constitution.delegation import proxy_deadline
from governance.actor import Actor
from governance.meetings import service as meetings
from governance.members import service as members
from governance.platform.db import View
from governance.votes.model import OPEN_MODES
from governance.votes.records import ProxyRecord
from governance.votes.service import delegating


async def listed(view: View, actor: Actor, now: datetime) -> dict[str, Any]:
    """The meetings to come, and the proxy of the one who asks at each."""
    rules = await members.rules_on(view, now)
    coming = await delegating.lendable(view, rules, now)
    own = {meeting.id: await delegating.proxy_of(view, meeting.id, actor.member) for meeting, _ in coming}
    lent = [one for meeting, _ in coming for one in await delegating.proxies_at(view, meeting.id)]
    held = [one for one in lent if actor.member is not None and one.holder == actor.member]
    people = {one.giver for one in held} | {one.holder for one in own.values() if one and one.holder}
    return {
        "meetings": coming,
        "own": own,
        "held": held,
        "days": {meeting.id: meeting.starts_at for meeting, _ in coming},
        "names": await members.names(view, people),
        "rules": rules,
    }


async def shown(view: View, actor: Actor, meeting_id: str, now: datetime) -> dict[str, Any]:
    """One meeting: the member's own proxy, the votes in which they may say how, and what the rules ask."""
    rules = await members.rules_on(view, now)
    meeting = await meetings.find(view, actor, meeting_id)
    proxy = await delegating.proxy_of(view, meeting_id, actor.member)
    return {
        "meeting": meeting,
        "proxy": proxy,
        "name": await _name(view, proxy),
        "votes": [] if proxy is None else await delegating.votes_at(view, meeting_id),
        "standing": [] if proxy is None else [vote.id for vote in await delegating.votes_lent(view, proxy)],
        "open_modes": OPEN_MODES,
        "deadline": proxy_deadline(rules, meeting.starts_at),
        "is_late": not _in_time(rules, meeting, now),
        "excluded": rules.words("P-173"),
        "rules": rules,
    }


async def desk_shown(view: View, actor: Actor, meeting_id: str, now: datetime) -> dict[str, Any]:
    """Everybody who lent their vote for this meeting, and to whom; never how they want it used."""
    rules = await members.rules_on(view, now)
    meeting = await meetings.find(view, actor, meeting_id)
    proxies = await delegating.proxies_at(view, meeting_id)
    people = {one.giver for one in proxies} | {one.holder for one in proxies if one.holder}
    return {
        "meeting": meeting,
        "proxies": proxies,
        "names": await members.names(view, people),
        "deadline": proxy_deadline(rules, meeting.starts_at),
        "is_late": not _in_time(rules, meeting, now),
        "excluded": rules.words("P-173"),
        "rules": rules,
    }


def _in_time(rules: Rulebook, meeting: meetings.MeetingRecord, now: datetime) -> bool:
    latest = proxy_deadline(rules, meeting.starts_at).figures.get("latest")
    return isinstance(latest, datetime) and now <= latest


async def _name(view: View, proxy: ProxyRecord | None) -> str:
    if proxy is None or proxy.holder is None:
        return "" if proxy is None else proxy.holder_name
    return (await members.names(view, [proxy.holder])).get(proxy.holder, "")
