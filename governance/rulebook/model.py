"""The road a version of the rules travels, and the bytes it is kept as."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from constitution import CATALOGUE, Rulebook
from governance.actor import Actor, Role
from governance.platform.clock import legal_day

SILENT = ""
"""The clause number under which stands what the rules leave unsaid."""

UNNUMBERED = "silent"
"""What stands in an address for the clause without a number."""

NAME_LIMIT = 200
"""Letters in the name of an organisation."""

REFERENCE_LIMIT = 100
"""Letters in the reference of a registrar."""


class State(StrEnum):
    DRAFT = "draft"
    PROPOSED = "proposed"  # it stands on a notice
    PASSED = "passed"
    REJECTED = "rejected"
    SUBMITTED = "submitted"
    REGISTERED = "registered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    FILED = "filed"
    EXECUTED = "executed"


_UNTIL_THE_VOTE = {
    State.DRAFT: frozenset({State.PROPOSED, State.WITHDRAWN}),
    State.PROPOSED: frozenset({State.PASSED, State.REJECTED, State.WITHDRAWN, State.DRAFT}),  # off the agenda again
}


@dataclass(frozen=True, slots=True)
class Road:
    """Which state may follow which, and the one in which the rules take effect."""

    steps: Mapping[State, frozenset[State]]
    effective: State


ROADS: Mapping[str, Road] = MappingProxyType(
    {
        "on_registration": Road(  # a society: the vote is only a precondition (L-022)
            {
                **_UNTIL_THE_VOTE,
                State.PASSED: frozenset({State.SUBMITTED, State.WITHDRAWN}),
                State.SUBMITTED: frozenset({State.REGISTERED, State.REFUSED, State.WITHDRAWN}),
            },
            State.REGISTERED,
        ),
        "on_passing": Road(  # what rules in force since have overtaken has no effect, and is given up
            {**_UNTIL_THE_VOTE, State.PASSED: frozenset({State.FILED, State.WITHDRAWN})}, State.PASSED
        ),
        "on_deed": Road(
            {**_UNTIL_THE_VOTE, State.PASSED: frozenset({State.EXECUTED, State.WITHDRAWN})}, State.EXECUTED
        ),
    }
)


def road(rules: Rulebook) -> Road:
    """The road that these rules prescribe for changing them (P-005)."""
    return ROADS[rules.word("P-005")]


def may_become(travelled: Road, state: State, following: State) -> bool:
    return following in travelled.steps.get(state, frozenset())


def errors_in_registration(reference: str, registered_on: date, today: date) -> dict[str, str]:
    """What is wrong with what was copied from the registrar's letter."""
    errors = {} if reference.strip() else {"reference": "missing"}
    errors |= {"reference": "too-long"} if len(reference) > REFERENCE_LIMIT else {}
    return errors | ({"registered_on": "to-come"} if registered_on > today else {})


def known_to(actor: Actor, state: State) -> bool:
    """A draft is for those who draft; from the notice on everybody may read it."""
    if state is not State.DRAFT:
        return True
    return actor.is_platform or actor.has(Role.SECRETARY, Role.CHAIR, Role.DIRECTOR)


def numbered(rules: Rulebook, number: int) -> Rulebook:
    """The wording as this organisation's version ``number``; its date of effect is kept beside it, not inside."""
    return replace(rules, version=number, effective_from=None)


def written(rules: Rulebook) -> bytes:
    """Canonical JSON: the same rules are always the same bytes."""
    text = json.dumps(rules.to_dict(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def read(content: bytes, effective_at: datetime | None) -> Rulebook:
    rules = _parsed(content)
    return rules if effective_at is None else replace(rules, effective_from=legal_day(effective_at))


@lru_cache(maxsize=32)
def _parsed(content: bytes) -> Rulebook:
    """Every page asks the rules in force, and reading a whole rule book takes longer than the page."""
    return Rulebook.from_dict(json.loads(content))


def fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class Line:
    """One parameter inside a clause. ``value`` is None where it does not apply; ``written`` is it in plain data;
    ``silent``: the rules say nothing and this is the platform's default."""

    parameter: str
    meaning: str
    value: Any
    written: Any
    kind: str
    silent: bool = False
    undecided: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    number: str
    titles: Mapping[str, str]
    lines: tuple[Line, ...]

    @property
    def address(self) -> str:
        """What stands for this clause in an address."""
        return self.number or UNNUMBERED


def clauses(rules: Rulebook) -> tuple[Clause, ...]:
    """Each numbered clause with the parameters it sets; last, under ``SILENT``, what the rules leave unsaid."""
    lines: dict[str, list[Line]] = {number: [] for number in rules.clauses}
    for parameter in CATALOGUE.values():
        found = rules.entries.get(parameter.id)
        number = (found.rule if found else None) or SILENT
        value = rules.value(parameter.id)
        silent = found is None or (found.rule is None and not found.not_applicable)
        line = Line(
            parameter=parameter.id,
            meaning=parameter.meaning,
            value=value,
            written=found.to_dict().get("value") if found else None,
            kind=parameter.kind,
            silent=silent,
            undecided=found is not None and found.undecided,
            note=found.note if found else None,
        )
        lines.setdefault(number, []).append(line)
    titles = {number: clause.titles for number, clause in rules.clauses.items()}
    return tuple(
        Clause(number, titles.get(number, {}), tuple(lines[number])) for number in sorted(lines, key=_in_order)
    )


def _in_order(number: str) -> tuple[bool, tuple[tuple[bool, int, str], ...]]:
    """9 before 10, 4.2 before 4.10, and what has no number last."""
    parts = (part for part in re.split(r"[.\s]", number) if part)
    return number == SILENT, tuple((not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts)
