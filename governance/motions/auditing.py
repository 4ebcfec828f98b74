"""A year of account without an audit: members resolve it before that year ends, and not where their rules want one.

A motion is about the year of account in which it was proposed. Whether the society is small enough, and holds no
deposits (L-073, L-076), its accounts say: they are not kept here, so whoever proposes it is told what to look for.
"""

from dataclasses import dataclass
from datetime import date

from constitution import Finding, Rulebook
from constitution.audit import limits
from constitution.deadlines import AUDIT_IN_TIME, audit_disapplication
from constitution.periods import year_end_from
from constitution.statutory import AUDIT_DISAPPLICATION
from governance.motions import model


@dataclass(frozen=True, slots=True)
class WithoutAudit:
    """``in_time``: is a meeting on that day still in the year that the motion is about? ``limits``: may a society of
    some size do without, as far as the rules go?"""

    in_time: Finding
    limits: Finding


def without_audit(rules: Rulebook, matter: str | None, proposed_on: date, meeting: date) -> WithoutAudit | None:
    """What the law asks of a motion proposed and decided on those days; None where it is about something else."""
    if matter != AUDIT_DISAPPLICATION or AUDIT_IN_TIME not in rules.law.tests:
        return None
    ends = year_end_from(rules.word("P-004"), proposed_on)
    return WithoutAudit(audit_disapplication(rules, ends, meeting), limits(rules, proposed_on))


def require_in_time(rules: Rulebook, matter: str | None, proposed_on: date, meeting: date) -> None:
    """
    Raises:
        AuditWanted: the rules themselves want one every year (P-229).
        YearOver: the year that the motion is about has ended by the day of the meeting (L-075).
    """
    found = without_audit(rules, matter, proposed_on, meeting)
    if found is None:
        return
    if not found.limits.met:
        raise model.AuditWanted(finding=found.limits)
    if not found.in_time.met:
        raise model.YearOver(finding=found.in_time)
