"""Every model rule book decides: what all want is carried, what nobody wants is not, and a clause says why."""

from fractions import Fraction

import pytest

from constitution import Rulebook, Votes, shelf
from constitution.resolutions import carried, required_majority
from constitution.statutory import Special

PACKS = tuple(name.removeprefix("rules/") for name in shelf.names("rules"))
EXAMPLE = {"supported": Votes(18, 7), "worker": Votes(6, 12), "community_org": Votes(5, 5), "investor": Votes(0, 0)}


def matters(rules: Rulebook) -> tuple[str | None, ...]:
    named = (rules.words("P-144"), rules.table("P-145"), rules.words("P-139"), Special)
    return (None, "expulsion", "audit_disapplication", *(matter for group in named for matter in group))


@pytest.mark.parametrize("pack", PACKS)
def test_all_in_favour_carry_and_all_against_do_not(pack: str) -> None:
    rules = Rulebook.from_pack(pack)
    classes = rules.words("P-022")
    everybody, nobody = (dict.fromkeys(classes, votes) for votes in (Votes(4, 0), Votes(0, 4)))
    all_ = 4 * len(classes)
    for matter in matters(rules):
        assert carried(rules, everybody, matter, members=all_, entitled=all_, present=all_).met, matter
        assert not carried(rules, nobody, matter, members=all_, entitled=all_, present=all_).met, matter


@pytest.mark.parametrize("pack", PACKS)
def test_a_clause_or_a_section_of_the_law_stands_behind_every_majority(pack: str) -> None:
    rules = Rulebook.from_pack(pack)
    for matter in matters(rules):
        first = required_majority(rules, matter).citations[0]
        assert first.rule in rules.clauses or first.source, matter


def test_the_multi_stakeholder_rules_decide_as_the_worked_example_has_it() -> None:
    """V-15 again, under a whole rule book whose caps nobody reaches."""
    rules = Rulebook.from_pack("b-multi-stakeholder")
    found = carried(rules, EXAMPLE)
    assert (found.met, found.figures["weighted-in-favour"]) == (True, Fraction(1589, 30))
    assert {citation.rule for citation in found.citations} >= {"48", "56"}


def test_the_multi_stakeholder_purpose_needs_each_class() -> None:
    rules = Rulebook.from_pack("b-multi-stakeholder")
    votes = {**dict.fromkeys(EXAMPLE, Votes(9, 1)), "investor": Votes(1, 1)}
    refused = carried(rules, votes, "purpose_clause")
    assert (refused.met, refused.figures["refused-by"]) == (False, "investor")
    assert carried(rules, {**votes, "investor": Votes(2, 1)}, "purpose_clause").met


@pytest.mark.parametrize(
    ("matter", "votes", "met"),
    [(None, Votes(3, 2), True), ("tenancy", Votes(4, 1), False), ("tenancy", Votes(5, 0), True)],
)
def test_trustees_decide_by_most_of_all_and_on_the_home_together(matter: str | None, votes: Votes, met: bool) -> None:
    assert carried(Rulebook.from_pack("d-living-trust"), votes, matter, entitled=5).met is met


@pytest.mark.parametrize(("in_favour", "met"), [(4, True), (3, False)])
def test_all_other_trustees_agree_to_remove_one(in_favour: int, met: bool) -> None:
    votes = Votes(in_favour, 4 - in_favour)
    assert carried(Rulebook.from_pack("d-living-trust"), votes, "expulsion", entitled=5).met is met
