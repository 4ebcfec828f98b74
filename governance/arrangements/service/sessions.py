"""Planning sessions of a shared arrangement, writing down who was there, calling them off."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from governance.actor import Actor
from governance.arrangements.model.sessions import (
    Attended,
    CalledOff,
    Counted,
    Entry,
    Line,
    NotYet,
    Share,
    State,
    charge,
    check_lines,
    usual_lines,
)
from governance.arrangements.model.sharing import Asked, Cost, NotStarted, Per, SharingEnded, Terms
from governance.arrangements.records.sessions import (
    AttendanceRecord,
    EntryRecord,
    LineRecord,
    SessionRecord,
    ShareRecord,
)
from governance.arrangements.records.sharing import SharedRecord
from governance.arrangements.service import charges, counting, shared
from governance.audit import service as audit
from governance.errors import Invalid, NotFound
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import Transaction
from governance.platform.ids import new_id

LONGEST = timedelta(days=8)
"""Of a session: a week of nights is told in one."""
ENGAGED = frozenset({Cost.LEADER, Cost.SUPPORT})
"""Costs that are owed to somebody who keeps the time free."""


async def plan(
    tx: Transaction,
    actor: Actor,
    shared_id: str,
    *,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
    lines: Sequence[Line] | None = None,
) -> int:
    """A session, with the costs as agreed unless others are named; its number.

    Raises:
        NotStarted, NotInTheTerms, Invalid
    """
    draft = await _draft(tx, actor, shared_id, (starts_at, ends_at), now)
    if not starts_at < ends_at <= starts_at + LONGEST:
        raise Invalid({"ends_at": "before-it-begins" if ends_at <= starts_at else "too-long"})
    known = await charges.listed(tx, shared_id)
    number = 1 + max((one.number for one in known), default=0)
    once = _once(draft.terms, known)
    minutes = charges.minutes_between(starts_at, ends_at)
    lines = usual_lines(draft.terms, minutes, first=not once) if lines is None else lines
    check_lines(draft.terms, lines, once, [one.person for one in draft.people])
    session = SessionRecord(id=new_id(), shared=shared_id, number=number)
    tx.add(session)
    await tx.flush()
    await _enter(tx, draft, session.id, state=State.PLANNED, lines=lines, counted=())
    await audit.note(tx, actor, "shared.planned", shared_id, now, session=number)
    return number


async def hold(
    tx: Transaction,
    actor: Actor,
    shared_id: str,
    number: int,
    *,
    attended: Sequence[Attended],
    now: datetime,
    lines: Sequence[Line] | None = None,
) -> Sequence[Share]:
    """Write down who was there, once the session has begun; what changes for each, line by line.

    Written again it is a correction: what the entry before it took is given back, and nothing is written over.

    Raises:
        CalledOff, NotYet, NobodyToCharge, NotInTheTerms
        Invalid: somebody who takes part is left out, or somebody else is named.
    """
    session, draft = await _session(tx, actor, shared_id, number, now)
    if session.state is State.CALLED_OFF:
        raise CalledOff(session=number)
    if now < session.entry.starts_at:
        raise NotYet(session=number)
    rules = await members.rules_on(tx, session.entry.starts_at)
    counted = counting.counted(rules, draft.terms, draft.people, session, attended=attended, now=now)
    lines = tuple(session.lines.values()) if lines is None else lines
    others = [one for one in await charges.listed(tx, shared_id) if one.number != number]
    check_lines(draft.terms, lines, _once(draft.terms, others), [one.person for one in draft.people])
    shares = await _charge(tx, draft, session, state=State.HELD, lines=lines, counted=counted)
    await audit.note(tx, actor, "shared.held", shared_id, now, session=number)
    return shares


async def call_off(tx: Transaction, actor: Actor, shared_id: str, number: int, now: datetime) -> Sequence[Share]:
    """Call a session off. Later than the terms allow, who was engaged is still paid, by all who take part."""
    session, draft = await _session(tx, actor, shared_id, number, now)
    if session.state is not State.PLANNED:
        raise CalledOff(session=number)
    late = now + timedelta(days=draft.terms.notice_days) > session.entry.starts_at
    lines = [line for line in session.lines.values() if late and line.cost in ENGAGED]
    counted = charges.whole(draft.terms, draft.people, session.minutes)
    shares = await _charge(tx, draft, session, state=State.CALLED_OFF, lines=lines, counted=counted)
    await audit.note(tx, actor, "shared.called-off", shared_id, now, session=number, late=late)
    return shares


@dataclass(frozen=True, slots=True)
class _Draft:
    """What every entry rests on: the arrangement, held for this change, its terms and who takes part on that day."""

    shared: str
    terms_id: str
    terms: Terms
    people: tuple[Asked, ...]
    starts_at: datetime
    ends_at: datetime
    by: str
    now: datetime


async def _session(
    tx: Transaction, actor: Actor, shared_id: str, number: int, now: datetime
) -> tuple[charges.Session, _Draft]:
    """A session as it is now that nobody else can change it."""
    await _hold(tx, actor, shared_id, now)
    session = await charges.find(tx, shared_id, number)
    times = session.entry.starts_at, session.entry.ends_at
    return session, await _draft(tx, actor, shared_id, times, now, session=session)


async def _hold(tx: Transaction, actor: Actor, shared_id: str, now: datetime) -> SharedRecord:
    seen = await shared.find(tx, actor, shared_id, now)
    record = await tx.get(SharedRecord, shared_id, lock=True)
    if record is None or not seen.keeps:
        raise NotFound(shared=shared_id)
    return record


async def _draft(
    tx: Transaction,
    actor: Actor,
    shared_id: str,
    times: tuple[datetime, datetime],
    now: datetime,
    *,
    session: charges.Session | None = None,
) -> _Draft:
    """On the terms agreed for a session that is known, for a new one on those that hold when it begins."""
    record = await _hold(tx, actor, shared_id, now)
    starts_at, ends_at = times
    day = legal_day(starts_at)
    if record.ended_on is not None and record.ended_on <= day:
        raise SharingEnded(shared=shared_id)
    terms = await (shared.terms_at(tx, shared_id, starts_at) if session is None else charges.terms_of(tx, session))
    if terms is None:
        raise NotStarted(shared=shared_id)
    people = await shared.took_part(tx, terms, day, legal_day(ends_at))
    content = Terms.from_json(terms.content)
    return _Draft(record.id, terms.id, content, people, starts_at, ends_at, actor.reference, now)


def _once(terms: Terms, sessions: Sequence[charges.Session]) -> Mapping[Cost, int]:
    """What these sessions cost of what is paid once."""
    found: defaultdict[Cost, int] = defaultdict(int)
    once = {price.cost for price in terms.prices if price.per is Per.ONCE}
    for line in (line for session in sessions for line in session.lines.values() if line.cost in once):
        found[line.cost] += line.pence
    return found


async def _charge(
    tx: Transaction,
    draft: _Draft,
    session: charges.Session,
    *,
    state: State,
    lines: Sequence[Line],
    counted: tuple[Counted, ...],
) -> Sequence[Share]:
    """Enter what happened, and what each pays of it under the rules of now."""
    entry, ids = await _enter(tx, draft, session.entry.session, state=state, lines=lines, counted=counted)
    rules = await members.rules_on(tx, draft.now)
    before = await charges.charged_before(tx, draft.shared, session.number)
    taken = await charges.taken(tx, session.entry.id)
    written = Entry(tuple(zip(ids, lines, strict=True)), counted)
    shares = charge(before, written, taken, charges.divide_by(rules))
    tx.add_all(ShareRecord(entry=entry, line=one.line, person=one.person, pence=one.pence) for one in shares)
    await tx.flush()
    return shares


async def _enter(
    tx: Transaction,
    draft: _Draft,
    session_id: str,
    *,
    state: State,
    lines: Sequence[Line],
    counted: Sequence[Counted],
) -> tuple[str, Sequence[str]]:
    """The ids of the entry and of its lines."""
    last = await tx.scalar(select(func.max(EntryRecord.place)).where(EntryRecord.shared == draft.shared))
    entry = EntryRecord(
        id=new_id(),
        shared=draft.shared,
        session=session_id,
        terms=draft.terms_id,
        place=(last or 0) + 1,
        state=state,
        day=legal_day(draft.starts_at),
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        made_by=draft.by,
        made_at=draft.now,
    )
    tx.add(entry)
    await tx.flush()
    rows = [_line(entry.id, place, line) for place, line in enumerate(lines, start=1)]
    tx.add_all(rows)
    tx.add_all(
        AttendanceRecord(
            entry=entry.id,
            person=one.person,
            place=place,
            came=one.came,
            minutes=one.minutes,
            percent=one.percent,
            weight=str(one.weight),
            told_at=one.told_at,
        )
        for place, one in enumerate(counted, start=1)
    )
    await tx.flush()
    return entry.id, [row.id for row in rows]


def _line(entry_id: str, place: int, line: Line) -> LineRecord:
    people = None if line.people is None else list(line.people)
    return LineRecord(
        id=new_id(),
        entry=entry_id,
        place=place,
        kind=line.cost,
        pence=line.pence,
        minutes=line.minutes,
        rate=line.rate,
        people=people,
    )
