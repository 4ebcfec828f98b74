"""The rules explorer: what each clause controls, what it last decided, and every answer that rested on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from constitution import Citation, Finding, Rulebook
from constitution.acts import Act, acts_on
from constitution.wording import value_in_words
from governance.actor import Actor
from governance.errors import NotFound
from governance.meetings import service as meetings
from governance.motions.model import known_to
from governance.motions.records import MotionRecord
from governance.motions.replaying import About, Subject
from governance.platform.db import View
from governance.rulebook import service as rulebook
from governance.rulebook.model import Clause, Line, clauses
from governance.rulebook.service import Edition, RulebookVersionRecord

PAGE = 25
LAST_PAGE = 40
"""Whoever looks for something older than a thousand answers searches the register of decisions."""
WINDOW = 200
"""How many answers of each source the explorer looks back over for what a clause last decided."""


@dataclass(frozen=True, slots=True)
class Use:
    """An answer that was kept, with what it was about; ``event`` names what happened at a meeting."""

    subject: Subject
    finding: Finding
    event: str | None = None

    def versions(self, clause: str) -> tuple[int, ...]:
        """The versions of the rules in which the clause said so."""
        return tuple(sorted({one.version for one in self.finding.citations if one.rule == clause}))


@dataclass(frozen=True, slots=True)
class Entry:
    """A parameter inside a clause: its value in words, and what is done with it; nothing where it only speaks."""

    parameter: str
    meaning: str
    words: Mapping[str, str]
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Explored:
    """A clause with what it controls; ``uses`` are those among the answers of late, the newest first."""

    clause: Clause
    entries: tuple[Entry, ...]
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Applied:
    """Which rule held for a parameter on a day."""

    version: RulebookVersionRecord
    value: object
    applies: bool
    citation: Citation


async def explored(view: View, actor: Actor, edition: Edition) -> tuple[Explored, ...]:
    """Every clause of the edition. The answers of late are read once, not once for each clause."""
    late = await _uses(view, actor, "", WINDOW)
    return tuple(_explored(edition.rules, clause, late) for clause in edition.clauses)


async def used(view: View, actor: Actor, clause: str, page: int = 1) -> tuple[Sequence[Use], bool]:
    """One page of the answers that rested on the clause in whichever version, the newest first; and is there more?

    Raises:
        NotFound: nobody who is signed in asks, or no page has such a number.
    """
    if not 1 <= page <= LAST_PAGE:
        raise NotFound(page=page)
    end = page * PAGE
    found = await _uses(view, actor, clause, end + 1)
    return found[end - PAGE : end], len(found) > end and page < LAST_PAGE


async def applied(view: View, parameter: str, day: date) -> Applied:
    """
    Raises:
        NotFound: there is no such parameter.
        NotFounded: no rules were in force that day.
    """
    version = await rulebook.version_in_force(view, rulebook.end_of(day))
    rules = await rulebook.governing(view, version)
    line = next((one for one in _lines(rules) if one.parameter == parameter), None)
    if line is None:
        raise NotFound(parameter=parameter)
    return Applied(version, line.written, line.value is not None, rules.cite(parameter))


async def _uses(view: View, actor: Actor, clause: str, limit: int) -> Sequence[Use]:
    """The newest of each source, put together. ``limit`` bounds what is read of each."""
    if not known_to(actor):
        raise NotFound
    found = [
        *await _at_meetings(view, clause, limit),
        *await _of_motions(view, MotionRecord.finding, MotionRecord.decided_at, clause, limit),
        *await _of_motions(view, MotionRecord.required, MotionRecord.proposed_at, clause, limit),
    ]
    found.sort(key=lambda use: (use.subject.at, use.subject.id), reverse=True)
    return found[:limit]


async def _at_meetings(view: View, clause: str, limit: int) -> Sequence[Use]:
    return [
        Use(
            Subject(About.MEETING, meeting.id, event.at, kind=str(meeting.kind)),
            Finding.from_dict(event.finding or {}),
            event.what,
        )
        for event, meeting in await meetings.findings(view, citing=clause, limit=limit)
    ]


async def _of_motions(
    view: View,
    finding: InstrumentedAttribute[dict[str, object] | None] | InstrumentedAttribute[dict[str, object]],
    at: InstrumentedAttribute[datetime | None] | InstrumentedAttribute[datetime],
    clause: str,
    limit: int,
) -> Sequence[Use]:
    """Decisions where few voted were kept without their numbers, so none are shown here either (SMALL-2)."""
    statement = select(MotionRecord, finding, at).where(finding.is_not(None), at.is_not(None))
    if clause:
        statement = statement.where(rulebook.cites(finding, clause))
    rows = await view.execute(statement.order_by(at.desc(), MotionRecord.id).limit(limit))
    return [
        Use(Subject(About.MOTION, motion.id, when, motion.titled), Finding.from_dict(kept))
        for motion, kept, when in rows
    ]


def _explored(rules: Rulebook, clause: Clause, late: Sequence[Use]) -> Explored:
    entries = tuple(
        Entry(
            line.parameter,
            line.meaning,
            {language: value_in_words(rules, line.parameter, language) for language in ("en", "cy")},
            acts_on(line.parameter),
        )
        for line in clause.lines
    )
    uses = tuple(use for use in late if clause.number and use.versions(clause.number))
    return Explored(clause, entries, uses)


def _lines(rules: Rulebook) -> list[Line]:
    return [line for clause in clauses(rules) for line in clause.lines]
