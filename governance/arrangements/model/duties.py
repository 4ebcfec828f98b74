"""Who does each task of an employer: one owner for every task, whoever employs (K-018, K-035, K-040 to K-056)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib.resources import files
from types import MappingProxyType

from governance.arrangements.model.agreements import Contractor, Employer
from governance.errors import Refusal


class Owner(StrEnum):
    CO_OP = "co_op"
    MEMBER = "member"
    ASSISTANT = "assistant"  # self-employed, for their own tax and time
    PROVIDER = "provider"
    TRUSTEES = "trustees"
    SUPPORT_SCHEME = "support_scheme"  # of direct payments, in-house or contracted (K-018)


class Column(StrEnum):
    """Who employs; with somebody self-employed the owners differ by who has the contract."""

    CO_OP = "co_op"
    MEMBER = "member"
    SELF_EMPLOYED_TO_CO_OP = "self_employed_to_co_op"
    SELF_EMPLOYED_TO_MEMBER = "self_employed_to_member"
    PROVIDER = "provider"
    TRUSTEES = "trustees"


class DutyStays(Refusal):
    """This task cannot be given to this body when this is the employer."""

    code = "duty-stays"


class DutiesLaidOutLater(Refusal):
    """Tasks were laid out from a later day already; what was so is not rewritten."""

    code = "duties-laid-out-later"


@dataclass(frozen=True, slots=True)
class Task:
    """One task, the K-facts it rests on, and for each column its owner followed by those who may be given it."""

    sources: tuple[str, ...]
    owners: Mapping[Column, tuple[Owner, ...]]


@dataclass(frozen=True, slots=True)
class Duty:
    """One task in the hands of one owner; ``until`` is the first day on which it no longer is."""

    task: str
    owner: Owner
    since: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


def column(employer: Employer, contracted_by: Contractor | None = None) -> Column:
    """Where to look; a self-employed assistant's contract is with the co-operative unless it is said otherwise."""
    if employer is not Employer.SELF_EMPLOYED:
        return Column(employer.value)
    return Column.SELF_EMPLOYED_TO_MEMBER if contracted_by is Contractor.MEMBER else Column.SELF_EMPLOYED_TO_CO_OP


def owner_of(task: str, where: Column) -> Owner:
    """Whose task it is as long as nobody else was given it."""
    return TASKS[task].owners[where][0]


def may_have(task: str, where: Column) -> tuple[Owner, ...]:
    """Everybody in whose hands the task may lie, its owner first."""
    return TASKS[task].owners[where]


def laid_out(where: Column, given: Mapping[str, Owner]) -> Mapping[str, Owner]:
    """Every task with its one owner; ``given`` names those that lie in other hands.

    Raises:
        DutyStays: with the task and to whom it cannot go.
    """
    for task, owner in given.items():
        if task not in TASKS or owner not in may_have(task, where):
            raise DutyStays(task=task, owner=owner)
    return {task: given.get(task, owner_of(task, where)) for task in TASKS}


def _read(shelf: str) -> Mapping[str, Task]:
    """
    Raises:
        KeyError, ValueError: a task has no owner in some column, or an owner twice or that nobody knows.
    """
    tasks = {}
    for name, entry in tomllib.loads(shelf).items():
        owners = {where: tuple(Owner(owner) for owner in entry[where]) for where in Column}
        if not all(listed and len(set(listed)) == len(listed) for listed in owners.values()):
            raise ValueError(f"{name}: one owner first, everybody once")
        tasks[name] = Task(tuple(entry["from"]), MappingProxyType(owners))
    return MappingProxyType(tasks)


TASKS = _read(files(__package__).joinpath("duties.toml").read_text(encoding="utf-8"))
"""All tasks, in the order in which they are shown."""
