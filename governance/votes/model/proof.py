"""What can be said about a count at any moment: five plain claims, each proved, not yet, or in trouble (S-27)."""

from dataclasses import dataclass
from enum import StrEnum

from governance.votes.model import State


class Claim(StrEnum):
    ALLOWED = "allowed"  # everyone in the box was allowed to vote
    ONCE = "once"  # nobody counts twice
    UNCHANGED = "unchanged"  # no vote changed in the box
    COUNTED = "counted"  # the count matches the box
    ONLY_THE_SUM = "only-the-sum"  # key-holders opened only the total


class Standing(StrEnum):
    PROVED = "proved"
    NOT_YET = "not-yet"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the tables say beside the verdict of the whole check, so that a later change shows at once.

    ``sealed_count`` ballots by ``people`` people were sealed; ``in_the_box`` lie there now, and ``head_stands`` when
    the last of them still has the hash that was signed.
    """

    state: State
    roll: int
    credentials: int
    sealed_count: int | None
    in_the_box: int
    people: int
    head_stands: bool
    openings: int
    needed: int
    took_part: int | None


def standings(facts: Facts) -> dict[Claim, Standing]:
    """Nothing is proved before the whole record was verified, which is a condition of the declaration."""
    return {claim: _standing(facts, holds) for claim, holds in _hold(facts).items()}


def _standing(facts: Facts, holds: bool) -> Standing:
    if facts.sealed_count is not None and not holds:
        return Standing.PROBLEM
    return Standing.PROVED if facts.state is State.DECLARED else Standing.NOT_YET


def _hold(facts: Facts) -> dict[Claim, bool]:
    """Only what must be so from the seal on, whatever happens later."""
    is_declared = facts.state is State.DECLARED
    took_part = facts.took_part
    return {
        Claim.ALLOWED: facts.credentials == facts.roll and facts.people <= facts.roll,
        Claim.ONCE: facts.people <= facts.in_the_box and (took_part is None or took_part == facts.people),
        Claim.UNCHANGED: facts.in_the_box == facts.sealed_count and facts.head_stands,
        Claim.COUNTED: not is_declared or took_part == facts.people,
        Claim.ONLY_THE_SUM: not is_declared or facts.openings >= facts.needed,
    }
