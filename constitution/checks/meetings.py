"""General meetings: can they be called, held and held again as the rules say?"""

from collections.abc import Callable
from datetime import date

from constitution.confirming import second_meeting_dates
from constitution.finding import Finding
from constitution.notice import Business
from constitution.quorum import class_quorum
from constitution.requisition import requisition
from constitution.rulebook import Rulebook

NOTICES = ("P-080", "P-081", "P-082")
SHORTEST_MONTH = date(2027, 2, 10)
"""From a day in February the month in which a second meeting must follow has 28 days, the fewest there are."""


def reconvened_meeting_has_floor(rules: Rulebook) -> Finding:
    """Whoever comes to the meeting held again would be a quorum: even one person."""
    return rules.finding(
        "reconvened-meeting-has-floor", "P-110", met=rules.value("P-110") not in ("members_present", 1)
    )


def class_quorum_can_vote(rules: Rulebook) -> Finding | None:
    """Only members who may vote count towards a quorum, so a class without votes can never be its part."""
    classes = class_quorum(rules)
    if not classes:
        return None
    without = sorted(name for name, least in classes.items() if least and name not in rules.words("P-022"))
    return rules.finding("class-quorum-can-vote", "P-107", "P-022", met=not without, without=" ".join(without) or None)


def proxies_that_count_exist(rules: Rulebook) -> Finding:
    counted = rules.flag("P-106")
    return rules.finding("proxies-that-count-exist", "P-106", "P-170", met=not counted or rules.flag("P-170"))


def ballot_fits_notice(rules: Rulebook) -> Finding:
    """A ballot that opens on the day of service and closes with the meeting must be open long enough."""
    shortest = min(rules.count(one) for one in NOTICES)
    needed, in_meeting = rules.count("P-151"), rules.closing("P-152").at in ("meeting_close", "end_of_debate")
    return rules.finding(
        "ballot-fits-notice",
        "P-151",
        "P-152",
        *NOTICES,
        met=not in_meeting or shortest + 1 >= needed,
        days_open=needed,
        clear_days=shortest,
    )


def requisition_leaves_time(rules: Rulebook) -> Finding:
    """A required meeting must still be possible when its notice goes out by post on the day of the request."""
    received = SHORTEST_MONTH
    posting = requisition(rules, received).figures["latest-posting"]
    late = (received - posting).days if isinstance(posting, date) else 0
    return rules.finding(
        "requisition-leaves-time",
        "P-069",
        "P-070",
        "P-081",
        "P-086",
        met=late <= 0,
        clear_days=rules.count("P-081"),
        days_too_late=late if late > 0 else None,
    )


def second_meeting_has_a_date(rules: Rulebook) -> Finding:
    """Notice of the second meeting can go out once the first has passed the resolution: does it fit into the month
    that the law leaves (L-062)? Asked of the shortest month."""
    found = second_meeting_dates(rules, SHORTEST_MONTH, {Business.OTHER})
    return rules.finding(
        "second-meeting-has-a-date",
        *(citation.parameter for citation in found.citations),
        met=found.met,
        days=found.figures["days"],
        clear_days=rules.count("P-081"),
    )


TESTS: dict[Callable[[Rulebook], Finding | None], tuple[str, ...]] = {
    reconvened_meeting_has_floor: ("P-110",),
    class_quorum_can_vote: ("P-107", "P-022"),
    proxies_that_count_exist: ("P-106", "P-170"),
    ballot_fits_notice: ("P-151", "P-152", *NOTICES),
    requisition_leaves_time: ("P-064", "P-069", "P-070", "P-081", "P-086", "P-087", "P-088"),
    second_meeting_has_a_date: ("P-081", "P-086", "second_meeting_months"),
}
