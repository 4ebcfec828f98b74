"""Lawful dates in words: how the first one is found, the weeks after it, and the days that matter before a meeting."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from constitution import Finding, Rulebook
from constitution.holidays import ENGLAND_AND_WALES
from constitution.notice import Business, Sending, earliest_meeting, latest_service, required_notice
from constitution.proposing import motion_deadline
from constitution.quorum import if_inquorate
from constitution.service import Method
from governance.correspondence.model import deemed
from governance.platform.clock import LEGAL_ZONE, legal_day

WEEKS = 6


@dataclass(frozen=True, slots=True)
class Reckoning:
    """Step by step: what goes out how and when it counts, how much notice is needed, the first day that leaves it."""

    ways: tuple[Finding, ...]
    needed: Finding
    first: Finding

    @property
    def served(self) -> date:
        return _day(self.first, "served")

    @property
    def earliest(self) -> date:
        return _day(self.first, "earliest-meeting")


@dataclass(frozen=True, slots=True)
class Week:
    """The lawful days of one week, and which of them people should think about twice."""

    first: date
    last: date
    holidays: tuple[date, ...]
    clocks_change: date | None


@dataclass(frozen=True, slots=True)
class Step:
    """One day that matters for a meeting; ``what`` is a code that the page puts into words."""

    what: str
    day: date
    finding: Finding | None = None


def reckoned(rules: Rulebook, business: Collection[Business], methods: Sequence[Method], now: datetime) -> Reckoning:
    """If the notice went out now in these ways."""
    return Reckoning(
        ways=tuple(deemed(rules, method, now) for method in methods),
        needed=required_notice(rules, business),
        first=earliest_meeting(rules, business, [Sending(method, now) for method in methods]),
    )


def lawful_weeks(earliest: date, weeks: int = WEEKS) -> tuple[Week, ...]:
    """Weeks begin on Monday; the first holds only what is lawful of it."""
    monday = earliest - timedelta(days=earliest.weekday())
    return tuple(_week(max(earliest, start), start) for start in (monday + timedelta(weeks=n) for n in range(weeks)))


def timeline(
    rules: Rulebook, business: Collection[Business], starts_at: datetime, served: date, today: date
) -> tuple[Step, ...]:
    """The days in order, if the notice went out today and counted as given on ``served``."""
    meeting = legal_day(starts_at)
    limits, again = latest_service(rules, business, meeting), if_inquorate(rules, starts_at)
    deadline = motion_deadline(rules, _day(limits, "practical-posting"))
    steps = [
        Step("motions-close", _day(deadline, "last-day"), deadline),
        Step("today", today),
        Step("counts-as-given", served),
        Step("last-posting", _day(limits, "practical-posting"), limits),
        Step("last-service", _day(limits, "latest-service"), limits),
        Step("meeting", meeting),
    ]
    if "reconvened" in again.figures:
        steps.append(Step("again", _day(again, "reconvened"), again))
    return tuple(sorted(steps, key=lambda step: step.day))


def clocks_change_on(day: date) -> bool:
    midnight = datetime.combine(day, time(), LEGAL_ZONE)
    return midnight.utcoffset() != datetime.combine(day + timedelta(days=1), time(), LEGAL_ZONE).utcoffset()


def _week(first: date, monday: date) -> Week:
    days = [monday + timedelta(days=n) for n in range(7) if monday + timedelta(days=n) >= first]
    return Week(
        first=first,
        last=days[-1],
        holidays=tuple(day for day in days if ENGLAND_AND_WALES.is_bank_holiday(day)),
        clocks_change=next((day for day in days if clocks_change_on(day)), None),
    )


def _day(finding: Finding, name: str) -> date:
    day = finding.figures[name]
    if not isinstance(day, date):
        raise TypeError(f"{finding.question}: {name} is not a day")
    return day
