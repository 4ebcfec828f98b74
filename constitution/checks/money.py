"""Surplus, deposits and what is kept in common: do the rules add up, and can they be used?"""

from collections.abc import Callable

from constitution.finding import Finding
from constitution.rulebook import Rulebook

WHOLE = 100
LOCKS = {"statutory": ("community_benefit_society", "cic_clg"), "deed": ("trust",)}
"""The forms of organisation for which each lock exists; rules and having none are open to every form."""


def surplus_can_be_divided(rules: Rulebook) -> Finding | None:
    """The smallest parts must not be more than the whole, and each must be one of the uses."""
    floors, members = rules.table("P-222"), rules.value("P-221")
    if not floors:
        return None
    unknown = sorted(set(floors).difference(rules.words("P-220")))
    total = sum(floors.values())
    return rules.finding(
        "surplus-can-be-divided",
        "P-220",
        "P-222",
        *(["P-221"] if members is not None else []),
        met=total <= WHOLE and not unknown,
        total=total,
        unknown=" ".join(unknown) or None,
    )


def deposits_fit_audit(rules: Rulebook) -> Finding:
    """A society that holds deposits cannot do without an audit (s.84(3))."""
    disapplied = rules.word("P-229").startswith("disapply")
    return rules.finding("deposits-fit-audit", "P-227", "P-229", met=not (rules.flag("P-227") and disapplied))


def asset_lock_has_basis(rules: Rulebook) -> Finding:
    """A statutory lock is for community benefit societies and community interest companies, a deed's for trusts."""
    form, lock = rules.word("P-001"), rules.word("P-224")
    met = lock not in LOCKS or form in LOCKS[lock]
    return rules.finding("asset-lock-has-basis", "P-001", "P-224", met=met, lock=lock, form=form.replace("_", "-"))


TESTS: dict[Callable[[Rulebook], Finding | None], tuple[str, ...]] = {
    surplus_can_be_divided: ("P-220", "P-222"),
    deposits_fit_audit: ("P-227", "P-229"),
    asset_lock_has_basis: ("P-001", "P-224"),
}
