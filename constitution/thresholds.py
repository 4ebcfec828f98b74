"""Sums and numbers that change from time to time, each with the days for which it holds and its source."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from constitution import shelf
from constitution.errors import NoFigureThatDay
from constitution.finding import Citation, Provenance
from constitution.kinds import read_count, read_money
from constitution.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Threshold:
    """``value`` is a number, or whole pence where ``is_money``; ``valid_to`` is the last day, None while it lasts."""

    name: str
    value: int
    is_money: bool
    valid_from: date
    valid_to: date | None
    source: str

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def cite(self, rules: Rulebook) -> Citation:
        return Citation(self.name, rules.id, rules.version, None, Provenance.LAW, self.source)


def threshold(name: str, day: date) -> Threshold:
    """The figure that holds that day, such as "audit_assets".

    Raises:
        NoFigureThatDay: no table covers the day, or none has the name.
    """
    for one in tables().get(name, ()):
        if one.holds_on(day):
            return one
    raise NoFigureThatDay(name, day)


@cache
def tables() -> Mapping[str, tuple[Threshold, ...]]:
    """Every dated figure by name, each in order of its days."""
    found = {
        name: tuple(sorted((_threshold(name, row) for row in rows), key=lambda one: one.valid_from))
        for book in shelf.names("reference")
        for name, rows in shelf.pack(book).items()
        if isinstance(rows, list)
    }
    return MappingProxyType(found)


def _threshold(name: str, row: Mapping[str, Any]) -> Threshold:
    is_money = "money" in row
    return Threshold(
        name=name,
        value=read_money(row["money"]) if is_money else read_count(row["number"]),
        is_money=is_money,
        valid_from=row["valid_from"],
        valid_to=row.get("valid_to"),
        source=row["source"],
    )
