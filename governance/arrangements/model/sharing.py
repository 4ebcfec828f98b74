"""What people who share support agree to: who takes part, what it costs, by what measure the cost is divided."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any

from constitution.apportionment import half_up
from governance.errors import Invalid, Refusal
from governance.platform.texts import Texts

FEWEST, MOST = 2, 40
HOUR = 60
"""Minutes."""


class Kind(StrEnum):
    SUPPORT = "support"
    NIGHT_COVER = "night-cover"
    ACTIVITY = "activity"


class Basis(StrEnum):
    """The words of P-243."""

    EQUAL = "equal"
    ATTENDED = "attended_hours"
    ASSESSED = "assessed_hours"
    CUSTOM = "custom"

    @property
    def has_weights(self) -> bool:
        return self in (Basis.ASSESSED, Basis.CUSTOM)


class Cost(StrEnum):
    """What a line of the cost is for."""

    SUPPORT = "support"
    LEADER = "leader"
    ROOM = "room"
    TRANSPORT = "transport"
    MATERIALS = "materials"


class Per(StrEnum):
    HOUR = "hour"
    SESSION = "session"
    ONCE = "once"


class WrongNumber(Refusal):
    """Two to forty people share; ``people`` is how many there would be."""

    code = "wrong-number-of-people"


class BasisNotAllowed(Refusal):
    """Our rules have costs divided in another way (P-243)."""

    code = "basis-not-allowed"


class NotAllAgreed(Refusal):
    """Too few of those who would take part have agreed (P-241)."""

    code = "not-all-agreed"


class NotStarted(Refusal):
    """Nothing is charged before the terms are agreed."""

    code = "sharing-not-started"


class SharingEnded(Refusal):
    """This arrangement has ended."""

    code = "sharing-ended"


class NotTheseTerms(Refusal):
    """The terms have changed since the page was opened."""

    code = "not-these-terms"


class AgreedAlready(Refusal):
    """This person has said yes to these terms."""

    code = "agreed-to-sharing-already"


class LeavesAlready(Refusal):
    """The day of leaving is set."""

    code = "leaves-sharing-already"


@dataclass(frozen=True, slots=True)
class Price:
    """A cost that is agreed: ``pence`` an hour, a session, or once. Actual costs may be less and never more."""

    cost: Cost
    per: Per
    pence: int

    def to_json(self) -> dict[str, Any]:
        return {"cost": self.cost.value, "per": self.per.value, "pence": self.pence}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Price":
        return cls(Cost(stored["cost"]), Per(stored["per"]), stored["pence"])


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who would take part, and their weight where the basis has weights."""

    person: str
    weight: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Terms:
    """What each who takes part agrees to.

    ``sessions`` and ``minutes`` say how many are planned and how long each lasts. ``notice_days`` is the leader's term:
    a session called off, or a place given up, later than that many days before is still to be paid for.
    """

    title: Texts
    basis: Basis
    prices: tuple[Price, ...]
    sessions: int
    minutes: int
    notice_days: int = 0
    leader: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "title": self.title.to_json(),
            "basis": self.basis.value,
            "prices": [price.to_json() for price in self.prices],
            "sessions": self.sessions,
            "minutes": self.minutes,
            "notice_days": self.notice_days,
            "leader": self.leader,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Terms":
        return cls(
            title=Texts.from_json(stored["title"]),
            basis=Basis(stored["basis"]),
            prices=tuple(Price.from_json(price) for price in stored["prices"]),
            sessions=stored["sessions"],
            minutes=stored["minutes"],
            notice_days=stored["notice_days"],
            leader=stored["leader"],
        )

    def price(self, cost: Cost) -> Price | None:
        return next((price for price in self.prices if price.cost is cost), None)

    @property
    def each_session(self) -> int:
        """What one session of the planned length costs, in pence, without what is paid once."""
        return sum(cost_of(price, self.minutes) for price in self.prices if price.per is not Per.ONCE)

    @property
    def once(self) -> int:
        return sum(price.pence for price in self.prices if price.per is Per.ONCE)

    @property
    def whole(self) -> int:
        """Everything planned, in pence."""
        return self.sessions * self.each_session + self.once

    def committed_from(self, told_at: datetime, starts: Sequence[datetime]) -> int:
        """How many of the sessions that start then are to be paid for by whoever gives up a place now."""
        return sum(told_at <= start < told_at + timedelta(days=self.notice_days) for start in starts)


def cost_of(price: Price, minutes: int) -> int:
    """Pence for so many minutes; half a penny is rounded up, as an invoice has it."""
    if price.per is not Per.HOUR:
        return price.pence
    return half_up(Fraction(price.pence * minutes, HOUR))


def fingerprint(terms: Terms, asked: Sequence[Asked]) -> str:
    """The SHA-256 of what people agree to: the terms, and everybody who takes part with their weight, in order."""
    content = {"terms": terms.to_json(), "people": [[one.person, str(one.weight)] for one in asked]}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def check(terms: Terms, asked: Sequence[Asked]) -> None:
    """
    Raises:
        WrongNumber: fewer than two people, or more than forty.
        Invalid: something is missing, named twice, or below nothing.
    """
    if not FEWEST <= len(asked) <= MOST:
        raise WrongNumber(people=len(asked), fewest=FEWEST, most=MOST)
    costs = [price.cost for price in terms.prices]
    wrong = {
        "title": "missing" if not terms.title.has_any else "",
        "people": "named-twice" if len({one.person for one in asked}) < len(asked) else "",
        "weights": "no-weight" if any(one.weight <= 0 for one in asked) else "",
        "prices": "missing" if not costs else "named-twice" if len(set(costs)) < len(costs) else "",
        "sessions": "" if terms.sessions > 0 else "too-few",
        "minutes": "" if terms.minutes > 0 else "too-short",
        "notice_days": "" if terms.notice_days >= 0 else "not-a-number",
    }
    if errors := {name: code for name, code in wrong.items() if code}:
        raise Invalid(errors)
