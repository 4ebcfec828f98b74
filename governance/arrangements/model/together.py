"""What people do for each other when members have decided that they may: peer support, and things that they share."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from governance.errors import Refusal

TEXT_LIMIT, CONTACT_LIMIT, NAME_LIMIT, PLACE_LIMIT = 300, 120, 120, 200


class Feature(StrEnum):
    """Each is off until members carry a motion that turns it on."""

    PEER_SUPPORT = "peer-support"
    SHARED_RESOURCES = "shared-resources"


class Kind(StrEnum):
    OFFER = "offer"
    REQUEST = "request"


class Language(StrEnum):
    ENGLISH = "en"
    WELSH = "cy"
    EITHER = "either"


class SwitchedOff(Refusal):
    """Members have not turned this on."""

    code = "together-off"


class SwitchStands(Refusal):
    """It is on, or off, already."""

    code = "switch-stands"


class NotDecided(Refusal):
    """Only a motion that members carried turns this on or off, and each motion once."""

    code = "switch-not-decided"


class OwnNotice(Refusal):
    """Nobody answers a notice of their own."""

    code = "own-notice"


class NoticeOver(Refusal):
    """The notice was taken down, or its last day is past."""

    code = "notice-over"


class AnsweredAlready(Refusal):
    """This person has answered the notice."""

    code = "answered-already"


class AnswerSettled(Refusal):
    """Whoever put up the notice has said yes or no to this answer."""

    code = "answer-settled"


class ThingTaken(Refusal):
    """Somebody else has booked it for a part of this time."""

    code = "thing-taken"


class ThingGone(Refusal):
    """It is not shared any more."""

    code = "thing-gone"


class BookingOver(Refusal):
    """It was cancelled, or its time has begun."""

    code = "booking-over"


@dataclass(frozen=True, slots=True)
class Times:
    """From an instant until another, which it does not include any more."""

    starts_at: datetime
    ends_at: datetime

    def meets(self, other: "Times") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def errors(self, now: datetime) -> dict[str, str]:
        errors = {"starts_at": "in-the-past"} if self.starts_at < now else {}
        return errors | ({"ends_at": "before-it-begins"} if self.ends_at <= self.starts_at else {})


@dataclass(frozen=True, slots=True)
class Notice:
    """What somebody offers or asks for, in which language they would talk, and the last day on which it stands."""

    kind: str
    text: str
    language: str
    until: date

    def errors(self, today: date) -> dict[str, str]:
        errors = {} if self.kind in tuple(Kind) else {"kind": "unknown-kind"}
        errors |= {} if self.language in tuple(Language) else {"language": "unknown-language"}
        errors |= {"until": "in-the-past"} if self.until < today else {}
        return errors | errors_in_text("text", self.text, TEXT_LIMIT)


def errors_in_text(name: str, text: str, limit: int) -> dict[str, str]:
    if not text.strip():
        return {name: "missing"}
    return {name: "too-long"} if len(text.strip()) > limit else {}
