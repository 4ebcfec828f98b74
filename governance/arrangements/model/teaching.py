"""The questions about training that several had, one a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from governance.arrangements.model.sharing import HOUR
from governance.arrangements.model.training import Lesson
from governance.errors import Invalid


class Step(StrEnum):
    SUBJECT = "subject"
    LEARNERS = "learners"
    WHEN = "when"
    COST = "cost"
    MEMBERS = "members"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered so far. ``hourly`` and ``trainer`` are pence, ``done_on`` a day in ISO 8601."""

    module: str = ""
    assistants: Sequence[str] = ()
    done_on: str = ""
    minutes: int = 0
    given_by: str = ""
    hourly: int | None = None
    trainer: int | None = None
    emails: Sequence[str] = ()

    @property
    def unanswered(self) -> Step | None:
        """The first page that still needs an answer."""
        missing = {
            Step.SUBJECT: not self.module,
            Step.LEARNERS: not self.assistants,
            Step.WHEN: not self.done_on or not self.minutes or not self.given_by,
            Step.COST: self.hourly is None or self.trainer is None,
            Step.MEMBERS: not self.emails,
        }
        return next((step for step, needed in missing.items() if needed), None)

    @property
    def lesson(self) -> Lesson:
        return Lesson(self.module, date.fromisoformat(self.done_on), self.minutes, self.given_by)


def following(step: Step) -> Step:
    steps = list(Step)
    return steps[min(steps.index(step) + 1, len(steps) - 1)]


def before(step: Step) -> Step | None:
    steps = list(Step)
    return steps[steps.index(step) - 1] if step is not steps[0] else None


def refuse_unusable(step: Step, answers: Answers, today: date) -> None:
    """
    Raises:
        Invalid: what was just answered cannot be used.
    """
    late = answers.done_on > today.isoformat()
    wrong: Mapping[Step, Mapping[str, str]] = {
        Step.LEARNERS: {"assistants": "" if answers.assistants else "missing"},
        Step.WHEN: {
            "done_on": "in-the-future" if late else "",
            "hours": "" if 0 < answers.minutes <= 100 * HOUR else "out-of-range",
        },
        Step.MEMBERS: {"emails": "" if answers.emails else "missing"},
    }
    if errors := {name: code for name, code in wrong.get(step, {}).items() if code}:
        raise Invalid(errors)


def from_json(stored: Mapping[str, Any]) -> Answers:
    return Answers(**stored)
