"""The catalogue: every parameter a rule book may set, with its kind, its usual value and its meaning."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from constitution import shelf
from constitution.errors import UnknownParameter
from constitution.kinds import READERS, Unreadable, Value


@dataclass(frozen=True, slots=True)
class Parameter:
    """``default`` is the platform's usual value, or None where none is usual; the law's floors are in ``law``."""

    id: str
    name: str
    kind: str
    meaning: str
    choices: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    default: Value | None = None

    def read(self, plain: object) -> Value:
        """The exact value, or ``Unreadable``."""
        if isinstance(plain, str) and plain in self.also:
            return plain
        value = READERS[self.kind](plain)
        if self.choices and isinstance(value, str) and value not in self.choices:
            raise Unreadable(f"must be one of {', '.join(self.choices)}")
        return value


def _parameter(identity: str, data: Mapping[str, Any]) -> Parameter:
    blank = Parameter(
        id=identity,
        name=data["name"],
        kind=data["kind"],
        meaning=data["meaning"],
        choices=tuple(data.get("choices", ())),
        also=tuple(data.get("also", ())),
    )
    if "default" not in data:
        return blank
    default = blank.read(data["default"])
    return Parameter(blank.id, blank.name, blank.kind, blank.meaning, blank.choices, blank.also, default)


CATALOGUE: Mapping[str, Parameter] = MappingProxyType(
    {identity: _parameter(identity, data) for identity, data in shelf.pack("catalogue").items()}
)


def parameter(identity: str) -> Parameter:
    try:
        return CATALOGUE[identity]
    except KeyError:
        raise UnknownParameter(identity) from None
