"""One change in the JSON of a published object: to what it says, or only to how that is spelled."""

import json
from random import Random
from typing import Any

from ballots.encoding import write
from ballots.errors import BallotsError
from ballots.groups import Group
from tests.ballots.spoiling import Path, changed


def another_value(chance: Random, raw: bytes, group: Group) -> bytes:
    """The object with one of its parts made into something else, still compact JSON."""
    value = json.loads(raw)
    path = chance.choice(_paths(value))
    new = _another(chance, _at(value, path), group)
    return _compact(changed(value, path, lambda _: new) if path else new)


def another_spelling(chance: Random, raw: bytes) -> bytes:
    """Other bytes that a lenient reader takes for the same object, or nearly."""
    places = [place for place, letter in enumerate(raw) if letter in b'{}[],:"']
    place = chance.choice(places or [0])
    way = chance.choice(["space", "newline", "escape", "repeat", "comma", "mark", "broken"])
    if way in {"space", "newline"}:
        return raw[:place] + (b" " if way == "space" else b"\n") + raw[place:]
    if way == "escape":
        letters = [place for place, letter in enumerate(raw) if chr(letter).isalnum() and raw[:place].count(b'"') % 2]
        at = chance.choice(letters or [0])
        return raw[:at] + b"\\u%04x" % raw[at] + raw[at + 1 :]
    if way == "repeat" and raw.startswith(b"{"):
        return raw[:-1] + b"," + raw[1:]  # every member twice
    if way == "comma":
        return raw[:-1] + b"," + raw[-1:]
    if way == "mark":
        return b"\xef\xbb\xbf" + raw
    return raw[:place] + raw[place + 1 :]


def _compact(value: Any) -> bytes:
    try:
        return write(value)
    except (ValueError, BallotsError):  # what this library never writes
        return json.dumps(value, separators=(",", ":")).encode()


def _paths(value: Any, path: Path = ()) -> list[Path]:
    keys = range(len(value)) if isinstance(value, list) else value if isinstance(value, dict) else ()
    return [path, *(inner for key in keys for inner in _paths(value[key], (*path, key)))]


def _at(value: Any, path: Path) -> Any:
    for key in path:
        value = value[key]
    return value


def _another(chance: Random, value: Any, group: Group) -> Any:
    if isinstance(value, bool):
        return chance.choice([not value, None, 1, "true"])
    if isinstance(value, int):
        return chance.choice([value + 1, value - 1, -value - 1, 0, str(value), 0.5, 2**31, 2**70, True])
    if isinstance(value, str):
        return _another_number(chance, value, group) if value.isdecimal() else _another_text(chance, value)
    if isinstance(value, list):
        return _another_list(chance, value)
    return _another_object(chance, value) if isinstance(value, dict) else 0


def _another_number(chance: Random, text: str, group: Group) -> Any:
    """A scalar, an element of a finite field, or a weight."""
    number, order = int(text), group.order
    element = group.encode([group.generator])[0]
    values = [number + 1, number - 1, number + order, -number, order, 0, 1, number * 2, element, number // 2, 2**4096]
    return chance.choice(
        [*map(str, values), f"0{text}", f"+{text}", f"{text} ", hex(number), "", text[:-1], number % 99]
    )


def _another_text(chance: Random, text: str) -> Any:
    at = chance.randrange(len(text) + 1)
    with_letter = text[:at] + chance.choice("aZ0é\x7f\n\u2028😀") + text[at + 1 :]
    return chance.choice(
        [with_letter, text.upper(), text.lower(), text[:-1], text + "1", "", f" {text}", 0, None, [text]]
    )


def _another_list(chance: Random, value: list[Any]) -> Any:
    one = chance.randrange(len(value)) if value else 0
    other = chance.randrange(len(value)) if value else 0
    swapped = list(value)
    if value:
        swapped[one], swapped[other] = value[other], value[one]
    without = value[:one] + value[one + 1 :]
    return chance.choice([without, value + value[one : one + 1], swapped, value[::-1], [], [value], [*value, None], {}])


def _another_object(chance: Random, value: dict[str, Any]) -> Any:
    name = chance.choice(list(value) or [""])
    without = {other: part for other, part in value.items() if other != name}
    return chance.choice(
        [
            without,
            {**without, name: value.get(name)},  # in another order
            {**without, f"{name}s": value.get(name)},
            {**value, "extra": 0},
            {"extra": 0, **value},
            {**value, name: None},
            list(value.values()),
            {},
        ]
    )
