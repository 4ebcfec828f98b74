"""The minutes: filled from what happened, kept as papers in every variant, approved once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from constitution import Finding
from governance.actor import Actor
from governance.correspondence.facts import read
from governance.meetings.holding import attendance
from governance.meetings.looking import DECIDED, events, find, find_at, happened
from governance.meetings.model import Decision, How, MinutesOutdated, NoMinutes, Stage, WrongStage
from governance.meetings.records import MeetingEventRecord, MeetingRecord
from governance.papers import service as papers
from governance.papers.service import PaperRecord
from governance.platform.db import Transaction, View
from governance.platform.texts import VARIANTS, Texts
from governance.platform.web.layout import environment
from governance.platform.web.variants import speaking
from governance.rulebook import service as rulebook

KIND = "minutes"
MINUTED = "minuted"


async def decide(tx: Transaction, actor: Actor, meeting_id: str, decision: Decision, now: datetime) -> None:
    """Keep what became of one item with what happened, whether the meeting is still on or the count came after it.

    Minutes read it from there, so whoever has them written cannot leave a decision out.
    """
    meeting = await find(tx, actor, meeting_id, lock=True)
    await happened(tx, actor, meeting, DECIDED, now, finding=decision.finding, facts=decision.to_facts())


async def minutes(tx: Transaction, actor: Actor, meeting_id: str, *, now: datetime) -> Sequence[PaperRecord]:
    """Write the minutes in all four variants; written again after something changed they are a further edition.

    Raises:
        WrongStage: the meeting is not over, or its minutes have been approved.
    """
    meeting = await find_at(tx, actor, meeting_id, Stage.CLOSED)
    if meeting.approved_at is not None:
        raise WrongStage(meeting=meeting_id, stage="approved")
    facts = await _facts(tx, meeting)
    kept = []
    for variant in VARIANTS:
        title, html = _written(facts, variant)
        kept.append(
            await papers.keep(tx, actor, kind=KIND, about=meeting_id, variant=variant, title=title, html=html, now=now)
        )
    await happened(tx, actor, meeting, MINUTED, now, facts={"papers": {paper.variant: paper.sha256 for paper in kept}})
    return kept


async def minutes_in(view: View, actor: Actor, meeting_id: str, variant: str) -> PaperRecord | None:
    """The newest edition for a reader of this variant, checked against its hash, once there is one."""
    written = {paper.variant: paper for paper in await papers.about(view, meeting_id, kind=KIND)}
    newest = written.get(variant)
    return None if newest is None else await papers.read(view, actor, newest.id)


async def approve(tx: Transaction, actor: Actor, meeting_id: str, now: datetime) -> Sequence[PaperRecord]:
    """Fix the minutes as they stand; from then on nobody rewrites them.

    Raises:
        NoMinutes: nothing has been written yet.
        MinutesOutdated: a decision has come in since they were written.
    """
    meeting = await find_at(tx, actor, meeting_id, Stage.CLOSED)
    written = await papers.about(tx, meeting_id, kind=KIND)
    if not written:
        raise NoMinutes(meeting=meeting_id)
    if meeting.approved_at is None:
        if are_outdated(await events(tx, meeting_id)):
            raise MinutesOutdated(meeting=meeting_id)
        meeting.approved_at = now
        hashes = {paper.variant: paper.sha256 for paper in written}
        await happened(tx, actor, meeting, "minutes-approved", now, facts={"papers": hashes})
    return written


def _written(facts: Mapping[str, Any], variant: str) -> tuple[str, str]:
    with speaking(variant):
        title = environment().get_template("print/meetings/minutes-title.txt").render(facts, variant=variant)
        html = environment().get_template("print/meetings/minutes.html").render(facts, variant=variant)
    return title.strip(), html


async def _facts(view: View, meeting: MeetingRecord) -> Mapping[str, Any]:
    organisation = await rulebook.organisation(view)
    came = await attendance(view, meeting)
    past = await events(view, meeting.id)
    return {
        "organisation": Texts(en=organisation.name_en, cy=organisation.name_cy),
        "meeting": meeting,
        "came": {how.value: sum(one.how == how for one in came) for how in How},
        "notice": _latest_finding(past, "notice-found"),
        "quorum": meeting.quorum_finding,
        "inquorate": [_adjournment(past, place) for place, one in enumerate(past) if one.what == "inquorate"],
        "decided": decided(past),
    }


def decided(past: Sequence[MeetingEventRecord]) -> Mapping[str, Decision]:
    """What became of each item so far."""
    return {one.facts["item"]: _decision(one) for one in past if one.what == DECIDED}


def are_outdated(past: Sequence[MeetingEventRecord]) -> bool:
    """Has something been decided since the minutes were last written?"""
    last = {one.what: one.position for one in past}
    return MINUTED in last and last.get(DECIDED, 0) > last[MINUTED]


def _latest_finding(past: Sequence[MeetingEventRecord], what: str) -> Finding | None:
    found = [one.finding for one in past if one.what == what and one.finding is not None]
    return Finding.from_dict(found[-1]) if found else None


def _decision(event: MeetingEventRecord) -> Decision:
    return Decision(**event.facts, finding=Finding.from_dict(event.finding) if event.finding else None)


def _adjournment(past: Sequence[MeetingEventRecord], place: int) -> Mapping[str, Any]:
    """A sitting without a quorum, and the date it was put off to by the event that followed."""
    empty = past[place]
    return {
        "at": empty.at,
        "finding": Finding.from_dict(empty.finding or {}),
        "until": read(past[place + 1].facts)["starts_at"],
    }
