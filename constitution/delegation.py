"""Proxies: by when one is appointed, and who may be one."""

from dataclasses import dataclass
from datetime import datetime

from constitution.finding import Finding
from constitution.periods import before_hours
from constitution.rulebook import Rulebook


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
    latest = before_hours(meeting_starts, rules.duration("P-174"))
    return rules.finding("proxy-deadline", "P-170", "P-174", met=True, latest=latest)


def may_be_proxy(rules: Rulebook, holder: Holder) -> Finding:
    most = rules.value("P-171")
    obstacles = {
        "no-proxies": not rules.flag("P-170"),
        "not-a-member": rules.flag("P-172") and not holder.is_member,
        "excluded": bool(holder.positions.intersection(rules.words("P-173"))),
        "holds-too-many": isinstance(most, int) and holder.already_holds >= most,
    }
    because = next((obstacle for obstacle, stands in obstacles.items() if stands), None)
    cited = ("P-170", "P-171", "P-172", "P-173")
    return rules.finding("may-be-proxy", *cited, met=because is None, because=because)
