"""What votes come to under a majority: counted by heads, weighted by class, and within each class."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from constitution import weights
from constitution.errors import MissingFact
from constitution.finding import Figure
from constitution.majority import Majority, Votes, needed, reached, together
from constitution.rulebook import Rulebook

Cast: TypeAlias = Votes | Mapping[str, Votes]
"""The votes of all members, or of each class; a class that has members and cast no vote has ``Votes(0, 0)``."""


@dataclass(frozen=True, slots=True)
class Result:
    """``cited`` are the parameters behind the figures."""

    met: bool
    figures: Mapping[str, Figure | None]
    cited: tuple[str, ...] = ()


def counted(
    rules: Rulebook,
    majority: Majority,
    base_of: str,
    votes: Votes,
    facts: Mapping[str, int | None],
    *,
    casting: bool | None = None,
) -> Result:
    """Every vote counts one. ``base_of`` is a word of P-142; ``facts`` has the numbers that votes do not tell."""
    tied = votes.in_favour == votes.against
    decided = _with_casting(rules, votes, casting)
    base = _base(rules, base_of, decided, facts)
    fewest = needed(majority, base)
    return Result(
        reached(majority, decided.in_favour, base),
        {
            "base": base,
            "needed": fewest,
            "missing": max(fewest - decided.in_favour, 0),
            "tied": True if tied else None,
            "tie_result": rules.word("P-122").replace("_", "-") if tied and decided == votes else None,
            "casting_vote": None if decided == votes else "in-favour" if casting else "against",
        },
        ("P-121", "P-122") if tied else (),
    )


def weighted(rules: Rulebook, majority: Majority, votes: Mapping[str, Votes]) -> Result:
    """The share of the weighted votes cast, and beside it the share by heads."""
    result = weights.weighted(rules, votes)
    heads = together(votes.values())
    stopped = weights.is_stopped(rules, result)
    lacking = majority.share - result.share_in_favour
    return Result(
        not stopped and reached(majority, result.in_favour, result.base),
        {
            "weighted_in_favour": result.in_favour,
            "weighted_against": result.against,
            "weighted_for_nobody": result.for_nobody or None,
            "weighted_base": result.base,
            "share_reached": result.share_in_favour,
            "share_missing": max(lacking, Fraction(0)),
            "share_by_heads": Fraction(heads.in_favour, heads.cast) if heads.cast else Fraction(0),
            "classes_without_votes": " ".join(result.empty) or None,
            **{f"vote_worth_{name}": result.of_one_vote(name) for name in sorted(votes)},
        },
        ("P-131", "P-132", "P-133", "P-134", *(["P-135"] if result.empty else [])),
    )


def by_class(votes: Cast) -> Mapping[str, Votes]:
    if isinstance(votes, Votes):
        raise MissingFact("votes-by-class")
    return votes


def of_classes(votes: Cast) -> dict[str, int]:
    if isinstance(votes, Votes):
        return {}
    figures: dict[str, int] = {}
    for name, one in sorted(votes.items()):
        figures |= {f"in_favour_of_{name}": one.in_favour, f"against_of_{name}": one.against}
        figures[f"abstaining_of_{name}"] = one.abstaining
    return figures


def _with_casting(rules: Rulebook, votes: Votes, casting: bool | None) -> Votes:
    heard = casting is not None and rules.flag("P-121") and votes.in_favour == votes.against
    if not heard:
        return votes
    return Votes(votes.in_favour + bool(casting), votes.against + (not casting), votes.abstaining)


def _base(rules: Rulebook, base: str, votes: Votes, facts: Mapping[str, int | None]) -> int:
    """Abstentions are not votes cast; of those present they are a part unless the rules leave them out (P-143)."""
    with_abstentions = rules.flag("P-143")
    match base:
        case "all_members":
            return _given("members", facts)
        case "all_trustees":
            return _given("entitled", facts)
        case "others":
            return _given("entitled", facts) - 1
        case "members_present":
            return _given("present", facts) - (0 if with_abstentions else votes.abstaining)
        case "eligible_who_vote":
            return votes.cast + votes.abstaining
        case _:
            return votes.cast + (votes.abstaining if with_abstentions else 0)


def _given(fact: str, facts: Mapping[str, int | None]) -> int:
    number = facts[fact]
    if number is None:
        raise MissingFact(fact)
    return number
