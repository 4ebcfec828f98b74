"""Model rule books and law packs with one thing changed each, as a slip of the pen would change it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from constitution import CATALOGUE, BadRulebook, Rulebook, parameter, shelf
from constitution.entries import Entry, entry
from constitution.kinds import Clock
from constitution.tables import BASES

CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "base": BASES,
        "clock": tuple(Clock),
        "after": ("receipt", "notice"),
        "at": ("end_of_debate", "meeting_close"),
        "bound": ("at_least", "at_most", "exactly"),
        "cmp": (">", ">="),
    }
)
"""Other words for a part of a value, by its name."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """``touched`` is the parameter that was changed, None where it was something else."""

    what: str
    rules: Rulebook
    touched: str | None = None


def mutants(rules: Rulebook) -> Iterator[Mutant]:
    for identity in rules.entries:
        yield from _of_entry(rules, identity)
    yield from _of_conditions(rules)
    yield from _of_clauses(rules)
    yield Mutant("takes effect a day later", replace(rules, effective_from=_later(rules)))


def law_mutants(law: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """What was changed, and the law pack with the change."""
    data = shelf.pack(f"law/{law}")
    for place, limit in enumerate(data.get("limits", [])):
        others = (*data["limits"][:place], *data["limits"][place + 1 :])
        yield f"{limit['parameter']} without its limit", {**data, "limits": list(others)}
        for what, changed in _variants(limit, limit["parameter"]):
            if what.partition(":")[0] != "parameter":
                yield f"{limit['parameter']} {what}", {**data, "limits": [*others, changed]}
    for table in ("usual", "tests"):
        for name, row in data.get(table, {}).items():
            yield f"{name} dropped", {**data, table: {key: one for key, one in data[table].items() if key != name}}
            for what, changed in _variants(row, name):
                yield f"{name} {what}", {**data, table: {**data[table], name: changed}}


def _of_entry(rules: Rulebook, identity: str) -> Iterator[Mutant]:
    others = {name: one for name, one in rules.entries.items() if name != identity}
    yield Mutant(f"{identity} deleted", replace(rules, entries=MappingProxyType(others)), identity)
    for what, plain in _entries(rules, identity):
        try:
            changed = {**rules.entries, identity: entry("mutant", identity, plain)}
        except BadRulebook:  # a slip that the reader refuses at once
            continue
        if _means(changed[identity]) != _means(rules.entries[identity]):
            yield Mutant(f"{identity} {what}", replace(rules, entries=MappingProxyType(changed)), identity)


def _means(one: Entry) -> tuple[Any, ...]:
    """Two ways of writing one value are no difference."""
    return one.rule, one.value, one.not_applicable, one.undecided


def _entries(rules: Rulebook, identity: str) -> Iterator[tuple[str, Any]]:
    plain = rules.entries[identity].to_dict()
    numbers = list(rules.clauses)
    place = numbers.index(plain["rule"])
    for beside in (place - 1, (place + 1) % len(numbers)):
        yield f"names rule {numbers[beside]}", {**plain, "rule": numbers[beside]}
    if "value" not in plain:
        usual = _usual(identity)
        yield from [("applies", {"rule": plain["rule"], "value": usual})] if usual is not None else []
        return
    yield "is no longer undecided, or is now", {**plain, "undecided": not plain.get("undecided", False)}
    yield "does not apply", {"rule": plain["rule"], "not_applicable": True}
    for what, value in _variants(plain["value"], identity):
        yield what, {**plain, "value": value}


def _of_conditions(rules: Rulebook) -> Iterator[Mutant]:
    for place, one in enumerate(rules.conditions):
        before, after, sets = rules.conditions[:place], rules.conditions[place + 1 :], next(iter(one.entries))
        yield Mutant(f"the condition {one.when} dropped", replace(rules, conditions=(*before, *after)), sets)
        for what, when in (
            ("number + 1", replace(one.when, number=one.when.number + 1)),
            ("number - 1", replace(one.when, number=one.when.number - 1)),
            ("comparator", replace(one.when, comparator=">" if one.when.comparator == ">=" else ">=")),
        ):
            changed = (*before, replace(one, when=when), *after)
            yield Mutant(f"the condition {one.when} {what}", replace(rules, conditions=changed), sets)


def _of_clauses(rules: Rulebook) -> Iterator[Mutant]:
    numbers = list(rules.clauses)
    for number, following in zip(numbers, [*numbers[1:], numbers[0]], strict=True):
        others = {key: one for key, one in rules.clauses.items() if key != number}
        yield Mutant(f"rule {number} dropped", replace(rules, clauses=MappingProxyType(others)))
        swapped = {**rules.clauses, number: replace(rules.clauses[following], number=number)}
        yield Mutant(f"rule {number} says rule {following}", replace(rules, clauses=MappingProxyType(swapped)))


def _variants(plain: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Each value that differs in one number, flag, comparator, word, entry or item."""
    match plain:
        case bool():
            yield f"{plain} -> {not plain}", not plain
        case int():
            yield from ((f"{plain} -> {one}", one) for one in (plain - 1, plain + 1) if one >= 0)
        case str():
            yield from ((f"{plain} -> {one}", one) for one in dict.fromkeys(_other_words(plain, name)) if one != plain)
        case Mapping():
            for key, value in plain.items():
                yield f"without {key}", {other: one for other, one in plain.items() if other != key}
                inside = name if key == "value" else key
                yield from ((f"{key}: {what}", {**plain, key: one}) for what, one in _variants(value, inside))
        case list() | tuple():
            if name != "refused":  # no rule could say something more
                yield "with something more", [*plain, 99 if plain and isinstance(plain[0], int) else "something_more"]
            for place, item in enumerate(plain):
                rest = [*plain[:place], *plain[place + 1 :]]
                yield f"without {item}", rest
                changed = _variants(item, "item")
                yield from ((what, [*plain[:place], one, *plain[place + 1 :]]) for what, one in changed)


def _other_words(plain: str, name: str) -> Iterable[str]:
    """A share or a sum is written as text too; of a word, every other choice there is."""
    if name in CATALOGUE and CATALOGUE[name].kind == "year_day":
        return [f"{plain[:3]}{int(plain[3:]) - 1:02}"]
    if re.fullmatch(r"\d+(/\d+|\.\d+)?", plain):
        return _other_numbers(plain)
    if name in CHOICES:
        return CHOICES[name]
    choices = (*parameter(name).choices, *parameter(name).also) if name in CATALOGUE else ()
    return choices or (f"{plain}_otherwise",)


def _other_numbers(plain: str) -> Iterator[str]:
    if "/" in plain:
        part, whole = (int(one) for one in plain.split("/"))
        yield from (f"{part + 1}/{whole}", f"{part - 1}/{whole}", f"{part}/{whole + 1}", f"{part}/{max(whole - 1, 1)}")
        return
    whole_part, point, rest = plain.partition(".")
    yield from (f"{number}{point}{rest}" for number in (int(whole_part) - 1, int(whole_part) + 1) if number >= 0)
    yield from () if point else ("99/100",)


def _usual(identity: str) -> Any:
    return shelf.pack("catalogue")["parameters"][identity].get("default")


def _later(rules: Rulebook) -> Any:
    return rules.effective_from + timedelta(days=1) if rules.effective_from else None
