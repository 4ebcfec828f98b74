"""The only place that asks what time it is (CLK-1), and on which legal day an instant falls."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol, runtime_checkable
from zoneinfo import ZoneInfo

LEGAL_ZONE = ZoneInfo("Europe/London")
"""The law of England and Wales counts its days here, wherever people sit."""


def legal_day(instant: datetime) -> date:
    return instant.astimezone(LEGAL_ZONE).date()


def first_instant(day: date) -> datetime:
    """The instant, in UTC, at which a legal day begins."""
    return datetime.combine(day, time(), LEGAL_ZONE).astimezone(UTC)


@runtime_checkable  # a page may ask for it
class Clock(Protocol):
    def now(self) -> datetime:
        """The current instant, aware and in UTC."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class ScriptedClock:
    """A clock that stands still until it is moved, and never goes back."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("a clock needs an aware instant")
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def move_to(self, instant: datetime) -> None:
        if instant < self._now:
            raise ValueError(f"the clock stands at {self._now.isoformat()} and cannot go back to {instant.isoformat()}")
        self._now = instant.astimezone(UTC)

    def pass_time(self, duration: timedelta) -> None:
        self.move_to(self._now + duration)
