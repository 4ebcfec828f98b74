"""Telling the members about a meeting, and whether they have been told in time."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from constitution import Finding, Rulebook
from constitution.notice import Business, adjourned_meeting, latest_service, required_notice
from constitution.service import service_under
from governance.actor import Actor
from governance.correspondence import service as correspondence
from governance.correspondence.model import Letter, Service
from governance.meetings import model
from governance.meetings.model import Kind, Told
from governance.meetings.records import MeetingRecord
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.texts import Texts
from governance.rulebook import service as rulebook


async def standing(view: View, meeting: MeetingRecord, now: datetime) -> Finding:
    """Has notice of this sitting been given in time, as letters really went?"""
    rules = await rules_of_notice(view, meeting, now)
    limits = limits_of(rules, meeting)
    if meeting.adjourned_from is not None and limits.met:
        return limits
    return model.standing(rules, limits, meeting.day, await _told(view, rules, meeting, legal_day(now)))


async def standing_under(view: View, meeting: MeetingRecord, rules: Rulebook, at: datetime) -> Finding:
    """The same at that instant under other rules: they also say when a letter that was sent counts as received."""
    limits = limits_of(rules, meeting)
    if meeting.adjourned_from is not None and limits.met:
        return limits

    def received(service: Service) -> date:
        return service_under(rules, service.method, service.sent_at).day

    return model.standing(rules, limits, meeting.day, await _told(view, rules, meeting, legal_day(at), received))


async def rules_of_notice(view: View, meeting: MeetingRecord, now: datetime) -> Rulebook:
    """Those in force when notice was served: what takes effect after it does not make it late (V-23)."""
    return await members.rules_on(view, min(meeting.notified_at or now, now))


def limits_of(rules: Rulebook, meeting: MeetingRecord) -> Finding:
    """By when letters must go and count for the present date; after an adjournment perhaps none need go (P-096)."""
    if meeting.adjourned_from is None:
        return latest_service(rules, business_of(meeting), meeting.day)
    return adjourned_meeting(rules, meeting.adjourned_from, meeting.day)


def business_of(meeting: MeetingRecord) -> set[Business]:
    return {Kind(meeting.kind).business} | {Business(item.business) for item in meeting.items if item.business}


async def tell(
    tx: Transaction,
    actor: Actor,
    meeting: MeetingRecord,
    kind: str,
    *,
    rules: Rulebook,
    now: datetime,
    **more: Any,
) -> int:
    """One letter for each member of today (P-093)."""
    facts = {**await facts_of(tx, meeting, rules), **more}
    meeting.notice_kind, meeting.notified_at = kind, now
    new = await correspondence.serve(
        tx, actor, kind=kind, cause=meeting.cause, letters=await _letters(tx, now), facts=facts, now=now
    )
    return len(new)


async def tell_the_others(tx: Transaction, actor: Actor, meeting: MeetingRecord, now: datetime) -> int:
    """The same words again for whoever has no letter yet, such as members who have joined since."""
    letters = await _letters(tx, now)
    kind = meeting.notice_kind or model.NOTICE
    return len(await correspondence.serve(tx, actor, kind=kind, cause=meeting.cause, letters=letters, now=now))


async def _letters(view: View, now: datetime) -> Sequence[Letter]:
    return [Letter.to_member(member) for member in await view.scalars(members.entitled_on(legal_day(now)))]


async def facts_of(view: View, meeting: MeetingRecord, rules: Rulebook) -> Mapping[str, Any]:
    """What the letters say."""
    organisation = await rulebook.organisation(view)
    needed, longest = required_notice(rules, business_of(meeting)), _longest(rules, business_of(meeting))
    limits = limits_of(rules, meeting).figures
    return {
        "organisation": Texts(en=organisation.name_en, cy=organisation.name_cy),
        "meeting": meeting.id,
        "meeting_kind": str(meeting.kind),
        "starts_at": meeting.starts_at,
        "place": meeting.place,
        "join_link": meeting.join_link,
        "items": [{"title": item.titled, "text": item.worded} for item in meeting.items],
        "clear_days": needed.figures.get("clear-days"),
        "months": needed.figures.get("months"),
        "rule": rules.cite(longest.parameter).rule or "",
        "latest_service": limits.get("latest-service"),
        "latest_posting": limits.get("practical-posting"),
    }


def _longest(rules: Rulebook, business: Collection[Business]) -> Business:
    """The business that needs the most notice: its rule is the one to name."""

    def days(one: Business) -> int:
        needed = required_notice(rules, {one}).figures.get("clear-days", 0)
        return needed if isinstance(needed, int) else 0

    return max(business, key=days)


async def _told(
    view: View,
    rules: Rulebook,
    meeting: MeetingRecord,
    today: date,
    received: Callable[[Service], date] = attrgetter("deemed_on"),
) -> Sequence[Told]:
    """Notice is owed to those who were members when it was given, as far as they still are."""
    served: dict[str, dict[str, date]] = defaultdict(dict)
    for service in await correspondence.services(view, meeting.cause):
        for language in service.languages:
            day = received(service)
            served[service.member][language] = min(served[service.member].get(language, day), day)
    notified = legal_day(meeting.notified_at or meeting.called_at)
    classes = {voter.member: voter.class_ for voter in await members.voting_members(view, rules, notified)}
    owed = [member for member in await view.scalars(members.entitled_on(notified)) if member.was_member_on(today)]
    return [Told(classes.get(member.id), served.get(member.id, {})) for member in owed]
