"""Offices, the days on which they are held, and the parts in the platform that go with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from constitution import Finding, Rulebook
from governance.actor import Role
from governance.errors import Refusal


class Office(StrEnum):
    SECRETARY = "secretary"
    CHAIR = "chair"
    TREASURER = "treasurer"
    DIRECTOR = "director"
    SCRUTINEER = "scrutineer"
    KEY_HOLDER = "key-holder"
    COORDINATOR = "coordinator"  # of personal assistants

    @property
    def role(self) -> Role:
        return Role(self.value)


ALONE = frozenset({Office.SECRETARY, Office.CHAIR, Office.TREASURER})
"""Offices that one person holds at a time."""


class Chosen(StrEnum):
    """How somebody came to an office."""

    FOUNDING = "founding"
    ELECTED = "elected"
    APPOINTED = "appointed"  # by the board
    CO_OPTED = "co-opted"
    CASUAL_VACANCY = "casual-vacancy"


class OfficeTaken(Refusal):
    """Somebody else holds this office on some of these days."""

    code = "office-taken"


class AlreadyHolds(Refusal):
    """The same person holds this office on some of these days."""

    code = "already-holds-office"


class BoardFull(Refusal):
    """The rules allow no more directors (P-181)."""

    code = "board-full"


class OfficeEnded(Refusal):
    """The office has ended already, or would end before it began."""

    code = "office-ended"


class NotAMemberThen(Refusal):
    """Offices are held by members; this person is none on the day it would begin."""

    code = "not-a-member-then"


@dataclass(frozen=True, slots=True)
class Term:
    """One person in one office; ``until`` is the first day no longer in it."""

    office: Office
    member: str
    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)

    def meets(self, other: "Term") -> bool:
        """Whether the two share a day."""
        return (other.until is None or self.since < other.until) and (self.until is None or other.since < self.until)


def refuse_clash(new: Term, others: Iterable[Term]) -> None:
    """
    Raises:
        AlreadyHolds, OfficeTaken
    """
    for other in others:
        if other.office is not new.office or not new.meets(other):
            continue
        if other.member == new.member:
            raise AlreadyHolds(office=new.office, since=other.since)
        if new.office in ALONE:
            raise OfficeTaken(office=new.office, since=other.since, until=other.until)


def room_on_the_board(rules: Rulebook, terms: Iterable[Term], new: Term) -> Finding:
    """Whether one more director fits in on the day the term begins (P-181)."""
    most = rules.count("P-181")
    sitting = sum(term.office is Office.DIRECTOR and term.covers(new.since) for term in terms)
    return rules.finding("room-on-the-board", "P-181", met=sitting < most, sitting=sitting, most=most)


def roles_on(terms: Iterable[Term], day: date) -> frozenset[Role]:
    """The parts a person plays that day by virtue of office."""
    return frozenset(term.office.role for term in terms if term.covers(day))
