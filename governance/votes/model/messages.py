"""What people hear of a vote by messages that leave no trace here, and at what times."""

from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from governance.platform.clock import LEGAL_ZONE


class About(StrEnum):
    """The value names the folder of templates below ``mail/votes``."""

    CODE = "voting-code"
    CAST = "ballot-cast"
    WAS_CAST = "ballot-was-cast"
    WAS_NOT_CAST = "no-ballot"
    WITNESS = "witness"
    CHECKPOINT = "checkpoint"

    @property
    def kind(self) -> str:
        """As the outbox names kinds."""
        return f"votes/{self.value}"


NIGHT = time(3)
"""When everybody is told at once whose ballot came in since the night before: an hour that tells nothing (BAL-6)."""


def next_night(now: datetime) -> datetime:
    """The first such hour after ``now``, in UTC; in a night that has it twice or not at all, about then."""
    day = now.astimezone(LEGAL_ZONE).date()
    tonight = datetime.combine(day, NIGHT, LEGAL_ZONE)
    if tonight <= now:
        tonight = datetime.combine(day + timedelta(days=1), NIGHT, LEGAL_ZONE)
    return tonight.astimezone(UTC)


def next_minute(now: datetime) -> datetime:
    """Within 60 seconds (BAL-8). A full minute tells less of the ballot it waits for than an instant would."""
    return now.replace(second=0, microsecond=0) + timedelta(minutes=1)


def are_enough_to_tell(waiting: int, smallest_cell: int) -> bool:
    """Of few who are told, others in the house would know who had voted since the night before (SEC-5)."""
    return waiting >= max(1, smallest_cell)
