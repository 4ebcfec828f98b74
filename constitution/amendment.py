"""Changing the rules: when a change takes effect, and whether one may be proposed at all."""

from datetime import date

from constitution.finding import Finding
from constitution.rulebook import Rulebook


def takes_effect(rules: Rulebook, *, passed: date, registered: date | None = None, deed: date | None = None) -> Finding:
    """The day from which the new rules govern. Until the registrar registers it, a society's vote changes nothing."""
    event, day = {
        "on_passing": ("passing", passed),
        "on_registration": ("registration", registered),
        "on_deed": ("deed", deed),
    }[rules.word("P-005")]
    return rules.finding(
        "rule-change-takes-effect", "P-005", met=day is not None, by=event, passed=passed, effective_from=day
    )


def may_change_rules(rules: Rulebook, members: int) -> Finding:
    """With fewer members than the least, rule changes wait while admissions go on (P-006, P-007)."""
    least = rules.count("P-006")
    met = members >= least or not rules.flag("P-007")
    return rules.finding("may-change-rules", "P-006", "P-007", met=met, members=members, least=least)
