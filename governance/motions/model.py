"""The stages of a motion, and the questions that move it from one to the next."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from constitution import Finding, Rulebook
from constitution.notice import Business
from constitution.resolutions import Matter
from constitution.statutory import AUDIT_DISAPPLICATION, Special, is_special
from governance.actor import NOBODY, Actor, Role
from governance.errors import NotAllowed, Refusal
from governance.platform.texts import CY, EN, Texts


class Stage(StrEnum):
    SEEKING_SUPPORT = "seeking-support"
    SUPPORTED = "supported"
    ON_AGENDA = "on-agenda"
    BALLOT = "ballot"
    CARRIED = "carried"
    LOST = "lost"
    UNDECIDED = "undecided"
    WITHDRAWN = "withdrawn"


DECIDED = frozenset({Stage.CARRIED, Stage.LOST, Stage.UNDECIDED})
ENDED = DECIDED | {Stage.WITHDRAWN}
BOARD = (Role.SECRETARY, Role.CHAIR, Role.DIRECTOR)

STATUTORY = tuple(str(special) for special in Special)
"""Matters of the statutory special resolutions: members vote at a meeting or by proxy (L-050 to L-054)."""

MATTERS = tuple(str(matter) for matter in Matter if matter is not Matter.ELECTION) + STATUTORY + (AUDIT_DISAPPLICATION,)
"""What a proposer may say a motion is about; a rule book may name others besides."""

TITLE_LIMIT, TEXT_LIMIT = 200, 20_000
PURPOSE_LIMIT = 60
"""Of one thing that a fund may spend on."""

_BUSINESS = {
    Matter.RULE_CHANGE: Business.RULE_CHANGE,
    Matter.EXPULSION: Business.EXPULSION,
    "company_conversion": Business.COMPANY_CONVERSION,
}


@dataclass(frozen=True, slots=True)
class FirstDecision:
    """What the first of two meetings decided, and when the registrar had it once the second had confirmed it."""

    meeting: str
    day: date
    finding: Finding
    result: Mapping[str, int] | None = None
    sent_on: date | None = None
    registered_on: date | None = None

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "FirstDecision":
        sent, registered = (stored.get(name) for name in ("sent_on", "registered_on"))
        return cls(
            meeting=stored["meeting"],
            day=date.fromisoformat(stored["day"]),
            finding=Finding.from_dict(stored["finding"]),
            result=stored["result"],
            sent_on=date.fromisoformat(sent) if sent else None,
            registered_on=date.fromisoformat(registered) if registered else None,
        )

    def to_json(self) -> dict[str, Any]:
        days = {"sent_on": self.sent_on, "registered_on": self.registered_on}
        return {
            "meeting": self.meeting,
            "day": self.day.isoformat(),
            "finding": self.finding.to_dict(),
            "result": None if self.result is None else dict(self.result),
            **{name: day.isoformat() for name, day in days.items() if day is not None},
        }


class WrongStage(Refusal):
    """The act belongs to another stage of the motion; ``stage`` says where it stands."""

    code = "motion-stage"


class WithoutSupport(Refusal):
    """Too few members stand behind the motion to put it before a meeting (P-072)."""

    code = "without-support"


class AlreadySupported(Refusal):
    code = "already-supported"


class TooLate(Refusal):
    """The motion came after the last day for the notice of that meeting (P-073)."""

    code = "motion-too-late"


class MembersOnly(NotAllowed):
    """Only a member proposes or supports; the board proposes through its officers."""

    code = "members-only"


class NotTheProposer(NotAllowed):
    code = "not-the-proposer"


class NotYourWords(NotAllowed):
    """The proposer or the secretary adds a language; nobody else."""

    code = "not-your-words"


class AlreadyWorded(Refusal):
    """The motion has words in that language, and members support them as they are."""

    code = "already-worded"


class NothingToSend(Refusal):
    """No motion is begun: it was sent already, perhaps from another tab, or thrown away."""

    code = "nothing-to-send"


class MotionBegun(Refusal):
    """They are writing a motion about something else: it is sent or thrown away before another is begun."""

    code = "motion-begun"


class LanguageMissing(Refusal):
    """The motion lacks a language that the notice must carry (P-008); ``missing`` names it."""

    code = "language-missing"


class NoMeeting(Refusal):
    """The motion has not been put before a meeting that members have been told of."""

    code = "no-meeting"


class NoAsynchronousBallot(Refusal):
    """The statute wants these decided at a meeting, in person or by proxy (MODE-3)."""

    code = "statutory-special"


class NotByBallot(Refusal):
    """The rules do not let this kind of resolution be decided by electronic ballot (P-149)."""

    code = "not-by-ballot"


class SecretBallotDemanded(Refusal):
    """The rules, or people entitled to it, want a secret ballot: the motion is not put to the room (P-136 to P-139)."""

    code = "secret-ballot-demanded"


class OutsideWindow(Refusal):
    """The second meeting is too soon after the first, or too late (L-057, L-058)."""

    code = "outside-window"


class TooFewHere(Refusal):
    """Fewer are at the meeting than this decision takes (P-111)."""

    code = "too-few-here"


class NoCastingVote(Refusal):
    """The votes are not equal, or the rules give the chair no second vote (P-121)."""

    code = "no-casting-vote"


class AuditWanted(Refusal):
    """The rules want an audit every year: they would have to change first (P-229)."""

    code = "audit-wanted"


class YearOver(Refusal):
    """A year of account that has ended is audited: members decide before its last day, not after (L-075)."""

    code = "year-over"


class NotAboutAFund(Refusal):
    """Only a motion about a pooled fund says what a fund may spend: what it is about decides the majority."""

    code = "motion-not-about-a-fund"


class SupportedAsItIs(Refusal):
    """Members stand behind the motion as it reads, so it goes on to say just this."""

    code = "motion-supported-as-it-is"


class NotSent(Refusal):
    """Nothing is registered of which no copy was sent."""

    code = "not-sent"


class BallotTooLate(Refusal):
    """Opened now, the ballot would be open for fewer days than the rules ask before the meeting (P-151)."""

    code = "ballot-too-late"


class StillToCome(Refusal):
    """The meeting may still decide it."""

    code = "still-to-come"


def known_to(actor: Actor) -> bool:
    """Motions are the members' common business: whoever is signed in may read them."""
    return actor.reference != NOBODY.reference


def business_of(matter: str | None, *, changes_rules: bool = False) -> Business | None:
    """What lengthens the notice of a meeting that deals with the matter."""
    if changes_rules:
        return Business.RULE_CHANGE
    return _BUSINESS.get(matter) if matter is not None else None


def matter_of_ballot(rules: Rulebook, about: Sequence[str]) -> str | None:
    """What decides whether the vote is secret (P-139): of all that the motion is about, one on which it must be."""
    return next((one for one in about if one in rules.words("P-139")), about[0] if about else None)


def stage_once_supported(finding: Finding) -> Stage:
    return Stage.SUPPORTED if finding.met else Stage.SEEKING_SUPPORT


def is_statutory(rules: Rulebook, matter: str | None) -> Finding:
    """Does the statute decide how this is passed, whatever the rules say? (P-147)"""
    return rules.finding("statutory-special", "P-147", met=is_special(rules, matter), matter=matter)


LIMITS: Mapping[str, int] = MappingProxyType({"title": TITLE_LIMIT, "text": TEXT_LIMIT, "why": TEXT_LIMIT})


def errors_in_added(before: Mapping[str, Texts], whole: Mapping[str, Texts]) -> dict[str, str]:
    """``title`` and ``text`` before and after a language was added."""
    errors = too_long(whole)
    if errors or before != whole:
        return errors
    return {f"{name}_{one.replace('-', '_')}": "missing" for name in before for one in before[name].missing((CY, EN))}


def errors_in(
    words: Mapping[str, Texts], matter: str | None, known: tuple[str, ...], *, typed: Collection[str] = tuple(LIMITS)
) -> dict[str, str]:
    """A title and a text in one language at least; reasons may be left out. Only what was ``typed`` can be too long."""
    errors = {f"{name}_en": "missing" for name in ("title", "text") if not words[name].has_any}
    if matter is not None and matter not in known:
        errors["matter"] = "unknown"
    return errors | too_long({name: words[name] for name in typed})


def too_long(words: Mapping[str, Texts]) -> dict[str, str]:
    return {
        f"{name}_{key}": "too-long"
        for name, texts in words.items()
        for key, written in texts.to_json().items()
        if len(written) > LIMITS[name]
    }
