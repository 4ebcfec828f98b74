"""Do the rules keep within their law, is it the right one, and do they say all that it wants said?"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from constitution.finding import Figure, Finding, Provenance
from constitution.kinds import Value
from constitution.majority import Majority
from constitution.rulebook import Rulebook

LAWS = {
    "cooperative_society": "ccbsa2014",
    "community_benefit_society": "ccbsa2014",
    "company_clg": "ca2006",
    "cic_clg": "cic2005",
    "trust": "trust_ew",
}
"""The law of each legal form for which there is a pack."""


def form_fits_law(rules: Rulebook) -> Finding:
    """A trust is not held to the law of societies, nor a society to that of companies (P-001, P-002)."""
    form, law = rules.word("P-001"), rules.word("P-002")
    fitting = LAWS.get(form)
    return rules.finding(
        "form-fits-law", "P-001", "P-002", met=law == fitting, form=form.replace("_", "-"), law=law, fitting=fitting
    )


def statutory_contents(rules: Rulebook) -> Finding | None:
    """Do the rules provide for every matter that the law lists (L-020)? It asks for a rule, not for what it says."""
    wanted = rules.law.contents
    if not wanted:
        return None
    spoken = {identity for identity, entry in rules.entries.items() if entry.rule}
    spoken |= {str(clause.matter) for clause in rules.clauses.values() if clause.matter}
    missing = [matter for matter, needed in wanted.items() if not set(needed) <= spoken]
    return rules.finding(
        "statutory-contents",
        met=not missing,
        number=len(missing) or None,
        missing=" ".join(missing) or None,
        source=rules.law.contents_source,
    )


TESTS: dict[Callable[[Rulebook], Finding | None], tuple[str, ...]] = {
    form_fits_law: ("P-001", "P-002"),
    statutory_contents: (),
}


def within_the_law(rules: Rulebook) -> Iterator[Finding]:
    """One finding for each bound of the law that a rule breaks; it cites the rule and then the law."""
    for identity in rules.law.limits:
        stated, law = rules.stated(identity), rules.cite(identity)
        if stated is None or law.rule is None:
            continue
        rule = replace(law, provenance=Provenance.RULE, source=None)
        for limit in rules.law.overriding(identity, stated):
            yield Finding(
                "within-the-law",
                met=False,
                figures={
                    "parameter": identity,
                    "bound": limit.bound.replace("_", "-"),
                    **_figure("stated", _bound(stated, limit.entry)),
                    **_figure("law", limit.value),
                },
                citations=(rule, replace(law, source=limit.source)),
            )


def _bound(stated: Value, entry: str | None) -> Value:
    """The part of the value that the bound is about."""
    part: Value = stated[entry] if entry and isinstance(stated, Mapping) else stated
    return part


def _figure(name: str, value: Value) -> dict[str, Figure]:
    """A value of many parts is no figure: the rule and the section of the law say it in their own words."""
    match value:
        case Majority(share, _):
            return {name: share}
        case bool() | int() | str() | Fraction():
            return {name: value}
        case _:
            return {}
