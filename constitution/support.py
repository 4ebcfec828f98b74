"""Personal assistants: who may start, what is agreed, which change of a week needs no approval (P-260 to P-275)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from constitution.apportionment import half_up
from constitution.errors import MissingFact
from constitution.finding import Finding
from constitution.periods import as_instant
from constitution.rulebook import Rulebook

CORE_TRAINING = "core_training"
OR_SUPERVISION = "core_training_or_supervision"
"""The word of P-263 where somebody may start before the core training ends, with a trained person beside them."""
UNCONFIRMED, NO_PERSONAL_CARE = "to_be_confirmed", "not_needed_no_personal_care"
DAY_MINUTES = 24 * 60
Window = tuple[time, time]


@dataclass(frozen=True, slots=True)
class Shift:
    """Work on a weekday, Monday 0, at a rate in pence an hour. An end not after the start is on the next day."""

    weekday: int
    start: time
    end: time
    rate: int

    @property
    def minutes(self) -> int:
        return (_minute(self.end) - _minute(self.start)) % DAY_MINUTES or DAY_MINUTES

    @property
    def hours(self) -> Fraction:
        return Fraction(self.minutes, 60)

    def outside(self, window: Window) -> Fraction:
        """The hours that lie outside times of day; a window that ends where it begins is the whole day."""
        opens = _minute(window[0])
        length = (_minute(window[1]) - opens) % DAY_MINUTES or DAY_MINUTES
        start, end = _minute(self.start), _minute(self.start) + self.minutes
        openings = (opens + day * DAY_MINUTES for day in (-1, 0, 1))
        inside = sum(max(min(end, opening + length) - max(start, opening), 0) for opening in openings)
        return Fraction(self.minutes - inside, 60)


@dataclass(frozen=True, slots=True)
class Week:
    shifts: tuple[Shift, ...]

    def hours(self) -> Fraction:
        return sum((shift.hours for shift in self.shifts), Fraction(0))

    def cost(self) -> int:
        """In pence: hours by rate, added exactly and rounded once, half a penny up."""
        return half_up(sum((shift.hours * shift.rate for shift in self.shifts), Fraction(0)))

    def outside(self, window: Window) -> Fraction:
        return sum((shift.outside(window) for shift in self.shifts), Fraction(0))


@dataclass(frozen=True, slots=True)
class Framework:
    """What was agreed for one person; where it says nothing (None), the rules do.

    Hours are those of a week. ``weekly_cap`` is in pence.
    """

    usual_hours: Fraction | None = None
    least_hours: Fraction | None = None
    most_hours: Fraction | None = None
    window: Window | None = None
    weekly_cap: int | None = None


def may_employ(rules: Rulebook, employer: str) -> Finding:
    """May this be the employer, such as "co_op" or "member" (P-260)? ``usual`` is who usually is (P-261)."""
    met = employer in rules.words("P-260")
    return rules.finding("may-employ", "P-260", "P-261", met=met, employer=employer, usual=rules.value("P-261"))


def may_be_found(rules: Rulebook, source: str) -> Finding:
    """May an assistant be found in this way, such as "introduced_by_member" (P-262)?"""
    return rules.finding("assistant-may-be-found", "P-262", met=source in rules.words("P-262"), source=source)


def gate_items(rules: Rulebook) -> tuple[str, ...]:
    """What must be in place before an assistant starts, in the order of P-263."""
    return tuple(CORE_TRAINING if item == OR_SUPERVISION else item for item in rules.words("P-263"))


def gate(rules: Rulebook, done: Mapping[str, date], modules_done: Collection[str], supervised: bool) -> Finding:
    """Is everything in place before an assistant starts (P-263)? ``done`` has the day of each item that is.

    The core training is in place when every module is (P-264), or where the rules let somebody trained, ``supervised``,
    work beside the assistant until then. ``missing`` are items; ``modules_missing`` is told of who may start as well.
    """
    modules = [one for one in rules.words("P-264") if one not in modules_done]
    waits = OR_SUPERVISION in rules.words("P-263") and supervised
    trained = waits or not modules
    missing = [one for one in gate_items(rules) if not (trained if one == CORE_TRAINING else one in done)]
    return rules.finding(
        "gate-passed",
        "P-263",
        "P-264",
        met=not missing,
        missing=" ".join(missing) or None,
        modules_missing=" ".join(modules) or None,
        only_supervised=bool(modules) and waits,
    )


def agreement_complete(rules: Rulebook, said: Collection[str]) -> Finding:
    """Does the agreement say everything that it must (P-267)? ``standard`` is the quality standard it names (P-265)."""
    missing = [one for one in rules.words("P-267") if one not in said]
    return rules.finding(
        "agreement-complete",
        "P-265",
        "P-267",
        met=not missing,
        missing=" ".join(missing) or None,
        standard=rules.value("P-265"),
    )


def all_agreed(rules: Rulebook, by: Collection[str]) -> Finding:
    """Have all agreed who must: "member", "pa" (P-272)? Who does not agree needs no reason."""
    missing = [one for one in rules.words("P-272") if one not in by]
    return rules.finding("variation-agreed", "P-272", met=not missing, missing=" ".join(missing) or None)


def within_framework(rules: Rulebook, framework: Framework, week: Week, payment: int | None) -> Finding:
    """Does a week stay within what was agreed, so that it needs no approval (P-268, P-270, P-271)?

    ``payment`` is the weekly direct payment in pence. ``broken`` names what does not: "hours", "cost", "window"; then
    ``more_hours`` or ``fewer_hours``, ``over`` (pence) and ``outside`` (hours) say by how much.

    Raises:
        MissingFact: the rules measure against the usual hours or the payment, and it is not given.
    """
    hours, cost = week.hours(), week.cost()
    least, most = _hours_allowed(rules, framework)
    window, cap = framework.window or _window(rules), _cap(rules, framework, payment)
    excess = {
        "fewer_hours": max(least - hours, Fraction(0)) if least is not None else Fraction(0),
        "more_hours": max(hours - most, Fraction(0)) if most is not None else Fraction(0),
        "over": max(cost - cap, 0) if cap is not None else 0,
        "outside": week.outside(window) if window else Fraction(0),
    }
    by_kind = {"hours": ("fewer_hours", "more_hours"), "cost": ("over",), "window": ("outside",)}
    broken = [kind for kind, names in by_kind.items() if any(excess[name] for name in names)]
    return rules.finding(
        "within-framework",
        "P-268",
        "P-270",
        "P-271",
        met=not broken,
        broken=" ".join(broken) or None,
        hours=hours,
        least_hours=least,
        most_hours=most,
        cost=cost,
        cap=cap,
        opens=window and f"{window[0]:%H:%M}",
        closes=window and f"{window[1]:%H:%M}",
        **{name: figure or None for name, figure in excess.items()},
    )


def told_in_time(rules: Rulebook, told_at: datetime, starts_at: datetime, emergency: bool) -> Finding:
    """Was a change told early enough (P-269)? In an emergency it may be told afterwards."""
    hours = rules.count("P-269")
    latest = as_instant(starts_at) - timedelta(hours=hours)
    return rules.finding(
        "variation-told-in-time",
        "P-269",
        met=emergency or as_instant(told_at) <= latest,
        hours=hours,
        told_at=told_at,
        latest=latest,
        emergency=emergency,
    )


def absence_charge(rules: Rulebook, hours_before: int | None) -> Finding:
    """The ``percent`` of a share charged to who came (None), or who cancelled so many whole hours before (P-275).

    It is met where something is charged.
    """
    if hours_before is None:
        return rules.finding("absence-charged", "P-275", met=True, percent=100)
    rule = rules.table("P-275")
    percent = rule["percent"] if hours_before < rule["hours"] else 0
    return rules.finding(
        "absence-charged", "P-275", met=percent > 0, percent=percent, hours_before=hours_before, hours=rule["hours"]
    )


def cover_named(rules: Rulebook, cover: str) -> Finding:
    """Is this a cover that the rules name for when an assistant cannot come, such as "shared_bank" (P-274)?"""
    return rules.finding("cover-named", "P-274", met=cover in rules.words("P-274"), cover=cover)


def may_be_active(position: str, personal_care: bool) -> bool:
    """Whether support may begin: not with personal care while registration is unconfirmed or was ruled out (K-033)."""
    return not personal_care or position not in (UNCONFIRMED, NO_PERSONAL_CARE)


def _hours_allowed(rules: Rulebook, framework: Framework) -> tuple[Fraction | None, Fraction | None]:
    least, most = framework.least_hours, framework.most_hours
    percent = rules.value("P-268")
    if not isinstance(percent, Fraction) or (least is not None and most is not None):
        return least, most
    if framework.usual_hours is None:
        raise MissingFact("usual_hours")
    change = framework.usual_hours * percent / 100
    return (
        max(framework.usual_hours - change, Fraction(0)) if least is None else least,
        framework.usual_hours + change if most is None else most,
    )


def _window(rules: Rulebook) -> Window | None:
    rule = rules.value("P-270")
    return (time.fromisoformat(rule["from"]), time.fromisoformat(rule["to"])) if isinstance(rule, Mapping) else None


def _cap(rules: Rulebook, framework: Framework, payment: int | None) -> int | None:
    """Part of a penny is not spent; a budget is a cap only where the framework says how much it is."""
    rule = rules.value("P-271")
    if framework.weekly_cap is not None or not isinstance(rule, Mapping) or rule["basis"] == "budget":
        return framework.weekly_cap
    if rule["basis"] == "sum":
        payment = rule["amount"].pence
    if payment is None:
        raise MissingFact("payment")
    return payment * (100 - int(rule.get("less_percent", 0))) // 100


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute
