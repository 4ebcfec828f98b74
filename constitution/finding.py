"""The answer to a question: met or not, the figures, the rule that says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any, TypeAlias

Figure: TypeAlias = bool | int | date | datetime | Fraction | str


class Provenance(StrEnum):
    RULE = "rule"  # the rule book says so
    LAW = "law"  # a statute says so, or overrides what the rule book says
    DEFAULT = "default"  # the rules are silent; the platform's usual value is shown as such


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a figure comes from. ``source`` names the section when the law decides."""

    parameter: str
    rulebook: str
    version: int
    rule: str | None
    provenance: Provenance
    source: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "parameter": self.parameter,
            "rulebook": self.rulebook,
            "version": self.version,
            "rule": self.rule,
            "provenance": self.provenance.value,
            "source": self.source,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Citation":
        return cls(**{**data, "provenance": Provenance(data["provenance"])})


@dataclass(frozen=True, slots=True)
class Finding:
    """``question`` and the names of the figures are codes in kebab-case; whoever shows them finds the words."""

    question: str
    met: bool
    figures: Mapping[str, Figure]
    citations: tuple[Citation, ...] = ()

    def __post_init__(self) -> None:
        exact = {name: _exact(figure) for name, figure in self.figures.items()}
        object.__setattr__(self, "figures", MappingProxyType(exact))

    def __hash__(self) -> int:
        return hash((self.question, self.met, tuple(self.figures.items()), self.citations))

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON. Figures are a list, so that their order survives sorted keys."""
        return {
            "question": self.question,
            "met": self.met,
            "figures": [[name, *_written(figure)] for name, figure in self.figures.items()],
            "citations": [citation.to_dict() for citation in self.citations],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Finding":
        return cls(
            question=data["question"],
            met=data["met"],
            figures={name: _read(kind, written) for name, kind, written in data["figures"]},
            citations=tuple(Citation.from_dict(citation) for citation in data["citations"]),
        )


def _exact(figure: Figure) -> Figure:
    if isinstance(figure, StrEnum):
        return figure.value
    if not isinstance(figure, datetime):
        return figure
    if figure.tzinfo is None:
        raise ValueError("an instant in a finding needs its time zone")
    return figure.astimezone(UTC)


def _written(figure: Figure) -> tuple[str, bool | int | str]:
    match figure:
        case bool():
            return "flag", figure
        case int():
            return "number", figure
        case datetime():
            return "instant", figure.isoformat()
        case date():
            return "day", figure.isoformat()
        case Fraction():
            return "share", str(figure)
        case str():
            return "code", figure


def _read(kind: str, written: Any) -> Figure:
    match kind:
        case "flag":
            return bool(written)
        case "number":
            return int(written)
        case "instant":
            return datetime.fromisoformat(written)
        case "day":
            return date.fromisoformat(written)
        case "share":
            return Fraction(written)
        case "code":
            return str(written)
        case _:
            raise ValueError(f"no figure of kind {kind!r}")
