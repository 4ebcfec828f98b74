"""What may be disclosed of one person's money to the authority that pays, what for, and when it may be opened."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from governance.errors import Refusal
from governance.inspection.model import DISCLOSING, MOST_DAYS, Proposal

MOST_OF_A_PERIOD = timedelta(days=366)
ANSWER_LIMIT = 300


class Purpose(StrEnum):
    """Why an authority asks; words of a list, so that nothing about anybody's care is written down."""

    RETURN = "return"  # the person's return for a period is checked
    REVIEW = "review"  # the direct payment is reviewed
    QUESTION = "question"  # one sum or one bill is in question
    AUDIT = "audit"  # the authority's auditor looks at some payments


class What(StrEnum):
    """What the authority opened."""

    LIST = "list"
    STATEMENT = "statement"
    RETURN = "return"


class NotToldYet(Refusal):
    """Nobody has been given the letter that tells of it: it opens only with the person's knowledge."""

    code = "not-told-yet"


class ObjectionUnanswered(Refusal):
    """They object, so whoever opens it says on what ground it is opened all the same."""

    code = "objection-unanswered"


class ObjectedAlready(Refusal):
    code = "objected-already"


class ObjectionAnswered(Refusal):
    """What the person was told stays as it was told."""

    code = "objection-answered"


class DisclosureEnded(Refusal):
    """It was taken back, or its days are over: nobody reads with it any more."""

    code = "disclosure-ended"


@dataclass(frozen=True, slots=True)
class Asked:
    """A named officer of an authority asks about one person, from ``since`` to ``until``; ``relied_on`` is its power.

    ``last_day``: the last day on which it may be read. ``authority``: the kind of funder, whose payments are shown.
    """

    body: str
    authority: str
    relied_on: str
    evidence: str
    purpose: Purpose
    since: date
    until: date
    last_day: date
    officer_name: str
    officer_email: str

    @property
    def proposal(self) -> Proposal:
        """As a grant has it: no column of the register."""
        return Proposal(
            body=self.body,
            power=DISCLOSING,
            evidence=self.evidence,
            columns=frozenset(),
            earliest=self.since,
            latest=self.until,
            last_day=self.last_day,
            lawful_basis=self.relied_on.strip(),
            inspector_name=self.officer_name,
            inspector_email=self.officer_email,
        )

    def errors(self, today: date) -> dict[str, str]:
        """The problem of each field; the period is over or ends today, and is no longer than a year."""
        wanted = ("body", "relied_on", "evidence", "officer_name", "officer_email")
        found = {name: "missing" for name in wanted if not getattr(self, name).strip()}
        if self.until < self.since:
            found["until"] = "before-the-first"
        elif self.until > today:
            found["until"] = "not-over"
        elif self.until - self.since >= MOST_OF_A_PERIOD:
            found["until"] = "longer-than-a-year"
        if not today <= self.last_day <= today + timedelta(days=MOST_DAYS):
            found["last_day"] = "not-within-30-days"
        return found
