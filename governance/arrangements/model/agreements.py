"""What an arrangement is: who directs, who employs, how they met, and the hours that two people agree to."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any

from constitution.support import Shift, Week
from governance.audit.model import commit_to
from governance.errors import Refusal

SAID = ("what", "when", "where", "how", "who_covers", "cost", "review", "ending")
"""Everything that rules may want an agreement to say (P-267)."""
SAID_LIMIT = 300
"""Characters of one answer: how and when people meet, never a task of care."""
WEEKEND = frozenset({5, 6})
DAY = 24 * 60


class Directs(StrEnum):
    """Who says what is done and how (P-266)."""

    MEMBER = "member"
    WITH_SUPPORTER = "member_with_named_supporter"
    REPRESENTATIVE = "representative"
    WITHIN_FRAMEWORK = "member_within_framework"
    TRUSTEES = "trustees_by_members_wishes"


class Employer(StrEnum):
    """Whose duty wages, insurance and safety are (P-260)."""

    CO_OP = "co_op"
    MEMBER = "member"
    SELF_EMPLOYED = "self_employed"
    PROVIDER = "provider"
    TRUSTEES = "trustees"


class Source(StrEnum):
    """How the two met (P-262)."""

    FROM_LIST = "from_list"
    RECRUITED = "recruited_by_member"
    INTRODUCED = "introduced_by_member"
    ASSIGNED = "provider_assigned_agreed"


class Contractor(StrEnum):
    """Who has the contract with somebody self-employed."""

    CO_OP = "co_op"
    MEMBER = "member"


class Place(StrEnum):
    """What kind of place; an address is never kept here."""

    HOME = "home"
    OUT = "out"
    WORK = "work"
    LEARNING = "learning"
    TRAVEL = "travel"
    SEVERAL = "several"


class Hours(StrEnum):
    """How an hour is worked: awake by day, awake at night, or asleep and ready."""

    DAY = "day"
    NIGHT = "night"
    SLEEP_IN = "sleep-in"


class State(StrEnum):
    PROPOSED = "proposed"
    AGREED = "agreed"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    ENDED = "ended"
    DECLINED = "declined"


class Party(StrEnum):
    """The sides of an agreement, in the words of P-272, and whoever employs where a framework is left."""

    MEMBER = "member"
    PA = "pa"
    EMPLOYER = "employer"


class Ground(StrEnum):
    """Why an arrangement ends; neither side owes a reason, and none is kept."""

    PERSON_WISHES = "person-wishes"
    ASSISTANT_WISHES = "assistant-wishes"
    BOTH_WISH = "both-wish"
    PAYMENT_ENDED = "payment-ended"
    EMPLOYER_CHANGED = "employer-changed"
    SUPPORT_ENDED = "support-ended"


class NotInThisState(Refusal):
    """The arrangement is not at the point at which this can be done."""

    code = "arrangement-not-in-this-state"


class NotAllowedByRules(Refusal):
    """The rules in force do not allow this employer or this way of meeting (P-260, P-262)."""

    code = "arrangement-not-allowed"


class TextChanged(Refusal):
    """The text that was agreed to is not the one that stands: somebody changed it meanwhile."""

    code = "agreement-text-changed"


class AnsweredAlready(Refusal):
    """This side has answered this text; a new text can be proposed."""

    code = "agreement-answered"


class OnePersonTwoSides(Refusal):
    """One and the same person cannot say yes for both (P-272, PERM-7)."""

    code = "one-person-two-sides"


class Incomplete(Refusal):
    """The agreement does not say all that the rules want it to say (P-267)."""

    code = "agreement-incomplete"


class NotBothAgreed(Refusal):
    """Both must have said yes to the same words (P-272)."""

    code = "not-both-agreed"


@dataclass(frozen=True, slots=True)
class Rates:
    """Whole pence for an hour; ``night`` where nights are paid on their own."""

    weekday: int
    weekend: int
    night: int | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """Some hours of every week; ``weekday`` counts from Monday, 0. An end not after the start is on the next day."""

    weekday: int
    start: time
    end: time
    hours: Hours = Hours.DAY

    def shift(self, rates: Rates) -> Shift:
        """The same with what an hour of it costs."""
        by_day = rates.weekend if self.weekday in WEEKEND else rates.weekday
        by_hour = by_day if self.hours is Hours.DAY or rates.night is None else rates.night
        return Shift(self.weekday, self.start, self.end, by_hour)

    @property
    def minutes(self) -> int:
        """The length on paper; what a night with a clock change really lasts is counted where it is paid."""
        return Shift(self.weekday, self.start, self.end, 0).minutes

    def to_dict(self) -> dict[str, Any]:
        return {
            "weekday": self.weekday,
            "start": self.start.isoformat("minutes"),
            "end": self.end.isoformat("minutes"),
            "hours": self.hours.value,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Slot":
        start, end = time.fromisoformat(data["start"]), time.fromisoformat(data["end"])
        return cls(data["weekday"], start, end, Hours(data["hours"]))


@dataclass(frozen=True, slots=True)
class Standing:
    """Who stands where in an arrangement (P-260, P-262, P-266)."""

    directs: Directs
    employs: Employer
    source: Source
    contracted_by: Contractor | None = None
    representative: str | None = None
    introduction_only: bool = False
    personal_care: bool = False

    def problems(self) -> dict[str, str]:
        """What contradicts itself, by field."""
        found = {}
        if (self.employs is Employer.SELF_EMPLOYED) != (self.contracted_by is not None):
            found["contracted_by"] = "only-for-self-employed" if self.contracted_by is not None else "missing"
        if (self.directs is Directs.REPRESENTATIVE) != (self.representative is not None):
            found["representative"] = "only-if-they-direct" if self.representative is not None else "missing"
        return found


@dataclass(frozen=True, slots=True)
class Terms:
    """What both agree to: the hours of a week, the kind of place, and short answers by the words of P-267."""

    starts_on: date
    week: tuple[Slot, ...]
    place: Place
    rates: Rates
    said: Mapping[str, str]

    @property
    def complete_in(self) -> frozenset[str]:
        """The fields that say something. Hours say when, the kind of place says where, the rates say what it costs."""
        told = {"when": bool(self.week), "where": True, "cost": True}
        return frozenset(word for word in SAID if told.get(word) or self.said.get(word, "").strip())

    def text_hash(self, arrangement: str, number: int, salt: str) -> str:
        """What a yes names. Without the salt, which is sealed with the words, it gives none of them away."""
        content = {
            "arrangement": arrangement,
            "number": number,
            "starts-on": self.starts_on.isoformat(),
            "week": [slot.to_dict() for slot in self.week],
            "place": self.place.value,
            "rates": asdict(self.rates),
            "said": dict(self.said),
        }
        return commit_to(salt, content)


def minutes_of(week: Iterable[Slot]) -> int:
    return sum(slot.minutes for slot in week)


def priced(week: Iterable[Slot], rates: Rates) -> Week:
    """The week as the rules measure it (P-268 to P-271)."""
    return Week(tuple(slot.shift(rates) for slot in week))


def problems(terms: Terms) -> dict[str, str]:
    """What is wrong with each field, by the codes of forms."""
    found = {word: "too-long" for word, said in terms.said.items() if len(said) > SAID_LIMIT}
    found |= {word: "unknown-field" for word in terms.said if word not in SAID}
    found |= hours_problems(terms.week)
    if any(rate is not None and rate < 0 for rate in asdict(terms.rates).values()):
        found["weekday"] = "below-nothing"
    return found


def hours_problems(week: Collection[Slot]) -> dict[str, str]:
    """What is wrong with the hours of a week."""
    if not week:
        return {"week": "no-hours"}
    return {"week": "hours-overlap"} if _overlap(week) else {}


def _overlap(week: Collection[Slot]) -> bool:
    """Whether two slots share a minute; Sunday night runs into Monday."""
    spans = sorted((slot.weekday * DAY + _minute(slot.start), slot.minutes) for slot in week)
    if sum(minutes for _, minutes in spans) > 7 * DAY:
        return True
    turned = [*spans, (spans[0][0] + 7 * DAY, 0)]
    return any(start + minutes > after[0] for (start, minutes), after in zip(spans, turned[1:], strict=True))


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute
