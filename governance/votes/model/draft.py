"""A vote before it is prepared: which step comes next, and what is wrong with the answers so far."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from governance.errors import NotFound
from governance.platform.texts import Texts
from governance.votes.model import EVERYBODY, CodesBy, Fallback, Mode
from governance.votes.model.asking import Question, problems
from governance.votes.model.conduct import Conduct, read_hands

YES, NO = "yes", "no"
LONGEST_TITLE = 200

MOST_QUESTIONS = 10


class Purpose(StrEnum):
    """What members decide by motion has its ballot there; here are the votes that no motion leads to."""

    ELECTION = "election"
    POLL = "poll"  # asks for advice and decides nothing

    @property
    def binds(self) -> bool:
        return self is Purpose.ELECTION


class Step(StrEnum):
    ABOUT = "about"
    QUESTIONS = "questions"
    MODE = "mode"
    ROLL = "roll"
    KEYS = "keys"
    DATES = "dates"
    WAYS = "ways"
    FEW = "few"
    CHECK = "check"


TITLE = ("title_en", "title_cy", "title_en_easy", "title_cy_easy")

FIELDS: Mapping[Step, tuple[str, ...]] = MappingProxyType(
    {
        Step.ABOUT: ("purpose", *TITLE, "meeting"),
        Step.QUESTIONS: (),
        Step.MODE: ("mode",),
        Step.ROLL: ("electorate",),
        Step.KEYS: ("hands", "seats", "codes_by"),
        Step.DATES: ("opens_at", "closes_at"),
        Step.WAYS: ("on_paper",),
        Step.FEW: ("fallback",),
        Step.CHECK: (),
    }
)
OPTIONAL = frozenset({*TITLE, "meeting", "seats", "closes_at", "opens_at"})
"""What may be left empty, or is asked for where the rules do not say it."""

WITHOUT: Mapping[Mode, frozenset[Step]] = MappingProxyType(
    {
        Mode.VERIFIABLE: frozenset(),
        Mode.SIMPLE: frozenset({Step.KEYS}),
        Mode.RECORDED: frozenset({Step.KEYS, Step.FEW}),
        Mode.HANDS: frozenset({Step.KEYS, Step.FEW, Step.WAYS, Step.DATES}),
    }
)
"""Steps that a vote taken in this way does not have."""


@dataclass(frozen=True, slots=True)
class Draft:
    """``given`` has the answers by the names of their fields. ``people`` says by the id of an option which member is
    that candidate; ``checked`` once its writer has seen the whole.
    """

    given: Mapping[str, Any] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict)
    checked: bool = False

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Draft":
        questions = tuple(Question.from_json(one) for one in stored["questions"])
        return cls(stored["given"], questions, stored["people"], stored["checked"])

    def to_json(self) -> dict[str, Any]:
        return {
            "given": dict(self.given),
            "questions": [one.to_json() for one in self.questions],
            "people": dict(self.people),
            "checked": self.checked,
        }

    @property
    def title(self) -> Texts:
        return Texts(*(self.given.get(name, "") for name in TITLE))

    @property
    def purpose(self) -> Purpose:
        return Purpose(self.given.get("purpose") or Purpose.POLL)

    @property
    def meeting(self) -> str | None:
        return self.given.get("meeting") or None

    @property
    def mode(self) -> Mode:
        return Mode(self.given.get("mode") or Mode.VERIFIABLE)

    @property
    def electorate(self) -> str:
        return str(self.given.get("electorate") or EVERYBODY)

    @property
    def conduct(self) -> Conduct:
        needed, size = read_hands(self.given.get("hands") or "2-3")
        return Conduct(
            mode=self.mode,
            needed=needed,
            size=size,
            seats=tuple(self.given.get("seats") or ()),
            codes_by=CodesBy(self.given.get("codes_by") or CodesBy.HOLDER),
            on_paper=self.given.get("on_paper") == YES,
            fallback=Fallback(self.given.get("fallback") or Fallback.LAPSE),
        )

    def instant(self, name: str) -> datetime | None:
        """An answer that is a day and a time."""
        written = self.given.get(name)
        return datetime.fromisoformat(written) if written else None

    def with_answers(self, given: Mapping[str, Any]) -> "Draft":
        return replace(self, given={**self.given, **given})

    def with_question(self, number: int, question: Question) -> "Draft":
        """``number`` counts from 1; one more than there are adds it at the end."""
        kept = [*self.questions]
        kept[number - 1 : number] = [question]
        return replace(self, questions=tuple(kept))

    def without_question(self, number: int) -> "Draft":
        kept = tuple(one for place, one in enumerate(self.questions, 1) if place != number)
        return replace(self, questions=kept)

    def question(self, number: int) -> Question:
        """
        Raises:
            NotFound: there are fewer questions.
        """
        if not 1 <= number <= len(self.questions):
            raise NotFound(question=number)
        return self.questions[number - 1]

    @property
    def candidates(self) -> frozenset[str]:
        """The members who stand in one of the questions."""
        shown = {option.id for question in self.questions for option in question.options}
        return frozenset(member for option, member in self.people.items() if member and option in shown)


def step_named(name: str) -> Step:
    """
    Raises:
        NotFound: there is no such step.
    """
    if name not in list(Step):
        raise NotFound(step=name)
    return Step(name)


def steps(draft: Draft) -> tuple[Step, ...]:
    return tuple(step for step in Step if step not in WITHOUT[draft.mode])


def following(draft: Draft, step: Step) -> Step:
    """Where to go after an answer; whoever came back to change one answer goes straight to the check."""
    order = steps(draft)
    if draft.checked or step not in order or step is Step.CHECK:
        return Step.CHECK
    return order[order.index(step) + 1]


def preceding(draft: Draft, step: Step) -> Step | None:
    order = steps(draft)
    place = order.index(step) if step in order else 0
    return order[place - 1] if place else None


def unanswered(draft: Draft, languages: Collection[str]) -> Step | None:
    """The first step that needs an answer and has none."""
    return next((step for step in steps(draft) if errors_at(step, draft, languages)), None)


def errors_at(step: Step, draft: Draft, languages: Collection[str]) -> dict[str, str]:
    """What is wrong with the answers of one step; ``languages`` are those in which everything must be put (P-008)."""
    errors = {name: "missing" for name in FIELDS[step] if name not in OPTIONAL and not draft.given.get(name)}
    if step is Step.ABOUT:
        errors |= _errors_in_title(draft.title, languages)
        if draft.mode is Mode.HANDS and draft.meeting is None:
            errors["meeting"] = "missing"
    if step is Step.QUESTIONS and not draft.questions:
        errors["questions"] = "missing"
    if step is Step.QUESTIONS and any(errors_in(question, languages) for question in draft.questions):
        errors["questions"] = "incomplete"
    return errors


def errors_in(question: Question, languages: Collection[str]) -> dict[str, str]:
    """What is wrong with one question. A name is often the same in every language, so one is enough for an option."""
    missing = {f"text_{one}": "missing" for one in languages if not question.text.has(one)}
    return {field: code for field, code in problems(question).items() if field != "text"} | missing


def words_over(statement: Texts, most: int) -> dict[str, str]:
    """Which variants of a candidate's statement are longer than the rules let them be (P-157)."""
    written = statement.to_json().items()
    return {f"statement_{variant}": "too-many-words" for variant, text in written if len(text.split()) > most}


def _errors_in_title(title: Texts, languages: Collection[str]) -> dict[str, str]:
    long = {f"title_{name}": "too-long" for name, text in title.to_json().items() if len(text) > LONGEST_TITLE}
    return {f"title_{one}": "missing" for one in languages if not title.has(one)} | long
