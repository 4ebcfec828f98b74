"""When a message that failed is tried again, and when to give up."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

MICROSECOND = timedelta(microseconds=1)
SPREAD = Fraction(1, 4)
NO_JITTER = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Waits grow by `factor` up to `longest`; after `attempts` tries the message is dead.

    The default keeps trying for a little over five days, as mail servers do.
    """

    first: timedelta = timedelta(minutes=1)
    factor: int = 2
    longest: timedelta = timedelta(hours=6)
    attempts: int = 29

    def __post_init__(self) -> None:
        if not timedelta(0) < self.first <= self.longest or self.factor < 1 or self.attempts < 1:
            raise ValueError("a schedule needs 0 < first <= longest, factor >= 1 and attempts >= 1")

    def exhausted(self, attempt: int) -> bool:
        """Whether attempt number `attempt` (from 1) was the last one."""
        return attempt >= self.attempts

    def wait(self, attempt: int, jitter: Fraction = NO_JITTER) -> timedelta:
        """How long to wait after attempt number `attempt` (from 1) failed.

        `jitter`, from 0 up to but excluding 1, shortens the wait by up to a quarter, so that many messages that failed
        together do not come back together.
        """
        if attempt < 1 or not 0 <= jitter < 1:
            raise ValueError("attempt counts from 1 and jitter lies in [0, 1)")
        growth = self.factor ** min(attempt - 1, self.longest // self.first)
        full = min(self.first // MICROSECOND * growth, self.longest // MICROSECOND)
        return timedelta(microseconds=int(full * (1 - SPREAD * jitter)))

    def next_attempt(self, attempt: int, now: datetime, jitter: Fraction = NO_JITTER) -> datetime | None:
        """The instant of the next attempt, or nothing when the message is dead."""
        return None if self.exhausted(attempt) else now + self.wait(attempt, jitter)
