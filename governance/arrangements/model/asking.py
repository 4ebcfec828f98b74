"""The questions that put a shared arrangement together, one a page, and what the answers make."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from governance.arrangements.model.sharing import HOUR, Basis, Cost, Kind, Per, Price, Terms
from governance.errors import Invalid
from governance.platform.texts import Texts


class Step(StrEnum):
    WHAT = "what"
    LEADER = "leader"
    WHEN = "when"
    COSTS = "costs"
    PEOPLE = "people"
    CHECK = "check"


PRICES = {
    "support": (Cost.SUPPORT, Per.HOUR),
    "leader_asks": (Cost.LEADER, Per.SESSION),
    "room": (Cost.ROOM, Per.SESSION),
    "transport": (Cost.TRANSPORT, Per.SESSION),
    "materials": (Cost.MATERIALS, Per.ONCE),
}
"""Each sum that is asked for, and what it is for."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered so far. Sums are pence; ``emails`` are of members who are asked, ``people`` their ids."""

    kind: str = Kind.SUPPORT.value
    title: str = ""
    language: str = "en"
    leader: str = ""
    notice_days: int = 0
    assistants: tuple[str, ...] = ()
    sessions: int = 0
    minutes: int = 0
    basis: str = Basis.EQUAL.value
    support: int = 0
    leader_asks: int = 0
    room: int = 0
    transport: int = 0
    materials: int = 0
    emails: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

    @property
    def prices(self) -> tuple[Price, ...]:
        asked = ((cost, per, getattr(self, name)) for name, (cost, per) in PRICES.items())
        return tuple(Price(cost, per, pence) for cost, per, pence in asked if pence)

    @property
    def terms(self) -> Terms:
        title = Texts(cy=self.title) if self.language == "cy" else Texts(en=self.title)
        return Terms(
            title=title,
            basis=Basis(self.basis),
            prices=self.prices,
            sessions=self.sessions,
            minutes=self.minutes,
            notice_days=self.notice_days,
            leader=self.leader,
        )


def following(step: Step) -> Step:
    steps = list(Step)
    return steps[min(steps.index(step) + 1, len(steps) - 1)]


def unanswered(answers: Answers) -> Step | None:
    """The first page that still needs an answer; nobody need be asked there, but somebody must be in the end."""
    missing = {
        Step.WHAT: not answers.title,
        Step.LEADER: answers.kind == Kind.ACTIVITY and not answers.leader,
        Step.WHEN: not answers.sessions or not answers.minutes,
        Step.COSTS: not answers.prices,
        Step.PEOPLE: not answers.emails and len(answers.people) < 2,
    }
    return next((step for step, needed in missing.items() if needed), None)


def refuse_unusable(step: Step, answers: Answers) -> None:
    """
    Raises:
        Invalid: what was just answered cannot be used.
    """
    wrong = {
        Step.WHAT: {"title": "missing" if not answers.title else "too-long" if len(answers.title) > 120 else ""},
        Step.LEADER: {"leader": "missing" if answers.kind == Kind.ACTIVITY and not answers.leader else ""},
        Step.WHEN: {
            "sessions": "" if 0 < answers.sessions <= 400 else "out-of-range",
            "hours": "" if 0 < answers.minutes <= 24 * HOUR else "out-of-range",
        },
        Step.COSTS: {"support": "" if answers.prices else "no-cost"},
    }
    if errors := {name: code for name, code in wrong.get(step, {}).items() if code}:
        raise Invalid(errors)


def from_json(stored: Mapping[str, object]) -> Answers:
    lists = {name: tuple(value) for name, value in stored.items() if isinstance(value, list)}
    return Answers(**{**stored, **lists})  # type: ignore[arg-type]  # as `dataclasses.asdict` wrote it
