"""What the rules say of a surplus, of borrowing and of selling assets. Sums are whole pence."""

from collections.abc import Collection, Mapping
from fractions import Fraction

from constitution.finding import Finding
from constitution.rulebook import Rulebook

NOTHING = "none"
"""The word of P-221 where members receive no part of a surplus."""


def surplus_divided(
    rules: Rulebook, surplus: int, parts: Mapping[str, int], to_members: Collection[str] = ()
) -> Finding:
    """Does this division of a surplus keep the floors (P-222) and what members may receive (P-221)?

    ``parts`` are pence by use, ``to_members`` names those uses that go to members. ``missing`` is what floors lack; a
    floor asks for no part of a penny.
    """
    floors = rules.table("P-222") if rules.value("P-222") is not None else {}
    lacking = {name: percent * surplus // 100 - parts.get(name, 0) for name, percent in floors.items()}
    below = sorted(name for name, pence in lacking.items() if pence > 0)
    given, most = sum(parts.get(name, 0) for name in to_members), _most_to_members(rules, surplus)
    divided = sum(parts.values())
    return rules.finding(
        "surplus-divided",
        "P-220",
        "P-221",
        "P-222",
        met=divided == surplus and not below and (most is None or given <= most),
        surplus=surplus,
        divided=divided,
        below_floor=" ".join(below) or None,
        missing=sum(lacking[name] for name in below) or None,
        to_members=given,
        most_to_members=most,
    )


def may_borrow(rules: Rulebook, owed: int, more: int) -> Finding:
    """Does a new loan stay within the limit, together with what is owed (P-226)?"""
    limit = rules.value("P-226")
    within = not isinstance(limit, int) or owed + more <= limit
    left = max(limit - owed, 0) if isinstance(limit, int) else None
    return rules.finding("may-borrow", "P-226", met=within, owed=owed, more=more, left=left)


def disposal_needs_resolution(rules: Rulebook, worth: int, assets: int) -> Finding:
    """Must members decide on parting with something worth so much of all assets (P-228)? At the share itself, yes."""
    rule = rules.value("P-228")
    least = rule * assets if isinstance(rule, Fraction) else Fraction(0)
    return rules.finding(
        "disposal-needs-resolution", "P-228", met=worth >= least, worth=worth, assets=assets, from_worth=-(-least // 1)
    )


def _most_to_members(rules: Rulebook, surplus: int) -> int | None:
    """None where there is no limit; part of a penny is not given."""
    rule = rules.value("P-221")
    if rule == NOTHING:
        return 0
    percent = rule.get("at_most_percent") if isinstance(rule, Mapping) else None
    return int(percent) * surplus // 100 if percent is not None else None
