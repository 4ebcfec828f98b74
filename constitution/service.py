"""Deemed service: when something sent counts as received, and when it must be sent to be in time (R-3, R-4)."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from constitution.holidays import ENGLAND_AND_WALES, Calendar
from constitution.kinds import Clock, Duration
from constitution.periods import LAST_MINUTE, after_hours, as_instant, before_hours, instant_of, local_day
from constitution.rulebook import Rulebook


class Method(StrEnum):
    """How notice is sent. A notice on a website is served by the message that says it is there (P-089)."""

    POST = "post"
    EMAIL = "email"
    HAND = "hand"

    @property
    def parameter(self) -> str:
        return {"post": "P-086", "email": "P-087", "hand": "P-088"}[self.value]


@dataclass(frozen=True, slots=True)
class Service:
    """``day`` is the legal day of service; ``at`` the instant that gave it."""

    at: datetime
    day: date


def deemed(
    sent: datetime | date, lapse: Duration, *, conservative: bool, calendar: Calendar = ENGLAND_AND_WALES
) -> Service:
    """When it counts as received. ``conservative`` (P-090) takes the later of elapsed and clock-face time."""
    start = as_instant(sent)
    at = max(after_hours(start, reading, calendar) for reading in _readings(lapse, conservative=conservative))
    return Service(at, local_day(at))


def latest_sending(
    served_by: date, lapse: Duration, *, conservative: bool, calendar: Calendar = ENGLAND_AND_WALES
) -> datetime:
    """The last whole minute at which sending is deemed served by the end of that day."""
    end = instant_of(served_by, LAST_MINUTE)
    return min(before_hours(end, reading, calendar) for reading in _readings(lapse, conservative=conservative))


def latest_sending_day(
    served_by: date, lapse: Duration, *, conservative: bool, calendar: Calendar = ENGLAND_AND_WALES
) -> date:
    """The same where only the date of posting will be known (R-4)."""
    day = local_day(latest_sending(served_by, lapse, conservative=conservative, calendar=calendar))
    in_time = deemed(day, lapse, conservative=conservative, calendar=calendar).day <= served_by
    return day if in_time else day - timedelta(days=1)


def practical_posting_day(day: date, calendar: Calendar = ENGLAND_AND_WALES) -> date:
    """The last day up to this one on which post is collected."""
    while not calendar.has_collection(day):
        day -= timedelta(days=1)
    return day


def service_under(rules: Rulebook, method: Method, sent: datetime | date) -> Service:
    return deemed(sent, rules.duration(method.parameter), conservative=rules.flag("P-090"))


def _readings(lapse: Duration, *, conservative: bool) -> tuple[Duration, ...]:
    if not conservative or lapse.clock is Clock.WORKING_HOURS:
        return (lapse,)
    return replace(lapse, clock=Clock.ELAPSED), replace(lapse, clock=Clock.WALL)
