"""Where a rehearsal plays: a home of its own and a scripted clock."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from constitution import Finding
from governance.actor import platform
from governance.rehearsal.house import HandlersOf, House, opened
from governance.rehearsal.keepers import Keepers

PROMPTER = platform("rehearsal")
"""The platform, where the script needs nobody in particular."""

Progress = Callable[[Sequence[Any], str], AbstractContextManager[Any]]
"""Wraps a long list in a progress bar with a label; yields what is to be looped over."""


class OtherRehearsal(Exception):
    """The folder holds a rehearsal that was begun with other options; the message says what differs."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What was asked for. ``members`` is a CSV file; without one, ``count`` people are made up."""

    out: Path
    start: datetime
    count: int
    members: Path | None
    group: str

    @property
    def private(self) -> Path:
        """What in a real vote lies on many machines: key-holders' keys, voting codes, receipts."""
        return self.out / "private"

    @property
    def evidence(self) -> Path:
        return self.out / "evidence"

    @property
    def ballot(self) -> Path:
        return self.evidence / "ballot"


@dataclass(frozen=True, slots=True)
class Stage(House):
    plan: Plan
    progress: Progress

    @property
    def keepers(self) -> Keepers:
        return Keepers(self.plan.private, self.plan.group)


@asynccontextmanager
async def set_up(plan: Plan, handlers_of: HandlersOf, progress: Progress) -> AsyncIterator[Stage]:
    """Open the home in ``plan.out``, making it if it is not there; a second rehearsal in it cannot start meanwhile."""
    for folder in (plan.private, plan.ballot):
        folder.mkdir(parents=True, exist_ok=True)
    plan.private.chmod(0o700)
    async with opened(plan.out / "home", plan.start, handlers_of) as house:
        yield Stage(
            house.settings, house.database, house.keys, house.clock, house.handlers, plan=plan, progress=progress
        )


def cited(finding: Finding) -> str:
    """The clauses that a finding rests on: "rule 39 (P-100, P-101), rule 41 (P-107)"."""
    clauses: dict[str, list[str]] = {}
    for citation in finding.citations:
        source = f"rule {citation.rule}" if citation.rule else citation.provenance.value
        clauses.setdefault(source, []).append(citation.parameter)
    return ", ".join(f"{source} ({', '.join(parameters)})" for source, parameters in clauses.items())
