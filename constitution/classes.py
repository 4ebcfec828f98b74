"""Classes of member: who was in which class on which day, and which classes vote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from constitution.finding import Finding
from constitution.majority import Majority, Votes
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


def consenting_majority(rules: Rulebook, matter: str | None) -> Majority | None:
    """The majority that each class must reach of its own votes, where the matter needs their consent (P-146)."""
    asked = rules.value("P-146") is not None and matter in rules.words("P-146")
    return rules.majority("P-140") if asked else None


def refusing(majority: Majority, votes: Mapping[str, Votes]) -> tuple[str, ...]:
    """The classes whose own votes do not reach it; one that cast no vote has not agreed."""
    return tuple(name for name, cast in sorted(votes.items()) if not majority.carried(cast))


def class_consent(rules: Rulebook, matter: str, votes: Mapping[str, Votes]) -> Finding:
    """Does each class concerned agree, by the ordinary majority of its own votes? (P-146)"""
    majority = consenting_majority(rules, matter)
    against = refusing(majority, votes) if majority else ()
    return rules.finding(
        "class-consent",
        "P-146",
        "P-140",
        met=not against,
        needed=majority is not None,
        refused_by=" ".join(against) or None,
    )
