"""The board: who stands down, and when it can decide."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from constitution.finding import Finding
from constitution.kinds import rounded_up
from constitution.rulebook import Rulebook

NOBODY: Mapping[str, int] = MappingProxyType({})


def standing_down(rules: Rulebook, board: int, *, first_meeting: bool = False) -> Finding:
    """How many stand down this year: the share of the board, to the nearest whole person; a half rounds up.

    At the first annual meeting all do, where the rules say so (P-186).
    """
    if first_meeting and rules.value("P-186") is True:
        return rules.finding("standing-down", "P-186", met=True, number=board, board=board)
    exact = Fraction(0) if rules.value("P-187") == "none" else rules.share("P-187") * board
    number = rounded_up(exact) if rules.word("P-188") == "up" else _nearest(exact)
    return rules.finding("standing-down", "P-187", "P-188", "P-189", met=True, number=number, board=board)


def board_quorum_needed(rules: Rulebook, board: int) -> Finding:
    """How many of a board of this size must be there, of each class a number or most of those present (P-194)."""
    by_class = _by_class(rules)
    most = [name for name, part in by_class.items() if not isinstance(part, int)]
    return rules.finding(
        "board-quorum-needed",
        "P-193",
        "P-194",
        met=True,
        board=board,
        needed=rules.greater_of("P-193").of(board),
        most_of=" ".join(most) or None,
        **{f"needed_of_{name}": part for name, part in by_class.items() if name not in most},
    )


def is_board_quorate(
    rules: Rulebook, board: int, present: Mapping[str, int], withdrawn: Mapping[str, int] = NOBODY
) -> Finding:
    """``present`` counts those there by class, ``withdrawn`` those of them with an interest in the matter (P-213).

    The board's size stays the base, whoever withdraws; ``short`` names classes of which too few are left. If only the
    interests break the quorum, P-216 says who decides.
    """
    excluded = NOBODY if rules.flag("P-213") else withdrawn
    counted = {name: number - excluded.get(name, 0) for name, number in present.items()}
    needed = rules.greater_of("P-193").of(board)
    quorate = _is_enough(rules, counted, needed)
    conflicts_broke_it = not quorate and _is_enough(rules, present, needed)
    return rules.finding(
        "board-quorum",
        "P-193",
        "P-194",
        "P-213",
        *(["P-216"] if conflicts_broke_it else []),
        met=quorate,
        board=board,
        present=sum(present.values()),
        counted=sum(counted.values()),
        needed=needed,
        missing=max(needed - sum(counted.values()), 0),
        short=" ".join(_short(rules, counted)) or None,
        decided_by=rules.word("P-216").replace("_", "-") if conflicts_broke_it else None,
    )


def _is_enough(rules: Rulebook, counted: Mapping[str, int], needed: int) -> bool:
    return sum(counted.values()) >= needed and not _short(rules, counted)


def _short(rules: Rulebook, counted: Mapping[str, int]) -> tuple[str, ...]:
    """The classes of which too few are there (P-194)."""
    total = sum(counted.values())
    return tuple(
        name for name, part in _by_class(rules).items() if not _has_its_part(counted.get(name, 0), total, part)
    )


def _by_class(rules: Rulebook) -> Mapping[str, Any]:
    return rules.table("P-194") if rules.value("P-194") is not None else NOBODY


def _has_its_part(number: int, total: int, part: object) -> bool:
    """A class contributes a number of people, or most of those present."""
    return number >= part if isinstance(part, int) else 2 * number > total


def _nearest(exact: Fraction) -> int:
    return int(exact + Fraction(1, 2))
