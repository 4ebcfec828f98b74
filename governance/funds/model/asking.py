"""The questions that put a fund together, one a page, and what the answers make."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from governance.errors import Invalid
from governance.funds.model.funds import EQUAL, TITLE_LIMIT, FundKind
from governance.platform.texts import Texts

FEWEST, MOST = 2, 40
"""People who put money together."""
HEAVIEST = 1_000_000
"""The greatest part that one person may have; only how parts compare counts."""
KINDS = tuple(kind for kind in FundKind if kind is not FundKind.RESERVE)


class Step(StrEnum):
    WHAT = "what"
    KIND = "kind"
    HELD = "held"
    DIVIDED = "divided"
    PEOPLE = "people"
    PARTS = "parts"
    SERVES = "serves"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered so far.

    ``own`` and ``people`` are ids of people, ``emails`` addresses of members who are asked; ``parts`` has a weight for
    each of these, and ``serves`` what is paid for, as "household:" and its id.
    """

    language: str = "en"
    en: str = ""
    cy: str = ""
    en_easy: str = ""
    cy_easy: str = ""
    kind: str = ""
    held_as: str = ""
    basis: str = ""
    own: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    parts: Mapping[str, int] = field(default_factory=dict)
    serves: str = ""

    @property
    def title(self) -> Texts:
        return Texts(self.en, self.cy, self.en_easy, self.cy_easy)

    @property
    def asked(self) -> tuple[str, ...]:
        """Everybody who would take part, in the order of joining."""
        return tuple(dict.fromkeys((*self.own, *self.people, *self.emails)))

    @property
    def weights(self) -> Mapping[str, int]:
        return {one: 1 if self.basis == EQUAL else self.parts.get(one, 0) for one in self.asked}


def following(step: Step, answers: Answers) -> Step:
    steps = _steps(step, answers)
    return steps[min(steps.index(step) + 1, len(steps) - 1)]


def preceding(step: Step, answers: Answers) -> Step | None:
    steps = _steps(step, answers)
    return steps[steps.index(step) - 1] if step is not steps[0] else None


def unanswered(answers: Answers) -> Step | None:
    """The first page that still needs an answer; what a fund serves may stay open."""
    missing = {
        Step.WHAT: not answers.title.has_any,
        Step.KIND: not answers.kind,
        Step.HELD: not answers.held_as,
        Step.DIVIDED: not answers.basis,
        Step.PEOPLE: not FEWEST <= len(answers.asked) <= MOST,
        Step.PARTS: not all(answers.weights.values()),
    }
    return next((step for step, needed in missing.items() if needed), None)


def refuse_unusable(step: Step, answers: Answers) -> None:
    """
    Raises:
        Invalid: what was just answered cannot be used.
    """
    errors = {}
    if step is Step.WHAT:
        titles = answers.title.to_json()
        errors = {name: "too-long" for name, words in titles.items() if len(words) > TITLE_LIMIT}
        if not titles[answers.language]:
            errors[answers.language] = "missing"
    elif step is Step.KIND and answers.kind not in KINDS:
        errors = {"kind": "not-a-choice"}
    elif step is Step.PEOPLE and not FEWEST <= len(answers.asked) <= MOST:
        errors = {"emails": "too-few-people" if len(answers.asked) < FEWEST else "too-many-people"}
    elif step is Step.PARTS:
        weights = enumerate(answers.weights.values(), start=1)
        errors = {f"part_{place}": "no-weight" for place, weight in weights if not 0 < weight <= HEAVIEST}
    if errors:
        raise Invalid(errors)


def from_json(stored: Mapping[str, object]) -> Answers:
    lists = {name: tuple(value) for name, value in stored.items() if isinstance(value, list)}
    return Answers(**{**stored, **lists})  # type: ignore[arg-type]  # as `dataclasses.asdict` wrote it


def _steps(here: Step, answers: Answers) -> list[Step]:
    """Nobody is asked for parts where all are equal."""
    return [one for one in Step if one is not Step.PARTS or one is here or answers.basis != EQUAL]
