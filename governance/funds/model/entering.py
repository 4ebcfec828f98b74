"""The questions by which a direct payment is written down, one a page, and in which order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from governance.funds.model.payments import Funder, KeptIn, Recipient


class Step(StrEnum):
    WHO = "who"
    KIND = "kind"
    FUNDER = "funder"
    RECIPIENT = "recipient"
    KEPT = "kept"
    UNDER = "under"
    AMOUNT = "amount"
    WEEKS = "weeks"
    NET = "net"
    OWN = "own"
    LIMIT = "limit"
    OPENING = "opening"
    SINCE = "since"
    REVIEW = "review"
    RETURNS = "returns"
    CHECK = "check"


class Net(StrEnum):
    """Whether the own contribution is taken off before they pay (K-007)."""

    NET = "net"
    GROSS = "gross"


FIELDS: Mapping[Step, str] = {
    Step.WHO: "person",
    Step.KIND: "funder_kind",
    Step.FUNDER: "funder",
    Step.RECIPIENT: "recipient_kind",
    Step.KEPT: "kept_in",
    Step.UNDER: "kept_under",
    Step.AMOUNT: "amount",
    Step.WEEKS: "weeks",
    Step.NET: "net",
    Step.OWN: "own_contribution",
    Step.LIMIT: "cap_weeks",
    Step.OPENING: "opening",
    Step.SINCE: "since",
    Step.REVIEW: "next_review",
    Step.RETURNS: "return_months",
}
"""The one answer of each page."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered so far; None where nothing was. Sums are pence, days as in ISO 8601."""

    person: str | None = None
    funder_kind: Funder | None = None
    funder: str | None = None
    recipient_kind: Recipient | None = None
    kept_in: KeptIn | None = None
    kept_under: str | None = None
    amount: int | None = None
    weeks: int | None = None
    net: Net | None = None
    own_contribution: int | None = None
    cap_weeks: int | None = None
    opening: int | None = None
    since: str | None = None
    next_review: str | None = None
    return_months: int | None = None

    @property
    def first_day(self) -> date | None:
        return date.fromisoformat(self.since) if self.since else None

    @property
    def review_day(self) -> date | None:
        return date.fromisoformat(self.next_review) if self.next_review else None

    def has(self, step: Step) -> bool:
        return step is Step.CHECK or getattr(self, FIELDS[step]) is not None


def steps(answers: Answers, *, several: bool) -> tuple[Step, ...]:
    """The pages that this payment needs; ``several``: the reader decides for more people than one."""
    left_out = {
        Step.WHO: not several,
        Step.UNDER: answers.kept_in != KeptIn.CO_OPERATIVE,
        Step.OWN: answers.net == Net.GROSS,
    }
    return tuple(step for step in Step if not left_out.get(step, False))


def following(step: Step, answers: Answers, *, several: bool) -> Step:
    """The next page that has no answer; once all have one, the page where they are checked."""
    order = steps(answers, several=several)
    after = order[order.index(step) + 1 :] if step in order else order
    return next((one for one in after if one is Step.CHECK or not answers.has(one)), Step.CHECK)


def preceding(step: Step, answers: Answers, *, several: bool) -> Step | None:
    order = steps(answers, several=several)
    return order[order.index(step) - 1] if step in order[1:] else None
