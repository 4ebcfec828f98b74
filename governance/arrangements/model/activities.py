"""A group activity when somebody leaves it: what they get back, and how the others may go on (M-03)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import cast

from constitution import Finding, Rulebook
from constitution.pooling import refund, shares


class Choice(StrEnum):
    """How those who stay go on: pay what is missing, or have as many sessions as the money is enough for."""

    TOP_UP = "top-up"
    FEWER = "fewer"


@dataclass(frozen=True, slots=True)
class Plan:
    """Where an activity stands, in whole pence.

    ``whole`` is what everything planned costs, ``spent`` what was charged so far; ``each`` session costs so much, so
    many are still ``to_come``, and of these so many are ``committed`` by the leader's term.
    """

    whole: int
    spent: int
    each: int
    to_come: int
    committed: int


@dataclass(frozen=True, slots=True)
class Leaving:
    """What somebody who leaves put in by plan, what of it is used or bound, and what comes back or is owed."""

    contributed: int
    used: int
    refund: int
    owed: int
    finding: Finding


@dataclass(frozen=True, slots=True)
class Option:
    """``pence`` is what each who stays pays more (`Choice.TOP_UP`), or gets back at the end (`Choice.FEWER`)."""

    choice: Choice
    sessions: int
    total: int
    pence: tuple[int, ...]


def leaving(rules: Rulebook, plan: Plan, weights: Sequence[Fraction], place: int) -> Leaving:
    """What the person in this place of the order of joining gets back (P-248); spent and bound are added first."""
    contributed = shares(rules, plan.whole, weights)[place]
    used = shares(rules, plan.spent + plan.committed * plan.each, weights)[place]
    balance = contributed - shares(rules, plan.spent, weights)[place]
    finding = refund(rules, contributed, used, balance)
    return Leaving(contributed, used, cast(int, finding.figures["refund"]), cast(int, finding.figures["owed"]), finding)


def options(rules: Rulebook, plan: Plan, left: int, weights: Sequence[Fraction]) -> tuple[Option, ...]:
    """How those with these weights may go on with the pence that are ``left``; none is needed where that is enough."""
    missing = plan.to_come * plan.each - left
    if missing <= 0:
        return ()
    enough_for = left // plan.each
    over = left - enough_for * plan.each
    return (
        Option(Choice.TOP_UP, plan.to_come, missing, shares(rules, missing, weights)),
        Option(Choice.FEWER, enough_for, over, shares(rules, over, weights)),
    )
