"""An independent living trust: who its trustees are, and what follows when they change (T-001 to T-009)."""

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

from constitution import Citation, Finding, Rulebook
from constitution.apportionment import apportioned
from constitution.finding import Provenance
from governance.errors import Refusal

LEAST_TRUSTEES, REMAINING, ON_THE_TITLE, SIGNATURES = 3, 2, 4, 2
"""Three by good practice (T-002), two after somebody retires, four on the title of land (T-005), two at the bank."""


PRACTICE = "guidance on user-controlled trusts"
LAND = "Trustee Act 1925 s.34"
RETIRING = "Trustee Act 1925 s.39"
SCOPE = "CQC, scope of registration; Regulation and Inspection of Social Care (Wales) Act 2016 Sch 1"
PRIVATE = "general trust law"
"""What trust law and good practice rest on."""


class Tie(StrEnum):
    """A trustee's own interest in pay and hours, in the words of P-215."""

    PAID = "trustee_paid"
    RELATIVE_PAID = "relative_paid"


class Cover(StrEnum):
    """What an insurance of the trust covers."""

    EMPLOYERS_LIABILITY = "employers-liability"
    PUBLIC_LIABILITY = "public-liability"
    HOUSE = "house"
    CONTENTS = "contents"
    TRUSTEES = "trustees"


class Change(StrEnum):
    APPOINTED = "appointed"
    RETIRED = "retired"


class TooFewRemain(Refusal):
    """A trustee retires only if two remain (Trustee Act 1925 s.39)."""

    code = "too-few-trustees-remain"


class TrusteeAlready(Refusal):
    """This person is a trustee on some of these days."""

    code = "trustee-already"


class ResidentIsNoTrustee(Refusal):
    """The person a trust is for is at its centre and does not run it (T-002)."""

    code = "resident-is-no-trustee"


class SecondTrusteeNeeded(Refusal):
    """Nobody ends a stay alone: another trustee says so too, or whose stay it is."""

    code = "second-trustee-needed"


class AnotherDaySaid(Refusal):
    """Somebody has said another day since whoever answers looked."""

    code = "another-day-said"


class LivesThereAlready(Refusal):
    """This person has an agreement for a home here on some of these days."""

    code = "lives-there-already"


class DoneAlready(Refusal):
    """Somebody has written down that this is done."""

    code = "task-done-already"


@dataclass(frozen=True, slots=True)
class Trustee:
    """``until`` is the first day no longer a trustee; ``family`` of somebody the trust is for."""

    id: str
    since: date
    until: date | None = None
    family: bool = False
    tie: Tie | None = None

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


def follow_ups(change: Change) -> tuple[str, ...]:
    """The codes of what must be seen to after a change of trustee, in the order in which it is done (T-003)."""
    return tuple(code for code, changes in _checklist() if change in changes)


def standing(rules: Rulebook, trustees: Sequence[Trustee], *, signatories: int, tied: int) -> tuple[Finding, ...]:
    """How the trust stands today: what good practice and the law ask of it, met or not (T-002, T-005, T-008)."""
    count = len(trustees)
    outside = sum(not one.family for one in trustees)
    return (
        _enough(rules, count),
        _by_law(rules, "T-002", "trust-has-somebody-outside", met=outside > 0, source=PRACTICE, outside=outside),
        _by_law(
            rules, "T-005", "trust-title", met=count <= ON_THE_TITLE, source=LAND, trustees=count, most=ON_THE_TITLE
        ),
        _by_law(
            rules,
            "T-002",
            "trust-signatures",
            met=signatories >= SIGNATURES,
            source=PRACTICE,
            signatories=signatories,
            least=SIGNATURES,
        ),
        _by_law(rules, "T-008", "home-apart-from-support", met=not tied, source=SCOPE, tied=tied),
    )


def may_retire(rules: Rulebook, trustees: Sequence[Trustee], on: date) -> Finding:
    """Whether one of those who serve may retire on a day (T-005): two remain then, and also after it.

    Whoever has said already that they retire later does not count among those who remain.
    """
    days = {on, *(one.until for one in trustees if one.until is not None and one.until > on)}
    remain = min(sum(one.holds_on(day) for one in trustees) for day in days) - 1
    return _by_law(
        rules, "T-005", "trustee-may-retire", met=remain >= REMAINING, source=RETIRING, remain=remain, least=REMAINING
    )


def rent_shares(rent: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Each resident's part of a month's rent in pence, by the weights of their agreements, first to move in first."""
    return apportioned(rent, weights)


def is_deed(rules: Rulebook) -> bool:
    """Whether the rules in force are themselves the deed of a trust."""
    return rules.word("P-001") == "trust"


def by_law(rules: Rulebook, ids: Collection[str], source: str) -> tuple[Citation, ...]:
    """Citations of trust law, which no deed or rule of ours lays down."""
    book = rules.cite("P-001")
    return tuple(Citation(one, book.rulebook, book.version, None, Provenance.LAW, source) for one in sorted(ids))


def _enough(rules: Rulebook, count: int) -> Finding:
    """The deed may ask for more than good practice does (P-006)."""
    if not is_deed(rules):
        met = count >= LEAST_TRUSTEES
        return _by_law(
            rules, "T-002", "trust-has-trustees", met=met, source=PRACTICE, trustees=count, least=LEAST_TRUSTEES
        )
    least = rules.count("P-006")
    return rules.finding("trust-has-trustees", "P-006", met=count >= least, trustees=count, least=least)


def _by_law(rules: Rulebook, law: str, question: str, *, met: bool, source: str, **figures: int) -> Finding:
    return Finding(question, met, figures, by_law(rules, {law}, source))


@cache
def _checklist() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each task with the changes that it follows."""
    source = files(__package__) / "trustee_changes.toml"
    tasks = tomllib.loads(source.read_text(encoding="utf-8"))["tasks"]
    return tuple((task["code"], tuple(task["after"])) for task in tasks)
