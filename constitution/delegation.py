"""Proxies: by when one is appointed, and who may be one."""

from dataclasses import dataclass
from datetime import datetime

from constitution.finding import Finding
from constitution.kinds import Clock, Duration, Unit
from constitution.periods import before_hours
from constitution.rulebook import Rulebook

CUT_OFF = "proxy_cut_off_working_hours"


@dataclass(frozen=True, slots=True)
class Holder:
    """A person somebody wants as a proxy. ``positions`` are words such as "co_op_staff" (P-173)."""

    is_member: bool
    positions: frozenset[str] = frozenset()
    already_holds: int = 0


def proxy_deadline(rules: Rulebook, meeting_starts: datetime) -> Finding:
    """The latest instant at which an appointment arrives (P-174); not met where there are no proxies."""
    if not rules.flag("P-170"):
        return rules.finding("proxy-deadline", "P-170", met=False)
    stated = before_hours(meeting_starts, rules.duration("P-174"))
    allowed = _earliest_cut_off(rules, meeting_starts)
    if allowed is None or stated >= allowed:
        return rules.finding("proxy-deadline", "P-170", "P-174", met=True, latest=stated)
    return rules.finding("proxy-deadline", "P-170", "P-174", CUT_OFF, met=True, latest=allowed, stated=stated)


def may_vote_by_authority(rules: Rulebook, *, covered: bool) -> Finding:
    """May an attorney or a deputy vote for a member? ``covered``: the authority extends to it (P-176)."""
    policy = rules.word("P-176")
    met = policy == "always" or (policy == "if_authority_covers" and covered)
    return rules.finding("may-vote-by-authority", "P-176", met=met, policy=policy.replace("_", "-"), covered=covered)


def may_be_undirected(rules: Rulebook) -> Finding:
    """May a member leave the choice to the proxy, or must the appointment say how to vote (P-175)?"""
    return rules.finding("proxy-may-be-undirected", "P-175", met=rules.word("P-175") == "either")


def _earliest_cut_off(rules: Rulebook, meeting_starts: datetime) -> datetime | None:
    """The law of companies allows no demand for proxies before this; the time after it counts instead (C-015)."""
    if CUT_OFF not in rules.law.tests:
        return None
    return before_hours(meeting_starts, Duration(rules.law_test(CUT_OFF), Unit.HOURS, Clock.WORKING_HOURS))


def may_be_proxy(rules: Rulebook, holder: Holder) -> Finding:
    if not rules.flag("P-170"):
        return rules.finding("may-be-proxy", "P-170", met=False, because="no-proxies")
    most = rules.value("P-171")
    obstacles = {
        "not-a-member": rules.flag("P-172") and not holder.is_member,
        "excluded": bool(holder.positions.intersection(rules.words("P-173"))),
        "holds-too-many": isinstance(most, int) and holder.already_holds >= most,
    }
    because = next((obstacle for obstacle, stands in obstacles.items() if stands), None)
    cited = ("P-170", "P-171", "P-172", "P-173")
    return rules.finding("may-be-proxy", *cited, met=because is None, because=because)
