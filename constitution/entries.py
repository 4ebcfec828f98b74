"""One line of a rule book: what it sets, the rule that says so, and since when."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar

from constitution.conditions import When, when
from constitution.errors import BadRulebook, UnknownParameter
from constitution.kinds import Unreadable, Value
from constitution.parameters import parameter

Frozen: TypeAlias = object
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry:
    """``written`` is kept as it came, so that storing a rule book gives back the same bytes.

    Without ``rule`` the rule book is silent and the entry only records what the platform shows.
    ``not_applicable`` says that the question does not arise; that is not the same as silence.
    """

    rule: str | None
    written: Frozen
    value: Value | None
    not_applicable: bool = False
    effective_from: date | None = None
    language: str | None = None
    note: str | None = None

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = {"rule": self.rule}
        data |= {"not_applicable": True} if self.not_applicable else {"value": thawed(self.written)}
        data |= {"effective_from": self.effective_from.isoformat()} if self.effective_from else {}
        data |= {"language": self.language} if self.language else {}
        return data | ({"note": self.note} if self.note else {})


@dataclass(frozen=True, slots=True)
class Condition:
    when: When
    rule: str | None
    entries: Mapping[str, Entry]

    def to_dict(self) -> dict[str, Any]:
        changes = {identity: thawed(entry.written) for identity, entry in self.entries.items()}
        return {"when": str(self.when), "rule": self.rule, "set": changes}


def entry(path: str, identity: str, data: object) -> Entry:
    table = fields(path, data, optional={"rule", "value", "not_applicable", "effective_from", "language", "note"})
    absent = table.get("not_applicable", False) is True
    if absent == ("value" in table):
        raise BadRulebook(path, "needs either a value or not_applicable = true")
    return Entry(
        rule=text(path, table, "rule"),
        written=frozen(table.get("value")),
        value=None if absent else _value(f"{path}.value", identity, table["value"]),
        not_applicable=absent,
        effective_from=day(f"{path}.effective_from", table.get("effective_from")),
        language=text(path, table, "language"),
        note=text(path, table, "note"),
    )


def condition(path: str, data: object) -> Condition:
    table = fields(path, data, required={"when", "set"}, optional={"rule"})
    rule = text(path, table, "rule")
    try:
        clause = when(str(table["when"]))
    except ValueError as fault:
        raise BadRulebook(f"{path}.when", str(fault)) from fault
    changes = {
        identity: Entry(rule, frozen(plain), _value(f"{path}.set.{identity}", identity, plain))
        for identity, plain in in_order(fields(f"{path}.set", table["set"], anything=True)).items()
    }
    return Condition(clause, rule, MappingProxyType(changes))


def _value(path: str, identity: str, plain: object) -> Value:
    try:
        return parameter(identity).read(plain)
    except UnknownParameter as fault:
        raise BadRulebook(path, str(fault)) from fault
    except Unreadable as fault:
        raise BadRulebook(".".join((path, *fault.path)), fault.problem) from fault


def fields(
    path: str,
    data: object,
    *,
    required: set[str] | None = None,
    optional: set[str] | None = None,
    anything: bool = False,
) -> Mapping[str, Any]:
    """The table at ``path``, or a complaint that names the key."""
    if not isinstance(data, Mapping):
        raise BadRulebook(path or "rulebook", "must be a table")
    prefix = f"{path}." if path else ""
    for key in sorted((required or set()) - data.keys()):
        raise BadRulebook(prefix + key, "is missing")
    known = (required or set()) | (optional or set())
    for key in sorted(str(key) for key in data.keys() - known if not anything):
        raise BadRulebook(prefix + key, "is not known here")
    return data


def text(path: str, table: Mapping[str, Any], key: str) -> str | None:
    found = table.get(key)
    if found is None or (isinstance(found, str) and found.strip()):
        return found
    raise BadRulebook(f"{path}.{key}" if path else key, "must be text")


def listed(table: Mapping[str, Any], key: str) -> Sequence[Any]:
    found = table.get(key, ())
    if isinstance(found, Sequence) and not isinstance(found, str):
        return found
    raise BadRulebook(key, "must be a list")


def day(path: str, plain: object) -> date | None:
    """TOML has dates of its own; JSON writes 2027-02-01."""
    try:
        return date.fromisoformat(plain) if isinstance(plain, str) else _date(plain)
    except ValueError as fault:
        raise BadRulebook(path, "must be a date such as 2027-02-01") from fault


def _date(plain: object) -> date | None:
    if plain is None or type(plain) is date:
        return plain
    raise ValueError(plain)


def in_order(table: Mapping[str, T]) -> dict[str, T]:
    """Sorted by name, rule 9 before rule 10."""
    return dict(sorted(table.items(), key=lambda item: [part.zfill(6) for part in re.split(r"(\d+)", item[0])]))


def frozen(plain: object) -> Frozen:
    """Names are kept sorted, so that a store which reorders them changes nothing."""
    if isinstance(plain, Mapping):
        return MappingProxyType({key: frozen(value) for key, value in sorted(plain.items())})
    if isinstance(plain, Sequence) and not isinstance(plain, str):
        return tuple(frozen(value) for value in plain)
    return plain


def thawed(plain: Frozen) -> Any:
    if isinstance(plain, Mapping):
        return {key: thawed(value) for key, value in plain.items()}
    return [thawed(value) for value in plain] if isinstance(plain, tuple) else plain
