"""Which majority a matter needs, and whether the votes reached it."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from constitution import results, statutory, weights
from constitution.classes import consenting_majority, refusing
from constitution.finding import Finding
from constitution.majority import Majority, Votes, together
from constitution.rulebook import Rulebook

About: TypeAlias = str | Collection[str] | None
"""The matter of a motion, or all of them where it touches several: then the strictest requirement of all."""


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
    STATUTORY = "statutory"


@dataclass(frozen=True, slots=True)
class Requirement:
    """``cited`` are the parameters, or fixed tests of the law, that say so; ``base`` is where the share is taken of."""

    resolution: Resolution
    majority: Majority
    base: str
    cited: tuple[str, ...]


def requirement(rules: Rulebook, matter: About = None) -> Requirement:
    """The law's own test; else the strictest rule that names the matter; else an ordinary resolution."""
    return max((_requirement(rules, one) for one in matters_of(matter) or (None,)), key=_strictness)


def strictest(rules: Rulebook, about: Collection[str]) -> str:
    """The matter that asks most; of equal ones the first. What another asks besides is not part of its answer: ask
    about all of them together for what a motion on several needs."""

    def asked(matter: str) -> tuple[bool, Fraction, bool, bool, bool]:
        consent = consenting_majority(rules, matter) is not None
        return *_strictness(_requirement(rules, matter)), consent

    return max(about, key=asked)


def matters_of(matter: About) -> tuple[str, ...]:
    if matter is None:
        return ()
    return (matter,) if isinstance(matter, str) else tuple(matter)


def required_majority(rules: Rulebook, matter: About = None) -> Finding:
    found = requirement(rules, matter)
    asked = _asked_by_law(rules, matter)
    in_each, cited = _in_each_class(rules, matter, found)
    return rules.finding(
        "required-majority",
        *found.cited,
        *cited,
        met=True,
        resolution=found.resolution,
        share=found.majority.share,
        strictly_more=not found.majority.inclusive,
        base=_code(found.base),
        abstentions_count=found.resolution is not Resolution.STATUTORY and rules.flag("P-143"),
        each_class_share=in_each.share if in_each else None,
        each_class_strictly_more=not in_each.inclusive if in_each else None,
        weighted=True if asked is None and weights.are_weighted(rules) else None,
        **(statutory.figures_of(asked) if asked else {}),
    )


def counts_by_class(rules: Rulebook, matter: About = None) -> bool:
    """Does the decision depend on how each class voted: votes weighted (P-131), or each class asked (P-145, P-146)?

    The statute counts heads (L-056).
    """
    if _asked_by_law(rules, matter):
        return False
    in_each, _cited = _in_each_class(rules, matter, requirement(rules, matter))
    return weights.are_weighted(rules) or in_each is not None


def carried(
    rules: Rulebook,
    votes: results.Cast,
    matter: About = None,
    *,
    present: int | None = None,
    members: int | None = None,
    entitled: int | None = None,
    casting: bool | None = None,
    confirming: bool = False,
) -> Finding:
    """Was it carried?

    ``present`` and ``members`` are needed only where the rules take the majority of them (P-142), ``entitled``, those
    who may vote, only where the law counts them. ``confirming`` is the second meeting of a statutory resolution.
    ``casting`` is the chair's second vote, in favour or against; it is heard only where the rules give one (P-121),
    only when votes are equal and count alike, and only on an ordinary resolution.

    Raises:
        MissingFact: one of these, or the votes of each class where the rules count class by class.
    """
    heads = votes if isinstance(votes, Votes) else together(votes.values())
    if asked := _asked_by_law(rules, matter, confirming=confirming):
        return statutory.passed(rules, asked, heads, entitled)
    found = requirement(rules, matter)
    if weights.are_weighted(rules):
        result = results.weighted(rules, found.majority, results.by_class(votes))
    else:
        facts = {"present": present, "members": members, "entitled": entitled}
        heard = casting if found.resolution is Resolution.ORDINARY else None
        result = results.counted(rules, found.majority, found.base, heads, facts, casting=heard)
    concurrent = _concurrent(rules, found, matter, votes)
    return rules.finding(
        "carried",
        *found.cited,
        *result.cited,
        *concurrent.cited,
        met=result.met and concurrent.met,
        resolution=found.resolution,
        in_favour=heads.in_favour,
        against=heads.against,
        abstaining=heads.abstaining,
        share=found.majority.share,
        strictly_more=not found.majority.inclusive,
        **result.figures,
        **concurrent.figures,
        **results.of_classes(votes),
    )


def _requirement(rules: Rulebook, matter: str | None) -> Requirement:
    if asked := statutory.asked_by_law(rules, matter):
        return Requirement(Resolution.STATUTORY, asked.majority, "votes_cast", asked.cited)
    entrenched = rules.value("P-145") and rules.table("P-145")
    if matter and entrenched and matter in entrenched:
        return _by_rule(rules, Resolution.ENTRENCHED, entrenched[matter], "P-145")
    if matter == Matter.EXPULSION:
        return _by_rule(rules, Resolution.EXTRAORDINARY, rules.majority("P-051"), "P-051", "P-144")
    if matter in rules.words("P-144"):
        return _by_rule(rules, Resolution.EXTRAORDINARY, rules.majority("P-141"), "P-141", "P-144")
    return _by_rule(rules, Resolution.ORDINARY, rules.majority("P-140"), "P-140")


def _strictness(one: Requirement) -> tuple[bool, Fraction, bool, bool]:
    """No rule of the organisation's own comes before the test of the law."""
    majority = one.majority
    is_law = one.resolution is Resolution.STATUTORY
    return is_law, *majority.strictness, majority.each_class is not None


def _asked_by_law(rules: Rulebook, matter: About, *, confirming: bool = False) -> statutory.Asked | None:
    every = (statutory.asked_by_law(rules, one, confirming=confirming) for one in matters_of(matter))
    return max((asked for asked in every if asked), key=_asks, default=None)


def _asks(asked: statutory.Asked) -> tuple[Fraction, bool, bool]:
    return *asked.majority.strictness, asked.turnout is not None


def _by_rule(rules: Rulebook, resolution: Resolution, majority: Majority, *cited: str) -> Requirement:
    return Requirement(resolution, majority, majority.base or rules.word("P-142"), (*cited, "P-142", "P-143"))


def _concurrent(rules: Rulebook, found: Requirement, matter: About, votes: results.Cast) -> results.Result:
    """Majorities within the classes, beside that of the whole (P-145, P-146)."""
    majority, cited = _in_each_class(rules, matter, found)
    if majority is None:
        return results.Result(True, {})
    against = refusing(majority, results.by_class(votes))
    figures = {
        "each_class_share": majority.share,
        "each_class_strictly_more": not majority.inclusive,
        "refused_by": " ".join(against) or None,
    }
    return results.Result(not against, figures, cited)


def _in_each_class(rules: Rulebook, matter: About, found: Requirement) -> tuple[Majority | None, tuple[str, ...]]:
    """The strictest that any of the matters asks of each class, and the rules that say so.

    A statutory resolution is a count of heads, of all classes together (L-056).
    """
    if found.resolution is Resolution.STATUTORY:
        return None, ()
    about: tuple[str | None, ...] = matters_of(matter) or (None,)
    every = (_requirement(rules, one) for one in about)
    protected = [(one.majority.each_class, one.cited[:1]) for one in every if one.majority.each_class]
    consents = [(each, ("P-146", "P-140")) for one in about if (each := consenting_majority(rules, one))]
    asked = (*protected, *consents)
    cited = tuple(dict.fromkeys(name for _each, names in asked for name in names))
    return max((each for each, _names in asked), key=lambda one: one.strictness, default=None), cited


def _code(word: str) -> str:
    return word.replace("_", "-")
