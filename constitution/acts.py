"""What the software does with each parameter: the subjects it acts on, and the parameters that only speak."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from constitution import shelf


@dataclass(frozen=True, slots=True)
class Act:
    """``page`` is where its answers are read, if anywhere; not ``by_itself``: worked out only for whoever asks."""

    name: str
    modules: tuple[str, ...]
    parameters: tuple[str, ...]
    page: str | None
    by_itself: bool


def acts_on(parameter: str) -> tuple[Act, ...]:
    """What is done with it; nothing where the parameter only speaks to people."""
    return tuple(act for act in ACTS.values() if parameter in act.parameters)


ACTS: Mapping[str, Act] = MappingProxyType(
    {
        name: Act(
            name=name,
            modules=tuple(data["modules"]),
            parameters=tuple(data["parameters"]),
            page=data.get("page"),
            by_itself=data.get("by_itself", True),
        )
        for name, data in shelf.pack("acts").items()
    }
)
