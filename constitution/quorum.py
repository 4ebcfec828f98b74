"""Quorum: how many must be there, who counts, and what becomes of a meeting without one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType

from constitution.finding import Finding
from constitution.kinds import rounded_up
from constitution.periods import as_instant, local_day
from constitution.rulebook import Rulebook

NOBODY: Mapping[str, int] = MappingProxyType({})
RULES_OF_SIZE = ("P-100", "P-101", "P-102", "P-103", "P-104")


@dataclass(frozen=True, slots=True)
class Electorate:
    """How many members each class has: those who may vote, and those who may not."""

    voting: Mapping[str, int]
    not_voting: Mapping[str, int] = field(default_factory=lambda: NOBODY)

    def base(self, rules: Rulebook) -> int:
        others = sum(self.not_voting.values()) if rules.word("P-104") == "all_members" else 0
        return sum(self.voting.values()) + others


@dataclass(frozen=True, slots=True)
class Size:
    """How many are enough, in all and of each class, and the parameters that say so."""

    total: int
    classes: Mapping[str, int] = field(default_factory=lambda: NOBODY)
    cited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attendance:
    """How many voting members of each class are there, and in which way."""

    in_person: Mapping[str, int]
    remote: Mapping[str, int] = field(default_factory=lambda: NOBODY)
    by_proxy: Mapping[str, int] = field(default_factory=lambda: NOBODY)

    def counted(self, rules: Rulebook) -> dict[str, int]:
        ways = [self.in_person]
        ways += [self.remote] if rules.flag("P-105") else []
        ways += [self.by_proxy] if rules.flag("P-106") else []
        return {name: sum(way.get(name, 0) for way in ways) for way in ways for name in way}


def quorum_needed(rules: Rulebook, electorate: Electorate) -> Finding:
    base = electorate.base(rules)
    return rules.finding(
        "quorum-needed",
        *RULES_OF_SIZE,
        *_class_rule(rules),
        met=True,
        needed=needed(rules, base),
        base=base,
        **_class_figures("needed_of", class_quorum(rules)),
    )


def needed(rules: Rulebook, base: int) -> int:
    """The number and the share of the base, rounded up: the greater or the lesser of the two (P-102).

    Nobody is never a quorum, not even of an organisation without members.
    """
    choose = max if rules.word("P-102") == "greater" else min
    return max(choose(rules.count("P-100"), rounded_up(rules.share("P-101") * base)), 1)


def is_quorate(rules: Rulebook, electorate: Electorate, attendance: Attendance) -> Finding:
    return _enough(rules, "quorum", _usual_size(rules, electorate), attendance)


def is_reconvened_quorate(rules: Rulebook, electorate: Electorate, attendance: Attendance) -> Finding:
    """The quorum of a meeting held again after one without a quorum (P-110)."""
    match rules.value("P-110"):
        case int() as number:
            size = Size(max(number, 1))
        case "same":
            size = _usual_size(rules, electorate)
        case "same_min_class_quorum":
            size = Size(1, class_quorum(rules), _class_rule(rules))
        case "members_present_min_3":
            size = Size(3)
        case _:
            size = Size(1)
    return _enough(rules, "reconvened-quorum", replace(size, cited=("P-110", *size.cited)), attendance)


def if_inquorate(rules: Rulebook, starts: datetime) -> Finding:
    """How long a meeting waits for its quorum and what happens then; next week is the same weekday."""
    action = rules.word("P-109")
    return rules.finding(
        "if-inquorate",
        "P-108",
        "P-109",
        "P-110",
        met=True,
        wait_until=as_instant(starts) + timedelta(minutes=rules.count("P-108")),
        action=action.replace("_", "-"),
        reconvened=local_day(starts) + timedelta(weeks=1) if action == "next_week" else None,
    )


def class_quorum(rules: Rulebook) -> Mapping[str, int]:
    return rules.table("P-107") if rules.value("P-107") is not None else NOBODY


def _usual_size(rules: Rulebook, electorate: Electorate) -> Size:
    cited = (*RULES_OF_SIZE, *_class_rule(rules))
    return Size(needed(rules, electorate.base(rules)), class_quorum(rules), cited)


def _enough(rules: Rulebook, question: str, size: Size, attendance: Attendance) -> Finding:
    counted = attendance.counted(rules)
    present = sum(counted.values())
    short = [name for name, least in size.classes.items() if counted.get(name, 0) < least]
    return rules.finding(
        question,
        *size.cited,
        "P-105",
        "P-106",
        met=present >= size.total and not short,
        present=present,
        needed=size.total,
        missing=max(size.total - present, 0),
        **_class_figures("present_of", {name: counted.get(name, 0) for name in size.classes}),
        **_class_figures("needed_of", size.classes),
    )


def _class_rule(rules: Rulebook) -> tuple[str, ...]:
    return ("P-107",) if class_quorum(rules) else ()


def _class_figures(prefix: str, classes: Mapping[str, int]) -> dict[str, int]:
    return {f"{prefix}_{name}": number for name, number in sorted(classes.items())}
