"""Votes: can the majorities, shares and limits that the rules ask for be counted, and do they agree?"""

from collections.abc import Callable

from constitution.finding import Finding
from constitution.rulebook import Rulebook
from constitution.weights import ANY_CLASS

WHOLE = 100


def abstentions_fit_base(rules: Rulebook) -> Finding:
    """An abstention is not a vote cast, so it can only be part of those present."""
    base = rules.word("P-142")
    met = not rules.flag("P-143") or base == "members_present"
    return rules.finding("abstentions-fit-base", "P-142", "P-143", met=met, base=base.replace("_", "-"))


def extraordinary_is_stricter(rules: Rulebook) -> Finding:
    ordinary, extraordinary = rules.majority("P-140"), rules.majority("P-141")
    return rules.finding(
        "extraordinary-is-stricter",
        "P-140",
        "P-141",
        met=extraordinary.strictness >= ordinary.strictness,
        share=extraordinary.share,
        ordinary_share=ordinary.share,
    )


def protection_protects(rules: Rulebook) -> Finding:
    """A matter protected by a majority of its own is harder to change than any other rule, never easier."""
    usual, protected = rules.majority("P-141"), rules.table("P-145")
    weaker = sorted(name for name, majority in protected.items() if majority.strictness < usual.strictness)
    return rules.finding(
        "protection-protects", "P-145", "P-141", met=not weaker, weaker=" ".join(weaker) or None, share=usual.share
    )


def written_resolution_has_majority(rules: Rulebook) -> Finding:
    """Without a majority and a base, deciding in writing cannot be used until the rules are fixed."""
    rule = rules.table("P-148")
    allowed = bool(rule.get("allowed", False))
    return rules.finding(
        "written-resolution-has-majority",
        "P-148",
        met=not allowed or "procedure" in rule or {"majority", "base"} <= rule.keys(),
        allowed=allowed,
    )


def weighting_has_numbers(rules: Rulebook) -> Finding | None:
    """Votes that are weighted by shares or limits need those shares and limits."""
    methods = rules.words("P-131")
    if not methods:
        return None
    needed = {"class_share": "P-132", "class_cap": "P-133"}
    missing = [needed[one] for one in methods if not rules.value(needed[one])]
    return rules.finding(
        "weighting-has-numbers", "P-131", "P-132", "P-133", met=not missing, missing=" ".join(missing) or None
    )


def class_shares_add_up(rules: Rulebook) -> Finding | None:
    shares = rules.table("P-132")
    total = sum(shares.values())
    return rules.finding("class-shares-add-up", "P-132", met=total == WHOLE, total=total) if shares else None


def class_limits_leave_a_whole(rules: Rulebook) -> Finding | None:
    """If every class that votes has a limit, the limits together must leave room for the whole vote."""
    limits = rules.table("P-133")
    of = [limits.get(name, limits.get(ANY_CLASS)) for name in rules.words("P-022")]
    known = [limit for limit in of if limit is not None]
    if not known or len(known) < len(of):
        return None
    total = sum(known)
    return rules.finding("class-limits-leave-a-whole", "P-133", "P-022", met=total >= WHOLE, total=total)


TESTS: dict[Callable[[Rulebook], Finding | None], tuple[str, ...]] = {
    abstentions_fit_base: ("P-142", "P-143"),
    extraordinary_is_stricter: ("P-140", "P-141"),
    protection_protects: ("P-141", "P-145"),
    written_resolution_has_majority: ("P-148",),
    weighting_has_numbers: ("P-131",),
    class_shares_add_up: ("P-132",),
    class_limits_leave_a_whole: ("P-133", "P-022"),
}
