"""How whoever waits is told how far the work has come."""

from typing import Protocol


class Progress(Protocol):
    """Called now and then with what is being checked, how many of them are, and how many there are."""

    def __call__(self, what: str, done: int, total: int, /) -> object: ...


def untold(what: str, done: int, total: int, /) -> None:
    """For whoever need not know."""
