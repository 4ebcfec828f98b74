"""Changing the rules: what a change is about, which majority that needs, and when it takes effect."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from constitution.finding import Finding
from constitution.parameters import parameter
from constitution.plain import fields, frozen, in_order, thawed
from constitution.resolutions import Matter
from constitution.rulebook import Rulebook

_NONE: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change in plain data: ``entries`` by parameter such as {"rule": "36", "value": 28}, whole ``clauses`` by
    number, None for one that is struck out. Being kept apart from the rules it was written for, it can be made again
    on those that are in force when it takes effect."""

    entries: Mapping[str, Any] = field(default_factory=lambda: _NONE)
    clauses: Mapping[str, Any] = field(default_factory=lambda: _NONE)

    def to_dict(self) -> dict[str, Any]:
        return {"entries": thawed(frozen(self.entries)), "clauses": thawed(frozen(self.clauses))}

    @classmethod
    def from_dict(cls, data: object) -> "Amendment":
        """
        Raises:
            BadRulebook: it is not of this shape; what it says is read when it is made.
        """
        table = fields("", data, optional={"entries", "clauses"})
        entries = fields("entries", table.get("entries", {}), anything=True)
        clauses = fields("clauses", table.get("clauses", {}), anything=True)
        return cls(MappingProxyType(dict(entries)), MappingProxyType(dict(clauses)))


def amended(rules: Rulebook, amendment: Amendment) -> Rulebook:
    """The rules with the change made: the next version, in effect from no day yet.

    Raises:
        BadRulebook: an entry or a clause of the change cannot be read; ``path`` leads to it.
    """
    return rules.amended(amendment.entries, words=amendment.clauses)


def between(old: Rulebook, new: Rulebook) -> Amendment:
    """The change that makes of the old rules the new ones, as far as a change can: it sets values and words, and
    strikes out clauses. A value on which only the old rules speak stays, and so do the title, parts and conditions."""
    entries = {identity: one.to_dict() for identity, one in new.entries.items() if one != old.entries.get(identity)}
    clauses: dict[str, Any] = {number: None for number in old.clauses if number not in new.clauses}
    clauses |= {number: one.to_dict() for number, one in new.clauses.items() if one != old.clauses.get(number)}
    return Amendment(MappingProxyType(entries), MappingProxyType(clauses))


def clashes(base: Rulebook, current: Rulebook, amendment: Amendment) -> tuple[str, ...]:
    """The parameters and clauses of the change, written for ``base``, that ``current`` has otherwise by now."""
    entries = (one for one in amendment.entries if base.entries.get(one) != current.entries.get(one))
    clauses = (one for one in amendment.clauses if base.clauses.get(one) != current.clauses.get(one))
    return (*sorted(entries), *in_order(dict.fromkeys(clauses)))


def matters(rules: Rulebook, amendment: Amendment) -> tuple[str, ...]:
    """What the change is about: always a rule change, and whatever the rules protect that it touches (P-144 to P-146).

    Whoever loosens a protection needs what it protects with, so a change of P-145 or P-146 touches all that they name.
    """
    clauses = (rules.clauses[number].matter for number in amendment.clauses if number in rules.clauses)
    entries = (parameter(identity).matter for identity in amendment.entries)
    touched = {*clauses, *entries} - {None}
    if {"P-145", "P-146"} & amendment.entries.keys():
        touched |= set(_protected(rules))
    return (str(Matter.RULE_CHANGE), *sorted(str(one) for one in touched))


def _protected(rules: Rulebook) -> tuple[str, ...]:
    entrenched = rules.table("P-145") if rules.value("P-145") is not None else {}
    consents = rules.words("P-146") if rules.value("P-146") is not None else ()
    return *entrenched, *consents


def takes_effect(rules: Rulebook, *, passed: date, registered: date | None = None, deed: date | None = None) -> Finding:
    """The day from which the new rules govern. Until the registrar registers it, a society's vote changes nothing."""
    event, day = {
        "on_passing": ("passing", passed),
        "on_registration": ("registration", registered),
        "on_deed": ("deed", deed),
    }[rules.word("P-005")]
    return rules.finding(
        "rule-change-takes-effect", "P-005", met=day is not None, by=event, passed=passed, effective_from=day
    )


def may_change_rules(rules: Rulebook, members: int) -> Finding:
    """With fewer members than the least, rule changes wait while admissions go on (P-006, P-007)."""
    least = rules.count("P-006")
    met = members >= least or not rules.flag("P-007")
    return rules.finding("may-change-rules", "P-006", "P-007", met=met, members=members, least=least)
