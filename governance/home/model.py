"""What a first page may hold: things that need one person, and the duties of the officers with their dates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from constitution import Finding
from governance.platform.texts import Texts

MOST_CARDS = 5
"""More would hide what comes first; the lists behind the menu have everything."""

MEETING_NEAR = timedelta(days=28)
SOON = timedelta(days=30)
NEVER = datetime.max.replace(tzinfo=UTC)


class Need(StrEnum):
    VOTE = "vote"
    MEETING = "meeting"
    MOTION = "motion"
    KEY = "key"
    CODES = "codes"
    OPENING = "opening"
    DISCLOSURE = "disclosure"
    LOOK = "look"
    AGREEMENT = "agreement"
    VARIATION = "variation"
    TERMS = "terms"
    VIEW = "view"
    STAY = "stay"
    SHIFT = "shift"
    SWAP = "swap"
    CONSENT = "consent"
    SPEND = "spend"
    CHANGE = "change"
    PILOT = "pilot"
    OPEN_FUND = "open-fund"
    PROMISE = "promise"  # past its day
    ITEM = "item"
    WORRY = "worry"
    ESCALATED = "escalated"
    REGISTRATION = "registration"
    INTRODUCTION = "introduction"
    SUPPORT = "support"  # something waits there; what it is, a surer sign-in shows
    WORK = "work"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Card:
    """One thing that needs the reader. ``by`` is the last moment, None where there is no hurry; ``minutes`` is how long
    it takes, 0 where that cannot be said; ``ends_with_meeting``: ``by`` is when the meeting begins, and the thing ends
    with it; ``number`` and ``of``: how far others have come, and ``why`` it takes so many; ``place`` and ``is_remote``:
    where a meeting is."""

    need: Need
    path: str
    by: datetime | None = None
    minutes: int = 0
    words: Texts = field(default_factory=Texts)
    about: str = ""
    ends_with_meeting: bool = False
    number: int = 0
    of: int = 0
    why: Finding | None = None
    place: str = ""
    is_remote: bool = False


def first(cards: Iterable[Card]) -> Sequence[Card]:
    """The most urgent, the earliest deadline first; what has none comes last, in the order given."""
    return sorted(cards, key=lambda card: card.by or NEVER)[:MOST_CARDS]


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many have taken part in an open vote as its last checkpoint has it; None: too few to say (V-22)."""

    vote: str
    asked: Texts
    people: int | None
    roll: int


def told(people: int, roll: int, smallest: int) -> int | None:
    """Small groups leak: below the minimum no number is said, neither of those who did nor of those who did not."""
    return people if people >= smallest and roll - people >= smallest else None


class Group(StrEnum):
    MEETINGS = "meetings"
    BALLOTS = "ballots"
    REGISTER = "register"
    RULES = "rules"
    RETURNS = "returns"


class State(StrEnum):
    DONE = "done"
    IN_TIME = "in-time"
    SOON = "soon"
    LATE = "late"
    WAITS = "waits"  # it has no date of its own


@dataclass(frozen=True, slots=True)
class Duty:
    """One line of the office board. ``what`` is a code that the page puts into words; ``why`` the rules it rests on."""

    group: Group
    what: str
    state: State
    due: date | None = None
    why: Finding | None = None
    path: str = ""
    words: Texts = field(default_factory=Texts)
    number: int = 0

    @property
    def is_open(self) -> bool:
        return self.state is not State.DONE


def state_on(today: date, due: date | None, *, done: bool = False) -> State:
    if done:
        return State.DONE
    if due is None:
        return State.WAITS
    if due < today:
        return State.LATE
    return State.SOON if due - today <= SOON else State.IN_TIME
