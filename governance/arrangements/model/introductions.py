"""What is checked before somebody who was introduced may start, who checks it, and how an introduction ends."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

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
