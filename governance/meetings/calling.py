"""Calling a meeting, telling everybody in time, and telling them again when the date changes."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy import func, select

from constitution import Finding, Rulebook
from constitution.notice import (
    Business,
    Sending,
    adjourned_meeting,
    earliest_meeting,
    notice_given,
)
from constitution.service import Method
from governance.actor import Actor
from governance.errors import Invalid
from governance.meetings import checks, model
from governance.meetings.agenda import check_words
from governance.meetings.looking import find_at, happened
from governance.meetings.model import Kind, Stage
from governance.meetings.records import MeetingRecord
from governance.meetings.telling import business_of, standing, tell, tell_the_others
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction, View
from governance.platform.ids import new_id
from governance.platform.jobs.queue import enqueue
from governance.platform.texts import Texts

MEETING_MOVED = "meeting-moved"
"""The job left for whoever had planned by the old date."""

NOTHING_WRONG: Mapping[str, str] = MappingProxyType({})


async def earliest(view: View, kind: Kind, methods: Collection[Method], now: datetime) -> Finding:
    """The first day for such a meeting if notice went out now in these ways, and the rules that say so."""
    rules = await members.rules_on(view, now)
    sendings = [Sending(method, now) for method in methods]
    return earliest_meeting(rules, {Kind(kind).business}, sendings)


async def earliest_for_all(view: View, kind: Kind, now: datetime) -> Finding:
    """The same for the ways that today's members need."""
    return await earliest(view, kind, await methods_needed(view, legal_day(now)), now)


async def methods_needed(view: View, day: date) -> Sequence[Method]:
    """The ways in which notice would go out: e-mail to those who gave an address, post to the others (P-091)."""
    entitled = members.entitled_on(day).subquery()
    everybody = await view.scalar(select(func.count()).select_from(entitled))
    by_email = await view.scalar(select(func.count(entitled.c.email)))
    ways = {Method.EMAIL: by_email, Method.POST: everybody - by_email}
    return [method for method, number in ways.items() if number] or [Method.POST]


async def call(
    tx: Transaction,
    actor: Actor,
    *,
    kind: Kind,
    starts_at: datetime,
    place: str,
    link: str = "",
    now: datetime,
) -> MeetingRecord:
    """Set a date that notice sent today still reaches.

    Raises:
        Invalid: it does not; the finding names the first lawful day and the rules. Or the meeting is nowhere.
    """
    rules = await members.rules_on(tx, now)
    lawful = await _checked(
        tx, rules, {Kind(kind).business}, starts_at, now, others=checks.errors_in_place(place, link)
    )
    meeting = MeetingRecord(
        id=new_id(),
        kind=Kind(kind),
        stage=Stage.CALLED,
        starts_at=starts_at,
        place=place.strip(),
        join_link=link.strip(),
        called_at=now,
        notice=lawful.to_dict(),
        rules_version=rules.version,
    )
    tx.add(meeting)
    await tx.flush()
    await happened(tx, actor, meeting, "called", now, finding=lawful, facts={"starts_at": starts_at, "place": place})
    return meeting


async def replan(
    tx: Transaction, actor: Actor, meeting_id: str, *, starts_at: datetime, place: str, link: str, now: datetime
) -> Finding:
    """Change when and where a meeting is, while nobody has been told of it.

    Raises:
        Invalid: notice sent now would be too short for that day, or the meeting is nowhere.
        WrongStage: notice has been served; from then on the date is postponed, with fresh notice.
    """
    meeting = await find_at(tx, actor, meeting_id, Stage.CALLED)
    rules = await members.rules_on(tx, now)
    wrong = checks.errors_in_place(place, link)
    lawful = await _checked(tx, rules, business_of(meeting), starts_at, now, others=wrong)
    before = {"starts_at": meeting.starts_at, "place": meeting.place}
    meeting.starts_at, meeting.place, meeting.join_link = starts_at, place.strip(), link.strip()
    meeting.notice, meeting.rules_version = lawful.to_dict(), rules.version
    facts = {"before": before, "starts_at": starts_at, "place": place}
    await happened(tx, actor, meeting, "replanned", now, finding=lawful, facts=facts)
    return lawful


async def change_kind(tx: Transaction, actor: Actor, meeting_id: str, kind: Kind, now: datetime) -> MeetingRecord:
    """Make it another kind of meeting, while nobody has been told of it; whether its date still does is asked again
    before the notice goes."""
    meeting = await find_at(tx, actor, meeting_id, Stage.CALLED)
    facts = {"before": str(meeting.kind), "kind": Kind(kind).value}
    meeting.kind = Kind(kind)
    await happened(tx, actor, meeting, "kind-changed", now, facts=facts)
    return meeting


async def serve_notice(tx: Transaction, actor: Actor, meeting_id: str, now: datetime) -> Finding:
    """Promise everybody their letter, if letters sent now still arrive in time; answers why they do.

    Once notice has been served, serving again reaches only those who have not been written to (P-093): nobody is told
    twice, and whether the meeting is still lawful is asked again when it begins (P-094).

    Raises:
        UnlawfulDate, NoBusiness, WordsMissing, EasyReadMissing
    """
    meeting = await find_at(tx, actor, meeting_id, Stage.CALLED, Stage.NOTIFIED)
    rules = await members.rules_on(tx, now)
    if meeting.stage == Stage.NOTIFIED:
        new = await tell_the_others(tx, actor, meeting, now)
        await happened(tx, actor, meeting, "notice-served-again", now, facts={"letters": new})
        return await standing(tx, meeting, now)
    await check_words(tx, rules, meeting)
    lawful = await lawfulness(tx, rules, business_of(meeting), meeting.starts_at, now)
    if not lawful.met:
        raise model.UnlawfulDate(finding=lawful, starts_at=meeting.starts_at)
    meeting.stage, meeting.notice, meeting.rules_version = Stage.NOTIFIED, lawful.to_dict(), rules.version
    new = await tell(tx, actor, meeting, model.NOTICE, rules=rules, now=now)
    await happened(tx, actor, meeting, "notice-served", now, finding=lawful, facts={"letters": new})
    return lawful


async def postpone(
    tx: Transaction, actor: Actor, meeting_id: str, starts_at: datetime, now: datetime, *, reason: Texts | None = None
) -> Finding:
    """Give the meeting another date. Who had been told gets fresh notice at once, as long as for a new meeting.

    Raises:
        Invalid: notice of the new date can no longer be long enough, or it is the date that stands already.
    """
    meeting = await find_at(tx, actor, meeting_id, Stage.CALLED, Stage.NOTIFIED)
    rules = await members.rules_on(tx, now)
    _check_reason(rules, reason)
    same = {"starts_at": "same-date"} if starts_at == meeting.starts_at else NOTHING_WRONG
    lawful = await _checked(tx, rules, business_of(meeting), starts_at, now, others=same)
    before = meeting.starts_at
    meeting.starts_at, meeting.notice, meeting.rules_version = starts_at, lawful.to_dict(), rules.version
    enqueue(tx, MEETING_MOVED, {"meeting": meeting.id}, due_at=now)
    if meeting.stage == Stage.NOTIFIED:
        meeting.sitting += 1
        meeting.adjourned_from = None
        await tell(tx, actor, meeting, model.POSTPONED, rules=rules, now=now, before=before, reason=reason or Texts())
    await happened(
        tx, actor, meeting, "postponed", now, finding=lawful, facts={"before": before, "starts_at": starts_at}
    )
    return lawful


async def cancel(
    tx: Transaction, actor: Actor, meeting_id: str, now: datetime, *, reason: Texts | None = None
) -> MeetingRecord:
    """Call the meeting off, and tell everybody who had been told of it."""
    meeting = await find_at(tx, actor, meeting_id, Stage.CALLED, Stage.NOTIFIED)
    rules = await members.rules_on(tx, now)
    _check_reason(rules, reason)
    if meeting.stage == Stage.NOTIFIED:
        meeting.sitting += 1  # its ledger is that of the cancellation, not of the notice that went before
        await tell(tx, actor, meeting, model.CANCELLED, rules=rules, now=now, reason=reason or Texts())
    meeting.stage = Stage.CANCELLED
    await happened(tx, actor, meeting, "cancelled", now, facts={"reason": reason or Texts()})
    return meeting


async def reconvene(
    tx: Transaction, actor: Actor, meeting: MeetingRecord, *, starts_at: datetime, rules: Rulebook, now: datetime
) -> Finding:
    """The same meeting on another day because too few came. Far away it needs notice again, near it does not (P-096).

    Raises:
        UnlawfulDate: it needs fresh notice, and notice sent now would be too short (P-097).
    """
    again = adjourned_meeting(rules, meeting.day, legal_day(starts_at))
    if not again.met:
        needed = again.figures["latest-service"]
        reached = await _served_if_sent(tx, rules, now)
        if not isinstance(needed, date) or reached > needed:
            raise model.UnlawfulDate(finding=again, meeting=meeting.id)
    before = meeting.starts_at
    meeting.sitting += 1
    meeting.adjourned_from, meeting.starts_at = legal_day(before), starts_at
    enqueue(tx, MEETING_MOVED, {"meeting": meeting.id}, due_at=now)
    period = {"clear_days": again.figures.get("clear-days"), "months": None}
    rule = rules.cite("P-096" if again.met else "P-097").rule or ""
    await tell(tx, actor, meeting, model.ADJOURNED, rules=rules, now=now, before=before, rule=rule, **period)
    return again


def _check_reason(rules: Rulebook, reason: Texts | None) -> None:
    """A reason goes to everybody, so it is given in every language or not at all (P-008)."""
    errors = checks.errors_in_reason(reason or Texts(), rules.words("P-008"))
    if errors:
        raise Invalid(errors, finding=rules.finding("notice-words", "P-008", met=False))


async def lawfulness(
    view: View, rules: Rulebook, business: Collection[Business], starts_at: datetime, now: datetime
) -> Finding:
    """Would notice sent now be long enough for a meeting then?"""
    sendings = [Sending(method, now) for method in await methods_needed(view, legal_day(now))]
    return notice_given(rules, business, legal_day(starts_at), sendings)


async def _checked(
    view: View,
    rules: Rulebook,
    business: Collection[Business],
    starts_at: datetime,
    now: datetime,
    *,
    others: Mapping[str, str] = NOTHING_WRONG,
) -> Finding:
    """The lawful date; or everything that is wrong with what was typed, at once."""
    found = await lawfulness(view, rules, business, starts_at, now)
    errors = checks.errors_in_day(starts_at, now) if found.met else {"starts_at": "too-soon"}
    if errors or others:
        raise Invalid({**errors, **others}, finding=None if found.met else found)
    return found


async def _served_if_sent(view: View, rules: Rulebook, now: datetime) -> date:
    sendings = [Sending(method, now) for method in await methods_needed(view, legal_day(now))]
    day = earliest_meeting(rules, {Business.OTHER}, sendings).figures["served"]
    return day if isinstance(day, date) else legal_day(now)
