"""Last days: annual meetings, annual returns, filings and reviews."""

from datetime import date, timedelta

from constitution.finding import Finding
from constitution.periods import last_day_before, last_day_of_months_beginning_after, months_after
from constitution.rulebook import Rulebook


def annual_meeting_after_year_end(rules: Rulebook, year_end: date) -> Finding:
    """ "Within N months of the year-end". The strict reading is the deadline; a lenient one is only mentioned (R-8)."""
    months = rules.count("P-061")
    last = months_after(year_end, months, rules.word("P-064"))
    lenient = months_after(year_end, months, "end_of_month")
    return rules.finding(
        "annual-meeting-last-day",
        "P-060",
        "P-061",
        "P-064",
        met=True,
        last_day=last,
        months=months,
        lenient=lenient if lenient != last else None,
    )


def annual_meeting_after_previous(rules: Rulebook, previous: date) -> Finding:
    """One in each calendar year and no more than N months after the one before."""
    gap_ends = months_after(previous, rules.count("P-062"), rules.word("P-064"))
    year_ends = date(previous.year + 1, 12, 31)
    return rules.finding(
        "annual-meeting-last-day",
        "P-060",
        "P-062",
        "P-064",
        met=True,
        last_day=min(gap_ends, year_ends),
        gap_ends=gap_ends,
        calendar_year_ends=year_ends,
    )


def first_annual_meeting(rules: Rulebook, registered: date) -> Finding:
    last = months_after(registered, rules.count("P-063"), rules.word("P-064"))
    return rules.finding("annual-meeting-last-day", "P-063", "P-064", met=True, last_day=last)


def annual_return(rules: Rulebook, year_end: date) -> Finding:
    """The period begins immediately after the year-end, so from 30 June seven months end on 31 January (R-6)."""
    last = last_day_of_months_beginning_after(year_end, rules.law_test("annual_return_months"))
    return rules.finding("annual-return-last-day", "annual_return_months", met=True, last_day=last)


def audit_disapplication(rules: Rulebook, year_end: date, meeting: date) -> Finding:
    """A resolution to go without an audit must exist before the year it covers ends."""
    test = "audit_disapplication_days_after_year_end"
    last = year_end + timedelta(days=rules.law_test(test))
    return rules.finding("audit-disapplied-in-time", test, met=meeting <= last, meeting=meeting, last_day=last)


def auditor_removal_notice(rules: Rulebook, meeting: date) -> Finding:
    """Notice of the intention to the society: the clear-days reading is shown as the deadline (R-8)."""
    days = rules.law_test("auditor_removal_notice_days")
    return rules.finding(
        "auditor-removal-notice",
        "auditor_removal_notice_days",
        met=True,
        last_day=last_day_before(meeting, days),
        lenient=meeting - timedelta(days=days),
    )


def special_resolution_filing(rules: Rulebook, confirmed: date) -> Finding:
    """A late copy can still be registered; the effect comes from registration either way."""
    return _filing(rules, "special_resolution_filing_days", confirmed)


def winding_up_filing(rules: Rulebook, passed: date) -> Finding:
    return _filing(rules, "winding_up_filing_days", passed)


def next_review(rules: Rulebook, started: date, previous: date | None = None) -> Finding:
    """The first review counts from the start, each later one from the one before (P-273)."""
    intervals = rules.numbers("P-273")
    months = intervals[0] if previous is None else intervals[-1]
    last = months_after(previous or started, months, rules.word("P-064"))
    return rules.finding("next-review", "P-273", "P-064", met=True, last_day=last, months=months)


def _filing(rules: Rulebook, test: str, day: date) -> Finding:
    last = day + timedelta(days=rules.law_test(test))
    return rules.finding("filing-last-day", test, met=True, last_day=last)
