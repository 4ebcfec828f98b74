"""The questions about a session that took place, one a page: who came, what it cost, who shares which cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from governance.arrangements.model.sessions import Attended, Line
from governance.arrangements.model.sharing import Cost, Per, Terms, cost_of
from governance.errors import Invalid

FOR = "for-"
"""Begins the name of the page that asks who shares one cost."""


class Step(StrEnum):
    WHO = "who"
    MINUTES = "minutes"
    TOLD = "told"
    COSTS = "costs"
    SOME = "some"
    CHECK = "check"


class Came(StrEnum):
    YES = "yes"
    TOLD = "told"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered so far, by person or by cost; sums are pence, ``told_at`` is an instant in ISO 8601.

    ``some`` are the costs that not everybody shares, ``sharers`` the people who do.
    """

    came: Mapping[str, str] = field(default_factory=dict)
    minutes: Mapping[str, int] = field(default_factory=dict)
    told_at: Mapping[str, str] = field(default_factory=dict)
    costs: Mapping[str, int] = field(default_factory=dict)
    some: Sequence[str] = ()
    sharers: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def who(self, came: Came) -> tuple[str, ...]:
        return tuple(person for person, said in self.came.items() if said == came)

    @property
    def spent(self) -> tuple[Cost, ...]:
        """What cost something, in the order in which costs are named."""
        return tuple(cost for cost in Cost if self.costs.get(cost))

    @property
    def for_some(self) -> tuple[Cost, ...]:
        return tuple(cost for cost in self.spent if cost in self.some)

    @property
    def steps(self) -> tuple[str, ...]:
        """The pages that these answers lead through."""
        came = (Step.MINUTES,) if self.who(Came.YES) else ()
        told = (Step.TOLD,) if self.who(Came.TOLD) else ()
        shared = (Step.SOME,) if self.spent else ()
        of_some = tuple(FOR + cost for cost in self.for_some)
        return (Step.WHO, *came, *told, Step.COSTS, *shared, *of_some, Step.CHECK)

    def unanswered(self, people: Sequence[str]) -> str | None:
        """The first page that still needs an answer. Nobody need have cost anything."""
        missing = {
            Step.WHO.value: set(self.came) != set(people),
            Step.MINUTES.value: set(self.minutes) != set(self.who(Came.YES)),
            Step.TOLD.value: set(self.told_at) != set(self.who(Came.TOLD)),
            Step.COSTS.value: not self.costs,
        }
        missing |= {FOR + cost: not self.sharers.get(cost) for cost in self.for_some}
        return next((step for step in self.steps if missing.get(step)), None)

    def attended(self) -> tuple[Attended, ...]:
        return tuple(self._attended(person, said) for person, said in self.came.items())

    def lines(self, terms: Terms, minutes: int) -> tuple[Line, ...]:
        """The costs of a session of so many minutes; one by the hour says what an hour was agreed to cost."""
        return tuple(self._line(terms, cost, minutes) for cost in self.spent)

    def told(self, person: str) -> datetime:
        return datetime.fromisoformat(self.told_at[person])

    def _attended(self, person: str, said: str) -> Attended:
        if said == Came.YES:
            return Attended(person, minutes=self.minutes[person])
        return Attended(person, told_at=self.told(person) if said == Came.TOLD else None)

    def _line(self, terms: Terms, cost: Cost, minutes: int) -> Line:
        price = terms.price(cost)
        people = tuple(self.sharers[cost]) if cost in self.for_some else None
        if price is None or price.per is not Per.HOUR:
            return Line(cost, self.costs[cost], people)
        return Line(cost, self.costs[cost], people, minutes, price.pence)


def after(answers: Answers, step: str) -> str:
    """The page that follows; the last for one that these answers no longer lead through."""
    steps = answers.steps
    return steps[steps.index(step) + 1] if step in steps[:-1] else steps[-1]


def before(answers: Answers, step: str) -> str | None:
    steps = answers.steps
    return steps[steps.index(step) - 1] if step in steps[1:] else None


def answered(answers: Answers, step: str, given: Mapping[str, Any]) -> Answers:
    """The answers with those of one page; what was said of somebody who is now said not to have come is dropped."""
    sharers = {"sharers": {**answers.sharers, **given["sharers"]}} if "sharers" in given else {}
    found = replace(answers, **{**given, **sharers})
    if step != Step.WHO:
        return found
    came, told = found.who(Came.YES), found.who(Came.TOLD)
    return replace(
        found,
        minutes={one: minutes for one, minutes in found.minutes.items() if one in came},
        told_at={one: told_at for one, told_at in found.told_at.items() if one in told},
    )


def refuse_unusable(answers: Answers, terms: Terms, minutes: int, now: datetime) -> None:
    """
    Raises:
        Invalid: a cost is not agreed or is more than agreed, by its name; or somebody was there longer than it lasted,
            or told at a time that has not come.
    """
    dear = [cost.value for cost in answers.spent if answers.costs[cost] > _most(terms, cost, minutes)]
    errors = dict.fromkeys(dear, "more-than-agreed")
    people = enumerate(answers.minutes.values())
    errors |= {f"minutes_{place}": "longer-than-the-session" for place, there in people if there > minutes}
    told = enumerate(answers.told_at)
    errors |= {f"told_at_{place}": "not-yet" for place, one in told if answers.told(one) > now}
    if errors:
        raise Invalid(errors)


def _most(terms: Terms, cost: Cost, minutes: int) -> int:
    price = terms.price(cost)
    return 0 if price is None else cost_of(price, minutes)


def from_json(stored: Mapping[str, Any]) -> Answers:
    return Answers(**stored)
