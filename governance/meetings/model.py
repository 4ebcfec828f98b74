"""The life of a meeting, and the questions that decide how it goes on."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from constitution import Finding, Rulebook
from constitution.notice import Business
from constitution.quorum import Attendance, Electorate
from governance.errors import Refusal
from governance.platform.clock import LEGAL_ZONE

NOTICE, POSTPONED, ADJOURNED, CANCELLED = (
    "meetings/notice",
    "meetings/postponed",
    "meetings/adjourned",
    "meetings/cancelled",
)
"""Kinds of letters: the folders of their templates below ``mail/``."""


class Kind(StrEnum):
    AGM = "agm"
    GENERAL = "general"

    @property
    def business(self) -> Business:
        return Business.AGM if self is Kind.AGM else Business.OTHER


class Stage(StrEnum):
    CALLED = "called"  # it has a date; nobody has been told
    NOTIFIED = "notified"  # notice has been served
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class How(StrEnum):
    """Both are presence (P-105, P-123)."""

    IN_PERSON = "in-person"
    REMOTE = "remote"


class WrongStage(Refusal):
    """The meeting is not where this act belongs."""

    code = "meeting-stage"


class UnlawfulDate(Refusal):
    """Too soon: notice given now cannot be long enough. The finding names the first lawful day and the rule."""

    code = "unlawful-date"


class NoticeNotGiven(Refusal):
    """Too few were told in time for the meeting to decide anything."""

    code = "notice-not-given"


class BusinessClosed(Refusal):
    """Notice has been served, and the meeting does only the business its notice names (P-076)."""

    code = "business-closed"


class WordsMissing(Refusal):
    """An item lacks words that its notice must carry: a language (W-04), or the text of a rule change (P-082)."""

    code = "words-missing"


class EasyReadMissing(Refusal):
    """The rules want the notice in Easy Read too (P-092); ``items`` lack it, and nobody has said why."""

    code = "easy-read-missing"


class MotionsWords(Refusal):
    """The item is a motion: its words are its proposer's, and members support them as they are."""

    code = "motions-words"


class NoBusiness(Refusal):
    """A notice names the business; there is none yet."""

    code = "no-business"


class NotToday(Refusal):
    """People are there on the day of the meeting and on no other."""

    code = "not-today"


class NotAMember(Refusal):
    """Only members of that day count as present; guests are welcome and are not counted."""

    code = "not-a-member"


class AlreadyThere(Refusal):
    code = "already-there"


class NotYet(Refusal):
    """The meeting begins at its time, not before."""

    code = "not-yet"


class DayPassed(Refusal):
    """The day of the meeting is over, or the one that the rules put next is: only fresh notice helps."""

    code = "day-passed"


class Inquorate(Refusal):
    """Too few are there; the finding has the figures and the rule."""

    code = "inquorate"


class Quorate(Refusal):
    """Enough are there: there is nothing to adjourn for."""

    code = "quorate"


class StillWaiting(Refusal):
    """The rules give latecomers a while (P-108)."""

    code = "still-waiting"


class DateNeeded(Refusal):
    """Under these rules the chair fixes the new date (P-109)."""

    code = "date-needed"


class NoMinutes(Refusal):
    code = "no-minutes"


class MinutesOutdated(Refusal):
    """Something was decided after the minutes were last written: approved now, they would leave it out for good."""

    code = "minutes-outdated"


@dataclass(frozen=True, slots=True)
class Present:
    """One member who came, in the class of that day; none for a class that does not vote."""

    class_: str | None
    how: How


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of one item, for the minutes. ``outcome`` is a code: "carried", "lost", "undecided", "withdrawn"."""

    item: str
    outcome: str
    in_favour: int | None = None
    against: int | None = None
    abstaining: int | None = None
    finding: Finding | None = None

    def to_facts(self) -> Mapping[str, str | int | None]:
        """Everything but the finding, which is kept beside it."""
        return {
            "item": self.item,
            "outcome": self.outcome,
            "in_favour": self.in_favour,
            "against": self.against,
            "abstaining": self.abstaining,
        }


def cause(meeting: str, sitting: int) -> str:
    """What letters about one sitting name as their cause."""
    return f"{meeting}.{sitting}"


def attendance(present: Sequence[Present]) -> Attendance:
    ways = {how: Counter(one.class_ for one in present if one.how is how and one.class_) for how in How}
    return Attendance(in_person=ways[How.IN_PERSON], remote=ways[How.REMOTE])


def electorate(classes: Collection[str], members: int) -> Electorate:
    """``classes`` of those who vote; ``members`` counts everybody."""
    return Electorate(Counter(classes), {"not-voting": members - len(classes)})


def same_time_next_week(starts_at: datetime) -> datetime:
    """The clock on the wall decides, so that 14:00 stays 14:00 when the clocks change in between."""
    return (starts_at.astimezone(LEGAL_ZONE) + timedelta(weeks=1)).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Told:
    """The day on which each language counts as served on one member; empty when nothing has arrived."""

    class_: str | None
    served: Mapping[str, date]

    def on(self, languages: Collection[str], *, together: bool) -> date | None:
        """The last language counts if the rules ask for all at the same moment (P-095), else the first."""
        days = [self.served[language] for language in languages if language in self.served]
        if not days or (together and len(days) < len(languages)):
            return None
        return max(days) if together else min(days)


def standing(rules: Rulebook, limits: Finding, meeting: date, told: Sequence[Told]) -> Finding:
    """Has notice been given to the members, as letters really went? ``limits`` has the latest day of service.

    An omission of some does not undo the meeting (P-094), unless it is a system: a whole class missed, or most members.
    """
    latest = limits.figures["latest-service"]
    languages, together = rules.words("P-008"), rules.flag("P-095")
    days = [(one, one.on(languages, together=together)) for one in told]
    in_time = [one for one, day in days if day is not None and isinstance(latest, date) and day <= latest]
    late = sum(day is not None for _, day in days) - len(in_time)
    missed = {one.class_ for one in told} - {one.class_ for one in in_time}
    saved = rules.flag("P-094") and not missed and 2 * len(in_time) > len(told)
    complete = bool(told) and len(in_time) == len(told)
    figures = {
        "meeting": meeting,
        "latest-service": latest,
        "members": len(told),
        "told-in-time": len(in_time),
        "told-late": late,
        "not-told": len(told) - len(in_time) - late,
    }
    cited = (*limits.citations, *map(rules.cite, ("P-095", "P-008", "P-094")))
    return Finding("notice-standing", complete or saved, figures, tuple(dict.fromkeys(cited)))
