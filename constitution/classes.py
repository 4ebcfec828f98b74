"""Classes of member: who was in which class on which day, and which classes vote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from constitution.finding import Finding
from constitution.majority import Votes
from constitution.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Holding:
    """Membership of one class. It ends on the day it ends: a move puts the new class on that same day (P-021)."""

    member_class: str
    since: date
    until: date | None = None

    def on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


def classes_on(holdings: Sequence[Holding], day: date) -> tuple[str, ...]:
    return tuple(sorted({holding.member_class for holding in holdings if holding.on(day)}))


def one_class_at_a_time(rules: Rulebook, holdings: Sequence[Holding]) -> Finding:
    """Met where classes may overlap, or where these do not."""
    days = sorted({holding.since for holding in holdings})
    overlap = next((day for day in days if len(classes_on(holdings, day)) > 1), None)
    met = overlap is None or not rules.flag("P-021")
    return rules.finding("one-class-at-a-time", "P-020", "P-021", met=met, overlap_from=overlap)


def is_voting_class(rules: Rulebook, member_class: str) -> Finding:
    met = member_class in rules.words("P-022")
    return rules.finding("class-may-vote", "P-022", met=met, member_class=member_class)


def class_consent(rules: Rulebook, matter: str, votes: Mapping[str, Votes]) -> Finding:
    """Does each class concerned agree, by the ordinary majority of its own votes? (P-146)"""
    asked = rules.value("P-146") is not None and matter in rules.words("P-146")
    majority = rules.majority("P-140")
    refusing = [name for name, cast in sorted(votes.items()) if asked and not majority.carried(cast)]
    return rules.finding(
        "class-consent",
        "P-146",
        "P-140",
        met=not refusing,
        needed=asked,
        refused_by=" ".join(refusing) or None,
    )
