"""Last days: annual meetings, annual returns, filings and reviews."""

from collections.abc import Mapping
from datetime import date, timedelta

from constitution.errors import MissingFact
from constitution.finding import Finding
from constitution.periods import last_day_before, last_day_of_months_beginning_after, months_after
from constitution.rulebook import Rulebook

AUDIT_IN_TIME = "audit_disapplication_days_after_year_end"


def annual_meeting(rules: Rulebook, year_end: date, previous: date | None = None) -> Finding:
    """The last day for the next annual meeting by the rule of P-060; ``previous`` is the day of the one before."""
    match rules.word("P-060"):
        case "calendar_year_and_gap":
            return annual_meeting_after_previous(rules, _given("previous", previous))
        case "annual_review_meeting":
            return _review_meeting(rules, _given("previous", previous))
        case _:
            return annual_meeting_after_year_end(rules, year_end)


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
    last = year_end + timedelta(days=rules.law_test(AUDIT_IN_TIME))
    return rules.finding("audit-disapplied-in-time", AUDIT_IN_TIME, met=meeting <= last, meeting=meeting, last_day=last)


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


def rules_filing(rules: Rulebook, passed: date) -> Finding:
    """A company sends its changed articles to the registrar within these days; they work from their passing (C-011)."""
    return _filing(rules, "rules_filing_days", passed)


def other_meetings(rules: Rulebook, held: int) -> Finding:
    """Have there been enough other general meetings in the year (P-065)?"""
    least = rules.count("P-065")
    missing = max(least - held, 0)
    return rules.finding("other-meetings-held", "P-065", met=not missing, held=held, least=least, missing=missing)


def result_published_by(rules: Rulebook, declared: date) -> Finding:
    """The last day for publishing the result of a ballot (P-161)."""
    last = declared + timedelta(days=rules.count("P-161"))
    return rules.finding("result-publishing-last-day", "P-161", met=True, last_day=last)


def challenged_by(rules: Rulebook, declared: date) -> Finding:
    """The last day for challenging a result (P-160)."""
    last = declared + timedelta(days=rules.count("P-160"))
    return rules.finding("challenge-last-day", "P-160", met=True, last_day=last)


def kept_until(rules: Rulebook, parameter: str, since: date) -> Finding:
    """How long a record is kept that is dated, or that ended, on ``since`` (P-281 to P-284); without a day, for ever.

    Where the rules count from an event such as the end of a trust, ``since`` is the day of the event.
    """
    rule = rules.value(parameter)
    number = rule["years"] if isinstance(rule, Mapping) else rule if isinstance(rule, str) else rules.count(parameter)
    months = number if parameter == "P-282" else 12 * number if isinstance(number, int) else None
    last = months_after(since, months, rules.word("P-064")) if isinstance(months, int) else None
    return rules.finding("record-kept-until", parameter, "P-064", met=True, last_day=last)


def _review_meeting(rules: Rulebook, previous: date) -> Finding:
    last = months_after(previous, rules.count("P-061"), rules.word("P-064"))
    return rules.finding("annual-meeting-last-day", "P-060", "P-061", "P-064", met=True, last_day=last)


def _given(fact: str, day: date | None) -> date:
    if day is None:
        raise MissingFact(fact)
    return day


def _filing(rules: Rulebook, test: str, day: date) -> Finding:
    last = day + timedelta(days=rules.law_test(test))
    return rules.finding("filing-last-day", test, met=True, last_day=last)
