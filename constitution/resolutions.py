"""Which majority a matter needs, and whether the votes reached it."""

from dataclasses import dataclass
from enum import StrEnum

from constitution.errors import MissingFact
from constitution.finding import Finding
from constitution.majority import Majority, Votes, needed, reached
from constitution.rulebook import Rulebook


class Matter(StrEnum):
    """What rule books commonly name; a rule book may name matters of its own besides."""

    ELECTION = "election"
    EXPULSION = "expulsion"
    RULE_CHANGE = "rule_change"
    ASSET_DISPOSAL = "asset_disposal"
    WINDING_UP = "winding_up"
    POOLED_FUND = "pooled_fund"


class Resolution(StrEnum):
    """Extraordinary is a rule book's word; a statutory special resolution is another thing."""

    ORDINARY = "ordinary"
    EXTRAORDINARY = "extraordinary"
    ENTRENCHED = "entrenched"


@dataclass(frozen=True, slots=True)
class Requirement:
    resolution: Resolution
    majority: Majority
    parameter: str


def requirement(rules: Rulebook, matter: str | None = None) -> Requirement:
    """The strictest rule that names the matter; a matter nobody names is decided by ordinary resolution."""
    entrenched = rules.value("P-145") and rules.table("P-145")
    if matter and entrenched and matter in entrenched:
        return Requirement(Resolution.ENTRENCHED, entrenched[matter], "P-145")
    if matter == Matter.EXPULSION:
        return Requirement(Resolution.EXTRAORDINARY, rules.majority("P-051"), "P-051")
    if matter in rules.words("P-144"):
        return Requirement(Resolution.EXTRAORDINARY, rules.majority("P-141"), "P-141")
    return Requirement(Resolution.ORDINARY, rules.majority("P-140"), "P-140")


def required_majority(rules: Rulebook, matter: str | None = None) -> Finding:
    found = requirement(rules, matter)
    return rules.finding(
        "required-majority",
        *_cited(found),
        met=True,
        resolution=found.resolution,
        share=found.majority.share,
        strictly_more=not found.majority.inclusive,
        base=_code(rules.word("P-142")),
        abstentions_count=rules.flag("P-143"),
    )


def carried(
    rules: Rulebook,
    votes: Votes,
    matter: str | None = None,
    *,
    present: int | None = None,
    members: int | None = None,
    casting: bool | None = None,
) -> Finding:
    """Was it carried? ``present`` and ``members`` are needed only where the rules take the majority of them (P-142).

    ``casting`` is the chair's second vote, in favour or against; it is heard only where the rules give one (P-121),
    only when votes are equal, and only on an ordinary resolution.
    """
    found = requirement(rules, matter)
    tied = votes.in_favour == votes.against
    decided = _with_casting(rules, votes, casting) if found.resolution is Resolution.ORDINARY else votes
    base = _base(rules, decided, present, members)
    return rules.finding(
        "carried",
        *_cited(found),
        *(["P-121", "P-122"] if tied else []),
        met=base > 0 and reached(found.majority, decided.in_favour, base),
        resolution=found.resolution,
        in_favour=votes.in_favour,
        against=votes.against,
        abstaining=votes.abstaining,
        base=base,
        needed=needed(found.majority, base),
        share=found.majority.share,
        strictly_more=not found.majority.inclusive,
        tied=True if tied else None,
        tie_result=_code(rules.word("P-122")) if tied and decided == votes else None,
        casting_vote=None if decided == votes else "in-favour" if casting else "against",
    )


def _with_casting(rules: Rulebook, votes: Votes, casting: bool | None) -> Votes:
    heard = casting is not None and rules.flag("P-121") and votes.in_favour == votes.against
    if not heard:
        return votes
    return Votes(votes.in_favour + bool(casting), votes.against + (not casting), votes.abstaining)


def _base(rules: Rulebook, votes: Votes, present: int | None, members: int | None) -> int:
    """Abstentions are not votes cast; of those present they are a part unless the rules leave them out (P-143)."""
    with_abstentions = rules.flag("P-143")
    match rules.word("P-142"):
        case "all_members":
            return _given("members", members)
        case "members_present":
            return _given("present", present) - (0 if with_abstentions else votes.abstaining)
        case "eligible_who_vote":
            return votes.cast + votes.abstaining
        case _:
            return votes.cast + (votes.abstaining if with_abstentions else 0)


def _given(fact: str, number: int | None) -> int:
    if number is None:
        raise MissingFact(fact)
    return number


def _cited(found: Requirement) -> list[str]:
    listing = ["P-144"] if found.resolution is Resolution.EXTRAORDINARY else []
    return [found.parameter, *listing, "P-142", "P-143"]


def _code(word: str) -> str:
    return word.replace("_", "-")
