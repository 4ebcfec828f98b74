from fractions import Fraction

import pytest

from constitution import MissingFact, Rulebook, Votes
from constitution.amendment import Amendment, matters
from constitution.resolutions import Matter, Resolution, carried, required_majority, strictest
from tests.constitution.samples import model, society

MORE_THAN_THREE_QUARTERS = {"fraction": "3/4", "cmp": ">"}
IN_EACH_CLASS = {"fraction": "3/4", "cmp": ">=", "each_class": {"fraction": "1/2", "cmp": ">"}}
FIFTY_ONE_PER_CENT = {"fraction": "51/100", "cmp": ">="}


def test_the_chair_decides_a_tie_only_where_the_rules_give_a_casting_vote() -> None:
    assert not carried(model(), Votes(9, 9), casting=True).met
    with_casting = society({"P-121": True})
    assert carried(with_casting, Votes(9, 9), casting=True).met
    against = carried(with_casting, Votes(9, 9), casting=False)
    assert not against.met
    assert against.figures["casting-vote"] == "against"
    assert against.figures["against"] == 9


def test_a_casting_vote_is_not_heard_without_a_tie_or_on_an_extraordinary_resolution() -> None:
    with_casting = society({"P-121": True, "P-141": {"fraction": "1/2", "cmp": ">"}})
    assert not carried(with_casting, Votes(8, 9), casting=True).met
    assert not carried(with_casting, Votes(9, 9), Matter.RULE_CHANGE, casting=True).met


def test_an_untied_vote_says_nothing_of_ties() -> None:
    found = carried(model(), Votes(10, 9))
    assert "tied" not in found.figures
    assert "P-122" not in {citation.parameter for citation in found.citations}


@pytest.mark.parametrize(
    ("matter", "resolution", "share", "rules_cited"),
    [
        (None, Resolution.ORDINARY, Fraction(1, 2), {"56"}),
        ("picnic", Resolution.ORDINARY, Fraction(1, 2), {"56"}),
        (Matter.RULE_CHANGE, Resolution.EXTRAORDINARY, Fraction(3, 4), {"55", "56"}),
        ("leave_direct_payment_scheme_partnership", Resolution.EXTRAORDINARY, Fraction(3, 4), {"55", "56"}),
        (Matter.EXPULSION, Resolution.EXTRAORDINARY, Fraction(3, 4), {"23", "55", "56"}),
        ("purpose_clause", Resolution.ENTRENCHED, Fraction(9, 10), {"56", "58"}),
    ],
)
def test_the_majority_depends_on_the_matter(
    matter: str | None, resolution: Resolution, share: Fraction, rules_cited: set[str]
) -> None:
    found = required_majority(model(), matter)
    assert found.figures["resolution"] == resolution
    assert found.figures["share"] == share
    assert {citation.rule for citation in found.citations} == rules_cited


def test_where_nothing_is_entrenched_the_purpose_is_like_any_other_matter() -> None:
    assert required_majority(society({"P-145": None}), "purpose_clause").figures["resolution"] == "ordinary"


@pytest.mark.parametrize(
    ("base", "with_abstentions", "size", "met"),
    [
        ("votes_cast", False, 19, True),
        ("votes_cast", True, 25, False),
        ("eligible_who_vote", False, 25, False),
        ("members_present", True, 30, False),
        ("members_present", False, 24, False),
        ("all_members", False, 60, False),
    ],
)
def test_the_base_decides(base: str, with_abstentions: bool, size: int, met: bool) -> None:
    rules = society({"P-142": base, "P-143": with_abstentions})
    found = carried(rules, Votes(11, 8, 6), present=30, members=60)
    assert (found.figures["base"], found.met) == (size, met)


@pytest.mark.parametrize("base", ["members_present", "all_members"])
def test_a_majority_of_people_who_are_not_counted_cannot_be_found(base: str) -> None:
    with pytest.raises(MissingFact):
        carried(society({"P-142": base}), Votes(11, 8))


def test_nobody_voting_carries_nothing() -> None:
    assert not carried(model(), Votes(0, 0, 12)).met


def test_a_motion_on_several_matters_keeps_what_each_of_them_asks_of_the_classes() -> None:
    """The largest majority may be that of a matter which asks nothing of the classes."""
    rules = society({"P-145": {"name": {"fraction": "9/10", "cmp": ">="}, "purpose_clause": IN_EACH_CLASS}})
    votes = {"supported": Votes(96, 0), "worker": Votes(2, 2)}
    found = carried(rules, votes, ("name", "purpose_clause"))
    assert (found.met, found.figures["share"], found.figures["refused-by"]) == (False, Fraction(9, 10), "worker")
    assert required_majority(rules, ("name", "purpose_clause")).figures["each-class-share"] == Fraction(1, 2)
    assert carried(rules, votes, "name").met


def test_of_two_tests_of_the_law_the_stricter_counts_whichever_is_named_first() -> None:
    for about in (("transfer_of_engagements", "company_conversion"), ("company_conversion", "transfer_of_engagements")):
        found = carried(model(), Votes(7, 3), about, entitled=40)
        assert (found.met, found.figures["needed"], found.figures["turnout-needed"]) == (False, 8, 20)


@pytest.mark.parametrize(
    ("parameter", "matter"),
    [("P-131", "class_shares"), ("P-146", "purpose_clause"), ("P-145", "class_rights"), ("P-184", "class_rights")],
)
def test_whatever_loosens_the_rights_of_classes_needs_the_classes(parameter: str, matter: str) -> None:
    rules = Rulebook.from_pack("b-multi-stakeholder")
    about = matters(rules, Amendment({parameter: rules.entries[parameter].to_dict()}))
    assert matter in about
    assert required_majority(rules, about).figures["each-class-share"] == Fraction(1, 2)


def test_of_equal_majorities_the_matter_that_asks_the_classes_too_is_named() -> None:
    rules = Rulebook.from_pack("b-multi-stakeholder")
    assert strictest(rules, ("rule_change", "purpose_clause")) == "purpose_clause"
    assert strictest(rules, ("rule_change", "class_shares")) == "class_shares"
    assert strictest(rules, ("rule_change", "class_rights")) == "rule_change"
