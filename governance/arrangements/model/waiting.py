"""What waits for somebody's answer: which kind of thing, since when, and whom it asks."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Area(StrEnum):
    """Where somebody who is asked finds it; all that a letter says of it (MAIL-2)."""

    SUPPORT = "support"
    WORK = "work"
    MONEY = "money"
    ENDING = "ending"  # pooled money: nobody is asked, but it ends unless members decide


class What(StrEnum):
    AGREEMENT = "agreement"
    VARIATION = "variation"
    TERMS = "terms"  # of something shared
    VIEW = "view"  # a resident's, before trustees decide
    STAY = "stay"  # that a trustee says ends, or that trustees ended
    SHIFT = "shift"
    SWAP = "swap"
    CONSENT = "consent"  # to a fund
    SPEND = "spend"
    CHANGE = "change"  # of a fund
    TRIAL = "trial"  # of a fund, that ends soon


@dataclass(frozen=True, slots=True)
class Waits:
    """``about`` is the id of what it is, ``within`` that of what it belongs to. One of ``person`` and ``assistant`` is
    asked, unless whoever would answer is one of ``but_not``, who had a hand in it. ``since`` is None where nobody wrote
    down when it began."""

    what: What
    area: Area
    about: str
    within: str = ""
    since: datetime | None = None
    person: str | None = None
    assistant: str | None = None
    but_not: frozenset[str] = frozenset()
