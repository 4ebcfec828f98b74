"""What a harness is, and what it holds a parser to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from ballots import BallotsError


@dataclass(frozen=True)
class Harness:
    """``seeds`` are sound; ``again`` parses and writes what it understood, or raises a ``BallotsError``.

    The outcome has to be the input, unless ``again`` has nothing to write and says so with None.
    """

    seeds: Callable[[], Iterable[bytes]]
    again: Callable[[bytes], bytes | None]
    json: bool = True


HARNESSES: dict[str, Harness] = {}

Again: TypeAlias = Callable[[bytes], bytes | None]


def harness(seeds: Callable[[], Iterable[bytes]], *, json: bool = True) -> Callable[[Again], Again]:
    """Keeps the function below under its name; ``json`` says that it parses JSON, and so is changed as JSON."""

    def keep(again: Again) -> Again:
        HARNESSES[again.__name__.replace("_", "-")] = Harness(seeds, again, json)
        return again

    return keep


def run(name: str, data: bytes) -> bool:
    """Whether this input was accepted. Whatever else happens than a refusal is a defect."""
    try:
        again = HARNESSES[name].again(data)
    except BallotsError:
        return False
    if again is not None and again != data:
        raise AssertionError(f"{name}: {data[:200]!r} was accepted, and would be written as {again[:200]!r}")
    return True
