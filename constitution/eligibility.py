"""Who may vote at a meeting: membership on the days that count, in a class that votes."""

from collections.abc import Sequence
from datetime import date

from constitution.classes import Holding, classes_on
from constitution.errors import MissingFact
from constitution.finding import Finding
from constitution.rulebook import Rulebook


def may_vote(
    rules: Rulebook,
    holdings: Sequence[Holding],
    *,
    meeting: date,
    notice: date | None = None,
    record_date: date | None = None,
) -> Finding:
    """May this person vote? ``notice`` is the day on which notice was deemed served.

    The days that count must find a member, of whatever class; the class that votes is the one held on the last of
    them. So a member who moved between voting classes after notice votes once, in the new class.
    """
    days = _days(rules, meeting, notice, record_date)
    member = all(classes_on(holdings, day) for day in days)
    held = classes_on(holdings, days[-1])
    voting = [name for name in held if name in rules.words("P-022")]
    return rules.finding(
        "may-vote",
        "P-043",
        "P-022",
        met=member and bool(voting),
        member_on_every_day=member,
        votes_as=voting[0] if voting else None,
        first_day=days[0],
        last_day=days[-1],
        meeting=meeting,
        notice=notice,
    )


def _days(rules: Rulebook, meeting: date, notice: date | None, record_date: date | None) -> tuple[date, ...]:
    """Where the rules do not ask, as for trustees, the day of the meeting alone."""
    match rules.value("P-043"):
        case "at_notice_and_meeting":
            return _given("notice", notice), meeting
        case "fixed_record_date":
            return (_given("record-date", record_date),)
        case _:
            return (meeting,)


def _given(fact: str, day: date | None) -> date:
    if day is None:
        raise MissingFact(fact)
    return day
