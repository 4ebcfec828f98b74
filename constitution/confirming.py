"""The second meeting that confirms a statutory special resolution (L-057, L-058, R-7)."""

from collections.abc import Collection
from datetime import date

from constitution.finding import Finding
from constitution.notice import Business, Sending, earliest_meeting
from constitution.periods import clear_days_between, first_day_after, months_after
from constitution.rulebook import Rulebook
from constitution.service import Method

DAYS, MONTHS = "second_meeting_clear_days", "second_meeting_months"


def window(rules: Rulebook, first: date) -> tuple[date, date]:
    """The first and the last day for the second meeting, both included."""
    return first_day_after(first, rules.law_test(DAYS)), months_after(first, rules.law_test(MONTHS))


def second_meeting(rules: Rulebook, first: date, second: date) -> Finding:
    opens, closes = window(rules, first)
    return rules.finding(
        "second-meeting-in-window",
        DAYS,
        MONTHS,
        met=opens <= second <= closes,
        clear_days=max(clear_days_between(first, second), 0),
        opens=opens,
        closes=closes,
    )


def second_meeting_dates(
    rules: Rulebook,
    first: date,
    business: Collection[Business],
    *,
    method: Method = Method.POST,
    conditional_notice: bool = False,
) -> Finding:
    """The days left when notice of the second meeting can go out only once the first has passed the resolution.

    Notice given in advance, on condition, is bad unless the rules allow it (L-059). Not met: no lawful date.
    """
    opens, closes = window(rules, first)
    noticed = earliest_meeting(rules, business, [Sending(method, first)])
    earliest = noticed.figures["earliest-meeting"]
    if not conditional_notice and isinstance(earliest, date):
        opens = max(opens, earliest)
    lawful = opens <= closes
    return rules.finding(
        "second-meeting-dates",
        DAYS,
        MONTHS,
        *(citation.parameter for citation in noticed.citations),
        met=lawful,
        opens=opens if lawful else None,
        closes=closes if lawful else None,
        days=(closes - opens).days + 1 if lawful else 0,
    )
