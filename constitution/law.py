"""What a statute fixes, whatever the rules say."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from constitution import shelf
from constitution.kinds import Value, read_count, read_share
from constitution.majority import Majority
from constitution.parameters import parameter
from constitution.tables import read_majority

Bound: TypeAlias = Literal["at_least", "at_most", "exactly"]
Test: TypeAlias = int | Fraction | Majority


@dataclass(frozen=True, slots=True)
class Limit:
    parameter: str
    bound: Bound
    value: Value
    source: str

    def allows(self, value: Value) -> bool:
        """A word that stands for "there is none" is not below a floor."""
        if self.bound == "exactly":
            return value == self.value
        stated, bound = _rank(value), _rank(self.value)
        if stated is None or bound is None:
            return True
        return stated >= bound if self.bound == "at_least" else stated <= bound


@dataclass(frozen=True, slots=True)
class Law:
    """``tests`` are what the statute fixes by name: numbers, shares and majorities; ``sources`` give the sections."""

    id: str
    titles: Mapping[str, str]
    limits: Mapping[str, Limit]
    tests: Mapping[str, Test]
    sources: Mapping[str, str]


@cache
def law_pack(identity: str) -> Law:
    data = shelf.pack(f"law/{identity}")
    limits = [_limit(entry) for entry in data.get("limits", [])]
    tests = data.get("tests", {})
    return Law(
        id=identity,
        titles=MappingProxyType(data["title"]),
        limits=MappingProxyType({limit.parameter: limit for limit in limits}),
        tests=MappingProxyType({name: _test(test["value"]) for name, test in tests.items()}),
        sources=MappingProxyType({name: test["source"] for name, test in tests.items()}),
    )


def _limit(data: Mapping[str, Any]) -> Limit:
    value = parameter(data["parameter"]).read(data["value"])
    return Limit(data["parameter"], data["bound"], value, data["source"])


def _test(plain: object) -> Test:
    """A share is written in quotes, a majority as a table with its comparator."""
    match plain:
        case str():
            return read_share(plain)
        case dict():
            return read_majority(plain)
        case _:
            return read_count(plain)


def _rank(value: Value) -> tuple[Fraction, bool] | None:
    """More is stricter: three quarters, and strictly more than three quarters after it."""
    match value:
        case bool() | str():
            return None
        case int() | Fraction():
            return Fraction(value), False
        case Majority(share, inclusive):
            return share, not inclusive
        case _:
            return None
