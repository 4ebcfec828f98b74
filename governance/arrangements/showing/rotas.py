"""A week of a rota put together: the days, where somebody is missing first, rests that are too short; and its cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from constitution import Finding, pooling
from constitution.periods import local_day
from governance.actor import Actor
from governance.arrangements.model import cover
from governance.arrangements.model import rotas as model
from governance.arrangements.model.cover import Band, Kind, Shift, Stretch
from governance.arrangements.model.rotas import ShortRest
from governance.arrangements.records.assistants import AssistantRecord
from governance.arrangements.records.rotas import HouseholdRecord, RequirementRecord, ShiftRecord
from governance.arrangements.service import assistants, people, rotas, swaps, trusts
from governance.arrangements.service.rotas import Colleague
from governance.arrangements.service.swaps import Asked
from governance.errors import NotFound
from governance.members import service as members
from governance.platform.clock import legal_day
from governance.platform.db import View

DAY, WEEK, PERIOD = timedelta(days=1), timedelta(weeks=1), timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class Line:
    """One shift; ``odd_hours`` where the clocks change in it, so that it lasts other than the clock says."""

    shift: ShiftRecord
    timed: Shift
    who: str | None
    odd_hours: Fraction | None


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """``gaps`` are told first. ``over`` is somebody's hours a week on average, where above 48."""

    monday: date
    days: tuple[Day, ...]
    gaps: tuple[Stretch, ...]
    overlaps: tuple[Stretch, ...]
    rests: tuple[ShortRest, ...]
    over: Mapping[str, Fraction]
    waking_hours: Fraction
    sleep_ins: int

    @property
    def before(self) -> date:
        return self.monday - WEEK

    @property
    def after(self) -> date:
        return self.monday + WEEK


@dataclass(frozen=True, slots=True)
class Share:
    """What one person pays, in pence: for a week, for four, and what is kept back on top of the four."""

    person: str
    name: str
    minutes: int
    week: int
    period: int
    kept_back: int

    @property
    def hours(self) -> Fraction:
        return Fraction(self.minutes, 60)

    @property
    def contribution(self) -> int:
        return self.period + self.kept_back


@dataclass(frozen=True, slots=True)
class Cost:
    """What the needed cover costs from a Monday on, and each person's share of it (M-02)."""

    household: HouseholdRecord
    monday: date
    waking_hours: Fraction
    sleep_ins: int
    waking: int
    sleeping: int
    period: int
    kept_back: Finding
    shares: tuple[Share, ...]

    @property
    def week(self) -> int:
        return self.waking + self.sleeping


@dataclass(frozen=True, slots=True)
class Work:
    """An assistant's own: shifts to come, shifts offered, swaps that wait for an answer; instants beside each."""

    own: str
    shifts: Sequence[tuple[Colleague, Shift]]
    offered: Sequence[tuple[ShiftRecord, Shift]]
    asked: Sequence[tuple[Asked, Shift]]
    rests: tuple[ShortRest, ...]


async def work(view: View, actor: Actor, own: AssistantRecord, now: datetime) -> Work:
    """The next eight weeks of whoever is signed in; rest is counted over every house, since it is theirs."""
    today = legal_day(now)
    mine = await rotas.of_assistant(view, own.id, today, today + 8 * WEEK)
    rests = model.short_rests(rotas.timed(one.shift) for one in mine)
    return Work(
        own.id,
        [(one, rotas.timed(one.shift)) for one in mine],
        [(one, rotas.timed(one)) for one in await swaps.offered_to(view, actor, now)],
        [(one, rotas.timed(one.shift)) for one in await swaps.asked(view, own.id)],
        rests,
    )


async def swapping(view: View, actor: Actor, shift_id: str, now: datetime) -> dict[str, Any]:
    """The form in which an assistant asks another to take a shift of theirs."""
    own = await assistants.own(view, actor)
    today = legal_day(now)
    for one in await rotas.of_assistant(view, own.id, today, today + 8 * WEEK):
        if one.shift.id == shift_id:
            colleagues = await swaps.colleagues(view, one.shift, own.id)
            return {"shift": one.shift, "timed": rotas.timed(one.shift), "colleagues": colleagues}
    raise NotFound(shift=shift_id)


async def needed(view: View, household_id: str, day: date) -> Sequence[tuple[RequirementRecord, Shift]]:
    """What is needed as it stands on a day, each with a time to show: that of the same week."""
    monday = monday_of(day)
    return [
        (one, cover.shift_on(monday + one.weekday * DAY, "", Kind(one.kind), one.begins, one.ends))
        for one in await rotas.requirements(view, household_id, day)
    ]


async def joining(view: View, actor: Actor, household_id: str, now: datetime) -> dict[str, Any]:
    """Whose support the rota gives, and who else could join: the residents of its trust, or the reader's own."""
    place = await rotas.keeping(view, actor, household_id, now)
    today, trust = legal_day(now), place.household.living_trust
    there = await rotas.members_of(view, household_id, today)
    if trust is None:
        offered = sorted(place.persons)
        there = [one for one in there if one.person in place.persons]
    else:
        offered = [one.person for one in await trusts.residents(view, trust, today)]
    names = await people.names(view, {*offered, *(one.person for one in there)})
    return {
        "place": place,
        "there": [(names[one.person], one) for one in there],
        "offered": [(one, names[one]) for one in offered],
        "today": today,
    }


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


async def week(view: View, household: HouseholdRecord, monday: date) -> Week:
    """One week of the rota. Hours of other houses are not counted: they are none of this one's business.

    Raises:
        NotFound: nobody plans so far away.
    """
    if not model.may_be_planned(monday):
        raise NotFound(household=household.id)
    last = monday + WEEK - DAY
    records = await rotas.shifts(view, household.id, monday - model.WEEKS * WEEK, last + DAY)
    called = await assistants.names(view, {one.assistant for one in records if one.assistant is not None})
    timed = [rotas.timed(one) for one in records if one.assistant is not None]
    stretches = await _stretches(view, household.id, timed, monday, last)
    lines = [_line(one, called) for one in records if monday <= one.day <= last]
    worked = [one for one in timed if monday <= local_day(one.starts) <= last]
    near = [one for one in timed if monday - DAY <= local_day(one.starts) <= last + DAY]
    return Week(
        monday,
        tuple(_day(monday + number * DAY, lines) for number in range(7)),
        tuple(cover.by_day(cover.gaps(stretches))),
        tuple(cover.by_day(cover.overlaps(stretches))),
        tuple(_named(rest, called) for rest in model.short_rests(near)),
        _over(timed, called, last),
        cover.waking_hours(worked),
        cover.sleep_ins(worked),
    )


async def cost(view: View, household: HouseholdRecord, monday: date, now: datetime) -> Cost:
    """A week's cost and four weeks', divided by assessed hours; each apportioned on its own (M-00, M-02)."""
    rules = await members.rules_on(view, now)
    hours, sleeps = await _needed(view, household, monday, WEEK)
    of_period = await _needed(view, household, monday, PERIOD)
    period = _price(household, *of_period)
    kept_back = pooling.contingency(rules, period)
    waking, sleeping = _price(household, hours, 0), _price(household, Fraction(0), sleeps)
    there = [one for one in await rotas.members_of(view, household.id, monday) if one.minutes]
    weights = [one.minutes for one in there]
    totals = (waking + sleeping, period, int(str(kept_back.figures["pence"])))
    parts = [pooling.shares(rules, total, weights) for total in totals] if there else [(), (), ()]
    called = await people.names(view, [one.person for one in there])
    shares = tuple(
        Share(one.person, called[one.person], one.minutes, *each)
        for one, each in zip(there, zip(*parts, strict=True), strict=True)
    )
    return Cost(household, monday, hours, sleeps, waking, sleeping, period, kept_back, shares)


def _price(household: HouseholdRecord, hours: Fraction, sleep_ins: int) -> int:
    return model.price(hours, sleep_ins, household.waking_rate, household.sleep_in_rate)


async def _needed(view: View, household: HouseholdRecord, monday: date, how_long: timedelta) -> tuple[Fraction, int]:
    """Waking hours and sleep-ins that are needed; nights in which the clocks change are as long as they are."""
    last = monday + how_long - DAY
    needed = await _stretches(view, household.id, (), monday, last)
    hours = sum((one.needed * one.hours for one in needed if one.kind is Kind.WAKING), Fraction(0))
    sleeps = 0
    for first, until in await _constant(view, household.id, monday, last):
        bands = [one for one in await _bands(view, household.id, first) if one.kind is Kind.SLEEP_IN]
        days = (first + number * DAY for number in range((until - first).days + 1))
        sleeps += sum(band.level for day in days for band in bands if day.weekday() in band.weekdays)
    return hours, sleeps


async def _stretches(
    view: View, household_id: str, shifts: Sequence[Shift], first: date, last: date
) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    for begins, ends in await _constant(view, household_id, first, last):
        found += cover.coverage(await _bands(view, household_id, begins), shifts, begins, ends)
    return tuple(found)


async def _constant(view: View, household_id: str, first: date, last: date) -> Sequence[tuple[date, date]]:
    """The parts of these days through which the need stays the same: first and last day of each."""
    cuts = {day for day in await rotas.changes_of_need(view, household_id) if first < day <= last}
    starts = [first, *sorted(cuts)]
    return list(zip(starts, [*(day - DAY for day in starts[1:]), last], strict=True))


async def _bands(view: View, household_id: str, day: date) -> Sequence[Band]:
    return [rotas.band(one) for one in await rotas.requirements(view, household_id, day)]


def _line(record: ShiftRecord, called: Mapping[str, str]) -> Line:
    timed = rotas.timed(record)
    clock = Fraction(_minutes(record.ends) - _minutes(record.begins), 60)
    clock += 24 if clock <= 0 else 0
    who = None if record.assistant is None else called[record.assistant]
    return Line(record, timed, who, timed.hours if timed.hours != clock else None)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _day(day: date, lines: Sequence[Line]) -> Day:
    return Day(day, tuple(one for one in lines if one.shift.day == day))


def _named(rest: ShortRest, called: Mapping[str, str]) -> ShortRest:
    return ShortRest(called[rest.who], rest.ended, rest.begins)


def _over(shifts: Sequence[Shift], called: Mapping[str, str], last: date) -> Mapping[str, Fraction]:
    found = {}
    for who in {one.who for one in shifts}:
        own = [one for one in shifts if one.who == who and local_day(one.starts) <= last]
        average = model.average_hours(own, last)
        if average > model.MOST_HOURS:
            found[called[who]] = average
    return found
