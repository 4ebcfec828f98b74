"""A motion before it is sent: which step comes next, and what is wrong with the answer to one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from constitution.amendment import Amendment
from constitution.statutory import AUDIT_DISAPPLICATION
from governance.actor import Actor
from governance.errors import NotFound
from governance.motions.model import BOARD, STATUTORY, too_long
from governance.platform.texts import Texts

OTHER_MATTER = "other"
"""None of those for which the rules or the law have a majority of their own."""

ASKED = (
    "rule_change",
    "pooled_fund",
    "asset_disposal",
    "expulsion",
    "winding_up",
    *STATUTORY,
    AUDIT_DISAPPLICATION,
    OTHER_MATTER,
)
"""What a motion may be about, the commoner first."""

YES, NO = "yes", "no"


class Step(StrEnum):
    WHO = "who"
    MATTER = "matter"
    TITLE = "title"
    TEXT = "text"
    WHY = "why"
    LANGUAGES = "languages"
    EASY = "easy"
    MEETING = "meeting"
    CHECK = "check"


def _in(*variants: str) -> tuple[str, ...]:
    return tuple(f"{name}_{variant}" for name in ("title", "text", "why") for variant in variants)


FIELDS: Mapping[Step, tuple[str, ...]] = MappingProxyType(
    {
        Step.WHO: ("for_board",),
        Step.MATTER: ("matter",),
        Step.TITLE: ("title_en", "title_cy"),
        Step.TEXT: ("text_en", "text_cy"),
        Step.WHY: ("why_en", "why_cy"),
        Step.LANGUAGES: _in("en", "cy"),
        Step.EASY: _in("en_easy", "cy_easy"),
        Step.MEETING: ("meeting",),
        Step.CHECK: (),
    }
)
OPTIONAL = frozenset({Step.WHY, Step.LANGUAGES, Step.EASY, Step.MEETING})


@dataclass(frozen=True, slots=True)
class Draft:
    """What was answered so far, by the names of the fields; ``checked`` once its writer has seen the whole.

    ``change`` is the change of the rules that it proposes, where it proposes one: its text is made from that.
    """

    given: Mapping[str, str] = field(default_factory=dict)
    checked: bool = False
    change: Amendment | None = None

    @property
    def title(self) -> Texts:
        return self._texts("title")

    @property
    def text(self) -> Texts:
        return self._texts("text")

    @property
    def why(self) -> Texts:
        return self._texts("why")

    @property
    def matter(self) -> str | None:
        chosen = self.given.get("matter", "")
        return None if chosen in ("", OTHER_MATTER) else chosen

    @property
    def meeting(self) -> str | None:
        return self.given.get("meeting") or None

    def is_for_board(self, actor: Actor) -> bool:
        """An officer who is no member can write for the board alone."""
        return actor.member is None or self.given.get("for_board") == YES

    def with_answers(self, given: Mapping[str, str]) -> "Draft":
        return replace(self, given={**self.given, **given})

    def _texts(self, name: str) -> Texts:
        return Texts(**{key: self.given.get(f"{name}_{key}", "") for key in ("en", "cy", "en_easy", "cy_easy")})


def step_named(name: str) -> Step:
    """
    Raises:
        NotFound: there is no such question.
    """
    if name not in list(Step):
        raise NotFound(step=name)
    return Step(name)


def steps(actor: Actor, draft: Draft) -> tuple[Step, ...]:
    """The questions for this writer, in order. The board leaves the choice of the meeting to the secretary."""
    left_out = set() if draft.change is None else {Step.MATTER, Step.TEXT, Step.EASY}
    if actor.member is None or not actor.has(*BOARD):
        left_out.add(Step.WHO)
    if draft.is_for_board(actor):
        left_out.add(Step.MEETING)
    return tuple(step for step in Step if step not in left_out)


def following(actor: Actor, draft: Draft, step: Step) -> Step:
    """Where to go after an answer; whoever came back to change one answer goes straight to the check."""
    order = steps(actor, draft)
    if draft.checked or step not in order:
        return Step.CHECK
    return order[order.index(step) + 1]


def preceding(actor: Actor, draft: Draft, step: Step) -> Step | None:
    order = steps(actor, draft)
    place = order.index(step) if step in order else 0
    return order[place - 1] if place else None


def unanswered(actor: Actor, draft: Draft) -> Step | None:
    """The first question that needs an answer and has none."""
    return next((step for step in steps(actor, draft) if errors_at(step, draft, ())), None)


def errors_at(step: Step, draft: Draft, asked: tuple[str, ...]) -> dict[str, str]:
    """What is wrong with the answers of one step; ``asked`` are the fields that its page showed."""
    texts = {"title": draft.title, "text": draft.text, "why": draft.why}
    errors = {name: code for name, code in too_long(texts).items() if name in FIELDS[step]}
    if errors or step in OPTIONAL or step is Step.CHECK:
        return errors
    if step is Step.TITLE and draft.change is not None:
        return {}  # one is made from the change
    if step in (Step.TITLE, Step.TEXT):
        return {} if texts[step].has_any else {(asked or FIELDS[step])[0]: "missing"}
    (name,) = FIELDS[step]
    return {} if draft.given.get(name) else {name: "missing"}
