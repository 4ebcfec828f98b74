"""The answer to a question of the rules, as JSON shows it."""

from collections.abc import Mapping
from typing import Any

import msgspec

from constitution import Finding


class FindingView(msgspec.Struct, frozen=True):
    """``figures``: name, kind and value of each; ``citations`` name the rules."""

    question: str
    met: bool
    figures: list[list[Any]]
    citations: list[Mapping[str, Any]]

    @classmethod
    def of(cls, finding: Finding) -> "FindingView":
        return cls(**finding.to_dict())
