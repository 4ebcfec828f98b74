"""Votes by class out of boxes that classes share: decided only where every way to divide a box says the same."""

from fractions import Fraction
from itertools import product

import pytest

from constitution import Rulebook, Votes
from constitution.boxes import Box, carried_in_boxes
from constitution.resolutions import carried, counts_by_class

B = Rulebook.from_pack("b-multi-stakeholder")
E = Rulebook.from_pack("e-citizen-directed")


def test_without_a_count_by_class_boxes_are_simply_added() -> None:
    boxes = [Box(Votes(3, 1), {}), Box(Votes(0, 1, 2), {})]
    found = carried_in_boxes(E, boxes)
    assert found == carried(E, Votes(3, 2, 2))


def test_a_box_for_each_class_is_the_votes_by_class() -> None:
    boxes = [Box(Votes(18, 7, 1), {"supported": 30}), Box(Votes(6, 12), {"worker": 20})]
    boxes.append(Box(Votes(5, 5), {"community_org": 12}))
    found = carried_in_boxes(B, boxes)
    votes = {"supported": Votes(18, 7, 1), "worker": Votes(6, 12), "community_org": Votes(5, 5)}
    assert found == carried(B, votes)
    assert found.figures["share-reached"] == Fraction(1589, 3000)


def test_a_shared_box_decides_where_every_division_says_the_same_and_tells_nothing_of_its_classes() -> None:
    boxes = [Box(Votes(25, 1), {"supported": 30}), Box(Votes(9, 1, 1), {"worker": 10, "investor": 3})]
    found = carried_in_boxes(B, boxes)
    assert found.question == "carried"
    assert found.met
    assert (found.figures["in-favour"], found.figures["against"], found.figures["abstaining"]) == (34, 2, 1)
    assert found.figures["weighted"] is True
    told = {"resolution", "in-favour", "against", "abstaining", "share", "strictly-more", "weighted"}
    assert found.figures.keys() == told


def test_a_shared_box_that_could_mean_either_decides_nothing() -> None:
    """Supported members are split; whether the workers or the community said yes decides, and the box hides it."""
    boxes = [Box(Votes(10, 11), {"supported": 30}), Box(Votes(3, 4), {"worker": 4, "community_org": 4})]
    found = carried_in_boxes(B, boxes)
    assert (found.question, found.met) == ("class-votes-known", False)
    assert {one.parameter for one in found.citations} >= {"P-131", "P-159"}


def test_a_box_that_leaves_more_ways_than_are_looked_at_decides_nothing() -> None:
    rolls = {"worker": 60, "community_org": 60, "investor": 60}
    found = carried_in_boxes(B, [Box(Votes(90, 0), {"supported": 90}), Box(Votes(60, 20), rolls)])
    assert found.question == "class-votes-known"


@pytest.mark.parametrize(("in_favour", "against"), list(product(range(6), repeat=2)))
def test_what_a_shared_box_decides_is_what_brute_force_finds(in_favour: int, against: int) -> None:
    rolls = {"worker": 3, "community_org": 4}
    if in_favour + against > 7:
        return
    supported = Votes(4, 3)
    met = set()
    for mine, no in product(range(4), repeat=2):
        rest = Votes(in_favour - mine, against - no)
        if mine + no <= 3 and min(rest.in_favour, rest.against) >= 0 and rest.cast <= 4:
            votes = {"supported": supported, "worker": Votes(mine, no), "community_org": rest}
            met.add(carried(B, votes).met)
    boxes = [Box(supported, {"supported": 9}), Box(Votes(in_favour, against), rolls)]
    found = carried_in_boxes(B, boxes)
    if len(met) == 1:
        assert (found.question, {found.met}) == ("carried", met)
    else:
        assert found.question == "class-votes-known"


@pytest.mark.parametrize(
    ("rules", "matter", "expected"),
    [
        (B, None, True),
        (B, "class_rights", True),
        (B, "purpose_clause", True),
        (B, "transfer_of_engagements", False),
        (E, None, False),
        (E, "purpose_clause", False),
        (E.amended({"P-131": {"rule": "48", "value": ["class_cap"]}}), None, True),
        (E.amended({"P-146": {"rule": "48", "value": ["class_rights"]}}), "class_rights", True),
        (E.amended({"P-146": {"rule": "48", "value": ["class_rights"]}}), "expulsion", False),
    ],
)
def test_which_decisions_depend_on_the_classes(rules: Rulebook, matter: str | None, expected: bool) -> None:
    """The statute counts heads, whatever the rules weigh (L-056)."""
    assert counts_by_class(rules, matter) is expected
