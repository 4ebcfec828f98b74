from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from constitution import MissingFact, NotSettled, Votes
from constitution.resolutions import carried, required_majority
from constitution.statutory import Special
from constitution.weights import weighted
from tests.constitution.samples import model, society

SHARES = {"supported": 40, "worker": 35, "community_org": 25}
BY_SHARE: Mapping[str, object] = {"P-131": ["class_share"], "P-132": SHARES}
BOTH: Mapping[str, object] = {
    "P-131": ["class_share", "class_cap"],
    "P-132": SHARES,
    "P-133": {"any_class": 49, "investor": 10},
}
SIMPLE = {"fraction": "1/2", "cmp": ">"}
VOTES = {"supported": Votes(18, 7), "worker": Votes(6, 12), "community_org": Votes(5, 5), "investor": Votes(0, 12)}

votes_of_a_class = some.builds(Votes, some.integers(0, 60), some.integers(0, 60), some.integers(0, 9))
ballots = some.fixed_dictionaries(dict.fromkeys([*SHARES, "investor"], votes_of_a_class))
methods = some.sampled_from(["proportional_within_class", "winner_takes_class"])
empty_rules = some.sampled_from(["redistribute_pro_rata", "lapse", "inquorate"])


def test_where_nothing_is_weighted_classes_are_only_added_up() -> None:
    by_class = carried(model(), {"citizen": Votes(5, 2), "citizen_representative": Votes(1, 3, 2)})
    assert by_class.met
    assert (by_class.figures["in-favour"], by_class.figures["against"], by_class.figures["abstaining"]) == (6, 5, 2)
    assert by_class.figures["in-favour-of-citizen"] == 5
    assert "share-reached" not in by_class.figures


def test_weighted_votes_must_be_given_class_by_class() -> None:
    with pytest.raises(MissingFact):
        carried(society(BY_SHARE), Votes(29, 24))


def test_an_investor_counts_like_an_average_vote_until_the_cap() -> None:
    """53 votes share 100 points, so 12 investors would have 22.6 of 122.6: they are held to a tenth of the whole."""
    result = weighted(society(BOTH), VOTES)
    assert result.points["investor"] == result.base / 10
    assert result.points["supported"] == 40
    few = weighted(society(BOTH), {**VOTES, "investor": Votes(1, 0)})
    assert few.of_one_vote("investor") == Fraction(100, 53)


def test_the_finding_says_by_how_much_and_cites_the_rules_of_weighting() -> None:
    found = carried(society(BOTH), VOTES)
    assert not found.met
    missing = found.figures["share-missing"]
    assert isinstance(missing, Fraction)
    assert found.figures["share-reached"] == Fraction(1, 2) - missing
    assert found.figures["vote-worth-investor"] == Fraction(100, 9) / 12
    assert {"P-131", "P-132", "P-133", "P-134"} <= {citation.parameter for citation in found.citations}


def test_what_two_capped_classes_may_not_have_belongs_to_nobody() -> None:
    only_two = {"supported": Votes(9, 1), "worker": Votes(8, 2)}
    result = weighted(society(BOTH), only_two)
    assert result.points == {"supported": 49, "worker": 49}
    assert [result.for_nobody, result.base] == [2, 100]


def test_investors_alone_decide_nothing() -> None:
    alone = {**dict.fromkeys(SHARES, Votes(0, 0)), "investor": Votes(12, 0)}
    found = carried(society(BOTH), alone)
    assert (found.met, found.figures["share-reached"]) == (False, Fraction(1, 10))


@pytest.mark.parametrize(
    ("rule", "base", "met"), [("redistribute_pro_rata", 100, True), ("lapse", 100, False), ("inquorate", 100, False)]
)
def test_the_share_of_a_class_without_votes(rule: str, base: int, met: bool) -> None:
    """Of 75 points 44 are in favour: more than half of 75, less than half of 100."""
    votes = {"supported": Votes(4, 1), "worker": Votes(12, 23), "community_org": Votes(0, 0, 3)}
    found = carried(society({**BY_SHARE, "P-135": rule}), votes)
    assert found.met is met
    assert found.figures["weighted-base"] == base
    assert found.figures["classes-without-votes"] == "community_org"
    assert "P-135" in {citation.parameter for citation in found.citations}


def test_a_lapsed_share_stays_in_the_base() -> None:
    votes = {"supported": Votes(4, 1), "worker": Votes(12, 23), "community_org": Votes(0, 0)}
    result = weighted(society({**BY_SHARE, "P-135": "lapse"}), votes)
    assert [result.in_favour, result.against, result.for_nobody] == [44, 31, 25]


def test_where_the_winner_takes_a_class_one_without_votes_leaves_the_base_whatever_becomes_of_its_share() -> None:
    """V-17: forty points against nobody's; investors alone still have no more than their limit of the whole."""
    votes = {"supported": Votes(4, 1), "worker": Votes(12, 23), "community_org": Votes(0, 0)}
    rules = {**BY_SHARE, "P-134": "winner_takes_class", "P-135": "lapse"}
    found = carried(society(rules), votes)
    assert (found.met, found.figures["weighted-in-favour"], found.figures["weighted-base"]) == (True, 40, 75)
    alone = {**dict.fromkeys(SHARES, Votes(0, 0)), "investor": Votes(12, 0)}
    assert not carried(society({**BOTH, **rules, "P-131": BOTH["P-131"]}), alone).met


@pytest.mark.parametrize("setting", [{"P-142": "all_members"}, {"P-143": True}])
def test_a_weighted_vote_of_another_base_has_no_answer(setting: dict[str, object]) -> None:
    with pytest.raises(NotSettled):
        carried(society({**BY_SHARE, **setting}), VOTES)


@pytest.mark.parametrize("matter", [*Special, "audit_disapplication"])
def test_the_statute_counts_heads(matter: str) -> None:
    by_head = carried(society(), VOTES, matter, entitled=80)
    assert carried(society(BOTH), VOTES, matter, entitled=80) == by_head
    assert by_head.figures["base"] == 65


def test_a_protected_matter_needs_the_whole_and_each_class() -> None:
    protected = {"P-145": {"purpose_clause": {"fraction": "3/4", "cmp": ">=", "each_class": SIMPLE}}}
    rules = society(protected)
    agreed = {"supported": Votes(18, 2), "worker": Votes(6, 5)}
    assert carried(rules, agreed, "purpose_clause").met
    refused = carried(rules, {"supported": Votes(28, 2), "worker": Votes(5, 5)}, "purpose_clause")
    assert (refused.met, refused.figures["refused-by"]) == (False, "worker")
    assert refused.figures["share"] == Fraction(3, 4)
    by_all_only = carried(rules, {"supported": Votes(11, 9), "worker": Votes(6, 5)}, "purpose_clause")
    assert not by_all_only.met
    assert "refused-by" not in by_all_only.figures
    with pytest.raises(MissingFact):
        carried(rules, Votes(24, 7), "purpose_clause")


def test_a_class_that_cast_no_vote_has_not_agreed() -> None:
    rules = society({"P-146": ["class_rights"]})
    found = carried(rules, {"supported": Votes(18, 2), "worker": Votes(0, 0)}, "class_rights")
    assert (found.met, found.figures["refused-by"]) == (False, "worker")


def test_a_motion_on_several_matters_needs_the_strictest_majority_and_every_consent() -> None:
    rules = society({"P-144": ["rule_change"], "P-146": ["class_rights"]})
    about = ("picnic", "rule_change", "class_rights")
    required = required_majority(rules, about)
    assert (required.figures["share"], required.figures["each-class-share"]) == (Fraction(3, 4), Fraction(1, 2))
    assert not carried(rules, {"supported": Votes(30, 0), "worker": Votes(4, 5)}, about).met
    assert carried(rules, {"supported": Votes(30, 0), "worker": Votes(5, 4)}, about).met
    assert not carried(rules, {"supported": Votes(11, 6), "worker": Votes(5, 4)}, about).met


@given(ballots, methods, empty_rules)
def test_the_points_of_all_sides_are_the_points_of_all_classes(
    votes: dict[str, Votes], method: str, empty: str
) -> None:
    rules = society({**BOTH, "P-134": method, "P-135": empty})
    result = weighted(rules, votes)
    assert all(isinstance(points, Fraction) for points in result.points.values())
    awarded = sum(result.points[name] for name, one in votes.items() if one.cast and not _is_left_out(one, method))
    assert result.in_favour + result.against == awarded
    assert 0 <= result.share_in_favour <= 1


@given(ballots)
def test_no_class_has_more_than_its_cap_of_the_whole(votes: dict[str, Votes]) -> None:
    result = weighted(society(BOTH), votes)
    for name, points in result.points.items():
        assert points <= Fraction(10 if name == "investor" else 49, 100) * result.base


@given(ballots, some.sampled_from(list(SHARES)))
def test_a_voter_who_changes_to_yes_never_hurts_the_motion(votes: dict[str, Votes], name: str) -> None:
    rules, before = society(BOTH), votes[name]
    if before.against:
        after = {**votes, name: Votes(before.in_favour + 1, before.against - 1, before.abstaining)}
        assert weighted(rules, after).share_in_favour >= weighted(rules, votes).share_in_favour


@given(ballots)
def test_equal_weights_are_a_count_of_heads(votes: dict[str, Votes]) -> None:
    """A cap that nobody reaches changes nothing."""
    rules = society({"P-131": ["class_cap"], "P-133": {"any_class": 100}})
    assert carried(rules, votes).met is carried(society(), votes).met


def _is_left_out(one: Votes, method: str) -> bool:
    return method == "winner_takes_class" and one.in_favour == one.against
