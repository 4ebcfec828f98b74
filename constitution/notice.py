"""Notice of a meeting: how much is needed, when it must go out, and whether a date is lawful."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from constitution.finding import Finding
from constitution.kinds import Duration, Unit
from constitution.periods import clear_days_between, day_after_lapse, first_day_after, last_day_before
from constitution.rulebook import Rulebook
from constitution.service import (
    Method,
    Service,
    latest_sending,
    latest_sending_day,
    practical_posting_day,
    service_under,
)


class Business(StrEnum):
    """What a meeting is for, as far as its notice depends on it."""

    AGM = "agm"
    OTHER = "other"
    RULE_CHANGE = "rule-change"
    EXPULSION = "expulsion"
    COMPANY_CONVERSION = "company-conversion"

    @property
    def parameter(self) -> str:
        return _NOTICE[self]


_NOTICE = {
    Business.AGM: "P-080",
    Business.OTHER: "P-081",
    Business.RULE_CHANGE: "P-082",
    Business.EXPULSION: "P-052",
    Business.COMPANY_CONVERSION: "P-083",
}


@dataclass(frozen=True, slots=True)
class Sending:
    """One sending of the notice, planned or done; ``sent`` is a date where only the day of posting is known.

    ``formats`` are the languages and formats it carried, such as {"cy", "en-easy"}; none named means every one.
    """

    method: Method
    sent: datetime | date
    formats: frozenset[str] = frozenset()

    def carries(self, required: str) -> bool:
        return not self.formats or required in self.formats


def required_notice(rules: Rulebook, business: Collection[Business]) -> Finding:
    """The notice this business needs: the most clear days, and months beside them where a rule counts in months."""
    periods = {one.parameter: _period(rules, one) for one in _ordered(business)}
    days = [period.amount for period in periods.values() if period.unit is Unit.DAYS]
    months = [period.amount for period in periods.values() if period.unit is Unit.MONTHS]
    return rules.finding(
        "notice-required",
        *periods,
        "P-085",
        met=True,
        clear_days=max(days, default=None),
        months=max(months, default=None),
    )


def earliest_meeting(
    rules: Rulebook,
    business: Collection[Business],
    sendings: Sequence[Sending],
    formats: Collection[str] | None = None,
) -> Finding:
    """The first day on which the meeting may be held; not met while a required format has not been sent.

    ``formats`` are those the notice needs; without them, the languages of the organisation (P-008).
    """
    needed = _needed(rules, formats)
    missing = sorted(one for one in needed if not any(sending.carries(one) for sending in sendings))
    cited = [*_cited(business), *_how_served(rules, sendings)]
    if not sendings or (missing and rules.flag("P-095")):
        return rules.finding("earliest-meeting", *cited, met=False, formats_missing=" ".join(missing) or None)
    service = served(rules, sendings, needed)
    return rules.finding(
        "earliest-meeting",
        *cited,
        met=True,
        served=service.day,
        deemed_at=service.at,
        earliest_meeting=_earliest(rules, business, service.day),
    )


def served(rules: Rulebook, sendings: Sequence[Sending], formats: Collection[str]) -> Service:
    """When the whole notice counts as served.

    Several sendings of one format reach different members, so the last counts. Of several formats the last
    counts if the rules ask for all of them together (P-095), else the first.
    """
    times = [(sending, service_under(rules, sending.method, sending.sent)) for sending in sendings]
    by_format = {
        one: max((service for sending, service in times if sending.carries(one)), key=_moment, default=None)
        for one in formats or ("",)
    }
    reached = [service for service in by_format.values() if service is not None]
    if not reached:
        reached = [service for _, service in times]
    return max(reached, key=_moment) if rules.flag("P-095") else min(reached, key=_moment)


def latest_service(rules: Rulebook, business: Collection[Business], meeting: date) -> Finding:
    """The last day of service for a meeting on that day, and the last moments of sending that still reach it."""
    last = _latest(rules, business, meeting)
    return _sending_limits(rules, "latest-service", last, _cited(business))


def notice_given(
    rules: Rulebook,
    business: Collection[Business],
    meeting: date,
    sendings: Sequence[Sending],
    formats: Collection[str] | None = None,
) -> Finding:
    """May the meeting be held on that day with the notice that was given?"""
    found = earliest_meeting(rules, business, sendings, formats)
    earliest, day = found.figures.get("earliest-meeting"), found.figures.get("served")
    lawful = found.met and isinstance(earliest, date) and meeting >= earliest
    given = clear_days_between(day, meeting) if isinstance(day, date) else 0
    figures = {**found.figures, "meeting": meeting, "clear-days-given": max(given, 0)}
    if needed := required_notice(rules, business).figures.get("clear-days"):
        figures["clear-days-needed"] = needed
    return Finding("notice-given", lawful, figures, found.citations)


def short_notice(rules: Rulebook, consenting: int, members: int) -> Finding:
    """Have enough members agreed in writing to shorter notice? (P-084)"""
    share = rules.value("P-084")
    if not isinstance(share, Fraction):
        return rules.finding("short-notice", "P-084", met=False, allowed=False)
    needed = -(-share * members // 1)
    return rules.finding(
        "short-notice",
        "P-084",
        met=members > 0 and consenting >= needed,
        allowed=True,
        consenting=consenting,
        needed=int(needed),
        members=members,
    )


def adjourned_meeting(rules: Rulebook, original: date, adjourned: date) -> Finding:
    """May the adjourned meeting be held without fresh notice? If not, by when it must be given (P-096, P-097)."""
    days = (adjourned - original).days
    far = 0 if rules.value("P-096") == "any" else rules.count("P-096")
    if days < far:
        return rules.finding("adjourned-without-fresh-notice", "P-096", met=True, days=days)
    last = last_day_before(adjourned, rules.count("P-097"))
    limits = _sending_limits(rules, "adjourned-without-fresh-notice", last, ["P-096", "P-097"])
    figures = {"days": days, "clear-days": rules.count("P-097"), **limits.figures}
    return Finding(limits.question, met=False, figures=figures, citations=limits.citations)


def _sending_limits(rules: Rulebook, question: str, last: date, cited: Sequence[str]) -> Finding:
    conservative = rules.flag("P-090")
    post, email, hand = (rules.duration(method.parameter) for method in (Method.POST, Method.EMAIL, Method.HAND))
    posting = latest_sending_day(last, post, conservative=conservative)
    return rules.finding(
        question,
        *cited,
        "P-085",
        "P-086",
        "P-087",
        "P-088",
        "P-090",
        met=True,
        latest_service=last,
        latest_posting=posting,
        practical_posting=practical_posting_day(posting),
        latest_posting_at=latest_sending(last, post, conservative=conservative),
        latest_email_at=latest_sending(last, email, conservative=conservative),
        latest_by_hand=latest_sending_day(last, hand, conservative=conservative),
    )


def _earliest(rules: Rulebook, business: Collection[Business], service: date) -> date:
    return max(_after(rules, service, _period(rules, one)) for one in business)


def _latest(rules: Rulebook, business: Collection[Business], meeting: date) -> date:
    return min(_before(rules, meeting, _period(rules, one)) for one in business)


def _after(rules: Rulebook, service: date, period: Duration) -> date:
    """N months' notice allows the day after the corresponding date (R-2)."""
    if period.unit is Unit.DAYS:
        return first_day_after(service, period.amount)
    return day_after_lapse(service, period, rules.word("P-064")) + timedelta(days=1)


def _before(rules: Rulebook, meeting: date, period: Duration) -> date:
    if period.unit is Unit.DAYS:
        return last_day_before(meeting, period.amount)
    service = meeting
    while _after(rules, service, period) > meeting:
        service -= timedelta(days=1)
    return service


def _period(rules: Rulebook, business: Business) -> Duration:
    if business is Business.COMPANY_CONVERSION:
        return rules.duration(business.parameter)
    return Duration(rules.count(business.parameter), Unit.DAYS)


def _ordered(business: Collection[Business]) -> list[Business]:
    if not business:
        raise ValueError("a meeting has some business")
    return [one for one in Business if one in business]


def _cited(business: Collection[Business]) -> list[str]:
    months = ["P-064"] if Business.COMPANY_CONVERSION in business else []
    return [one.parameter for one in _ordered(business)] + months


def _how_served(rules: Rulebook, sendings: Sequence[Sending]) -> list[str]:
    together = ["P-095", "P-008"] if rules.flag("P-095") else []
    return ["P-085", *(sending.method.parameter for sending in sendings), "P-090", *together]


def _needed(rules: Rulebook, formats: Collection[str] | None) -> tuple[str, ...]:
    return rules.words("P-008") if formats is None else tuple(formats)


def _moment(service: Service) -> datetime:
    return service.at
