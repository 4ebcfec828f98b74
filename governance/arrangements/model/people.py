"""Who may speak for somebody whose support is arranged here."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from governance.errors import Refusal


class Authority(StrEnum):
    """By what right somebody speaks for another (K-002, K-011, K-012, K-091)."""

    ATTORNEY = "attorney"
    DEPUTY = "deputy"
    SUITABLE_PERSON = "suitable-person"
    AUTHORISED_PERSON = "authorised-person"
    NOMINEE = "nominee"
    APPOINTEE = "appointee"
    PARENT = "parent"
    SUPPORTER = "supporter"


DIRECTS = frozenset(Authority) - {Authority.SUPPORTER, Authority.APPOINTEE}
"""A supporter helps to read and to decide, an appointee receives benefits; neither decides."""


class Seen(StrEnum):
    """What somebody saw before it was written down that a member may speak for a person; no copy is kept (K-091)."""

    OWN_WORDS = "own-words"
    POWER_OF_ATTORNEY = "power-of-attorney"
    COURT_ORDER = "court-order"
    FUNDERS_LETTER = "funders-letter"
    BENEFITS_LETTER = "benefits-letter"
    BIRTH_CERTIFICATE = "birth-certificate"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was seen, and on which day."""

    seen: Seen
    on: date


class SpeaksAlready(Refusal):
    """This member speaks for the person on some of these days."""

    code = "speaks-already"


class EndedAlready(Refusal):
    """This authority has an end already, and ends no later than that."""

    code = "authority-ended"


class NotForOneself(Refusal):
    """Nobody represents himself or herself."""

    code = "not-for-oneself"


@dataclass(frozen=True, slots=True)
class Speaking:
    """One member's authority for one person; ``until`` is the first day on which it no longer holds."""

    member: str
    authority: Authority
    since: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)

    @property
    def directs(self) -> bool:
        return self.authority in DIRECTS
