"""Ballots: when a secret one is required, how long it is open, when it closes, who may vote again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from constitution.finding import Finding
from constitution.kinds import Clock, Duration, Unit
from constitution.periods import after_hours, as_instant, before_hours
from constitution.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Demand:
    """Who has asked for a secret ballot."""

    members: int = 0
    chair: bool = False
    board: bool = False


NOBODY_ASKED = Demand()


def secret_ballot_required(rules: Rulebook, matter: str | None = None, demand: Demand = NOBODY_ASKED) -> Finding:
    """By the matter (P-139), by the usual way of voting (P-136), or because somebody entitled asked for it (P-137)."""
    reasons = {
        "matter": matter is not None and matter in rules.words("P-139"),
        "usual-method": rules.word("P-136") == "secret_ballot",
        "demand": _is_entitled(rules, demand),
    }
    because = next((reason for reason, holds in reasons.items() if holds), None)
    return rules.finding("secret-ballot-required", "P-139", "P-136", "P-137", met=because is not None, because=because)


def latest_opening(rules: Rulebook, closes: datetime) -> Finding:
    """The last instant at which a ballot may open and still be open long enough.

    Across a clock change the earlier of elapsed and clock-face time: the strict reading (R-8).
    """
    hours = 24 * rules.count("P-151")
    readings = (Duration(hours, Unit.HOURS, clock) for clock in (Clock.ELAPSED, Clock.WALL))
    latest = min(before_hours(closes, reading) for reading in readings)
    return rules.finding("ballot-latest-opening", "P-151", met=True, latest=latest, days=rules.count("P-151"))


def open_long_enough(rules: Rulebook, opens: datetime, closes: datetime) -> Finding:
    """``open-hours`` counts whole hours as they pass."""
    opens, closes = as_instant(opens), as_instant(closes)
    latest = latest_opening(rules, closes).figures["latest"]
    in_time = isinstance(latest, datetime) and opens <= latest
    return rules.finding(
        "ballot-open-long-enough",
        "P-151",
        met=in_time,
        opens=opens,
        closes=closes,
        latest=latest,
        open_hours=int((closes - opens) / timedelta(hours=1)),
    )


def closing_time(rules: Rulebook, meeting_starts: datetime | None = None, called: datetime | None = None) -> Finding:
    """When the ballot closes. Not met while the moment is still to come: the meeting has to reach it first."""
    rule = rules.closing("P-152")
    closes = None
    if rule.at == "before_meeting" and meeting_starts is not None:
        closes = before_hours(meeting_starts, Duration(rule.hours, Unit.HOURS))
    if rule.at == "after_call" and called is not None:
        closes = after_hours(called, Duration(rule.hours, Unit.HOURS))
    return rules.finding(
        "ballot-closing-time",
        "P-152",
        met=closes is not None,
        at=rule.at.replace("_", "-"),
        closes=closes,
        not_before=meeting_starts if rule.at in ("meeting_close", "end_of_debate") else None,
    )


def may_close(rules: Rulebook, closes: datetime, meeting_starts: datetime, *, debated: bool) -> Finding:
    """A ballot on a motion that the meeting debates must not close before the meeting (P-151)."""
    return rules.finding(
        "ballot-may-close",
        "P-151",
        "P-152",
        met=not debated or as_instant(closes) >= as_instant(meeting_starts),
        closes=closes,
        meeting_starts=meeting_starts,
        debated=debated,
    )


def may_vote_again(rules: Rulebook) -> Finding:
    policy = rules.word("P-153")
    return rules.finding(
        "may-vote-again", "P-153", met=policy != "single", policy=policy.replace("_", "-")
    )


def may_be_electronic(rules: Rulebook, kind: str) -> Finding:
    """``kind`` is "ordinary", "extraordinary" or "elections" (P-149)."""
    return rules.finding("ballot-may-be-electronic", "P-149", met=kind in rules.words("P-149"), kind=kind)


def large_enough_to_hide(rules: Rulebook, eligible: int) -> Finding:
    """Below the minimum cell a secret result can reveal how people voted: warn before opening."""
    least = rules.count("P-159")
    return rules.finding("electorate-hides-votes", "P-159", met=eligible >= least, eligible=eligible, least=least)


def subtotal_may_be_published(rules: Rulebook, votes: int) -> Finding:
    least = rules.count("P-159")
    return rules.finding("subtotal-may-be-published", "P-159", met=votes >= least, votes=votes, least=least)


def _is_entitled(rules: Rulebook, demand: Demand) -> bool:
    rule = rules.table("P-137")
    by_office = (demand.chair and rule.get("chair", False)) or (demand.board and rule.get("board", False))
    return bool(by_office) or ("members" in rule and demand.members >= rule["members"])
