"""What a vote asks: the kinds of questions, their options, and how each stands in the published election.

Every question can be left blank. A blank took part and chose nothing; with yes and no it is the abstention
(P-142, P-143).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ballots import Homomorphic, NonHomomorphic
from governance.platform.texts import Texts

ANSWERS = ("Yes", "No")
NO_WORDS = Texts()

MOST_OPTIONS = 20
"""So many rankings or grades fit into an answer without proofs beside the archive, in every group (protocol §11.3)."""


class Kind(StrEnum):
    YES_NO = "yes-no"
    CHOOSE = "choose"  # between one and `maximum` of the options
    APPROVAL = "approval"  # any number of the options
    RANKING = "ranking"  # 1 is the first choice, 0 is not ranked
    GRADES = "grades"  # 1 is the best grade, 0 is not graded


SHUFFLED = frozenset({Kind.RANKING, Kind.GRADES})
"""Answers that are opened one by one, after key-holders have shuffled them; all others are only ever added up."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose, or somebody. ``id`` is the vote's own and tells nothing."""

    id: str
    name: Texts
    statement: Texts = NO_WORDS
    photo: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """``minimum`` and ``maximum`` bound how many options are chosen by whoever does not leave it blank."""

    kind: Kind
    text: Texts
    options: tuple[Option, ...] = ()
    minimum: int = 1
    maximum: int = 1
    grades: tuple[Texts, ...] = ()

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Question":
        return cls(
            kind=Kind(stored["kind"]),
            text=Texts.from_json(stored["text"]),
            options=tuple(_option(one) for one in stored["options"]),
            minimum=stored["minimum"],
            maximum=stored["maximum"],
            grades=tuple(Texts.from_json(one) for one in stored["grades"]),
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": str(self.kind),
            "text": self.text.to_json(),
            "options": [
                {"id": one.id, "name": one.name.to_json(), "statement": one.statement.to_json(), "photo": one.photo}
                for one in self.options
            ],
            "minimum": self.minimum,
            "maximum": self.maximum,
            "grades": [one.to_json() for one in self.grades],
        }

    @property
    def is_shuffled(self) -> bool:
        return self.kind in SHUFFLED

    @property
    def answers(self) -> tuple[str, ...]:
        """As they stand in the published election: both languages in one text."""
        if self.kind is Kind.YES_NO:
            return ANSWERS
        return tuple(both(one.name) for one in self.options)

    def encoded(self) -> Homomorphic | NonHomomorphic:
        """The question of the published election."""
        text = both(self.text)
        if self.kind is Kind.RANKING:
            return NonHomomorphic(text, self.answers, {"method": "ranking"})
        if self.kind is Kind.GRADES:
            grades = [both(one) for one in self.grades]
            return NonHomomorphic(text, self.answers, {"method": "grades", "grades": [*grades]})
        return Homomorphic(text, self.answers, self.minimum, self.maximum, blank=True)

    def is_answer(self, numbers: Sequence[int]) -> bool:
        """Is this what a voter can have meant? One number for each answer, all of them 0 where it is left blank.

        Rankings count up from 1 and leave none out; nobody is graded worse than the worst grade. What an open or a
        simple vote takes in is held to this; a secret answer proves what it can, and the count leaves out the rest.
        """
        if len(numbers) != len(self.answers):
            return False
        if self.kind is Kind.RANKING:
            ranks = sorted(number for number in numbers if number)
            return ranks == list(range(1, len(ranks) + 1))
        if self.kind is Kind.GRADES:
            return all(0 <= number <= len(self.grades) for number in numbers)
        chosen = sum(numbers)
        return set(numbers) <= {0, 1} and (chosen == 0 or self.minimum <= chosen <= self.maximum)


def yes_or_no(text: Texts) -> Question:
    return Question(Kind.YES_NO, text)


def problems(question: Question) -> dict[str, str]:
    """Why nobody could answer it, by field; nothing when it can be put to a vote."""
    found: dict[str, str] = {}
    if not question.text.has_any:
        found["text"] = "missing"
    if question.kind is Kind.YES_NO:
        return found
    if len(question.options) < _fewest(question.kind):
        found["options"] = "too-few"
    if question.is_shuffled and len(question.options) > MOST_OPTIONS:
        found["options"] = "too-many"
    names = [both(one.name) for one in question.options]
    if "" in names or len(set(names)) != len(names):
        found["options"] = "not-distinct"
    if question.kind is Kind.CHOOSE and not 1 <= question.minimum <= question.maximum <= len(question.options):
        found["maximum"] = "impossible"
    if question.kind is Kind.GRADES and not 2 <= len({both(one) for one in question.grades}) == len(question.grades):
        found["grades"] = "too-few"
    return found


def _fewest(kind: Kind) -> int:
    return 2 if kind is Kind.RANKING else 1


def both(texts: Texts) -> str:
    """English and Welsh in one text, once where they are the same or one is missing."""
    return " / ".join(dict.fromkeys(text.strip() for text in (texts.en, texts.cy) if text.strip()))


def _option(stored: Mapping[str, Any]) -> Option:
    return Option(
        stored["id"], Texts.from_json(stored["name"]), Texts.from_json(stored["statement"]), stored.get("photo", False)
    )
