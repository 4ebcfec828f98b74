"""Facts on their way through JSON: days, instants and texts come back as what they were."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from constitution import Finding
from governance.platform.texts import Texts

_MARK = "is"
_READERS: Mapping[str, Callable[[Any], Any]] = {
    "instant": datetime.fromisoformat,
    "day": date.fromisoformat,
    "texts": Texts.from_json,
    "finding": Finding.from_dict,
}


def written(fact: Any) -> Any:
    """Plain data for a JSON column."""
    if isinstance(fact, Mapping):
        return {str(name): written(value) for name, value in fact.items()}
    if isinstance(fact, list | tuple):
        return [written(value) for value in fact]
    if fact is None or isinstance(fact, bool | int | str):
        return fact
    return _marked(fact)


def read(stored: Any) -> Any:
    """The facts again; a tuple comes back as a list."""
    if isinstance(stored, list):
        return [read(value) for value in stored]
    if not isinstance(stored, dict):
        return stored
    if _MARK in stored and stored[_MARK] in _READERS:
        return _READERS[stored[_MARK]](stored["value"])
    return {name: read(value) for name, value in stored.items()}


def _marked(fact: object) -> dict[str, Any]:
    match fact:
        case datetime():
            return {_MARK: "instant", "value": fact.isoformat()}
        case date():
            return {_MARK: "day", "value": fact.isoformat()}
        case Texts():
            return {_MARK: "texts", "value": fact.to_json()}
        case Finding():
            return {_MARK: "finding", "value": fact.to_dict()}
    raise TypeError(f"{type(fact).__name__} cannot stand in a letter")
