"""A rule book written as a TOML pack, for people to read and to start their own rules from.

Everything stands in the pack itself: model clauses are written out, and nothing need be looked up.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from constitution.clause import Clause
from constitution.entries import Entry
from constitution.parameters import GROUPS, parameter
from constitution.phrases import ENGLISH
from constitution.rulebook import Rulebook

WIDTH = 110

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_BREAK = re.compile(r"(?<=\S) (?=[^\s\\])")
_SIGNS = {'"': r"\"", "\\": r"\\", "\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r"}
_UNSAFE = re.compile('[\x00-\x1f"\\\\\x7f-\x9f\u2028\u2029\ufeff]')


def written(rules: Rulebook) -> str:
    """``Rulebook.from_toml`` of it is equal; the same rules are always the same text."""
    blocks = [
        _lines(_head(rules)),
        *(_table("[[parts]]", one.to_dict()) for one in rules.parts),
        *(_clause(one) for one in rules.clauses.values()),
        *(_table(f"[words.{_key(word)}]", said) for word, said in rules.words_of_its_own.items()),
        "[parameters]",
        *_entries(rules.entries),
        *(_table("[[conditions]]", one.to_dict()) for one in rules.conditions),
    ]
    return "\n\n".join(blocks) + "\n"


def _head(rules: Rulebook) -> Mapping[str, Any]:
    return {
        "id": rules.id,
        "version": rules.version,
        "effective_from": rules.effective_from,
        "texts": rules.texts,
        "title": rules.titles,
        "note": rules.note,
    }


def _clause(clause: Clause) -> str:
    key, plain = f"clauses.{_key(clause.number)}", clause.to_dict()
    lists = {name: plain.pop(name) for name in ("paragraphs", "easy") if name in plain}
    tables = [_table(f"[[{key}.{name}]]", one) for name, listed in lists.items() for one in listed]
    return "\n\n".join([_table(f"[{key}]", plain), *tables])


def _entries(entries: Mapping[str, Entry]) -> Iterator[str]:
    """Under the headings of the catalogue, each with its name beside it."""
    for name, group in GROUPS.items():
        found = [_entry(identity, one) for identity, one in entries.items() if parameter(identity).group == name]
        if found:
            yield "\n".join([f"# {group.titles[ENGLISH]}", *found])


def _entry(identity: str, entry: Entry) -> str:
    plain = {**entry.to_dict(), "effective_from": entry.effective_from}
    return f"{identity} = {_value(plain)}  # {parameter(identity).name}"


def _table(heading: str, plain: Mapping[str, Any]) -> str:
    return f"{heading}\n{_lines(plain)}".rstrip()


def _lines(plain: Mapping[str, Any]) -> str:
    return "\n".join(_assigned(name, value) for name, value in _stated(plain))


def _assigned(name: str, value: Any) -> str:
    line = f"{_key(name)} = {_value(value)}"
    return f"{_key(name)} = {_folded(value)}" if isinstance(value, str) and len(line) > WIDTH else line


def _value(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case date():
            return value.isoformat()
        case str():
            return f'"{_escaped(value)}"'
        case Mapping():
            inside = ", ".join(f"{_key(name)} = {_value(one)}" for name, one in _stated(value))
            return f"{{ {inside} }}" if inside else "{}"
        case _:
            return f"[{', '.join(map(_value, value))}]"


def _folded(words: str) -> str:
    """On several lines, of which TOML makes one again: a backslash takes the break and the indent after it away."""
    lines, line = [], ""
    for word in _BREAK.split(_escaped(words)):
        if line and len(line) + len(word) > WIDTH:
            lines.append(f"{line} \\")
            line = word
        else:
            line = f"{line} {word}" if line else word
    if not lines or words[0].isspace():
        return f'"{_escaped(words)}"'
    indented = "\n    ".join([*lines, line])
    return f'"""\\\n    {indented}"""'


def _stated(plain: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """TOML has no word for nothing: it leaves it out."""
    return ((name, value) for name, value in plain.items() if value is not None)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else f'"{_escaped(name)}"'


def _escaped(words: str) -> str:
    return _UNSAFE.sub(lambda found: _SIGNS.get(found[0], f"\\u{ord(found[0]):04x}"), words)
