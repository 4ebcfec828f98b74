"""What is checked before somebody who was introduced may start, who checks it, and how an introduction ends."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from constitution.periods import months_after
from governance.errors import Refusal


class Item(StrEnum):
    """What P-263 may ask for."""

    RIGHT_TO_WORK = "right_to_work"
    REFERENCES = "references"
    DBS = "dbs"
    CORE_TRAINING = "core_training"
    AGREEMENT_SIGNED = "agreement_signed"
    INDUCTION = "induction"


DATED = tuple(item for item in Item if item is not Item.CORE_TRAINING)
"""Items that are dated one by one; core training is complete when its modules are (P-264)."""


class Level(StrEnum):
    """Levels of a criminal-record check (K-035)."""

    BASIC = "basic"
    STANDARD = "standard"
    ENHANCED = "enhanced"
    BARRED_LISTS = "enhanced-with-barred-lists"


class Outcome(StrEnum):
    CLEARED = "cleared"
    WITHDRAWN = "withdrawn"  # by whoever introduced, or by the candidate
    REFUSED = "refused"
    LEFT = "left"  # they had worked here: what was checked is kept as of anybody who leaves


class Ground(StrEnum):
    """Why somebody was refused: a category and nothing more."""

    NOT_CLEARED = "checks-not-met"
    NO_REFERENCES = "references-not-had"
    NO_TRAINING = "training-not-done"
    NO_AGREEMENT = "no-agreement"
    OTHER = "other-ground"


class NotCleared(Refusal):
    """Something that the rules ask for before a start is not dated yet (P-263); the finding says what."""

    code = "assistant-not-cleared"


class IntroductionEnded(Refusal):
    """This introduction was cleared, withdrawn or refused already."""

    code = "introduction-ended"


class SourceNotAllowed(Refusal):
    """The rules do not let members bring somebody of their own (P-262)."""

    code = "source-not-allowed"


class NotTheirs(Refusal):
    """This check is for somebody else to make: ``owner`` says for whom, by the tasks of an employer."""

    code = "check-not-theirs"


class BroughtThemselves(Refusal):
    """A co-ordinator makes no check of somebody whom they brought, or of themselves: another co-ordinator does."""

    code = "check-of-ones-own"


@dataclass(frozen=True, slots=True)
class Check:
    """One item, done on a day; ``until`` is the first day on which it no longer counts."""

    item: str
    done_on: date
    until: date | None = None

    def counts_on(self, day: date) -> bool:
        return self.done_on <= day and (self.until is None or day < self.until)


def done_by(checks: Iterable[Check], day: date) -> Mapping[str, date]:
    """The items that count on a day, each with the day it was done; of several the latest speaks."""
    latest: dict[str, Check] = {}
    for check in sorted(checks, key=lambda one: one.done_on):
        if check.done_on <= day:
            latest[check.item] = check
    return {item: check.done_on for item, check in latest.items() if check.counts_on(day)}


CHECKED_UNDER: Mapping[str, str] = {
    Item.RIGHT_TO_WORK: "right_to_work",
    Item.REFERENCES: "recruitment",
    Item.DBS: "criminal_record_check",
    Item.CORE_TRAINING: "training",
    Item.AGREEMENT_SIGNED: "particulars_and_payslips",
    Item.INDUCTION: "training",
}
"""The employer's task that each item belongs to: who has the task dates the item."""

KEPT_MONTHS = 6
"""How long somebody who was not taken is remembered."""


def forgotten_on(ended_on: date) -> date:
    """The first day on which nothing about somebody who was not taken is kept."""
    return months_after(ended_on, KEPT_MONTHS)


def errors_in_check(check: Check, *, level: str | None, seen: bool | None, today: date) -> dict[str, str]:
    """Code of what is wrong with each field. A criminal-record check says its level and whether its result was seen."""
    errors = {} if check.item in DATED else {"item": "not-a-choice"}
    errors |= {} if check.done_on <= today else {"done_on": "in-the-future"}
    errors |= {"until": "before-it-begins"} if check.until is not None and check.until <= check.done_on else {}
    if check.item == Item.DBS:
        errors |= {} if level in tuple(Level) else {"level": "not-a-choice"}
        errors |= {"seen": "missing"} if seen is None else {}
    elif level is not None or seen is not None:
        errors |= {"level": "not-a-choice"}
    return errors
