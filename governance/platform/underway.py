"""When requests had come that are not answered yet: what came in time is waited for, at its late turn too (DB-6)."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

_UNDERWAY: Counter[datetime] = Counter()


def begin(received_at: datetime) -> None:
    """The last byte of a request had come; whoever says so also says ``end``."""
    _UNDERWAY[received_at] += 1


def end(received_at: datetime) -> None:
    """The request is answered, or nobody waits for its answer any more."""
    _UNDERWAY[received_at] -= 1
    if not _UNDERWAY[received_at]:
        del _UNDERWAY[received_at]


@contextmanager
def since(received_at: datetime) -> Iterator[None]:
    begin(received_at)
    try:
        yield
    finally:
        end(received_at)


def any_before(instant: datetime) -> bool:
    """Does this process still work on a request that had come before ``instant``?"""
    return any(received_at < instant for received_at in _UNDERWAY)
