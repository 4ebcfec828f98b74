"""What the steps of calling a meeting show: dates, people, words, one member's letter, what is still to do (S-41)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from constitution import Rulebook
from constitution.notice import Business
from governance.actor import Actor
from governance.correspondence import service as correspondence
from governance.correspondence.model import Letter
from governance.correspondence.press import Press
from governance.errors import NotFound
from governance.meetings import model
from governance.meetings.agenda import easy_gaps, explanations, formal_gaps
from governance.meetings.calling import lawfulness, methods_needed
from governance.meetings.dates import lawful_weeks, reckoned, timeline
from governance.meetings.looking import find, planned
from governance.meetings.looking import item as item_with_meeting
from governance.meetings.model import Kind, Stage
from governance.meetings.records import ItemRecord, MeetingRecord
from governance.meetings.telling import business_of, facts_of, standing
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import View
from governance.platform.texts import VARIANTS
from notifications import Channel, NoRoute, Recipient, Variant

MOST_FOUND = 20
BY_HAND = ("audio", "braille", "bsl", "text-relay")
"""Formats that no channel makes by itself."""


@dataclass(frozen=True, slots=True)
class Words:
    """One item, variant by variant: what is missing, and why it may go without."""

    item: ItemRecord
    missing: tuple[str, ...]
    formal: tuple[str, ...]
    easy: tuple[str, ...]
    reason: str

    @property
    def stops(self) -> bool:
        return bool(self.formal) or bool(self.easy and not self.reason)


@dataclass(frozen=True, slots=True)
class People:
    """Those who would be told today."""

    total: int
    classes: Mapping[str, int]
    voting: frozenset[str]
    ways: Mapping[str, int]
    languages: Mapping[str, int]
    formats: Mapping[str, int]
    unreachable: Sequence[str]


async def kinds(view: View, now: datetime) -> dict[str, Any]:
    """The notice that each kind of meeting needs, and what is being prepared already."""
    rules = await members.rules_on(view, now)
    return {"rules": rules, "drafts": await planned(view)}


async def when(view: View, kind: Kind, now: datetime, meeting: MeetingRecord | None = None) -> dict[str, Any]:
    """The calculator: which dates are lawful if the notice went out now."""
    rules = await members.rules_on(view, now)
    business = {kind.business} if meeting is None else _business(meeting, kind)
    found = reckoned(rules, business, await methods_needed(view, legal_day(now)), now)
    return {
        "kind": kind.value,
        "meeting": meeting,
        "rules": rules,
        "today": legal_day(now),
        "reckoning": found,
        "weeks": lawful_weeks(found.earliest),
    }


async def prepared(view: View, actor: Actor, meeting_id: str, now: datetime) -> dict[str, Any]:
    """The meeting as its task list: what is done, and what stops the notice."""
    meeting = await find(view, actor, meeting_id)
    rules = await members.rules_on(view, now)
    words = await _words(view, rules, meeting)
    lawful = await lawfulness(view, rules, business_of(meeting), meeting.starts_at, now)
    called, notified = meeting.stage == Stage.CALLED, meeting.stage == Stage.NOTIFIED
    return {
        "meeting": meeting,
        "rules": rules,
        "wording": words,
        "lawful": lawful,
        "ready": called and lawful.met and bool(words) and not any(one.stops for one in words),
        "members": await members.count(view, legal_day(now)),
        "standing": await standing(view, meeting, now) if notified else None,
        "on_the_way": (await correspondence.ledger(view, actor, meeting.cause)).tally.waiting if notified else 0,
    }


async def dated(view: View, actor: Actor, meeting_id: str, now: datetime) -> dict[str, Any]:
    """The calculator beside the date of a meeting, and the days that matter before it."""
    meeting = await find(view, actor, meeting_id)
    shown = await when(view, Kind(meeting.kind), now, meeting)
    lawful = await lawfulness(view, shown["rules"], business_of(meeting), meeting.starts_at, now)
    reckoning = shown["reckoning"]
    steps = timeline(shown["rules"], business_of(meeting), meeting.starts_at, reckoning.served, legal_day(now))
    return {**shown, "lawful": lawful, "steps": steps}


async def told(view: View, actor: Actor, meeting_id: str, now: datetime) -> dict[str, Any]:
    """Who is to be told, by class, by way, by language and format."""
    meeting = await find(view, actor, meeting_id)
    today = legal_day(now)
    rules = await members.rules_on(view, now)
    entitled = list(await view.scalars(members.entitled_on(today)))
    classes = await members.classes_on(view, [one.id for one in entitled], today)
    reached = [(one, _way(Letter.to_member(one).recipient())) for one in entitled]
    people = People(
        total=len(entitled),
        classes=Counter(classes.get(one.id, "") for one in entitled),
        voting=frozenset(rules.words("P-022")),
        ways=Counter(way for _, way in reached if way),
        languages=Counter(one.language for one in entitled),
        formats=Counter(form for one in entitled for form in one.formats),
        unreachable=[one.name for one, way in reached if not way],
    )
    return {"meeting": meeting, "rules": rules, "people": people, "by_hand": BY_HAND}


async def item(view: View, actor: Actor, meeting_id: str, item_id: str, now: datetime) -> dict[str, Any]:
    """One item with what its words lack."""
    meeting, found = await item_with_meeting(view, actor, meeting_id, item_id)
    rules = await members.rules_on(view, now)
    words = next(one for one in await _words(view, rules, meeting) if one.item.id == found.id)
    return {"meeting": meeting, "rules": rules, "item": found, "lacking": words}


async def sought(view: View, actor: Actor, meeting_id: str, search: str, now: datetime) -> dict[str, Any]:
    """The members whose letter might be looked at."""
    meeting = await find(view, actor, meeting_id)
    day = legal_day(now)
    found = await members.register(view, actor, day=day, search=search, size=MOST_FOUND) if search else ()
    return {"meeting": meeting, "search": search, "found": found}


async def sample(
    view: View, actor: Actor, meeting_id: str, *, member_id: str, press: Press, now: datetime
) -> dict[str, Any]:
    """Exactly what one member would get, in the order in which they would read it."""
    meeting = await find(view, actor, meeting_id)
    member = await members.find(view, actor, member_id)
    if not member.was_member_on(legal_day(now)):
        raise NotFound(member=member_id)
    reader = Letter.to_member(member).recipient()
    facts = await facts_of(view, meeting, await members.rules_on(view, now))
    parts = [press.print(model.NOTICE, facts, reader, Variant(one)) for one in reader.variants()]
    return {"meeting": meeting, "member": member, "reader": reader, "way": _way(reader), "parts": parts}


async def _words(view: View, rules: Rulebook, meeting: MeetingRecord) -> Sequence[Words]:
    explained = await explanations(view, meeting.id)
    return [
        Words(
            item=item,
            missing=tuple(one for one in VARIANTS if _lacks(item, one)),
            formal=tuple(formal_gaps(rules, item)),
            easy=tuple(easy_gaps(rules, item)),
            reason=explained.get(item.id, ""),
        )
        for item in meeting.items
    ]


def _lacks(item: ItemRecord, variant: str) -> bool:
    """A text that is there in one variant is wanted in each."""
    has_text = len(item.worded.missing()) < len(VARIANTS)
    return not item.titled.has(variant) or (has_text and not item.worded.has(variant))


def _way(reader: Recipient) -> str:
    try:
        return "email" if reader.route() is Channel.EMAIL else "post"
    except NoRoute:
        return ""


def _business(meeting: MeetingRecord, kind: Kind) -> set[Business]:
    return business_of(meeting) - {Kind(meeting.kind).business} | {kind.business}
