"""What sessions of a shared arrangement cost, what each pays of it, and what each would pay.

Callers have asked already whether the actor may see the arrangement.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import partial

from sqlalchemy import select

from constitution import Rulebook
from constitution.pooling import shares_added
from governance.arrangements.model.sessions import Counted, Divide, Entry, Line, Share, State, alone, charge, weight_of
from governance.arrangements.model.sharing import Asked, Cost, NotStarted, Terms
from governance.arrangements.records.sessions import (
    AttendanceRecord,
    EntryRecord,
    LineRecord,
    SessionRecord,
    ShareRecord,
)
from governance.arrangements.records.sharing import SharedRecord, TermsRecord
from governance.arrangements.service import shared
from governance.errors import NotFound
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import View


@dataclass(frozen=True, slots=True)
class Session:
    """A session as the latest entry has it. ``lines`` are by their ids."""

    number: int
    entry: EntryRecord
    lines: Mapping[str, Line]
    attendance: tuple[Counted, ...]

    @property
    def state(self) -> State:
        return State(self.entry.state)

    @property
    def minutes(self) -> int:
        return minutes_between(self.entry.starts_at, self.entry.ends_at)

    @property
    def last_day(self) -> date:
        return legal_day(self.entry.ends_at)

    @property
    def cost(self) -> int:
        return sum(line.pence for line in self.lines.values())


@dataclass(frozen=True, slots=True)
class Due:
    """Pence that a person owes for a line, or gets back; ``reference`` is the same each time it is asked for."""

    reference: str
    person: str
    pence: int
    cost: Cost
    session: int
    day: date


@dataclass(frozen=True, slots=True)
class Expected:
    """What one person would pay if everybody came, and what the same would cost without the others."""

    person: str
    pence: int
    alone: int

    @property
    def saving(self) -> int:
        return self.alone - self.pence


async def find(view: View, shared_id: str, number: int) -> Session:
    for session in await listed(view, shared_id):
        if session.number == number:
            return session
    raise NotFound(shared=shared_id)


async def listed(view: View, shared_id: str) -> Sequence[Session]:
    """All sessions, by when they are."""
    statement = (
        select(SessionRecord.number, EntryRecord)
        .join(EntryRecord, EntryRecord.session == SessionRecord.id)
        .where(SessionRecord.shared == shared_id)
        .order_by(EntryRecord.place)
    )
    latest: dict[int, EntryRecord] = {}
    for number, entry in await view.execute(statement):
        latest[number] = entry
    ids = [entry.id for entry in latest.values()]
    lines, attendance = await _lines(view, ids), await _attendance(view, ids)
    sessions = [Session(number, one, lines[one.id], tuple(attendance[one.id])) for number, one in latest.items()]
    return sorted(sessions, key=lambda one: (one.entry.starts_at, one.number))


async def shares_due(view: View, shared_id: str, until: date) -> Sequence[Due]:
    """What each owes for sessions up to and with this day, in the order in which it was charged (M-00).

    What was answered once is answered again, with the same references; a correction adds to it and changes nothing.
    """
    statement = (
        select(ShareRecord, EntryRecord, LineRecord.kind, SessionRecord.number)
        .join(EntryRecord, EntryRecord.id == ShareRecord.entry)
        .join(LineRecord, LineRecord.id == ShareRecord.line)
        .join(SessionRecord, SessionRecord.id == EntryRecord.session)
        .where(EntryRecord.shared == shared_id, EntryRecord.day <= until)
        .order_by(EntryRecord.place, LineRecord.id, ShareRecord.person)
    )
    return [
        Due(f"{share.entry}/{share.line}", share.person, share.pence, Cost(kind), number, entry.day)
        for share, entry, kind, number in await view.execute(statement)
    ]


async def paid(view: View, shared_id: str, number: int) -> dict[str, int]:
    """What each pays for one session, in pence, with its corrections."""
    found: defaultdict[str, int] = defaultdict(int)
    for due in await shares_due(view, shared_id, date.max):
        if due.session == number:
            found[due.person] += due.pence
    return dict(found)


async def expected(view: View, record: SharedRecord, number: int) -> Sequence[Expected]:
    """What each would pay if everybody who takes part came, in the order of joining (M-01)."""
    session = await find(view, record.id, number)
    terms = Terms.from_json((await terms_of(view, session)).content)
    people = await people_of(view, session)
    counted = whole(terms, people, session.minutes)
    rules = await members.rules_on(view, session.entry.starts_at)
    entry = Entry(tuple(session.lines.items()), counted)
    shares = charge(await charged_before(view, record.id, number), entry, (), divide_by(rules)) if counted else ()
    return [
        Expected(
            person=one.person,
            pence=sum(share.pence for share in shares if share.person == one.person),
            alone=sum(alone(terms, line, one) for line in session.lines.values()),
        )
        for one in counted
    ]


async def terms_of(view: View, session: Session) -> TermsRecord:
    """What was agreed for a session: what it was written down by; before that what holds when it begins.

    Raises:
        NotStarted: nothing was agreed by then.
    """
    entry = session.entry
    if session.state is State.PLANNED:
        found = await shared.terms_at(view, entry.shared, entry.starts_at)
    else:
        found = await view.get(TermsRecord, entry.terms)
    if found is None:
        raise NotStarted(shared=entry.shared)
    return found


async def people_of(view: View, session: Session) -> tuple[Asked, ...]:
    """Who takes part in a session by what was agreed for it, in the order of joining."""
    return await shared.took_part(view, await terms_of(view, session), session.entry.day, session.last_day)


async def charged_before(view: View, shared_id: str, number: int) -> Sequence[Entry]:
    """What counts of the other sessions that were charged, in the order of charging."""
    others = [one for one in await listed(view, shared_id) if one.number != number and one.attendance]
    ordered = sorted(others, key=lambda one: one.entry.place)
    return [Entry(tuple(one.lines.items()), one.attendance) for one in ordered]


async def taken(view: View, entry_id: str) -> Sequence[Share]:
    """What an entry itself took, without what it gave back."""
    statement = (
        select(ShareRecord)
        .join(LineRecord, LineRecord.id == ShareRecord.line)
        .where(ShareRecord.entry == entry_id, LineRecord.entry == entry_id)
        .order_by(LineRecord.place, ShareRecord.person)
    )
    return [Share(one.line, one.person, one.pence) for one in await view.scalars(statement)]


def divide_by(rules: Rulebook) -> Divide:
    return partial(shares_added, rules)


def whole(terms: Terms, people: Sequence[Asked], minutes: int) -> tuple[Counted, ...]:
    """Everybody, as if they had been there all the time."""
    return tuple(
        Counted(one.person, True, minutes, 100, weight_of(terms.basis, one.weight, minutes, 100)) for one in people
    )


def minutes_between(starts_at: datetime, ends_at: datetime) -> int:
    """Elapsed minutes: the night on which the clocks change has an hour more or less."""
    return (ends_at - starts_at) // timedelta(minutes=1)


async def _lines(view: View, entries: Sequence[str]) -> Mapping[str, dict[str, Line]]:
    found: defaultdict[str, dict[str, Line]] = defaultdict(dict)
    statement = select(LineRecord).where(LineRecord.entry.in_(entries)).order_by(LineRecord.entry, LineRecord.place)
    for one in await view.scalars(statement):
        people = None if one.people is None else tuple(one.people)
        found[one.entry][one.id] = Line(Cost(one.kind), one.pence, people, one.minutes, one.rate)
    return found


async def _attendance(view: View, entries: Sequence[str]) -> Mapping[str, list[Counted]]:
    found: defaultdict[str, list[Counted]] = defaultdict(list)
    statement = select(AttendanceRecord).where(AttendanceRecord.entry.in_(entries)).order_by(AttendanceRecord.place)
    for one in await view.scalars(statement):
        weight = Fraction(one.weight)
        found[one.entry].append(Counted(one.person, one.came, one.minutes, one.percent, weight, one.told_at))
    return found
