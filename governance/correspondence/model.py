"""Whom a letter is for, how it goes, and what to do when it did not arrive."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from constitution import Finding, Rulebook
from constitution.service import Method, service_under
from governance.errors import Refusal
from notifications import Channel, Format, Language, NotificationError, Recipient, State, envelope_name

SECRETS = "secrets"
"""The cause of the one notice that the secrets of a kind hang on."""


class WordsFixed(Refusal):
    """This notice has been promised with other facts; what is to be said anew is a new notice (W-05)."""

    code = "words-fixed"


class NotOurLetter(Refusal):
    """Only a letter that lies ready can be posted, and only one that has not been given can be sent again."""

    code = "letter-state"


class PostedInFuture(Refusal):
    code = "posted-in-future"


class PostedTooEarly(Refusal):
    """A notice that was not written yet can have reached nobody; ``written`` is the day from which it can."""

    code = "posted-too-early"


class Addressed(Protocol):
    """A person as the register knows them."""

    id: str
    name_given: str
    name_family: str
    address: str
    email: str | None
    language: str
    formats: list[str]


@dataclass(frozen=True, slots=True)
class Letter:
    """One person to be told. ``to`` is the id of a member or of an account."""

    to: str
    name: str
    language: str
    email: str | None = None
    postal: tuple[str, ...] = ()
    formats: frozenset[str] = frozenset()

    @classmethod
    def to_member(cls, member: Addressed) -> "Letter":
        """Having given an e-mail address is the consent to be written to there (P-091)."""
        return cls(
            to=member.id,
            name=f"{member.name_given} {member.name_family}".strip(),
            language=member.language,
            email=member.email,
            postal=postal_lines(member.address),
            formats=frozenset(member.formats),
        )

    def recipient(self) -> Recipient:
        """As the mail channels see the person; an address that nothing can be sent to counts as none."""
        for email, postal in ((self.email, self.postal), (None, self.postal), (self.email, ())):
            try:
                return self._recipient(email, postal)
            except NotificationError:
                continue
        return self._recipient(None, ())

    def _recipient(self, email: str | None, postal: tuple[str, ...]) -> Recipient:
        known = frozenset(Format(name) for name in self.formats if name in tuple(Format))
        return Recipient(envelope_name(self.name), Language(self.language), email, postal, known)


@dataclass(frozen=True, slots=True)
class Service:
    """One person was given something: the fact on which a notice rests."""

    letter: str
    member: str
    method: Method
    variants: tuple[str, ...]
    sent_at: datetime
    deemed_on: date

    @property
    def languages(self) -> frozenset[str]:
        return frozenset(variant[:2] for variant in self.variants)


class Cure(StrEnum):
    """What a person can do about a letter that did not do its work yet."""

    POST = "post"  # it lies ready: print it, post it, and say so
    POST_INSTEAD = "post-instead"  # the e-mail address is no good, and there is a postal one
    ASK_ADDRESS = "ask-address"  # nothing can be sent: telephone, ask, or hand it over
    WAIT = "wait"  # it will be tried again by itself


def cure(state: State, channel: Channel, *, was_sent: bool, has_postal: bool) -> Cure | None:
    """``None`` when nothing is to be done."""
    if was_sent:
        return None
    if state is State.DEAD:
        return Cure.POST_INSTEAD if channel is Channel.EMAIL and has_postal else Cure.ASK_ADDRESS
    if state is State.SENT:
        return Cure.POST
    return Cure.WAIT


def postal_lines(address: str) -> tuple[str, ...]:
    """An address as written on one line or several, without empty lines."""
    return tuple(line for line in (piece.strip() for piece in address.replace(",", "\n").splitlines()) if line)


def deemed(rules: Rulebook, method: Method, sent: datetime | date) -> Finding:
    """When this counts as received; of a posting often only the date is known (P-086 to P-090)."""
    service = service_under(rules, method, sent)
    return rules.finding(
        "deemed-served",
        method.parameter,
        "P-090",
        met=True,
        method=method.value,
        sent=sent,
        deemed_at=service.at,
        served=service.day,
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """A cause's letters by how far they came."""

    total: int
    given: int  # served by e-mail, post or hand
    waiting: int  # queued, being sent, or to be tried again
    to_post: int  # printed, not yet posted
    failed: int  # given up or returned

    @property
    def is_complete(self) -> bool:
        return self.total == self.given


def tally(cures: Iterable[Cure | None]) -> Tally:
    found = list(cures)
    return Tally(
        total=len(found),
        given=found.count(None),
        waiting=found.count(Cure.WAIT),
        to_post=found.count(Cure.POST),
        failed=found.count(Cure.POST_INSTEAD) + found.count(Cure.ASK_ADDRESS),
    )


def omission(rules: Rulebook, counted: Tally) -> Finding:
    """If nothing more is done: do the rules forgive that the rest were not told (P-094)?

    They forgive an accident with some; that most were not told is no accident. What is on its way counts as told.
    """
    told = counted.given + counted.waiting
    saved = rules.flag("P-094") and 2 * told > counted.total
    figures = {"not_told": counted.total - told, "members": counted.total}
    return rules.finding("omission", "P-094", met=told == counted.total or saved, **figures)
