"""The catalogue: every parameter a rule book may set, with its kind, its usual value and its meaning."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from constitution import shelf
from constitution.errors import UnknownParameter
from constitution.kinds import Unreadable, Value
from constitution.tables import READERS


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of the catalogue: it begins with the parameter ``first`` and ends before the next heading."""

    id: str
    first: str
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Parameter:
    """``kind`` says how it is written (``tables.READERS``), ``group`` under which heading it stands (``GROUPS``).

    ``choices`` are the only words allowed, ``also`` words allowed besides the kind; ``default`` is the platform's
    usual value, or None where none is usual; ``matter`` is what a change of it touches besides being a rule change
    (P-144 to P-146). What the law sets is in ``law``.
    """

    id: str
    name: str
    kind: str
    group: str
    meaning: str
    choices: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    default: Value | None = None
    matter: str | None = None

    def read(self, plain: object) -> Value:
        """The exact value, or ``Unreadable``."""
        if isinstance(plain, str) and plain in self.also:
            return plain
        value = READERS[self.kind](plain)
        chosen = value if isinstance(value, tuple) else (value,)
        if self.choices and any(isinstance(one, str) and one not in self.choices for one in chosen):
            raise Unreadable(f"must be one of {', '.join(self.choices)}")
        return value


def _parameter(identity: str, data: Mapping[str, Any]) -> Parameter:
    blank = Parameter(
        id=identity,
        name=data["name"],
        kind=data["kind"],
        group=_group(identity),
        meaning=data["meaning"],
        choices=tuple(data.get("choices", ())),
        also=tuple(data.get("also", ())),
        matter=data.get("matter"),
    )
    if "default" not in data:
        return blank
    return replace(blank, default=blank.read(data["default"]))


def _group(identity: str) -> str:
    """Ids have three digits, so their order is that of their letters."""
    return max((group for group in GROUPS.values() if group.first <= identity), key=lambda group: group.first).id


GROUPS: Mapping[str, Group] = MappingProxyType(
    {
        name: Group(name, data["first"], MappingProxyType(data["title"]))
        for name, data in shelf.pack("catalogue")["groups"].items()
    }
)
CATALOGUE: Mapping[str, Parameter] = MappingProxyType(
    {identity: _parameter(identity, data) for identity, data in shelf.pack("catalogue")["parameters"].items()}
)


def parameter(identity: str) -> Parameter:
    try:
        return CATALOGUE[identity]
    except KeyError:
        raise UnknownParameter(identity) from None
