"""What a statute fixes, whatever the rules say."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import Any, TypeAlias

from constitution import shelf
from constitution.kinds import Value, read_count, read_share
from constitution.limits import Limit, limit
from constitution.majority import Majority
from constitution.parameters import parameter
from constitution.tables import read_majority

Test: TypeAlias = int | Fraction | Majority


@dataclass(frozen=True, slots=True)
class Usual:
    """What the law says while the rules say nothing."""

    value: Value
    source: str


@dataclass(frozen=True, slots=True)
class Law:
    """``limits`` bind whatever the rules say, ``usual`` stands in where they are silent. ``tests`` are what the statute
    fixes by name: numbers, shares and majorities; ``sources`` give their sections. ``contents`` are the matters
    that rules must provide for, each with the parameters, or the matters of clauses, that do it. ``as_at`` is the day
    of the law that was read."""

    id: str
    titles: Mapping[str, str]
    as_at: date
    limits: Mapping[str, tuple[Limit, ...]]
    usual: Mapping[str, Usual]
    tests: Mapping[str, Test]
    sources: Mapping[str, str]
    contents: Mapping[str, tuple[str, ...]]
    contents_source: str | None = None

    def overriding(self, identity: str, stated: Value | None) -> tuple[Limit, ...]:
        """The limits that a value breaks."""
        if stated is None:
            return ()
        return tuple(one for one in self.limits.get(identity, ()) if not one.allows(stated))


@cache
def law_pack(identity: str) -> Law:
    """A pack that builds on another has all of that one, and its own in place of the same."""
    data = _whole(identity)
    found = [limit(entry, data["as_at"]) for entry in data["limits"]]
    return Law(
        id=identity,
        titles=MappingProxyType(data["title"]),
        as_at=data["as_at"],
        limits=MappingProxyType({one.parameter: tuple(_of(one.parameter, found)) for one in found}),
        usual=MappingProxyType({name: _usual(name, one) for name, one in data["usual"].items()}),
        tests=MappingProxyType({name: _test(test["value"]) for name, test in data["tests"].items()}),
        sources=MappingProxyType({name: test["source"] for name, test in data["tests"].items()}),
        contents=MappingProxyType({name: tuple(one) for name, one in data.get("contents", {}).items()}),
        contents_source=data.get("contents_source"),
    )


def _whole(identity: str) -> dict[str, Any]:
    data = shelf.pack(f"law/{identity}")
    below = _whole(data["builds_on"]) if "builds_on" in data else {"limits": [], "usual": {}, "tests": {}}
    return {
        **data,
        "limits": [*below["limits"], *data.get("limits", [])],
        "usual": {**below["usual"], **data.get("usual", {})},
        "tests": {**below["tests"], **data.get("tests", {})},
    }


def _of(identity: str, limits: Iterable[Limit]) -> Iterator[Limit]:
    return (one for one in limits if one.parameter == identity)


def _usual(identity: str, data: Mapping[str, Any]) -> Usual:
    return Usual(parameter(identity).read(data["value"]), data["source"])


def _test(plain: object) -> Test:
    """A share is written in quotes, a majority as a table with its comparator."""
    match plain:
        case str():
            return read_share(plain)
        case dict():
            return read_majority(plain)
        case _:
            return read_count(plain)
