"""What a rule may say in several named parts: reading tables of plain data into exact values."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from constitution.kinds import (
    Clock,
    Closing,
    Duration,
    GreaterOf,
    Payment,
    Rate,
    Unit,
    Unreadable,
    Value,
    read_count,
    read_count_or_share,
    read_count_or_word,
    read_decimal,
    read_each,
    read_fields,
    read_flag,
    read_inside,
    read_money,
    read_numbers,
    read_percentage,
    read_share,
    read_text,
    read_word,
    read_words,
    read_year_day,
)
from constitution.majority import Majority

BASES = ("votes_cast", "members_present", "eligible_who_vote", "all_members", "all_trustees", "others")
PERIODS = ("year", "quarter", "month", "week")


def read_majority(plain: object) -> Majority:
    """``base`` where it is not that of P-142; ``each_class`` where every class needs a majority of its own as well."""
    data = read_fields(plain, required={"fraction", "cmp"}, optional={"base", "each_class"})
    each_class = data.get("each_class")
    return Majority(
        read_inside("fraction", read_share, data["fraction"]),
        inclusive=read_inside("cmp", one_of(">", ">="), data["cmp"]) == ">=",
        base=read_inside("base", one_of(*BASES), data["base"]) if "base" in data else None,
        each_class=None if each_class is None else read_inside("each_class", read_majority, each_class),
    )


def read_duration(plain: object) -> Duration:
    data = read_fields(plain, optional={"clock", "after", *Unit})
    units = [unit for unit in Unit if unit in data]
    if len(units) != 1:
        raise Unreadable("needs exactly one of hours, days, weeks, months")
    if "clock" in data and (units != [Unit.HOURS] or data["clock"] not in tuple(Clock)):
        raise Unreadable("must be elapsed, wall or working_hours, and goes with hours", "clock")
    amount = read_inside(units[0], read_count, data[units[0]])
    after = read_inside("after", read_word, data["after"]) if "after" in data else None
    return Duration(amount, units[0], Clock(data.get("clock", Clock.ELAPSED)), after)


def read_greater_of(plain: object) -> GreaterOf:
    data = read_fields(plain, required={"minimum", "fraction"})
    minimum = read_inside("minimum", read_count, data["minimum"])
    return GreaterOf(minimum, read_inside("fraction", read_share, data["fraction"]))


def read_closing(plain: object) -> Closing:
    data = read_fields(plain, required={"at"}, optional={"hours"})
    if data["at"] in ("before_meeting", "after_call"):
        return Closing(data["at"], read_inside("hours", read_count, data.get("hours")))
    if data["at"] in ("end_of_debate", "meeting_close") and "hours" not in data:
        return Closing(data["at"])
    raise Unreadable("must be end_of_debate or meeting_close, or before_meeting or after_call with hours", "at")


def read_payment(plain: object) -> int | Payment:
    """A sum alone is paid each year."""
    if isinstance(plain, str):
        return read_money(plain)
    data = read_fields(plain, required={"amount", "per"})
    amount = read_inside("amount", read_money, data["amount"])
    return Payment(amount, read_inside("per", one_of(*PERIODS), data["per"]))


def read_rate(plain: object) -> str | Rate:
    """A percentage, a percentage above a named rate, or a word such as "lowest_to_attract_and_retain"."""
    if isinstance(plain, str):
        return Rate(read_decimal(plain)) if re.match(r"[0-9]", plain) else read_word(plain)
    data = read_fields(plain, required={"above", "percent"})
    above = read_inside("above", read_word, data["above"])
    return Rate(read_inside("percent", read_decimal, data["percent"]), above)


def read_flag_or_classes(plain: object) -> bool | tuple[str, ...]:
    """Yes or no for everybody, or the classes for which it is yes."""
    return plain if isinstance(plain, bool) else read_words(plain)


def read_range(plain: object) -> Mapping[str, int]:
    limits = _parts(plain, {"minimum": read_count, "maximum": read_count})
    if limits["minimum"] > limits["maximum"]:
        raise Unreadable("must not be above the maximum", "minimum")
    return limits


def read_ranges(plain: object) -> Mapping[str, Mapping[str, int]]:
    return read_each(plain, read_range)


def read_shareholding(plain: object) -> Mapping[str, Any]:
    """The range for every member, and ranges of their own for some classes."""
    data = read_fields(plain, required={"minimum", "maximum"}, anything=True)
    everybody = read_range({"minimum": data.pop("minimum"), "maximum": data.pop("maximum")})
    return MappingProxyType({**everybody, **read_ranges(data)})


def read_demand(plain: object) -> Mapping[str, Any]:
    """How many members, and which officers alone."""
    officers = dict.fromkeys(("chair", "board", "class_representative"), read_flag)
    return _parts(plain, {}, {"members": read_count, **officers})


def read_written_resolution(plain: object) -> Mapping[str, Any]:
    """``procedure`` "statutory" leaves majority, base and lapse to the law."""
    parts = {"base": one_of(*BASES), "lapse": read_duration, "procedure": one_of("statutory")}
    return _with_majority(plain, {"allowed": read_flag}, parts)


def read_removal(plain: object) -> Mapping[str, Any]:
    """``class_seat`` "own_class": the class that elected a director removes the director."""
    parts = {
        "notice_days": read_count,
        "stated_in_notice": read_flag,
        "class_seat": one_of("own_class", "all_members"),
        "procedure": one_of("statutory", "deed"),
    }
    return _with_majority(plain, {}, parts)


def read_distribution(plain: object) -> str | Mapping[str, Any]:
    """A word, or the form it takes and the largest percentage of the surplus."""
    if isinstance(plain, str):
        return read_word(plain)
    return _parts(plain, {"form": read_word, "at_most_percent": read_percentage})


def read_day_window(plain: object) -> Mapping[str, str]:
    return _parts(plain, {"from": _read_clock_face, "to": _read_clock_face})


def read_cost_cap(plain: object) -> Mapping[str, Any]:
    """``basis`` "direct_payment" or "budget", less a percentage, or "sum" with its amount."""
    cap = _parts(
        plain,
        {"basis": one_of("direct_payment", "budget", "sum")},
        {"less_percent": read_percentage, "amount": _read_weekly_sum},
    )
    if (cap["basis"] == "sum") != ("amount" in cap):
        raise Unreadable("goes with the basis sum, and sum needs it", "amount")
    return cap


def read_late_charge(plain: object) -> Mapping[str, int]:
    return _parts(plain, {"hours": read_count, "percent": read_percentage})


def read_retention(plain: object) -> int | Mapping[str, Any]:
    """Years, or years after an event such as "trust_ends"."""
    if not isinstance(plain, Mapping):
        return read_count(plain)
    return _parts(plain, {"years": read_count, "after": read_word})


def read_counts(plain: object) -> Mapping[str, int]:
    return read_each(plain, read_count)


def read_percentages(plain: object) -> Mapping[str, int]:
    return read_each(plain, read_percentage)


def read_counts_or_words(plain: object) -> Mapping[str, int | str]:
    return read_each(plain, read_count_or_word)


def read_majorities(plain: object) -> Mapping[str, Majority]:
    return read_each(plain, read_majority)


def one_of(*choices: str) -> Callable[[object], str]:
    def read(plain: object) -> str:
        if isinstance(plain, str) and plain in choices:
            return plain
        raise Unreadable(f"must be one of {', '.join(choices)}")

    return read


READERS: Mapping[str, Callable[[object], Value]] = MappingProxyType(
    {
        "flag": read_flag,
        "count": read_count,
        "text": read_text,
        "word": read_word,
        "share": read_share,
        "decimal": read_decimal,
        "money": read_money,
        "year_day": read_year_day,
        "words": read_words,
        "numbers": read_numbers,
        "count_or_share": read_count_or_share,
        "count_or_word": read_count_or_word,
        "flag_or_classes": read_flag_or_classes,
        "majority": read_majority,
        "majorities": read_majorities,
        "duration": read_duration,
        "greater_of": read_greater_of,
        "closing": read_closing,
        "payment": read_payment,
        "rate": read_rate,
        "counts": read_counts,
        "counts_or_words": read_counts_or_words,
        "percentages": read_percentages,
        "ranges": read_ranges,
        "shareholding": read_shareholding,
        "demand": read_demand,
        "written_resolution": read_written_resolution,
        "removal": read_removal,
        "distribution": read_distribution,
        "day_window": read_day_window,
        "cost_cap": read_cost_cap,
        "late_charge": read_late_charge,
        "retention": read_retention,
    }
)


def _parts(
    plain: object,
    required: Mapping[str, Callable[[object], Any]],
    optional: Mapping[str, Callable[[object], Any]] = MappingProxyType({}),
) -> Mapping[str, Any]:
    """Each part with its own reader."""
    data = read_fields(plain, required=set(required), optional=set(optional))
    readers = {**required, **optional}
    return MappingProxyType({key: read_inside(key, readers[key], value) for key, value in data.items()})


def _with_majority(
    plain: object,
    required: Mapping[str, Callable[[object], Any]],
    optional: Mapping[str, Callable[[object], Any]],
) -> Mapping[str, Any]:
    """A majority stands among the other parts as its fraction and comparator, and is kept under "majority"."""
    data = read_fields(plain, required=set(required), optional={*optional, "fraction", "cmp"})
    written = {key: data.pop(key) for key in ("fraction", "cmp") if key in data}
    majority = {"majority": read_majority(written)} if written else {}
    return MappingProxyType({**majority, **_parts(data, required, optional)})


def _read_weekly_sum(plain: object) -> Payment:
    return Payment(read_money(plain), "week")


def _read_clock_face(plain: object) -> str:
    if isinstance(plain, str) and re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", plain):
        return plain
    raise Unreadable("must be a time of day such as 06:00")
