"""The ways this library says no."""

from collections.abc import Iterator
from contextlib import contextmanager


class BallotsError(Exception):
    """Every refusal of this library is one of the three below; anything else that escapes is a defect."""


class Invalid(BallotsError):
    """Something published does not hold. ``code`` is for programs and stays stable, ``detail`` is for people.

    Where it made sense to go on looking, ``also`` holds the further reasons that were found.
    """

    def __init__(self, code: str, detail: str = "", also: "tuple[Invalid, ...]" = ()) -> None:
        super().__init__(code, detail, also)
        self.code = code
        self.detail = detail
        self.also = also

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else self.code


class Unreadable(BallotsError):
    """There is nothing here to judge: no file, or not an archive at all."""


class Unsupported(BallotsError):
    """Well formed perhaps, but of a kind this version does not judge, so it says neither yes nor no."""


@contextmanager
def about(what: str) -> Iterator[None]:
    """Says with every ``Invalid`` raised inside what it is about."""
    try:
        yield
    except Invalid as error:
        raise Invalid(error.code, f"{what}: {error.detail}", error.also) from None
