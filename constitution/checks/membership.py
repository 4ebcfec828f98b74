"""Classes, shares, joining and expelling: do the rules on members agree with one another?"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from constitution.finding import Finding
from constitution.rulebook import Rulebook
from constitution.weights import ANY_CLASS

BY_CLASS = ("P-107", "P-132", "P-133", "P-182", "P-194")
RANGE = ("minimum", "maximum")


def classes_exist(rules: Rulebook) -> Finding:
    """Every class that a rule names is one of the classes of membership."""
    by_class = [one for one in BY_CLASS if rules.value(one) is not None]
    named = {*rules.words("P-022"), *(name for one in by_class for name in rules.table(one))}
    unknown = sorted(named.difference(rules.words("P-020"), (ANY_CLASS,)))
    return rules.finding(
        "classes-exist", "P-020", "P-022", *by_class, met=not unknown, unknown=" ".join(unknown) or None
    )


def appeal_goes_elsewhere(rules: Rulebook) -> Finding:
    """Whoever refused an application should not hear the appeal against it."""
    body = rules.word("P-026")
    met = body != rules.word("P-024")
    return rules.finding("appeal-goes-elsewhere", "P-024", "P-026", met=met, body=body.replace("_", "-"))


def expulsion_has_one_body(rules: Rulebook) -> Finding:
    """One rule lets a committee expel while another reserves it to a resolution of members: seen in real rule books."""
    reserved, body = "expulsion" in rules.words("P-144"), rules.word("P-050")
    met = not reserved or body == "general_meeting"
    return rules.finding("expulsion-has-one-body", "P-050", "P-144", met=met, body=body.replace("_", "-"))


def expulsion_has_one_majority(rules: Rulebook) -> Finding:
    reserved = "expulsion" in rules.words("P-144")
    own, general = rules.majority("P-051"), rules.majority("P-141")
    return rules.finding(
        "expulsion-has-one-majority",
        "P-051",
        "P-141",
        "P-144",
        met=not reserved or own == general,
        share=own.share,
        extraordinary_share=general.share,
    )


def shareholding_within_cap(rules: Rulebook) -> Finding:
    """The most that a member may hold of shares that can be withdrawn, in whole pence (s.24)."""
    cap = rules.law_test("withdrawable_share_cap_pence")
    pence = max(_withdrawable(rules), default=0) * rules.count("P-031")
    cited = ("P-031", "P-032", "P-033", "withdrawable_share_cap_pence")
    return rules.finding("shareholding-within-cap", *cited, met=pence <= cap, pence=pence, cap=cap)


def withdrawal_has_notice(rules: Rulebook) -> Finding | None:
    """Shares that can be withdrawn without notice are no lasting capital."""
    if not rules.value("P-033"):
        return None
    return rules.finding("withdrawal-has-notice", "P-033", "P-034", met=rules.value("P-034") is not None)


TESTS: dict[Callable[[Rulebook], Finding | None], tuple[str, ...]] = {
    classes_exist: ("P-020", "P-022"),
    appeal_goes_elsewhere: ("P-024", "P-026"),
    expulsion_has_one_body: ("P-050", "P-144"),
    expulsion_has_one_majority: ("P-051", "P-141", "P-144"),
    shareholding_within_cap: ("P-031", "P-032", "P-033", "withdrawable_share_cap_pence"),
    withdrawal_has_notice: ("P-033",),
}


def _withdrawable(rules: Rulebook) -> Iterator[int]:
    """The largest holding of each class whose shares can be withdrawn."""
    holding, who = rules.table("P-032"), rules.value("P-033")
    own: Mapping[str, Any] = {name: limits for name, limits in holding.items() if name not in RANGE}
    if who is True:
        yield from (limits["maximum"] for limits in (holding, *own.values()))
    if isinstance(who, tuple):
        yield from (own.get(str(name), holding)["maximum"] for name in who)
