"""The questions that change what people share, one a page: what changes, then only that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any

from governance.arrangements.model.asking import PRICES
from governance.arrangements.model.sharing import HOUR, Asked, Basis, Cost, Price, Terms
from governance.errors import Invalid, Refusal

MOST_SESSIONS = 400
USUAL = dict(PRICES.values())
"""Whether a cost that is new is by the hour, by the session, or once."""


class Step(StrEnum):
    WHAT = "what"
    COSTS = "costs"
    TIMES = "times"
    PEOPLE = "people"
    BASIS = "basis"
    PARTS = "parts"
    CHECK = "check"


CHANGES = (Step.COSTS, Step.TIMES, Step.PEOPLE, Step.BASIS)
"""What may change, in the order in which it is asked."""


class NothingChanges(Refusal):
    """The answers are the terms as they stand."""

    code = "nothing-changes"


class StillTakesPart(Refusal):
    """Somebody would be left out who takes part and has not told that they leave: nobody else decides that."""

    code = "still-takes-part"


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered so far. Sums are pence; ``emails`` are of members who would be new.

    ``out`` is whoever is no longer asked; ``parts`` is each one's part where the basis has parts, by person, or by
    address for somebody new.
    """

    what: Sequence[str] = ()
    costs: Mapping[str, int] = field(default_factory=dict)
    sessions: int = 0
    minutes: int = 0
    emails: Sequence[str] = ()
    out: Sequence[str] = ()
    basis: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)

    @property
    def joining(self) -> tuple[str, ...]:
        """Addresses of those who would be new, each once; nobody where it is not asked who takes part."""
        return tuple(dict.fromkeys(self.emails)) if Step.PEOPLE in self.what else ()

    @property
    def leaving(self) -> Sequence[str]:
        return self.out if Step.PEOPLE in self.what else ()

    @property
    def weighed_anew(self) -> Mapping[str, str]:
        """The parts answered, where what changes has each one's part asked again."""
        return self.parts if Step.BASIS in self.what or Step.PEOPLE in self.what else {}

    def steps(self, basis: Basis) -> tuple[str, ...]:
        """The pages that these answers lead through; ``basis`` is the one that stands."""
        chosen = [step for step in CHANGES if step in self.what]
        weighed = Basis(self.basis) if Step.BASIS in chosen and self.basis else basis
        asks_parts = weighed.has_weights and (Step.BASIS in chosen or Step.PEOPLE in chosen)
        return (Step.WHAT, *chosen, *((Step.PARTS,) if asks_parts else ()), Step.CHECK)

    def unanswered(self, basis: Basis, keys: Sequence[str]) -> str | None:
        """The first page that still needs an answer. ``keys`` are those asked, by person or address."""
        missing = {
            Step.WHAT.value: not self.what,
            Step.COSTS.value: not any(self.costs.values()),
            Step.TIMES.value: not self.sessions or not self.minutes,
            Step.PEOPLE.value: not self.emails and not self.out,
            Step.BASIS.value: not self.basis,
            Step.PARTS.value: set(self.parts) != set(keys),
        }
        return next((step for step in self.steps(basis) if missing.get(step)), None)

    def terms(self, terms: Terms) -> Terms:
        """The terms that stand, with what changes."""
        found = terms
        if Step.COSTS in self.what:
            found = replace(found, prices=self._prices(terms))
        if Step.TIMES in self.what:
            found = replace(found, sessions=self.sessions, minutes=self.minutes)
        if Step.BASIS in self.what:
            found = replace(found, basis=Basis(self.basis))
        return found

    def asked(self, key: str, known: Asked | None, basis: Basis, person: str) -> Asked:
        """Somebody who is asked: with the part answered, the part that stands, or none where no parts are."""
        if not basis.has_weights:
            return Asked(person)
        if key in self.weighed_anew:
            return Asked(person, Fraction(self.parts[key]))
        return known or Asked(person)

    def _prices(self, terms: Terms) -> tuple[Price, ...]:
        spent = [(cost, self.costs[cost]) for cost in Cost if self.costs.get(cost)]
        stands = {price.cost: price.per for price in terms.prices}
        return tuple(Price(cost, stands.get(cost, USUAL[cost]), pence) for cost, pence in spent)


def after(answers: Answers, basis: Basis, step: str) -> str:
    steps = answers.steps(basis)
    return steps[steps.index(step) + 1] if step in steps[:-1] else steps[-1]


def before(answers: Answers, basis: Basis, step: str) -> str | None:
    steps = answers.steps(basis)
    return steps[steps.index(step) - 1] if step in steps[1:] else None


def refuse_unusable(step: str, answers: Answers) -> None:
    """
    Raises:
        Invalid: what was just answered cannot be used.
    """
    wrong: Mapping[str, Mapping[str, str]] = {
        Step.WHAT: {"what": "" if set(answers.what) & set(CHANGES) else "nothing-chosen"},
        Step.COSTS: {"support": "" if any(answers.costs.values()) else "no-cost"},
        Step.TIMES: {
            "sessions": "" if 0 < answers.sessions <= MOST_SESSIONS else "out-of-range",
            "hours": "" if 0 < answers.minutes <= 24 * HOUR else "out-of-range",
        },
        Step.PEOPLE: {"emails": "" if answers.emails or answers.out else "nobody-new"},
    }
    if errors := {name: code for name, code in wrong.get(step, {}).items() if code}:
        raise Invalid(errors)


def from_json(stored: Mapping[str, Any]) -> Answers:
    return Answers(**stored)
