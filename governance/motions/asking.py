"""Which fields ask for a value of the rules, kind by kind, and how what was typed becomes plain data again."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any, TypeAlias

from constitution import Parameter, Rulebook, Unit
from constitution.kinds import Clock, Unreadable
from constitution.plain import thawed
from constitution.tables import BASES, PERIODS
from governance.errors import Invalid

VALUE, ABSENT, INSTEAD, RULE = "value", "absent", "instead", "rule"
"""The fields of the page: the value or its parts, that it does not apply, a word instead, the rule it stands in."""

NUMBER, SHARE, DECIMAL, MONEY, DAY, CLOCK = "number", "share", "decimal", "money", "day", "clock"
FLAG, WORD, LONG, WORDS, NUMBERS, EITHER = "flag", "word", "long", "words", "numbers", "either"
CLASSES = "*"
"""A part for each class of members and each name that the value has already."""

Shape: TypeAlias = "str | tuple[str, ...] | Mapping[str, Shape]"
"""One field, one of a few words, or parts by name."""

_CARRIES: Mapping[str, Shape] = MappingProxyType({"fraction": SHARE, "cmp": (">", ">=")})
_MAJORITY: Mapping[str, Shape] = MappingProxyType({**_CARRIES, "base": BASES, "each_class": _CARRIES})
_RANGE: Mapping[str, Shape] = MappingProxyType({"minimum": NUMBER, "maximum": NUMBER})
_DURATION: Mapping[str, Shape] = MappingProxyType(
    {"amount": NUMBER, "unit": tuple(Unit), "clock": tuple(Clock), "after": WORD}
)
SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        "flag": FLAG,
        "count": NUMBER,
        "text": LONG,
        "word": WORD,
        "share": SHARE,
        "decimal": DECIMAL,
        "money": MONEY,
        "year_day": DAY,
        "words": WORDS,
        "numbers": NUMBERS,
        "count_or_share": EITHER,
        "count_or_word": EITHER,
        "flag_or_classes": WORDS,
        "majority": _MAJORITY,
        "majorities": {CLASSES: _MAJORITY},
        "duration": _DURATION,
        "greater_of": {"minimum": NUMBER, "fraction": SHARE},
        "closing": {"at": ("end_of_debate", "meeting_close", "before_meeting", "after_call"), "hours": NUMBER},
        "payment": {"amount": MONEY, "per": PERIODS},
        "rate": {"percent": DECIMAL, "above": WORD},
        "counts": {CLASSES: NUMBER},
        "counts_or_words": {CLASSES: EITHER},
        "percentages": {CLASSES: NUMBER},
        "ranges": {CLASSES: _RANGE},
        "shareholding": {**_RANGE, CLASSES: _RANGE},
        "demand": {"members": NUMBER, "chair": FLAG, "board": FLAG, "class_representative": FLAG},
        "written_resolution": {
            "allowed": FLAG,
            **_CARRIES,
            "base": BASES,
            "lapse": {"amount": NUMBER, "unit": tuple(Unit)},
            "procedure": ("statutory",),
        },
        "removal": {
            **_CARRIES,
            "notice_days": NUMBER,
            "stated_in_notice": FLAG,
            "class_seat": ("own_class", "all_members"),
            "procedure": ("statutory", "deed"),
        },
        "distribution": {"form": WORD, "at_most_percent": NUMBER},
        "day_window": {"from": CLOCK, "to": CLOCK},
        "cost_cap": {
            "basis": ("direct_payment", "budget", "sum"),
            "less_percent": NUMBER,
            "amount": MONEY,
        },
        "late_charge": {"hours": NUMBER, "percent": NUMBER},
        "retention": {"years": NUMBER, "after": WORD},
    }
)


@dataclass(frozen=True, slots=True)
class Field:
    """``name`` is that of the form; ``parts`` the words for what it asks, such as ("citizen", "minimum")."""

    name: str
    parts: tuple[str, ...]
    shape: str | tuple[str, ...]
    given: tuple[str, ...]
    is_optional: bool = False


def fields(rules: Rulebook, parameter: Parameter) -> tuple[Field, ...]:
    """One for each part of the value, with what stands there now."""
    found = rules.entries.get(parameter.id)
    plain = _unfolded(parameter.kind, None if found is None else thawed(found.written))
    shape = _of(rules, parameter, plain)
    return tuple(_fields((), shape, None if isinstance(plain, str) and plain in parameter.also else plain))


def read(rules: Rulebook, parameter: Parameter, typed: Mapping[str, Sequence[str]]) -> Any:
    """The value in plain data.

    Raises:
        Invalid: with the problem of each field.
    """
    instead = _first(typed, INSTEAD)
    if instead:
        return _checked(parameter, instead, {})
    asked = {field.name: field for field in fields(rules, parameter)}
    errors: dict[str, str] = {}
    found: dict[tuple[str, ...], Any] = {}
    for name, field in asked.items():
        words = [word.strip() for word in typed.get(name, ()) if word.strip()]
        if not words and (field.is_optional or field.shape == WORDS):
            found |= {field.parts: []} if field.shape == WORDS else {}
            continue
        try:
            found[field.parts] = _READ[field.shape](words) if isinstance(field.shape, str) else _chosen(field, words)
        except (ArithmeticError, ValueError, IndexError):
            errors[name] = "not-understood" if words else "missing"
    if errors:
        raise Invalid(errors)
    return _checked(parameter, _folded(parameter.kind, _nested(found)), asked)


def _of(rules: Rulebook, parameter: Parameter, plain: Any) -> Shape:
    """The shape of this very value: with the choices of the parameter and a part for every class."""
    shape = SHAPES[parameter.kind]
    if shape == WORD and parameter.choices:
        return parameter.choices
    if isinstance(shape, Mapping) and CLASSES in shape:
        given = plain if isinstance(plain, Mapping) else {}
        fixed = {name: one for name, one in shape.items() if name != CLASSES}
        names = [*(name for name in given if name not in fixed), *rules.words("P-020")]
        return {**fixed, **dict.fromkeys(names, shape[CLASSES])}
    return shape


def _fields(parts: tuple[str, ...], shape: Shape, plain: Any, *, optional: bool = False) -> Iterator[Field]:
    if isinstance(shape, Mapping):
        given = _unfolded("duration", plain) if "unit" in shape else plain
        given = given if isinstance(given, Mapping) else {}
        for name, one in shape.items():
            yield from _fields((*parts, name), one, given.get(name), optional=True)
        return
    yield Field(".".join((VALUE, *parts)), parts, shape, _written(plain), optional)


def _written(plain: Any) -> tuple[str, ...]:
    if plain is None:
        return ()
    if isinstance(plain, bool):
        return ("yes" if plain else "no",)
    if isinstance(plain, list):
        return (", ".join(str(one) for one in plain),)
    return (str(plain),)


def _first(typed: Mapping[str, Sequence[str]], name: str) -> str:
    return next((word.strip() for word in typed.get(name, ()) if word.strip()), "")


def _nested(found: Mapping[tuple[str, ...], Any]) -> Any:
    if set(found) == {()}:
        return found[()]
    whole: dict[str, Any] = {}
    for parts, value in found.items():
        place = whole
        for part in parts[:-1]:
            place = place.setdefault(part, {})
        place[parts[-1]] = value
    return whole


def _unfolded(kind: str, plain: Any) -> Any:
    """As the fields have it: a duration by amount and unit, a value that is one of its parts alone as that part."""
    if kind == "duration" and isinstance(plain, Mapping):
        unit = next((unit for unit in Unit if unit in plain), None)
        rest = {name: one for name, one in plain.items() if name != unit}
        return rest if unit is None else {"amount": plain[unit], "unit": str(unit), **rest}
    if isinstance(plain, str | int) and not isinstance(plain, bool) and kind in _ALONE:
        return {_ALONE[kind]: plain}
    return plain


_ALONE = MappingProxyType({"payment": "amount", "rate": "percent", "distribution": "form", "retention": "years"})
"""Kinds whose value may be one of its parts alone."""


def _folded(kind: str, plain: Any) -> Any:
    if kind in _ALONE and isinstance(plain, Mapping) and set(plain) == {_ALONE[kind]}:
        return plain[_ALONE[kind]]
    if not isinstance(plain, Mapping):
        return plain
    if {"amount", "unit"} <= set(plain) and plain["unit"] in tuple(Unit):
        rest = {name: one for name, one in plain.items() if name not in ("amount", "unit")}
        return {plain["unit"]: plain["amount"], **rest}
    return {name: _folded("", one) for name, one in plain.items()}


def _checked(parameter: Parameter, plain: Any, asked: Mapping[str, Field]) -> Any:
    try:
        parameter.read(plain)
    except Unreadable as fault:
        place = ".".join((VALUE, *fault.path))
        raise Invalid({place if place in asked else next(iter(asked), INSTEAD): "not-understood"}) from fault
    return plain


def _number(words: Sequence[str]) -> int:
    return int(re.sub(r"[ ,\u00a0](?=[0-9]{3})", "", words[0]))


def _share(words: Sequence[str]) -> str:
    """ "1/10", "1 / 10" or "10%"; kept as a fraction in its lowest terms."""
    typed = words[0].replace(" ", "")
    share = Fraction(typed[:-1]) / 100 if typed.endswith("%") else Fraction(typed)
    return str(share)


def _decimal(words: Sequence[str]) -> str:
    return words[0].removesuffix("%").strip().replace(",", ".")


def _money(words: Sequence[str]) -> str:
    """ "1,200" and "£1200.00" are the same."""
    typed = words[0].lstrip("£").replace(",", "").strip()
    return typed if "." in typed else f"{typed}.00"


def _flag(words: Sequence[str]) -> bool:
    return {"yes": True, "no": False}[words[0]] if words[0] in ("yes", "no") else _refused()


def _words(words: Sequence[str]) -> Any:
    listed = [one.strip().lower().replace(" ", "_") for word in words for one in word.split(",") if one.strip()]
    return {"yes": True, "no": False}[listed[0]] if listed in (["yes"], ["no"]) else listed


def _either(words: Sequence[str]) -> Any:
    typed = words[0].strip()
    if re.fullmatch(r"[0-9]+", typed):
        return int(typed)
    return _share(words) if re.match(r"[0-9]", typed) else _word(words)


def _word(words: Sequence[str]) -> str:
    return words[0].strip().lower().replace(" ", "_")


def _chosen(field: Field, words: Sequence[str]) -> str:
    return words[0] if words[0] in field.shape else _refused()


def _refused() -> Any:
    raise ValueError


_READ: Mapping[str, Callable[[Sequence[str]], Any]] = MappingProxyType(
    {
        NUMBER: _number,
        SHARE: _share,
        DECIMAL: _decimal,
        MONEY: _money,
        DAY: lambda words: words[0],
        CLOCK: lambda words: words[0],
        FLAG: _flag,
        WORD: _word,
        LONG: lambda words: words[0],
        WORDS: _words,
        NUMBERS: lambda words: [int(one) for one in words[0].split(",")],
        EITHER: _either,
    }
)
