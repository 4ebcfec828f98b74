"""Plain data as JSON and TOML give it: taking it apart, and complaining by path."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar

from constitution.errors import BadRulebook

T = TypeVar("T")

SIZE, DEPTH = 2 * 1024 * 1024, 12
"""The most letters of a pack, and the most tables and lists inside one another."""


def read_toml(source: str) -> dict[str, Any]:
    """
    Raises:
        BadRulebook: it is not TOML, or more of it than any rule book needs.
    """
    if len(source) > SIZE:
        raise BadRulebook("rulebook", f"has more than {SIZE} letters", "too-large")
    try:
        found = tomllib.loads(source)
    except RecursionError as fault:
        raise BadRulebook("rulebook", "is nested too deeply", "too-deep") from fault
    except ValueError as fault:
        raise BadRulebook("rulebook", str(fault), "not-toml") from fault
    level: list[Any] = [found]
    for _ in range(DEPTH):
        inside = [one.values() if isinstance(one, dict) else one for one in level if isinstance(one, dict | list)]
        level = [one for several in inside for one in several]
    if level:
        raise BadRulebook("rulebook", "is nested too deeply", "too-deep")
    return found


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
        raise BadRulebook(prefix + key, "is missing", "missing")
    known = (required or set()) | (optional or set())
    for key in sorted(str(key) for key in data.keys() - known if not anything):
        raise BadRulebook(prefix + key, "is not known here", "unknown")
    return data


def text(path: str, table: Mapping[str, Any], key: str) -> str | None:
    return None if table.get(key) is None else words(path, {key: table[key]})[key]


def words(path: str, data: object) -> Mapping[str, str]:
    """Text by name, such as a title in each language; none may be empty."""
    table = fields(path, data, anything=True)
    for key, found in table.items():
        if not isinstance(found, str) or not found.strip():
            raise BadRulebook(f"{path}.{key}" if path else key, "must be text")
    return MappingProxyType(dict(sorted(table.items())))


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


def frozen(plain: object) -> object:
    """Names are kept sorted, so that a store which reorders them changes nothing."""
    if isinstance(plain, Mapping):
        return MappingProxyType({key: frozen(value) for key, value in sorted(plain.items())})
    if isinstance(plain, Sequence) and not isinstance(plain, str):
        return tuple(frozen(value) for value in plain)
    return plain


def thawed(plain: object) -> Any:
    if isinstance(plain, Mapping):
        return {key: thawed(value) for key, value in plain.items()}
    return [thawed(value) for value in plain] if isinstance(plain, tuple) else plain
