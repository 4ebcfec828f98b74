"""What the office sees of each change of the rules: how far it has come, what comes next, and the change papers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from constitution import Finding, Rulebook
from constitution.deadlines import rules_filing
from constitution.differences import ClauseChange, differences
from constitution.wording import paragraphs
from governance.actor import Actor
from governance.errors import NotFound
from governance.meetings import service as meetings
from governance.meetings.service import MeetingRecord
from governance.motions import amending
from governance.motions.looking import find
from governance.motions.records import MotionRecord
from governance.platform.clock import legal_day
from governance.platform.db import View
from governance.platform.texts import CY, EN, Texts
from governance.platform.web.layout import environment
from governance.platform.web.variants import speaking
from governance.rulebook import service as rulebook
from governance.rulebook.model import State, road
from governance.rulebook.service import RulebookVersionRecord

_WAITING = (State.DRAFT, State.PROPOSED, State.PASSED, State.SUBMITTED)
SIGNATURES = 3
"""Members who sign the copy, beside the secretary (L-023)."""
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Papers:
    """What the registrar is sent: the rules as they would read, what changes, and how members decided it (L-023)."""

    version: RulebookVersionRecord
    motion: MotionRecord
    meeting: MeetingRecord | None
    change: amending.Change
    organisation: Texts


async def listed(view: View, now: datetime) -> dict[str, Any]:
    """Every version, the newest first, with its motion where it has one."""
    every = await rulebook.versions(view)
    current = await rulebook.version_in_force(view, now)
    effective = road(await rulebook.governing(view, current)).effective
    return {
        "versions": every,
        "current": current.id,
        "motions": await amending.of_versions(view, [one.id for one in every]),
        "next": {one.id: _next(one, effective) for one in every},
    }


async def desk(view: View, actor: Actor, version_id: str, now: datetime) -> dict[str, Any]:
    """
    Raises:
        NotFound
    """
    version = await rulebook.find(view, actor, version_id)
    current = await rulebook.version_in_force(view, now)
    rules = await rulebook.governing(view, current)
    motion = (await amending.of_versions(view, [version_id])).get(version_id)
    base = await rulebook.base_of(view, version)
    voted = await rulebook.voted(view, version)
    waiting = version.effective_at is None and version.state in _WAITING
    return {
        "version": version,
        "current": current.id,
        "motion": motion,
        "rules": rules,
        "next": _next(version, road(rules).effective),
        "may_withdraw": waiting and version.state in (State.PASSED, State.SUBMITTED),
        "clash": await rulebook.clash(view, version, current) if waiting else None,
        "clauses": differences(base, voted) if base else (),
        "as_registered": await _as_registered(view, version),
        "file_by": _file_by(rules, version),
        "today": legal_day(now),
    }


async def _as_registered(view: View, version: RulebookVersionRecord) -> tuple[ClauseChange, ...]:
    """What the registrar asked to have otherwise; changes that others made since it was written are none of it."""
    if version.changes is None or version.effective_at is None:
        return ()
    rules = await rulebook.replaced(view, version)
    if rules is None:
        return ()
    return differences(rulebook.made(rules, rulebook.amendment_of(version)), await rulebook.governing(view, version))


async def papers(view: View, actor: Actor, version_id: str, now: datetime) -> Papers:
    """
    Raises:
        NotFound: members have not passed it, or no motion proposed it.
        ChangedMeanwhile: the rules in force changed the same since.
    """
    version = await rulebook.find(view, actor, version_id)
    motion = (await amending.of_versions(view, [version_id])).get(version_id)
    if motion is None or version.passed_at is None:
        raise NotFound(version=version_id)
    motion = await find(view, actor, motion.id)
    meeting = None if motion.meeting is None else await meetings.find(view, actor, motion.meeting)
    organisation = await rulebook.organisation(view)
    change = await amending.consolidated(view, version, now)
    return Papers(version, motion, meeting, change, Texts(en=organisation.name_en, cy=organisation.name_cy))


def document(found: Papers, language: str) -> str:
    """The papers as one page to print, in one language."""
    change = found.change
    with speaking(language):
        return (
            environment()
            .get_template("print/motions/change-papers.html")
            .render(
                papers=found,
                change=change,
                variant=language,
                language=language,
                easy=False,
                signatures=SIGNATURES,
                reads=lambda number: paragraphs(change.new, number, language),
                link=lambda path: path,
            )
        )


def zipped(found: Papers, printed: Mapping[str, bytes]) -> bytes:
    """Everything to send: the papers as they were printed, pages of them, and the rules as data."""
    pages = {f"change-{one}.html": document(found, one).encode() for one in (CY, EN)}
    made = BytesIO()
    with ZipFile(made, "w", ZIP_STORED) as file:
        for name, content in {**printed, **pages}.items():
            file.writestr(ZipInfo(name, date_time=_LONG_AGO), content)
    return made.getvalue()


def _next(version: RulebookVersionRecord, takes_effect: State) -> str | None:
    """The office's next act: "send", "register", "deed" or "file"; None where it waits for nothing of the office."""
    state = State(version.state)
    if state is State.SUBMITTED:
        return "register"
    if state is not State.PASSED:
        return None
    if version.effective_at is not None:
        return "file"
    return {State.REGISTERED: "send", State.EXECUTED: "deed"}.get(takes_effect)


def _file_by(rules: Rulebook, version: RulebookVersionRecord) -> Finding | None:
    """A company's last day for sending the copy (C-011)."""
    if version.state != State.PASSED or version.effective_at is None or version.passed_at is None:
        return None
    return rules_filing(rules, legal_day(version.passed_at))
