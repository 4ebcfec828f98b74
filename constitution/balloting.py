"""Ballots: when a secret one is required, how long it is open, when it closes, who may vote again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from constitution.finding import Finding
from constitution.kinds import Clock, Duration, Unit, rounded_up
from constitution.periods import after_hours, as_instant, before_hours
from constitution.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Demand:
    """Who has asked for a secret ballot. ``entitled``: all who may vote, of whom the law may take a share (C-018)."""

    members: int = 0
    chair: bool = False
    board: bool = False
    class_representative: bool = False
    entitled: int | None = None


NOBODY_ASKED = Demand()
_MOMENTS = {
    "before_or_on_declaration": ("before_declaration", "on_declaration"),
    "in_advance_or_on_declaration": ("in_advance", "before_declaration", "on_declaration"),
    "any_time": ("in_advance", "before_declaration", "on_declaration", "afterwards"),
}


def secret_ballot_required(rules: Rulebook, matter: str | None = None, demand: Demand = NOBODY_ASKED) -> Finding:
    """By the matter (P-139), by the usual way of voting (P-136), or because somebody entitled asked for it (P-137)."""
    reasons = {
        "matter": matter is not None and matter in rules.words("P-139"),
        "usual-method": rules.word("P-136") == "secret_ballot",
        "demand": _is_entitled(rules, demand),
    }
    because = next((reason for reason, holds in reasons.items() if holds), None)
    return rules.finding("secret-ballot-required", "P-139", "P-136", "P-137", met=because is not None, because=because)


def demanded_in_time(rules: Rulebook, moment: str) -> Finding:
    """``moment`` is "in_advance", "before_declaration", "on_declaration" or "afterwards" (P-138)."""
    met = moment in _MOMENTS[rules.word("P-138")]
    return rules.finding("ballot-demanded-in-time", "P-138", met=met, moment=moment.replace("_", "-"))


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
    return rules.finding("may-vote-again", "P-153", met=policy != "single", policy=policy.replace("_", "-"))


def may_be_electronic(rules: Rulebook, kind: str) -> Finding:
    """``kind`` is "ordinary", "extraordinary" or "elections" (P-149)."""
    return rules.finding("ballot-may-be-electronic", "P-149", met=kind in rules.words("P-149"), kind=kind)


def smallest_cell(rules: Rulebook) -> int:
    """Of how many people a number may be told; 0 where the rules hide nobody in a crowd, as those of a few trustees."""
    return 0 if rules.value("P-159") is None else rules.count("P-159")


def large_enough_to_hide(rules: Rulebook, eligible: int) -> Finding:
    """Below the minimum cell a secret result can reveal how people voted: warn before opening."""
    least = smallest_cell(rules)
    return rules.finding("electorate-hides-votes", "P-159", met=eligible >= least, eligible=eligible, least=least)


def subtotal_may_be_published(rules: Rulebook, votes: int) -> Finding:
    least = smallest_cell(rules)
    return rules.finding("subtotal-may-be-published", "P-159", met=votes >= least, votes=votes, least=least)


def _is_entitled(rules: Rulebook, demand: Demand) -> bool:
    rule = rules.table("P-137")
    officers = {"chair": demand.chair, "board": demand.board, "class_representative": demand.class_representative}
    by_office = any(asks and rule.get(office, False) for office, asks in officers.items())
    enough = [rule["members"]] if "members" in rule else []
    return by_office or any(demand.members >= number for number in (*enough, *_enough_by_law(rules, demand)))


def _enough_by_law(rules: Rulebook, demand: Demand) -> list[int]:
    """Articles cannot ask for more than these (C-018)."""
    if "poll_demand_members" not in rules.law.tests:
        return []
    share = rules.law_share("poll_demand_share")
    by_share = [] if demand.entitled is None else [max(rounded_up(share * demand.entitled), 1)]
    return [rules.law_test("poll_demand_members"), *by_share]
