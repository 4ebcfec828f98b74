"""One thing that is wrong with a rule book somebody brings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from constitution.errors import BadRulebook
from constitution.finding import Finding

_NONE: Mapping[str, str] = MappingProxyType({})


class Severity(StrEnum):
    REFUSES = "refuses"  # it cannot be read, so it cannot be adopted
    LOOK = "look"  # it can be, and somebody ought to look at it first


@dataclass(frozen=True, slots=True)
class Problem:
    """``code`` is stable and pages have words for it; ``path`` leads to the key; ``said`` tells programmers in English.

    A gap or a contradiction carries its ``finding``, and has its question as its code.
    """

    code: str
    severity: Severity
    path: str
    said: str
    facts: Mapping[str, str] = field(default_factory=lambda: _NONE)
    finding: Finding | None = None


def refused(fault: BadRulebook) -> Problem:
    return Problem(fault.code, Severity.REFUSES, fault.path, fault.problem)


def doubtful(code: str, path: str, said: str, **facts: str) -> Problem:
    return Problem(code, Severity.LOOK, path, said, MappingProxyType(facts))
