"""Last days and limits of membership: deciding on an application, leaving, arrears, shares."""

from datetime import date, timedelta

from constitution.finding import Finding
from constitution.periods import months_after
from constitution.rulebook import Rulebook


def admission_decided_by(rules: Rulebook, applied: date) -> Finding:
    """The last day for a decision on an application (P-025)."""
    return _days_after(rules, "admission-last-day", "P-025", applied)


def resignation_takes_effect(rules: Rulebook, given: date) -> Finding:
    """The day on which membership ends after notice of resignation (P-041)."""
    return _days_after(rules, "resignation-takes-effect", "P-041", given)


def ends_after_service(rules: Rulebook, ended: date) -> Finding:
    """The last day of membership once the service has ended (P-040)."""
    return _days_after(rules, "membership-after-service", "P-040", ended)


def ends_by_arrears(rules: Rulebook, due: date, paid: bool = False) -> Finding:
    """The day after which an unpaid subscription ends membership (P-037); not met where nothing is owed."""
    if paid or rules.value("P-037") is None:
        return rules.finding("arrears-end-membership", "P-037", met=False)
    months = rules.count("P-037")
    last = months_after(due, months, rules.word("P-064"))
    return rules.finding("arrears-end-membership", "P-037", "P-064", met=True, last_day=last, months=months)


def shares_withdrawn_on(rules: Rulebook, given: date, member_class: str | None = None) -> Finding:
    """The first day on which shares are paid back after notice (P-034); not met where they are not withdrawable."""
    rule = rules.value("P-033")
    withdrawable = member_class in rule if isinstance(rule, tuple) else bool(rule)
    if not withdrawable:
        return rules.finding("share-withdrawal", "P-033", met=False)
    days = rules.count("P-034")
    day = given + timedelta(days=days)
    return rules.finding("share-withdrawal", "P-033", "P-034", met=True, first_day=day, days=days)


def shares_allowed(rules: Rulebook, shares: int, member_class: str | None = None) -> Finding:
    """Is this a number of shares that a member, or one of that class, may hold (P-032)?"""
    table = rules.table("P-032")
    limits = table.get(member_class, table) if member_class else table
    least, most = limits["minimum"], limits["maximum"]
    return rules.finding("shares-allowed", "P-032", met=least <= shares <= most, shares=shares, least=least, most=most)


def _days_after(rules: Rulebook, question: str, parameter: str, day: date) -> Finding:
    days = rules.count(parameter)
    return rules.finding(question, parameter, met=True, last_day=day + timedelta(days=days), days=days)
