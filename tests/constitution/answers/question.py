"""A question and what each pack answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from constitution import NotSettled, Rulebook
from constitution.periods import LONDON

PACKS: Mapping[str, str] = MappingProxyType(
    {
        "A": "a-service-user",
        "B": "b-multi-stakeholder",
        "C": "c-employee-owned",
        "D": "d-living-trust",
        "E": "e-citizen-directed",
    }
)
NOT_SETTLED = "these rules do not settle it"


@dataclass(frozen=True, slots=True)
class Question:
    """``expected`` by letter of the pack; a pack without an answer is not asked."""

    about: str
    ask: Callable[[Rulebook], Any]
    expected: Mapping[str, Any]

    def answer(self, rules: Rulebook) -> Any:
        try:
            return self.ask(rules)
        except NotSettled:
            return NOT_SETTLED


def question(about: str, ask: Callable[[Rulebook], Any], **expected: Any) -> Question:
    return Question(about, ask, MappingProxyType(expected))


def clock(instant: object) -> str | None:
    """As a clock in London shows it, such as "2027-06-05 14:00"."""
    return instant.astimezone(LONDON).strftime("%Y-%m-%d %H:%M") if isinstance(instant, datetime) else None
