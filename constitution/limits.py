"""A bound that the law sets to one parameter, and what becomes of a rule beyond it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from constitution.kinds import Duration, Unit, Value
from constitution.majority import Majority
from constitution.parameters import parameter

Bound: TypeAlias = Literal["at_least", "at_most", "exactly", "includes"]


@dataclass(frozen=True, slots=True)
class Limit:
    """``entry`` names the part of the value that is bound, where it has several; ``refused`` are words that stand for
    "there is none" and that the law does not accept. ``as_at`` is the day of the law that was read."""

    parameter: str
    bound: Bound
    value: Value
    source: str
    as_at: date
    entry: str | None = None
    refused: tuple[str, ...] = ()

    def allows(self, stated: Value) -> bool:
        """Whether a rule may say this. A part that is left out is left to the law."""
        if self.entry is not None:
            entries = stated if isinstance(stated, Mapping) else {}
            return self.entry not in entries or self._holds(entries[self.entry])
        return self._holds(stated)

    def imposed_on(self, stated: Value) -> Value:
        """What governs instead of a value that the law does not allow."""
        if self.entry is not None and isinstance(stated, Mapping):
            return MappingProxyType({**stated, self.entry: self.value})
        if self.bound == "includes" and isinstance(stated, tuple) and isinstance(self.value, tuple):
            return (*stated, *(one for one in self.value if one not in stated))
        return self.value

    def _holds(self, stated: Value) -> bool:
        if isinstance(stated, str) and stated in self.refused:
            return False
        if self.bound == "exactly":
            return stated == self.value
        if self.bound == "includes":
            return isinstance(stated, tuple) and isinstance(self.value, tuple) and {*self.value} <= {*stated}
        at_least = self.bound == "at_least"
        found, wanted = _rank(stated, longest=not at_least), _rank(self.value, longest=not at_least)
        if found is None or wanted is None:
            return True
        return found >= wanted if at_least else found <= wanted


def limit(data: Mapping[str, Any], as_at: date) -> Limit:
    """The bound is written as a rule would write it: for an entry, a value of which only that entry counts."""
    identity, entry = data["parameter"], data.get("entry")
    value = parameter(identity).read(data["value"])
    return Limit(
        parameter=identity,
        bound=data["bound"],
        value=value[entry] if entry and isinstance(value, Mapping) else value,
        source=data["source"],
        as_at=data.get("as_at", as_at),
        entry=entry,
        refused=tuple(data.get("refused", ())),
    )


_HOURS = {Unit.HOURS: 1, Unit.DAYS: 24, Unit.WEEKS: 7 * 24}
_MONTH = {True: 31 * 24, False: 28 * 24}


def _rank(value: Value, *, longest: bool) -> tuple[Fraction, bool] | None:
    """More is stricter: three quarters, and strictly more than three quarters after it. A word has no rank.

    A month is as long as the longest or as short as the shortest, so that a bound in days is never passed by one.
    """
    match value:
        case bool() | str():
            return None
        case int() | Fraction():
            return Fraction(value), False
        case Majority():
            return value.strictness
        case Duration(amount, unit):
            return Fraction(amount * _HOURS.get(unit, _MONTH[longest])), False
        case _:
            return None
