"""What a statute fixes, whatever the rules say."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from constitution import shelf
from constitution.kinds import Value
from constitution.majority import Majority
from constitution.parameters import parameter

Bound: TypeAlias = Literal["at_least", "at_most", "exactly"]


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
    """``tests`` are the fixed numbers of the statute by name; ``sources`` say in which section each stands."""

    id: str
    titles: Mapping[str, str]
    limits: Mapping[str, Limit]
    tests: Mapping[str, int]
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
        tests=MappingProxyType({name: test["value"] for name, test in tests.items()}),
        sources=MappingProxyType({name: test["source"] for name, test in tests.items()}),
    )


def _limit(data: Mapping[str, Any]) -> Limit:
    value = parameter(data["parameter"]).read(data["value"])
    return Limit(data["parameter"], data["bound"], value, data["source"])


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
