"""One line of a rule book: what it sets, the rule that says so, and since when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from constitution.conditions import When, when
from constitution.errors import BadRulebook, UnknownParameter
from constitution.kinds import Unreadable, Value
from constitution.parameters import parameter
from constitution.plain import day, fields, frozen, in_order, listed, text, thawed


@dataclass(frozen=True, slots=True)
class Entry:
    """``written`` is kept as it came, so that storing a rule book gives back the same bytes.

    Without ``rule`` the rule book is silent and the entry only records what the platform shows.
    ``not_applicable`` says that the question does not arise; that is not the same as silence. ``undecided``: founding
    members have still to decide it, and until then the value is the model's.
    """

    rule: str | None
    written: object
    value: Value | None
    not_applicable: bool = False
    effective_from: date | None = None
    language: str | None = None
    note: str | None = None
    undecided: bool = False

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = {"rule": self.rule}
        data |= {"not_applicable": True} if self.not_applicable else {"value": thawed(self.written)}
        data |= {"effective_from": self.effective_from.isoformat()} if self.effective_from else {}
        data |= {"language": self.language} if self.language else {}
        data |= {"undecided": True} if self.undecided else {}
        return data | ({"note": self.note} if self.note else {})


@dataclass(frozen=True, slots=True)
class Condition:
    when: When
    rule: str | None
    entries: Mapping[str, Entry]

    def to_dict(self) -> dict[str, Any]:
        changes = {identity: thawed(entry.written) for identity, entry in self.entries.items()}
        return {"when": str(self.when), "rule": self.rule, "set": changes}


def entries(table: object) -> Mapping[str, Entry]:
    parameters = in_order(fields("parameters", table, anything=True))
    return MappingProxyType({key: entry(f"parameters.{key}", key, one) for key, one in parameters.items()})


def conditions(table: Mapping[str, Any]) -> tuple[Condition, ...]:
    found = listed(table, "conditions")
    return tuple(condition(f"conditions.{place}", one) for place, one in enumerate(found))


def entry(path: str, identity: str, data: object) -> Entry:
    known = {"rule", "value", "not_applicable", "effective_from", "language", "note", "undecided"}
    table = fields(path, data, optional=known)
    absent = table.get("not_applicable", False) is True
    if absent == ("value" in table):
        raise BadRulebook(path, "needs either a value or not_applicable = true", "value-or-not")
    return Entry(
        rule=text(path, table, "rule"),
        written=frozen(table.get("value")),
        value=None if absent else _value(f"{path}.value", identity, table["value"]),
        not_applicable=absent,
        effective_from=day(f"{path}.effective_from", table.get("effective_from")),
        language=text(path, table, "language"),
        note=text(path, table, "note"),
        undecided=table.get("undecided", False) is True,
    )


def condition(path: str, data: object) -> Condition:
    table = fields(path, data, required={"when", "set"}, optional={"rule"})
    rule = text(path, table, "rule")
    try:
        clause = when(str(table["when"]))
    except ValueError as fault:
        raise BadRulebook(f"{path}.when", str(fault), "bad-condition") from fault
    changes = {
        identity: Entry(rule, frozen(plain), _value(f"{path}.set.{identity}", identity, plain))
        for identity, plain in in_order(fields(f"{path}.set", table["set"], anything=True)).items()
    }
    return Condition(clause, rule, MappingProxyType(changes))


def _value(path: str, identity: str, plain: object) -> Value:
    try:
        return parameter(identity).read(plain)
    except UnknownParameter as fault:
        raise BadRulebook(path, str(fault), "unknown-parameter") from fault
    except Unreadable as fault:
        raise BadRulebook(".".join((path, *fault.path)), fault.problem, "bad-value") from fault
