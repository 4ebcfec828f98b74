"""Votes weighted by class: shares of the whole, caps, and how a class spends its part (P-131 to P-135), exact.

A share or a cap concerns the votes cast. The statute counts heads, so its resolutions are never weighted (L-056).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from constitution.errors import NotSettled
from constitution.majority import Votes
from constitution.rulebook import Rulebook

WHOLE = Fraction(100)
WINNER = "winner_takes_class"
"""The word of P-134 by which only points that a class awards are in the base: one that is tied, or empty, awards none
(V-17)."""
ANY_CLASS = "any_class"
"""The key of P-133 for a cap on every class that has none of its own."""


@dataclass(frozen=True, slots=True)
class Weighted:
    """``points`` are what all votes of a class are worth together. ``for_nobody`` is in the base and on no side."""

    votes: Mapping[str, Votes]
    points: Mapping[str, Fraction]
    in_favour: Fraction
    against: Fraction
    for_nobody: Fraction
    empty: tuple[str, ...] = ()

    @property
    def base(self) -> Fraction:
        return self.in_favour + self.against + self.for_nobody

    @property
    def share_in_favour(self) -> Fraction:
        return self.in_favour / self.base if self.base else Fraction(0)

    def of_one_vote(self, member_class: str) -> Fraction:
        """What one vote of the class is worth; nothing where the class cast none."""
        cast = self.votes[member_class].cast
        return self.points[member_class] / cast if cast else Fraction(0)


def are_weighted(rules: Rulebook) -> bool:
    return bool(rules.value("P-131")) and bool(rules.words("P-131"))


def weighted(rules: Rulebook, votes: Mapping[str, Votes]) -> Weighted:
    """
    Raises:
        NotSettled: the rules weigh votes, yet take majorities of something else than votes cast (P-142, P-143).
    """
    _require_votes_cast(rules)
    methods = rules.words("P-131")
    points = {name: Fraction(one.cast) for name, one in votes.items()}
    for_nobody = Fraction(0)
    empty: tuple[str, ...] = ()
    if "class_share" in methods:
        points, lapsed, empty = _shared(rules, points)
        for_nobody = Fraction(0) if rules.word("P-134") == WINNER else lapsed
    if "class_cap" in methods:
        points, for_nobody = _capped(rules, points, for_nobody)
    in_favour, against = _sides(rules, votes, points)
    return Weighted(votes, points, in_favour, against, for_nobody, empty)


def is_stopped(rules: Rulebook, result: Weighted) -> bool:
    """Nothing can be decided without a class that cast no vote, where the rules say so (P-135)."""
    return bool(result.empty) and rules.word("P-135") == "inquorate"


def _shared(rules: Rulebook, cast: Mapping[str, Fraction]) -> tuple[dict[str, Fraction], Fraction, tuple[str, ...]]:
    """The classes named in P-132 divide a whole of 100 points between them.

    A vote of any other class is worth what a vote of theirs is worth on average. The share of a class without votes
    goes to the others in proportion, or to nobody (P-135).
    """
    shares = rules.table("P-132")
    empty = tuple(sorted(name for name in shares if not cast.get(name)))
    sharing = sum(cast[name] for name in shares if name not in empty)
    if not sharing:
        return dict(cast), Fraction(0), empty
    lapses = bool(empty) and rules.word("P-135") != "redistribute_pro_rata"
    divided = sum(shares[name] for name in shares if lapses or name not in empty)
    points = {name: number * WHOLE / sharing for name, number in cast.items()}
    points |= {name: WHOLE * shares[name] / divided for name in shares if name not in empty}
    points |= {name: Fraction(0) for name in empty if name in cast}
    left = WHOLE * sum(shares[name] for name in empty) / divided if lapses else Fraction(0)
    return points, left, empty


def _capped(
    rules: Rulebook, points: Mapping[str, Fraction], for_nobody: Fraction
) -> tuple[dict[str, Fraction], Fraction]:
    """No class has more than its cap of the whole (P-133).

    Scaling one class down makes the whole smaller, which may bring another above its cap: so until nothing changes.
    What no class may have belongs to nobody and stays in the base.
    """
    caps = {name: cap for name in points if (cap := _cap(rules, name)) is not None}
    over: frozenset[str] = frozenset()
    while True:
        left = 1 - sum(caps[name] for name in over)
        free = for_nobody + sum(number for name, number in points.items() if name not in over)
        whole = free / left if free else WHOLE
        rising = frozenset(name for name, cap in caps.items() if name not in over and points[name] > cap * whole)
        if not rising:
            break
        over |= rising
    capped = {name: caps[name] * whole if name in over else number for name, number in points.items()}
    return capped, for_nobody if free else left * WHOLE if over else Fraction(0)


def _cap(rules: Rulebook, member_class: str) -> Fraction | None:
    caps = rules.table("P-133")
    percent = caps.get(member_class, caps.get(ANY_CLASS))
    return None if percent is None else Fraction(percent, 100)


def _sides(rules: Rulebook, votes: Mapping[str, Votes], points: Mapping[str, Fraction]) -> tuple[Fraction, Fraction]:
    """In proportion to the votes within the class, or all to the side that won it; a tied class then awards none."""
    parts = [(one, points[name]) for name, one in votes.items() if one.cast]
    if rules.word("P-134") == WINNER:
        won = sum((whole for one, whole in parts if one.in_favour > one.against), Fraction(0))
        lost = sum((whole for one, whole in parts if one.in_favour < one.against), Fraction(0))
        return won, lost
    in_favour = sum((whole * one.in_favour / one.cast for one, whole in parts), Fraction(0))
    return in_favour, sum((whole for _, whole in parts), Fraction(0)) - in_favour


def _require_votes_cast(rules: Rulebook) -> None:
    if rules.word("P-142") != "votes_cast":
        raise NotSettled("P-142", rules.id)
    if rules.flag("P-143"):
        raise NotSettled("P-143", rules.id)
