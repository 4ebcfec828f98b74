"""What a member's motion needs to come before a meeting: supporters, and to be in time."""

from datetime import date, timedelta
from fractions import Fraction

from constitution.finding import Finding
from constitution.kinds import rounded_up
from constitution.rulebook import Rulebook


def supporters_needed(rules: Rulebook, members: int) -> Finding:
    """A number, or a share of the members rounded up; the proposer is one of them (P-072)."""
    return rules.finding("motion-supporters-needed", "P-072", met=True, needed=_needed(rules, members), members=members)


def is_supported(rules: Rulebook, supporters: int, members: int) -> Finding:
    """``supporters`` includes the proposer."""
    needed = _needed(rules, members)
    return rules.finding(
        "motion-supported",
        "P-072",
        met=supporters >= needed,
        supporters=supporters,
        members=members,
        needed=needed,
        missing=max(needed - supporters, 0),
    )


def motion_deadline(rules: Rulebook, notice: date) -> Finding:
    """The last day on which a motion for this notice arrives; ``notice`` is the day the notice goes out (P-073)."""
    days = _days_before(rules)
    return rules.finding("motion-deadline", "P-073", met=True, last_day=notice - timedelta(days=days), days=days)


def motion_in_time(rules: Rulebook, received: date, notice: date) -> Finding:
    last = notice - timedelta(days=_days_before(rules))
    return rules.finding(
        "motion-in-time", "P-073", met=received <= last, received=received, last_day=last, notice=notice
    )


def _days_before(rules: Rulebook) -> int:
    """Where the rules set no such day, as for trustees, a motion may come on the day of the notice."""
    return rules.count("P-073") if rules.value("P-073") is not None else 0


def _needed(rules: Rulebook, members: int) -> int:
    """Where the rules do not ask, the proposer is enough."""
    rule = rules.value("P-072")
    if isinstance(rule, Fraction):
        return max(rounded_up(rule * members), 1)
    return rules.count("P-072") if rule is not None else 1
